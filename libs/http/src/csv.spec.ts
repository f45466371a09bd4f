import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvRecords, csvText, NotCsv } from './csv.js';

describe('the records of a CSV file', () => {
  it.each([
    ['lines that end as on Unix', '\n'],
    ['lines that end as on Windows', '\r\n'],
  ])('have the line on which they start, also after text of several lines, with %s', (_, end) => {
    const text = ['\uFEFFcode;powers', '1;"calls', 'and', 'agrees"', '', '  ', '"2', 'a";asks', '3; last '].join(end);
    expect(csvRecords(text, ';')).toEqual([
      { line: 1, values: ['code', 'powers'] },
      { line: 2, values: ['1', 'calls\nand\nagrees'] },
      { line: 7, values: ['2\na', 'asks'] },
      { line: 9, values: ['3', 'last'] },
    ]);
  });

  it('are refused with the number of the line that cannot be read', () => {
    expect(() => csvRecords('a,b\n1,"2\n3,4\n', ',')).toThrow(NotCsv);
    expect(() => csvRecords('a,b\n1,2"\n', ',')).toThrow(expect.objectContaining({ line: 2 }));
  });
});

describe('records written as CSV', () => {
  it('keep every text when they are read again, except for an apostrophe before a formula of a spreadsheet', () => {
    const text = fc.string({
      unit: fc.constantFrom('=', '+', '-', '@', ' ', ';', ',', '"', "'", '\t', '\r', '\n', 'a', 'é', '＝'),
    });
    fc.assert(
      fc.property(text, (value) => {
        const [[read, end]] = parse(csvText([[value, 'end']]), { relax_quotes: false }) as [[string, string]];
        expect(end).toBe('end');
        expect(read.replaceAll("'", '')).toBe(value.replaceAll("'", ''));
        for (const cell of read.split(/[;\t\r\n]/)) expect(cell).not.toMatch(/^ *[=+\-@＝]/);
      }),
      { numRuns: 500 },
    );
  });

  it('are the same bytes as in earlier releases, so that exports can be compared', () => {
    const formula = '=HYPERLINK("http://x")';
    expect(
      csvText([
        ['a', undefined, ''],
        [formula, 'wijkregisseur - Dampoort', 'one | two'],
        ['a;b', 'a\tb', 'a\rb'],
        ['a\nb', 'a,b', 'x; -1'],
      ]),
    ).toBe(
      `a,,\r\n"'=HYPERLINK(""http://x"")",wijkregisseur - Dampoort,one | two\r\n"a;b","a\tb","a\rb"\r\n"a\nb","a,b","x;' -1"\r\n`,
    );
    expect(csvText([])).toBe('');
  });
});
