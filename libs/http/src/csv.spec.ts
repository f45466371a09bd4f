import { csvRecords, NotCsv } from './csv.js';

describe('the records of a CSV file', () => {
  it.each([
    ['lines that end as on Unix', '\n'],
    ['lines that end as on Windows', '\r\n'],
  ])('begin where they begin, also behind text of several lines: %s', (_, end) => {
    const text = ['\uFEFFcode;powers', '1;"calls', 'and', 'agrees"', '', '  ', '"2', 'a";asks', '3; last '].join(end);
    expect(csvRecords(text, ';')).toEqual([
      { line: 1, values: ['code', 'powers'] },
      { line: 2, values: ['1', 'calls\nand\nagrees'] },
      { line: 7, values: ['2\na', 'asks'] },
      { line: 9, values: ['3', 'last'] },
    ]);
  });

  it('are none where the file cannot be read: it says on which line', () => {
    expect(() => csvRecords('a,b\n1,"2\n3,4\n', ',')).toThrow(NotCsv);
    expect(() => csvRecords('a,b\n1,2"\n', ',')).toThrow(expect.objectContaining({ line: 2 }));
  });
});
