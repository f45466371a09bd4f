import { parseMandates } from './mandates-file.js';

const HEADER =
  'reference,neighbourhood,theme,kind,holder,executingFunction,from,until,evaluateOn,decisionBody,decisionReference,decisionDate,politicalBody,politicalReference,politicalDate,administrativeBody,administrativeReference,administrativeDate,powers';
const LINE =
  'REG-1,4,leefbaarheid,hybrid,stad-gent,"gebiedsregisseur, noord",2019-02-01,2022-02-01,2020-02-01,college,CBS_31,2019-01-25,college,CBS_31,2019-01-25,managementteam,MAT_2,2019-01-20,roept samen | spreekt af';
const file = (...lines: readonly string[]): string => [HEADER, ...lines].join('\r\n');
const changed = (from: string, to: string): string => LINE.replace(from, to);

describe('a register in CSV', () => {
  it('has a mandate for each reference, with a slot for each line', () => {
    const { mandates, lines, problems } = parseMandates(
      file(LINE, changed('REG-1,4', 'REG-2,5'), changed(',4,leefbaarheid', ',7,wonen')),
    );
    expect(problems).toEqual([]);
    expect(lines).toEqual([2, 3]);
    expect(JSON.parse(JSON.stringify(mandates))).toEqual([
      {
        reference: 'REG-1',
        slots: [
          { neighbourhood: '4', theme: 'leefbaarheid' },
          { neighbourhood: '7', theme: 'wonen' },
        ],
        kind: 'hybrid',
        steeringModel: 'coordination',
        holder: 'stad-gent',
        executingFunction: 'gebiedsregisseur, noord',
        powers: ['roept samen', 'spreekt af'],
        period: { from: '2019-02-01', until: '2022-02-01' },
        evaluateOn: '2020-02-01',
        decision: { body: 'college', reference: 'CBS_31', date: '2019-01-25' },
        endorsements: {
          political: { body: 'college', reference: 'CBS_31', date: '2019-01-25' },
          administrative: { body: 'managementteam', reference: 'MAT_2', date: '2019-01-20' },
        },
      },
      expect.objectContaining({ reference: 'REG-2', slots: [{ neighbourhood: '5', theme: 'leefbaarheid' }] }),
    ]);
  });

  it('may have semicolons, a byte order mark and an empty end', () => {
    const text = `\uFEFF${file(changed('2022-02-01', ''))}`
      .replaceAll('"gebiedsregisseur, noord"', 'gebiedsregisseur')
      .replaceAll(',', ';');
    expect(parseMandates(text)).toMatchObject({ problems: [], mandates: [{ period: { from: '2019-02-01' } }] });
  });

  it('is refused with a problem for every wrong line', () => {
    const { mandates, problems } = parseMandates(
      file(
        changed('leefbaarheid', 'weer'),
        changed('REG-1', 'REG-2').replace('2019-02-01', '31/01/2019'),
        changed('REG-1', 'REG-3').replace('stad-gent', ''),
        changed('REG-1', 'REG-4'),
        changed('REG-1,4', 'REG-4,7').replace('stad-gent', 'ocmw-gent'),
        changed('REG-1', 'REG-5').replace('MAT_2', ''),
        changed('REG-1', 'REG-6').replace('gebiedsregisseur, noord', '85.07.30-033.28'),
        `${changed('REG-1', 'REG-7')},more`,
      ),
    );
    expect(mandates).toEqual([]);
    // A field may break several rules at once.
    const firsts = problems.filter(({ line }, index) => problems.findIndex((other) => other.line === line) === index);
    expect(firsts.map(({ line, problem }) => `${line} ${problem}`)).toEqual([
      expect.stringMatching(/^2 theme: theme must be one of leefbaarheid/),
      '3 from: from must be a date that exists, as YYYY-MM-DD',
      '4 the holder is missing',
      '6 holder is another than on line 5, where REG-4 begins',
      expect.stringMatching(/^7 administrativeReference: /),
      expect.stringMatching(/^8 executingFunction: .*national register number/),
      '9 there are 20 fields instead of 19: put text with a , in quotes',
    ]);
  });

  it('is refused when its columns are wrong or it has no mandates', () => {
    expect(parseMandates('reference,colour\nREG-1,red').problems).toEqual([
      { line: 1, problem: expect.stringMatching(/^these columns are not known: colour; known are reference, /) },
    ]);
    expect(parseMandates('reference,theme\nREG-1,wonen').problems).toEqual([
      { line: 1, problem: expect.stringMatching(/^these columns are missing: neighbourhood, kind/) },
    ]);
    expect(parseMandates(file().replace('powers', 'theme')).problems).toEqual([
      { line: 1, problem: 'the column theme stands there twice' },
    ]);
    expect(parseMandates('').problems).toMatchObject([{ line: 1 }]);
    expect(parseMandates(file()).problems).toEqual([{ line: 1, problem: 'the file has no mandates' }]);
    expect(parseMandates(file('REG-1,"4')).problems).toMatchObject([
      { problem: expect.stringContaining('the file is not CSV') },
    ]);
  });
});
