import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { Client } from 'pg';
import { brusselsDate } from '#kernel';
import { typeParsers } from '#postgres';
import { describeWith } from '#testing/debian-package';
import { hasPostgres, startDebianPostgres } from '#testing/debian-postgres';
import { until } from '#testing/until';
import type { DumpContent } from '../../apps/regie/src/backup/examine-dump.js';
import { run } from '../../apps/regie/src/cli.js';
import type { Finding } from '../../apps/regie/src/findings.js';
import { Receiver } from '../../libs/partners/src/testing/receiver.js';
import { HubProcess } from '../journeys/hub-process.js';
import { mainJob } from '../journeys/main-job.js';
import { peopleAt, systemToken } from '../journeys/people.js';

const RELEASE = 15;
const PROGRAMS = `/usr/lib/postgresql/${RELEASE}/bin`;
const SECRETS_KEY = randomBytes(32).toString('base64');

type Checked = Readonly<{ code: number; out: string; err: string }>;
type Answer = Readonly<{ ok: boolean; content: DumpContent; findings: readonly Finding[] }>;

describeWith(hasPostgres(RELEASE) ? PROGRAMS : undefined, 'regie backup check', `postgresql-${RELEASE}`, () => {
  let postgres: Awaited<ReturnType<typeof startDebianPostgres>>;
  let folder: string;
  /** a dump by pg_dump, in plain SQL, of a hub after the main job with a subscription */
  let dump: string;

  const program = (name: string, ...args: string[]): Promise<{ stdout: string }> =>
    promisify(execFile)(join(PROGRAMS, name), [...args, '--no-password'], {
      maxBuffer: 1 << 28,
      timeout: 60_000,
      // pg_dumpall does not pass the password of an address on.
      env: { ...process.env, PGPASSWORD: new URL(postgres.url).password },
    });
  const pgDump = async (...args: string[]): Promise<string> =>
    (await program('pg_dump', `--dbname=${postgres.url}`, ...args)).stdout;

  const check = async (
    content: string | Buffer,
    environment: Readonly<Record<string, string>> = { REGIE_SECRETS_KEY: SECRETS_KEY },
    ...options: string[]
  ): Promise<Checked> => {
    const file = join(folder, 'dump');
    await writeFile(file, content);
    return checkFile(file, environment, ...options);
  };
  const checkFile = async (
    file: string,
    env: Readonly<Record<string, string>> = { REGIE_SECRETS_KEY: SECRETS_KEY },
    ...options: string[]
  ): Promise<Checked> => {
    const [out, err]: [string[], string[]] = [[], []];
    const code = await run(['backup', 'check', file, ...options], {
      env,
      folder,
      interactive: false,
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
    });
    return { code, out: out.join(''), err: err.join('') };
  };
  const answerTo = async (content: string, environment?: Record<string, string>): Promise<Answer> =>
    JSON.parse((await check(content, environment, '--json')).out) as Answer;
  /** Returns what needs attention: the part and the sentence, with the remedy. */
  const problemsOf = async (content: string, environment?: Record<string, string>): Promise<readonly string[]> =>
    (await answerTo(content, environment)).findings
      .filter(({ state }) => state === 'attention')
      .map(({ part, found, remedy }) => `${part}: ${found} -> ${remedy}`);

  /** The rows of the table in the dump, with the lines before and after. */
  const rowsOf = (table: string): Readonly<{ before: string; rows: readonly string[]; after: string }> => {
    const [, before, rows, after] = new RegExp(
      `^([\\s\\S]*\\nCOPY ${table} \\([^\\n]*\\n)([\\s\\S]*?)(\\\\\\.\\n[\\s\\S]*)$`,
    ).exec(dump)!;
    return { before: before!, rows: rows!.split('\n').slice(0, -1), after: after! };
  };
  const withRows = (table: string, change: (rows: readonly string[]) => readonly string[]): string => {
    const { before, rows, after } = rowsOf(table);
    return (
      before +
      change(rows)
        .map((row) => `${row}\n`)
        .join('') +
      after
    );
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'regie-backup-'));
    postgres = await startDebianPostgres(RELEASE);
    const environment = { REGIE_SECRETS_KEY: SECRETS_KEY, REGIE_WEBHOOK_ALLOW: '127.0.0.0/8' };
    const hub = await HubProcess.start({ database: postgres.url, environment });
    const receiver = await Receiver.start();
    try {
      const response = await fetch(`${hub.url}/v1/subscriptions`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await systemToken(hub.url, 'woningent-api')}`,
          'content-type': 'application/json',
          'idempotency-key': 'subscription',
        },
        body: JSON.stringify({ url: receiver.url }),
      });
      expect(response.status).toBe(201);
      await mainJob({ today: brusselsDate(new Date()), as: peopleAt(hub.url), say: () => undefined });
      await until(() => receiver.received.length > 3);
    } finally {
      await hub.remove();
      await receiver.stop();
    }
    dump = await pgDump();
  }, 180_000);
  afterAll(async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('finds nothing wrong with a dump of a hub, and counts what the database has', async () => {
    const { code, out } = await check(dump);
    expect([code, out]).toEqual([0, expect.stringContaining('complete: the mark is there')]);
    const client = new Client({ connectionString: postgres.url, types: typeParsers });
    await client.connect();
    const { rows } = await client.query<{ events: number; last: Date; cases: number }>(
      `SELECT count(*)::int AS events, max(recorded_at) AS last, (count(*) FILTER (WHERE stream LIKE 'case-%'))::int AS cases FROM event_store.events`,
    );
    await client.end();
    const { events, last, cases } = rows[0]!;
    const { content } = await answerTo(dump);
    expect(content).toMatchObject({ complete: true, isDump: true, server: expect.stringMatching(/^15\./) });
    expect(content.databases).toHaveLength(1);
    expect(content.databases[0]).toMatchObject({
      log: {
        events,
        firstPosition: 1,
        lastPosition: events,
        gaps: [],
        repeated: 0,
        cities: { 44021: events },
        contexts: { cases },
        lastRecordedAt: new Date(last).toISOString(),
      },
      subscriptions: { active: 1 },
      secrets: [{ keyId: expect.stringMatching(/^[0-9a-f]{8}$/), secrets: 1, opens: true }],
      missingTables: [],
      readModels: { toFill: [], toRebuild: [] },
    });
    expect(content.databases[0]!.readModels.complete).toBeGreaterThan(12);
  });

  it.each([
    ['gzip', (text: string) => gzipSync(text)],
    ['zstd', (text: string) => zstdCompressSync(text)],
  ])('reads a dump that %s compressed, and finds one that was cut off', async (format, pack) => {
    const whole = await check(pack(dump));
    expect([whole.code, whole.out]).toEqual([0, expect.stringMatching(new RegExp(`^ok +file +${format}`))]);
    const cut = await check(pack(dump).subarray(0, -1_000));
    expect([cut.code, cut.out]).toEqual([1, expect.stringMatching(/attention +end +The dump ends early/)]);
  });

  it.each(['custom', 'directory', 'tar'])('reads the archive format %s through pg_restore', async (format) => {
    const path = join(folder, `archive-${format}`);
    await pgDump(`--format=${format}`, `--file=${path}`);
    const { code, out } = await checkFile(path);
    expect([code, out]).toEqual([0, expect.stringMatching(/^ok +file +archive/)]);
  });

  it('names the remedy for an archive where pg_restore is not installed', async () => {
    const path = join(folder, 'custom');
    await pgDump('--format=custom', `--file=${path}`);
    const { PATH } = process.env;
    process.env.PATH = folder;
    const { code, err } = await checkFile(path).finally(() => (process.env.PATH = PATH));
    expect([code, err]).toEqual([1, expect.stringMatching(/pg_restore.*is not installed here\.\nInstall the client/)]);
  });

  it('finds an archive that was cut off', async () => {
    const path = join(folder, 'cut');
    await pgDump('--format=custom', `--file=${path}`);
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, bytes.length - 20_000));
    const { code, out } = await checkFile(path);
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(/attention +end +The dump ends early.*pg_restore ended with/),
    ]);
  });

  it('reads a dump of a whole server, with each database of a hub', async () => {
    const { stdout } = await program('pg_dumpall', `--dbname=${postgres.url}`, '--no-role-passwords');
    const { content, ok } = await answerTo(stdout);
    expect([ok, content.complete, content.databases.map(({ name }) => name)]).toEqual([true, true, ['postgres']]);
    const cut = stdout.replace('-- PostgreSQL database cluster dump complete', '');
    expect(await problemsOf(cut)).toEqual([
      expect.stringMatching(/^end: The dump ends early: pg_dump was interrupted/),
    ]);
  });

  it('finds a dump that ends early, and names the table in which it does', async () => {
    const { before, rows } = rowsOf('event_store.events');
    expect(await problemsOf(`${before}${rows.slice(0, 5).join('\n')}`)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^end: The dump ends early within the rows of event_store\.events/),
      ]),
    );
    const withoutMark = dump.replace('-- PostgreSQL database dump complete', '');
    expect(await problemsOf(withoutMark)).toEqual([expect.stringMatching(/^end: .* -> Make another dump/)]);
  });

  it('finds gaps in the positions, in whatever order the rows are', async () => {
    const filtered = withRows('event_store.events', (rows) =>
      rows.toReversed().filter((row) => !/^(1|7|12|13)\t/.test(row)),
    );
    expect(await problemsOf(filtered)).toEqual([
      expect.stringMatching(/^gaps: 4 events are missing, at 1, 7, 12 to 13: .* -> Restore no log with gaps/),
    ]);
  });

  it('finds the events of two dumps in one file', async () => {
    const twice = withRows('event_store.events', (rows) => [...rows, ...rows.slice(3, 6)]);
    expect(await problemsOf(twice)).toEqual([expect.stringMatching(/^repeats: 3 events come twice/)]);
  });

  it('finds read models that are ahead of the log, as after a log of an earlier moment', async () => {
    const shorter = withRows('event_store.events', (rows) => rows.filter((row) => Number(row.split('\t')[0]) <= 20));
    expect(await problemsOf(shorter)).toEqual([
      expect.stringMatching(/^read models: .*cases\.cases.* -> After the restore: .*npx regie rebuild cases\.cases/),
    ]);
  });

  it('says in one sentence that the key of the secrets is missing or another one, with the fingerprint and the remedy', async () => {
    const [without] = await problemsOf(dump, {});
    expect(without).toMatch(
      /^secrets: 1 secret of subscriptions cannot be decrypted: REGIE_SECRETS_KEY is not set, and the key [0-9a-f]{8} is needed\. -> Set REGIE_SECRETS_KEY to the value of the hub that was dumped/,
    );
    const other = randomBytes(32).toString('base64');
    expect(await problemsOf(dump, { REGIE_SECRETS_KEY: other })).toEqual([
      expect.stringMatching(/^secrets: .* no key in REGIE_SECRETS_KEY is the key [0-9a-f]{8}\. -> /),
    ]);
    expect(await problemsOf(dump, { REGIE_SECRETS_KEY: `${other},${SECRETS_KEY}` })).toEqual([]);
  });

  it('finds a secret that was changed in the dump, although the key is there', async () => {
    const changed = withRows('partners.subscription_key', (rows) =>
      rows.map((row) => {
        const fields = row.split('\t');
        return fields.with(3, `${fields[3]!.slice(0, -2)}${fields[3]!.endsWith('00') ? '11' : '00'}`).join('\t');
      }),
    );
    expect(await problemsOf(changed)).toEqual([expect.stringMatching(/^secrets: 1 secret .* cannot be decrypted/)]);
  });

  it('finds the tables that no log restores to be missing, and read models without their rows', async () => {
    const filtered = await pgDump(
      '--exclude-table=partners.delivery*',
      '--exclude-table=partners.subscription_*',
      '--exclude-table-data=cases.joint_case',
    );
    expect(await problemsOf(filtered)).toEqual([
      expect.stringMatching(
        /^deliveries: .*partners\.delivery_cursor, partners\.delivery, partners\.subscription_key, partners\.subscription_contact\. ->/,
      ),
      expect.stringMatching(/^read models: .*: cases\.cases\. -> After the restore: npx regie rebuild cases\.cases$/),
    ]);
  });

  it('has nothing against a dump without read models, which the next start fills', async () => {
    const only = await pgDump(
      '--schema=event_store',
      '--table=partners.delivery*',
      '--table=partners.subscription_*',
      '--table=event_store.*',
    );
    expect(await problemsOf(only)).toEqual([]);
  });

  it('finds a dump of a newer release, of another program, without events and without a hub', async () => {
    const newer = withRows('cases.schema_migrations', (rows) => [...rows, '99\t1999000000000\tLater1999000000000']);
    expect(await problemsOf(newer)).toEqual([
      expect.stringMatching(
        /^schema: The dump is of a newer release than this one \(cases\)\. -> Restore it with that/,
      ),
    ]);
    expect(await problemsOf(await pgDump('--schema-only'))).toContainEqual(
      expect.stringMatching(/^events: The dump has no events/),
    );
    expect(await problemsOf(await pgDump('--inserts'))).toContainEqual(
      expect.stringMatching(/^events: The rows are INSERT statements.* -> Dump without --inserts\.$/),
    );
    expect(await problemsOf(await pgDump('--schema=public'))).toEqual([
      expect.stringMatching(/^hub: The dump has no tables of a hub\. -> /),
    ]);
    expect(await problemsOf('some text\nof somebody\n')).toEqual([
      expect.stringMatching(/^file: This is no dump of PostgreSQL\. -> /),
    ]);
  });

  it('refuses a file that is not there, and a key that is none, in one sentence', async () => {
    expect(await checkFile(join(folder, 'nothing'))).toMatchObject({
      code: 1,
      err: expect.stringMatching(/cannot be read: there is no such file\.\nGive the path of a dump/),
    });
    expect(await check(dump, { REGIE_SECRETS_KEY: 'geheim' })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^regie: REGIE_SECRETS_KEY is no key\.\nIt is 32 bytes/),
    });
  });
});
