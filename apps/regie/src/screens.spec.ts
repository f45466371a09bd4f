import { holderInWords } from './commands/holder.js';
import { mandatesImportedInWords } from './commands/import-mandates.js';
import { importedInWords, problemsInWords } from './commands/import-neighbourhoods.js';
import { type MatrixAnswer, matrixInWords } from './commands/matrix.js';
import { share } from './commands/rebuild.js';
import { aboutToken } from './commands/token.js';
import { attention, findingsInWords, ok } from './findings.js';
import { readiness } from './health.js';
import { count, facts, ProgressLine } from './terminal.js';

describe('facts', () => {
  it('are printed below each other, without missing values', () =>
    expect(
      facts([
        ['agency', 'ocmw-gent'],
        ['until', undefined],
        ['on', ''],
        ['by', null],
        ['version', 0],
      ]),
    ).toBe('  agency   ocmw-gent\n  version  0\n'));
  it('are counted in one and several', () =>
    expect([count(1, 'event'), count(0, 'event'), count(2, 'thing needs', 'things need')]).toEqual([
      '1 event',
      '0 events',
      '2 things need',
    ]));
});

describe('the holder of a mandate', () => {
  const slot = {
    neighbourhood: '4',
    neighbourhoodName: 'Brugse Poort - Rooigem',
    theme: 'leefbaarheid',
    on: '2026-03-01',
  };
  const held = {
    ...slot,
    holder: { agency: 'ocmw-gent', name: 'OCMW Gent' },
    mandateId: 'm-1',
    decision: { body: 'gemeenteraad', reference: '2026_GR_00031', date: '2026-01-01' },
    since: '2026-01-01',
  };
  it('is printed with the decision and the days', () =>
    expect(holderInWords({ ...held, until: '2029-01-01', recordedAt: '2026-01-02T09:00:00.000Z' })).toBe(
      'On 2026-03-01, OCMW Gent holds the mandate for leefbaarheid in Brugse Poort - Rooigem (4).\n' +
        '  agency    ocmw-gent\n' +
        '  since     2026-01-01\n' +
        '  until     2029-01-01 (the first day without it)\n' +
        '  decision  2026_GR_00031, gemeenteraad, 2026-01-01\n' +
        '  mandate   m-1\n' +
        '  recorded  2026-01-02 10:00, Brussels time\n',
    ));
  it('is printed without an end when there is none', () =>
    expect(holderInWords({ ...held, until: null })).toContain('until     no end date\n'));
  it('is printed with the moment of knowledge', () =>
    expect(holderInWords({ ...held, until: null, knownAt: '2026-02-01' })).toContain(
      'As known at 2026-02-01: on 2026-03-01, OCMW Gent holds the mandate',
    ));
  it('is printed as nobody while suspended, with the suspended holder', () =>
    expect(holderInWords({ ...slot, holder: null, suspended: { ...held, until: null } })).toMatch(
      /^On 2026-03-01, nobody holds the mandate .*: it is suspended\.\n {2}agency    ocmw-gent\n/,
    ));
  it('is printed as outside of the hub when the agency left', () =>
    expect(holderInWords({ ...held, until: null, holder: { ...held.holder, status: 'ended' } })).toContain(
      'agency    ocmw-gent, which takes no part in the hub now (ended): hand the mandate over, or end it\n',
    ));
  it('is printed as nobody when there is none', () =>
    expect(holderInWords({ ...slot, holder: null })).toBe(
      'On 2026-03-01, nobody holds the mandate for leefbaarheid in Brugse Poort - Rooigem (4).\n',
    ));
});

describe('an import', () => {
  it('lists the lines of a CSV file that are wrong', () =>
    expect(problemsInWords([{ line: 3, problem: 'the code is missing' }], 'csv')).toBe(
      '1 problem in the file:\n  line 3: the code is missing',
    ));
  it('numbers the features of a GeoJSON file', () =>
    expect(
      problemsInWords(
        [
          { line: 3, problem: 'the code is missing' },
          { line: 4, problem: 'lon is missing' },
        ],
        'geojson',
      ),
    ).toBe('2 problems in the file:\n  feature 3: the code is missing\n  feature 4: lon is missing'));
  it('ends with the number of changes', () =>
    expect(importedInWords({ recorded: 2, changed: 0, unchanged: 23 }, '44021', 'Stad Gent')).toBe(
      'Neighbourhoods of city 44021, from Stad Gent:\n  new        2\n  changed    0\n  unchanged  23\n',
    ));
});

describe('a token', () => {
  const token = (claims: object): string => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
  it('is described with holder, role, city and lifetime', () => {
    const said = aboutToken(
      token({ sub: 'p-7', city: '44021', agency: 'stad-gent', role: 'manager', exp: 1_772_352_000 }),
      'marc.claes',
    );
    expect(said).toContain(
      '  for          marc.claes (p-7)\n  role         manager of stad-gent\n  city         44021\n  valid until  2026-03-01 09:00, Brussels time\n',
    );
  });
  it('is described by its holder alone when it has no claims', () =>
    expect(aboutToken('opaque', 'marc.claes')).toBe('  for  marc.claes\n'));
});

describe('the findings of the doctor', () => {
  it('are printed in columns, with the remedy below', () =>
    expect(
      findingsInWords([
        ok('live', 'answers in 3 ms'),
        attention('mandates.holders', '3 events behind', 'regie rebuild mandates.holders'),
      ]),
    ).toBe(
      'ok         live              answers in 3 ms\n' +
        'attention  mandates.holders  3 events behind\n' +
        '                             -> regie rebuild mandates.holders\n',
    ));
  it('repeat the details of the hub about a part that is down', () =>
    expect(
      readiness(503, {
        details: {
          service: { status: 'up' },
          'read-models': { status: 'down', stuck: ['mandates.holders', 'cases.cases'], remedy: 'the log says why' },
        },
      }),
    ).toEqual([attention('ready', 'read-models is down; stuck mandates.holders, cases.cases', 'the log says why')]));
  it('name a part that is down without details', () =>
    expect(readiness(500, {})).toEqual([attention('ready', 'answers 500', 'The log of the hub says why.')]));
  it('name the address of the process where a proxy answers in its place', () =>
    expect(readiness(404, {})).toEqual([
      attention('ready', 'answers 404, as a proxy does', expect.stringContaining('the address of the process itself')),
    ]));
  it('name an identity provider that does not answer, although the hub is ready', () =>
    expect(
      readiness(200, { details: { 'identity-provider': { status: 'up', problems: ['no keys'], remedy: 'start it' } } }),
    ).toEqual([ok('ready', 'does its work'), attention('identity provider', 'no keys', 'start it')]));
  it('name events that are ahead of the clock, although the hub is ready', () =>
    expect(
      readiness(200, { details: { clock: { status: 'up', problems: ['3 days ahead'], remedy: 'set the clock' } } }),
    ).toEqual([ok('ready', 'does its work'), attention('clock', '3 days ahead', 'set the clock')]));
  it('are ok when the hub is ready', () => expect(readiness(200, {})).toEqual([ok('ready', 'does its work')]));
});

describe('progress', () => {
  const written = (interactive: boolean) => {
    const lines: string[] = [];
    const line = new ProgressLine({
      env: {},
      folder: '.',
      interactive,
      out: () => undefined,
      err: (text) => void lines.push(text),
    });
    return { lines, line };
  };
  it('overwrites its line for a person, and removes it at the end', () => {
    const { lines, line } = written(true);
    line.show('42%');
    line.clear();
    expect(lines).toEqual(['\r42%', '\r   \r']);
  });
  it('is printed as whole lines in a log, and seldom', () => {
    const { lines, line } = written(false);
    for (const text of ['1%', '2%', '3%']) line.show(text);
    line.clear();
    expect(lines).toEqual(['1%\n']);
  });
  it.each([
    ['0', '0', '100%'],
    ['0', '50', '0%'],
    ['42', '100', '42%'],
    ['9007199254740993', '9007199254740994', '99%'],
    ['101', '100', '100%'],
  ])('at position %s of %s is %s', (position, head, percent) => expect(share(position, head)).toBe(percent));
});

describe('the matrix', () => {
  const THEMES = [
    'leefbaarheid',
    'veiligheid',
    'wonen',
    'welzijn',
    'samenleven',
    'openbaar-domein',
    'jeugd',
    'gezondheid',
    'onderwijs',
    'participatie',
  ];
  const held = (theme: string, agency: string, over: object = {}) => ({
    theme,
    state: 'held',
    holder: { agency, name: `Name of ${agency}` },
    evaluation: null,
    ...over,
  });
  const row = (neighbourhood: string, name: string, slots: readonly { theme: string; state: string }[] = []) => ({
    neighbourhood,
    name,
    slots: THEMES.map((theme) => slots.find((slot) => slot.theme === theme) ?? { theme, state: 'none' }),
  });
  const answer: MatrixAnswer = {
    on: '2026-03-01',
    next: null,
    neighbourhoods: [
      row('10', 'Elisabethbegijnhof - Prinsenhof - Papegaai - Sint-Michiels', [held('wonen', 'woningent')]),
      row('4', 'Brugse Poort - Rooigem', [
        held('leefbaarheid', 'politiezone-gent', { evaluation: { overdue: true }, provider: { main: true } }),
        held('wonen', 'woningent', { state: 'suspended' }),
        held('welzijn', 'ocmw-gent', { state: 'provisional' }),
      ]),
    ],
  };

  it('fits in eighty columns, with a letter for each agency and a sign for cells that need attention', () => {
    expect(matrixInWords(answer, { columns: 80, colours: false })).toBe(
      `Who holds the mandate on 2026-03-01.

                               leef veil wone welz same open jeug gezo onde part
4 Brugse Poort - Rooigem       B!*  .    (C)  A?   .    .    .    .    .    .
10 Elisabethbegijnhof - Prins… .    .    C    .    .    .    .    .    .    .

A Name of ocmw-gent  B Name of politiezone-gent  C Name of woningent  . nobody
() suspended  ? provisional  ! evaluation late  * main provider too
# not in the hub
16 slots of 20 without a mandate: GET /v1/mandates/gaps says since when.
`,
    );
  });

  it('prints codes of agencies when there is room, and never loses a sign', () => {
    const wide = matrixInWords(answer, { columns: 200, colours: false }).split('\n');
    expect(wide[2]).toMatch(/ leefbaarheid +veiligheid +wonen /);
    expect(wide[3]).toMatch(/^4 Brugse Poort - Rooigem +politiezone-…!\* +\. +\(woningent\) +ocmw-gent\? /);
    for (const columns of [40, 80, 100, 120, 172, 173, 240])
      for (const line of matrixInWords(answer, { columns, colours: false }).split('\n'))
        expect(line.length).toBeLessThanOrEqual(Math.max(80, columns));
  });

  it('has colours on a screen only, which repeat the signs', () => {
    const coloured = matrixInWords(answer, { columns: 80, colours: true });
    expect(coloured).toContain('\u001b[31m');
    // eslint-disable-next-line no-control-regex -- the expression removes the colours
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '').replaceAll(/ +$/gm, '')).toBe(
      matrixInWords(answer, { columns: 80, colours: false }),
    );
  });

  it('explains that there are no neighbourhoods yet', () =>
    expect(matrixInWords({ ...answer, neighbourhoods: [] }, { columns: 80, colours: false })).toContain(
      'no neighbourhoods yet',
    ));
});

describe('an import of mandates', () => {
  it('prints its changes, or those of a dry run', () => {
    expect(mandatesImportedInWords({ recorded: 3, unchanged: 1 }, false)).toBe(
      'Mandates:\n  new        3\n  unchanged  1\n',
    );
    expect(mandatesImportedInWords({ recorded: 3, unchanged: 0 }, true)).toMatch(
      /^Nothing is wrong with the file; nothing was imported\. There would be:\n {2}new {8}3\n/,
    );
  });
});
