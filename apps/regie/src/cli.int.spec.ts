import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { typeParsers } from '#postgres';
import { HubProcess } from '../../../test/journeys/hub-process.js';

const BIN = join(import.meta.dirname, '../bin/regie.js');

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

let hub: HubProcess;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regie-cli-'));
  hub = await HubProcess.start();
});
afterAll(async () => {
  await hub.remove();
  await rm(folder, { recursive: true, force: true });
});

type Ran = Readonly<{ code: number; out: string; err: string }>;

/** Runs the command as a person would, with the hub in REGIE_FOLDER. */
const run = (
  args: readonly string[],
  environment: Record<string, string> = {},
  nodeOptions: readonly string[] = [],
): Promise<Ran> =>
  new Promise((done, fail) => {
    const { REGIE_URL: _url, REGIE_TOKEN: _token, REGIE_POSTGRES_URL: _postgres, ...env } = process.env;
    execFile(
      process.execPath,
      [...nodeOptions, BIN, ...args],
      { cwd: folder, env: { ...env, REGIE_FOLDER: hub.folder, ...environment } },
      (error, out, err) => {
        const code = error ? error.code : 0;
        if (typeof code === 'number') done({ code, out, err });
        else fail(new Error(`regie ${args.join(' ')} did not end by itself`, { cause: error }));
      },
    );
  });
const regie = (...args: readonly string[]): Promise<Ran> => run(args);

const file = async (name: string, ...lines: readonly string[]): Promise<string> => {
  await writeFile(join(folder, name), lines.join('\n'));
  return name;
};
const ask = async <Answer>(path: string, person = 'an.peeters'): Promise<Answer> => {
  const { out } = await regie('token', person);
  const response = await fetch(hub.url + path, { headers: { authorization: `Bearer ${out.trim()}` } });
  return (await response.json()) as Answer;
};
const nameOf = async (code: string): Promise<string> =>
  (await ask<{ name: string }>(`/v1/neighbourhoods/${code}`)).name;

// This test must be the first, because it needs the demonstration in its initial state.
it('prints the output that docs/cli.md shows, except for numbers', async () => {
  const document = await readFile(join(import.meta.dirname, '../../../docs/cli.md'), 'utf8');
  for (const [, name, content] of document.matchAll(/^`([\w.]+)`:\n\n```csv\n([\s\S]*?)^```$/gm))
    await writeFile(join(folder, name!), content!);
  const examples = [...document.matchAll(/^```console\n([\s\S]*?)^```$/gm)].flatMap(([, block]) =>
    block!.split(/^\$ /m).slice(1),
  );
  expect(examples.length).toBeGreaterThan(8);
  let id = '';
  for (const example of examples) {
    const [, command, expected] = /^npx regie ((?:.*\\\n)*.*)\n([\s\S]*)$/.exec(example)!;
    const typed = command!.replaceAll('\\\n', ' ').replace(UUID, id);
    const args = [...typed.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
    const { out, err } = await regie(...args);
    id = UUID.exec(out)?.[0] ?? id;
    // Lines of the two output streams have no order between them.
    const linesOf = (text: string): string[] =>
      text.replaceAll(new RegExp(UUID, 'g'), 'ID').replaceAll(/\d+/g, 'N').trimEnd().split('\n').toSorted();
    const printed = linesOf(err + out).join('\n');
    for (const line of linesOf(expected!)) {
      const pattern = line
        .split('…')
        .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*');
      expect(printed).toMatch(new RegExp(`^${pattern}$`, 'm'));
    }
    if (!expected!.includes('…')) expect(linesOf(expected!)).toHaveLength(linesOf(err + out).length);
  }
}, 240_000);

describe('the command line', () => {
  it('prints its help without loading any package but the parser of arguments', async () => {
    const hooks = `import { registerHooks } from 'node:module';
      registerHooks({ resolve(specifier, context, next) {
        const found = next(specifier, context);
        const [, name] = /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(found.url) ?? [];
        if (name) process.stderr.write('loaded ' + name + '\\n');
        return found;
      } });`;
    const { code, out, err } = await run(['--help'], {}, [
      '--import',
      `data:text/javascript,${encodeURIComponent(hooks)}`,
    ]);
    expect(code).toBe(0);
    expect(out).toContain('Usage: npx regie');
    expect([...new Set(err.trim().split('\n'))]).toEqual(['loaded commander']);
  });

  it('prints its version', async () => {
    const { version } = JSON.parse(await readFile(join(import.meta.dirname, '../../../package.json'), 'utf8')) as {
      version: string;
    };
    expect(await regie('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it('suggests commands that can be typed as they are', async () => {
    const sources = (await readdir(import.meta.dirname, { recursive: true })).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'),
    );
    const text = (await Promise.all(sources.map((name) => readFile(join(import.meta.dirname, name), 'utf8')))).join(
      '\n',
    );
    const hints = [
      ...text.matchAll(
        /.{4}regie (?:holder|matrix|mandates|case|listen|import|token|topics|doctor|rebuild|dead-letters)\b/g,
      ),
    ].map(([hint]) => hint);
    expect(hints.length).toBeGreaterThan(10);
    expect(hints.filter((hint) => !hint.startsWith('npx '))).toEqual([]);
  });

  it.each([
    [['nonsense']],
    [['holder', '4']],
    [['holder', '4', 'leefbaarheid', '--colour', 'red']],
    [['token']],
    [['token', '--client', 'ocmw-gent-api']],
  ])('the arguments %j are refused with the usage', async (args) =>
    expect(await run(args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--help') }),
  );

  it('every command fails with a remedy when there is no hub', async () => {
    const nowhere = { REGIE_FOLDER: join(folder, 'nowhere') };
    expect(await run(['holder', '4', 'leefbaarheid'], nowhere)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('npm start'),
    });
    expect(await run(['holder', '4', 'leefbaarheid'], { REGIE_URL: 'http://127.0.0.1:65535' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('REGIE_URL'),
    });
  });
});

describe('regie token', () => {
  it('prints the token of a person alone on stdout, and its description on stderr', async () => {
    const { code, out, err } = await regie('token', 'marc.claes');
    expect(code).toBe(0);
    expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(err).toContain('manager of stad-gent');
    const holder = await run(['holder', '4', 'leefbaarheid'], { REGIE_TOKEN: out.trim() });
    expect(holder).toMatchObject({ code: 0, out: expect.stringContaining('Stad Gent holds the mandate') });
  });

  it('prints the token of the system of an agency', async () =>
    expect(await regie('token', '--client', 'woningent-api', '--secret', 'demo')).toMatchObject({
      code: 0,
      err: expect.stringContaining('partner-api of woningent'),
    }));

  it('refuses unknown people and systems', async () => {
    expect(await regie('token', 'nobody')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('no demonstration person nobody'),
    });
    expect(await regie('token', '--client', 'woningent-api', '--secret', 'wrong')).toMatchObject({ code: 1, out: '' });
    expect(await run(['holder', '4', 'leefbaarheid'], { REGIE_TOKEN: 'a.b.c' })).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('access.token-invalid'),
    });
  });
});

describe('regie holder', () => {
  it('prints holder, first day and decision', async () => {
    const { code, out } = await regie('holder', '4', 'leefbaarheid');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^On \d{4}-\d\d-\d\d, Stad Gent holds the mandate for leefbaarheid in Brugse Poort - Rooigem \(4\)\.\n/,
    );
    expect(out).toMatch(/decision {2}\d{4}_GR_00031, gemeenteraad/);
  });
  it('prints that a slot has no holder', async () =>
    expect(await regie('holder', '4', 'jeugd', '--on', '2026-03-01')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^On 2026-03-01, nobody holds the mandate/),
    }));
  it('prints that no holder was known at that moment', async () =>
    expect(await regie('holder', '4', 'leefbaarheid', '--known-at', '2020-01-01T12:00:00+01:00')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^As known at 2020-01-01T12:00:00\+01:00: on .*, nobody holds/),
    }));
  it('prints the response as JSON', async () => {
    const { out } = await regie('holder', '4', 'leefbaarheid', '--json');
    expect(JSON.parse(out)).toMatchObject({ neighbourhood: '4', holder: { agency: 'stad-gent' } });
  });
  it('explains an invalid question', async () => {
    expect(await regie('holder', '99', 'leefbaarheid')).toMatchObject({
      code: 1,
      err: expect.stringContaining('neighbourhood: 99'),
    });
    expect(await regie('holder', '4', 'weather', '--on', '2026-02-30')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/field theme: .*\n.*field on: /),
    });
  });
});

describe('regie import neighbourhoods', () => {
  const header = 'code,name,lon,lat';
  it('records new and changed neighbourhoods', async () => {
    const csv = await file(
      'wijken.csv',
      header,
      '4,Brugse Poort,3.69277,51.05922',
      '7,Rabot - Blaisantvest,3.71248,51.06317',
      '30,Nieuwe wijk,3.7,51.05',
    );
    const from = ['--city', '44021', '--source', 'Stad Gent, Stadswijken Gent'];
    expect(await regie('import', 'neighbourhoods', csv, ...from)).toMatchObject({
      code: 0,
      out: 'Neighbourhoods of city 44021, from Stad Gent, Stadswijken Gent:\n  new        1\n  changed    1\n  unchanged  1\n',
    });
    expect(await nameOf('4')).toBe('Brugse Poort');
    expect((await regie('import', 'neighbourhoods', csv, ...from)).out).toContain('unchanged  3');
    expect((await regie('import', 'neighbourhoods', csv, '--city', '44021')).out).toMatch(
      /, from wijken\.csv:\n.*\n {2}changed {4}3\n/,
    );
    expect(await ask('/v1/neighbourhoods/4')).toMatchObject({ version: 3, source: 'wijken.csv' });
  });
  it('imports polygons', async () => {
    const ring = [
      [3.7, 51],
      [3.8, 51],
      [3.8, 51.1],
      [3.7, 51.1],
      [3.7, 51],
    ];
    const feature = {
      type: 'Feature',
      properties: { wijknr: 27, wijk: 'Een veelhoek' },
      geometry: { type: 'Polygon', coordinates: [ring] },
    };
    const geojson = await file('wijken.geojson', JSON.stringify({ type: 'FeatureCollection', features: [feature] }));
    expect(await regie('import', 'neighbourhoods', geojson, '--city', '44021')).toMatchObject({
      code: 0,
      out: expect.stringContaining('new        1'),
    });
    expect(await ask('/v1/neighbourhoods/27')).toMatchObject({
      name: 'Een veelhoek',
      centre: { lon: 3.75, lat: 51.05 },
      area: { coordinates: [ring] },
    });
  });
  it('lists every wrong row with its line, and imports nothing', async () => {
    const before = await nameOf('4');
    const csv = await file(
      'fout.csv',
      header,
      '4,Another name,3.69,51.05',
      ',Rabot,3.7,51.06',
      '28,Muide,oost,51.07',
      '29,Drongen,3.6,51,05',
    );
    const { code, out, err } = await regie('import', 'neighbourhoods', csv, '--city', '44021');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /line 3: the code is missing\n {2}line 4: lon oost is not a number\n {2}line 5: there are 5 fields instead of 4/,
    );
    expect(err).toContain('Nothing was imported');
    expect(await nameOf('4')).toBe(before);
  });
  it('explains why an import fails', async () => {
    const csv = await file('goed.csv', header, '4,Brugse Poort,3.69277,51.05922');
    expect(await regie('import', 'neighbourhoods', csv, '--city', '11002')).toMatchObject({
      code: 1,
      err: expect.stringContaining('access.other-city'),
    });
    expect(await regie('--as', 'an.peeters', 'import', 'neighbourhoods', csv, '--city', '44021')).toMatchObject({
      code: 1,
      err: expect.stringContaining('needed: manager'),
    });
    expect(await regie('import', 'neighbourhoods', 'nothing.csv', '--city', '44021')).toMatchObject({
      code: 1,
      err: expect.stringContaining('there is no such file'),
    });
    expect(await regie('import', 'neighbourhoods', 'wijken.xlsx', '--city', '44021')).toMatchObject({ code: 2 });
    expect(await regie('import', 'neighbourhoods', csv)).toMatchObject({
      code: 2,
      err: expect.stringContaining('--city'),
    });
  });
});

describe('regie matrix and regie mandates', () => {
  it('print the whole register, on the screen and as a file', async () => {
    const { code, out } = await regie('matrix');
    expect(code).toBe(0);
    expect(out).toMatch(/^4 Brugse Poort\S* .* A {4}A {4}\. /m);
    // eslint-disable-next-line no-control-regex -- no colours where there is no screen
    expect(out).not.toMatch(/\u001b/);
    expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    const { neighbourhoods } = JSON.parse((await regie('matrix', '--json')).out) as {
      neighbourhoods: { neighbourhood: string }[];
    };
    expect(neighbourhoods.length).toBeGreaterThan(24);
    expect(await regie('matrix', '--on', '2026-02-30')).toMatchObject({
      code: 1,
      err: expect.stringContaining('field on: '),
    });
  });

  it('write the register and a report into files', async () => {
    expect((await regie('mandates', 'export', '--format', 'csv')).out).toMatch(
      /^mandateId,state,neighbourhood,theme,[^]*\r\n[0-9a-f-]{36},granted,4,leefbaarheid,hybrid,/,
    );
    expect(await regie('mandates', 'export', '--format', 'jsonld', '--out', 'register.jsonld')).toMatchObject({
      code: 0,
      out: '',
      err: 'The register is in register.jsonld.\n',
    });
    expect(JSON.parse(await readFile(join(folder, 'register.jsonld'), 'utf8'))).toMatchObject({
      '@context': {},
      mandates: expect.any(Array),
    });
    expect(await regie('mandates', 'export', '--format', 'json', '--out', 'nowhere/register.json')).toMatchObject({
      code: 1,
      err: expect.stringContaining('cannot be written'),
    });
    expect(await regie('mandates', 'export', '--format', 'xml')).toMatchObject({ code: 2 });
    expect(await regie('mandates', 'export')).toMatchObject({ code: 2 });
    const { mandateId } = JSON.parse((await regie('holder', '4', 'leefbaarheid', '--json')).out) as {
      mandateId: string;
    };
    expect((await regie('mandates', 'report', mandateId)).out).toMatch(/^<!doctype html>\n<html lang="nl">/);
    expect(await regie('mandates', 'report', 'nothing', '--out', 'page.html')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('mandate.unknown'),
    });
    expect(await regie('mandates', 'export', '--format', 'csv', '--known-at', 'soon')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('field knownAt: '),
    });
  });
});

describe('regie import mandates', () => {
  const header =
    'reference,neighbourhood,theme,kind,holder,executingFunction,from,until,evaluateOn,decisionBody,decisionReference,decisionDate,politicalBody,politicalReference,politicalDate,administrativeBody,administrativeReference,administrativeDate';
  const line = (reference: string, slot: string, holder = 'ocmw-gent') =>
    `${reference},${slot},hybrid,${holder},regisseur,2015-02-01,2017-02-01,2016-02-01,raad,GR_4,2015-01-25,college,CBS_3,2015-01-20,managementteam,MAT_2,2015-01-10`;
  const holderThen = async (): Promise<string> => (await regie('holder', '11', 'gezondheid', '--on', '2016-05-01')).out;

  it('records earlier mandates, and nothing twice', async () => {
    const csv = await file('register.csv', header, line('A', '11,gezondheid'), line('A', '11,onderwijs'));
    expect((await regie('import', 'mandates', csv, '--dry-run')).out).toContain('new        1');
    expect(await holderThen()).toContain('nobody holds');
    expect(await regie('import', 'mandates', csv)).toMatchObject({
      code: 0,
      out: 'Mandates:\n  new        1\n  unchanged  0\n',
    });
    expect(await holderThen()).toContain('OCMW Gent holds the mandate');
    expect((await regie('import', 'mandates', csv)).out).toContain('unchanged  1');
  }, 150_000);

  it('lists problems of the file and of the register by line, and records nothing', async () => {
    const form = await file('vorm.csv', header, line('B', '12,weer'), line('C', '12,wonen', ''));
    expect(await regie('import', 'mandates', form)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(
        /line 2: theme: theme must be one of .*\n {2}line 3: the holder is missing\nNothing was imported/,
      ),
    });
    const rules = await file('regels.csv', header, line('B', '12,wonen'), line('C', '12,wonen'), line('D', '99,wonen'));
    const { code, err } = await regie('import', 'mandates', rules);
    expect(code).toBe(1);
    expect(err).toMatch(
      /line 3: Another mandate holds this slot .*\(mandate\.slot-taken; slot .*holder ocmw-gent.*\)\n {2}line 4: .*\(neighbourhood\.not-known; neighbourhood 99\)\nNothing was imported/,
    );
    expect((await regie('holder', '12', 'wonen', '--on', '2016-05-01')).out).toContain('nobody holds');
    expect(await regie('--as', 'an.peeters', 'import', 'mandates', rules)).toMatchObject({
      code: 1,
      err: expect.stringContaining('needed: manager'),
    });
    expect(await regie('import', 'mandates', 'nothing.csv')).toMatchObject({
      code: 1,
      err: expect.stringContaining('there is no such file'),
    });
  }, 150_000);
});

describe('regie case', () => {
  const open = (theme: string, ...more: readonly string[]) =>
    regie(
      'case',
      'open',
      '--title',
      'Litter',
      '--neighbourhood',
      '4',
      '--theme',
      theme,
      '--why',
      'Around the park.',
      '--scope',
      'The park.',
      ...more,
    );

  it('opens a case under the mandate in force, and shows each caller the visible part', async () => {
    const opened = await open('leefbaarheid', '--invite', 'ocmw-gent,politiezone-gent');
    expect(opened).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^The case "Litter" is open\.\n {2}case {5}\S+\n {2}invited {2}ocmw-gent, politiezone-gent\n$/,
      ),
    });
    const [, id] = /case {5}(\S+)/.exec(opened.out)!;
    const { out } = await regie('case', 'show', id!);
    expect(out).toContain('Litter\n  slot          Brugse Poort');
    expect(out).toMatch(/coordination {2}stad-gent since \d{4}-\d\d-\d\d/);
    expect(out).toMatch(/ocmw-gent {9}invited by stad-gent on \d{4}-\d\d-\d\d, not answered yet/);
    expect(out).toContain('stad-gent: invited ocmw-gent');
    expect((await regie('--as', 'sofie.desmet', 'case', 'show', id!)).out).toContain(
      'your agency is invited by stad-gent',
    );
    expect(await regie('--as', 'tom.maes', 'case', 'show', id!)).toMatchObject({
      code: 1,
      err: expect.stringContaining('case.unknown'),
    });
    const facts = JSON.parse((await regie('case', 'show', id!, '--json')).out) as { timeline: { type: string }[] };
    expect(facts).toMatchObject({ caseId: id, view: 'full', participants: { length: 3 } });
    expect(facts.timeline.map(({ type }) => type)).toEqual(['CaseOpened', 'ParticipantInvited', 'ParticipantInvited']);
  });

  it('refuses a case without a mandate, or with a missing field', async () => {
    expect(await open('jeugd')).toMatchObject({ code: 1, out: '', err: expect.stringContaining('case.no-mandate') });
    expect(await regie('case', 'open', '--title', 'Litter')).toMatchObject({ code: 2 });
    expect(await regie('case', 'show', 'nothing')).toMatchObject({
      code: 1,
      err: expect.stringContaining('case.unknown'),
    });
  });
});

describe('regie doctor and regie rebuild', () => {
  type Findings = Readonly<{
    ok: boolean;
    findings: readonly { part: string; state: string; found: string; remedy?: string }[];
  }>;
  const doctor = async (): Promise<Findings & { code: number }> => {
    const { code, out } = await regie('doctor', '--json');
    return { code, ...(JSON.parse(out) as Findings) };
  };

  it('report a working hub as ok', async () => {
    const { code, ok, findings } = await doctor();
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect({ code, ok }).toEqual({ code: 0, ok: true });
    const names = (await regie('rebuild')).out.trim().split('\n');
    expect(findings.map(({ part }) => part)).toEqual([
      ...['hub', 'live', 'ready', 'database', 'rights', 'rights', 'schemas', 'event store', 'clock'],
      ...names,
    ]);
    expect((await regie('doctor')).out).toMatch(/^ok +teams\.neighbourhoods +up to date$/m);
  }, 120_000);

  it('find a stuck read model, and repair it while the hub answers', async () => {
    const { postgresUrl } = JSON.parse(await readFile(join(hub.folder, 'hub.json'), 'utf8')) as { postgresUrl: string };
    const db = new Client({ connectionString: postgresUrl, types: typeParsers });
    await db.connect();
    const name = await nameOf('5');
    try {
      await db.query(`UPDATE teams.neighbourhood SET name = 'damaged'`);
      await db.query(`UPDATE teams.checkpoints SET position = '0' WHERE processor = 'teams.neighbourhoods'`);
    } finally {
      await db.end();
    }
    const { code, findings } = await doctor();
    expect(code).toBe(1);
    expect(findings.filter(({ state }) => state !== 'ok')).toMatchObject([
      {
        part: 'teams.neighbourhoods',
        state: 'attention',
        found: expect.stringContaining('stuck'),
        remedy: expect.stringContaining('npx regie rebuild teams.neighbourhoods'),
      },
    ]);
    const rebuilt = regie('rebuild', 'teams.neighbourhoods');
    const { out: token } = await regie('token', 'an.peeters');
    const statuses = new Set<number>();
    for (let done = false; !done;) {
      done = await Promise.race([rebuilt.then(() => true), pause(20, false)]);
      statuses.add(
        (await fetch(`${hub.url}/v1/neighbourhoods/5`, { headers: { authorization: `Bearer ${token.trim()}` } }))
          .status,
      );
    }
    expect([...statuses]).toEqual([200]);
    expect(await rebuilt).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^teams\.neighbourhoods is rebuilt from \d+ events, in [\d.]+ s\.\n$/),
      err: expect.stringContaining('of the log'),
    });
    expect(await nameOf('5')).toBe(name);
    expect((await doctor()).code).toBe(0);
  }, 120_000);

  it('refuse unknown read models', async () =>
    expect(await regie('rebuild', 'teams.nothing')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('teams.neighbourhoods'),
    }));

  it('report a missing hub', async () => {
    const { code, out } = await run(['doctor'], { REGIE_FOLDER: join(folder, 'nowhere') });
    expect(code).toBe(1);
    expect(out).toMatch(/^attention {2}hub {7}No hub runs in .*\n +-> Start one with `npm start`/);
  });
});
