import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { brusselsDate } from '#kernel';
import { withClient } from '#postgres';
import { migrateDatabase } from '#runtime';
import { reportAbsent } from '#testing/absent';
import { type DatabaseRoles, rolesOn } from '#testing/database-roles';
import { describeWith } from '#testing/debian-package';
import { dumpAndRestore, hasPostgres, startDebianPostgres } from '#testing/debian-postgres';
import { pgBouncer, startPgBouncer } from '#testing/pgbouncer';
import { startPostgres } from '#testing/postgres';
import { tryForbidden } from '../roles/forbidden-statements.js';
import { CONTEXTS, migratedForHub } from './databases.js';
import { HubProcess } from './hub-process.js';
import { mainJob } from './main-job.js';
import { peopleAt } from './people.js';

/** Does the main job on a hub, and then `work`. */
const mainJobOn = async (
  postgresUrl: string,
  work: (hub: HubProcess) => Promise<void> = () => Promise.resolve(),
): Promise<void> => {
  const hub = await HubProcess.start({ environment: { REGIE_POSTGRES_URL: postgresUrl } });
  try {
    await mainJob({ today: brusselsDate(new Date()), as: peopleAt(hub.url), say: () => undefined });
    await work(hub);
  } finally {
    await hub.remove();
  }
};

describe('the main job', () => {
  it('succeeds with PostgreSQL behind PgBouncer in session mode', async () => {
    if (!pgBouncer) return reportAbsent('the main job behind PgBouncer', 'pgbouncer is not installed');
    const postgres = await startPostgres();
    const { runtimeUrl } = await migratedForHub(await postgres.createDatabase());
    const bouncer = await startPgBouncer(runtimeUrl, 'session');
    await mainJobOn(bouncer.url);
    await bouncer.stop();
    await postgres.stop();
  }, 120_000);
});

describe('a hub', () => {
  it('refuses PostgreSQL behind PgBouncer in transaction mode in one sentence', async () => {
    if (!pgBouncer) return reportAbsent('a hub behind PgBouncer in transaction mode', 'pgbouncer is not installed');
    const postgres = await startPostgres();
    const bouncer = await startPgBouncer(await postgres.createDatabase(), 'transaction');
    const start = HubProcess.start({ environment: { REGIE_POSTGRES_URL: bouncer.url } });
    await expect(start).rejects.toThrow(/Nothing was written\.\n.*A pooler in transaction or statement mode/);
    await bouncer.stop();
    await postgres.stop();
  }, 60_000);
});

const FIFTEEN = hasPostgres(15) ? 'postgres' : undefined;

describeWith(FIFTEEN, 'on PostgreSQL 15, the oldest release that is supported', 'postgresql-15', () => {
  let server: Awaited<ReturnType<typeof startDebianPostgres>>;
  let roles: DatabaseRoles;

  beforeAll(async () => {
    server = await startDebianPostgres(15);
    roles = await migratedForHub(server.url);
  }, 60_000);
  afterAll(() => server.stop());

  /** Runs the command line in the environment of an operator, and returns its output. */
  const regie = async (folder: string, ...args: readonly string[]): Promise<string> => {
    const env = { ...process.env, REGIE_FOLDER: folder, ...environmentOf(roles) };
    return (await promisify(execFile)(process.execPath, ['apps/regie/bin/regie.js', ...args], { env })).stdout;
  };

  it('the main job, the doctor and a rebuild succeed as ordinary roles', async () => {
    await mainJobOn(roles.runtimeUrl, async ({ folder }) => {
      const { findings } = JSON.parse(await regie(folder, 'doctor', '--json')) as {
        findings: readonly Readonly<{ state: string; found: string }>[];
      };
      expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
      expect(findings.map(({ found }) => found)).toEqual(
        expect.arrayContaining([
          'regie_test_runtime has those of a runtime',
          'regie_test_reader has those of a reader',
          'those of this release',
        ]),
      );
      expect(await regie(folder, 'rebuild', 'cases.cases')).toMatch(/^cases\.cases is rebuilt from [1-9]/);
    });
  }, 120_000);

  it('the runtime and the reader are refused every forbidden statement', async () => {
    expect((await tryForbidden(server.url, roles.runtimeUrl, 'runtime')).passed).toEqual([]);
    expect((await tryForbidden(server.url, roles.readerUrl, 'reader')).passed).toEqual([]);
  }, 120_000);

  it('a restored dump has the events and the grants, and a hub starts on it as the runtime', async () => {
    await withClient(server.url, SESSION, (client) => client.query('CREATE DATABASE restored'));
    const url = Object.assign(new URL(server.url), { pathname: '/restored' }).href;
    const restored = await rolesOn(url);
    await dumpAndRestore(15, roles.ownerUrl, restored.ownerUrl);
    const events = async (address: string): Promise<unknown> =>
      withClient(address, SESSION, async (client) => {
        const { rows } = await client.query<{ events: number; digest: string }>(
          `SELECT count(*)::int AS events, md5(string_agg(e::text, '' ORDER BY position)) AS digest FROM event_store.events e`,
        );
        return rows[0];
      });
    const before = await events(roles.readerUrl);
    expect(before).toEqual({ events: expect.any(Number), digest: expect.any(String) });
    const steps: string[] = [];
    await migrateDatabase({ ...restored, contexts: CONTEXTS, eventStore: 'postgres' }, (step) => steps.push(step));
    // The dump has the rights on tables, and PostgreSQL keeps those on a database outside of it.
    expect(steps).toEqual([
      'GRANT CONNECT ON DATABASE "restored" TO "regie_test_reader";',
      'GRANT CONNECT ON DATABASE "restored" TO "regie_test_runtime";',
    ]);
    expect(await events(restored.readerUrl)).toEqual(before);
    expect((await tryForbidden(url, restored.runtimeUrl, 'runtime')).passed).toEqual([]);
    const hub = await HubProcess.start({
      environment: { REGIE_POSTGRES_URL: restored.runtimeUrl, REGIE_DEMONSTRATION: 'no' },
    });
    await hub.remove();
  }, 120_000);
});

const SESSION = { purpose: 'command-line', name: 'spec' } as const;
const environmentOf = ({ ownerUrl, readerUrl }: DatabaseRoles) => ({
  REGIE_POSTGRES_OWNER_URL: ownerUrl,
  REGIE_POSTGRES_READER_URL: readerUrl,
});
