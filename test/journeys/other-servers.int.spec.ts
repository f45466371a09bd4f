import { brusselsDate } from '#kernel';
import { reportAbsent } from '#testing/absent';
import { hasPostgres, startDebianPostgres } from '#testing/debian-postgres';
import { pgBouncer, startPgBouncer } from '#testing/pgbouncer';
import { startPostgres } from '#testing/postgres';
import { migratedForHub } from './databases.js';
import { HubProcess } from './hub-process.js';
import { mainJob } from './main-job.js';
import { peopleAt } from './people.js';

const mainJobOn = async (postgresUrl: string): Promise<void> => {
  const hub = await HubProcess.start({ environment: { REGIE_POSTGRES_URL: postgresUrl } });
  try {
    await mainJob({ today: brusselsDate(new Date()), as: peopleAt(hub.url), say: () => undefined });
  } finally {
    await hub.remove();
  }
};

describe('the main job succeeds', () => {
  it('with PostgreSQL behind PgBouncer in session mode', async () => {
    if (!pgBouncer) return reportAbsent('the main job behind PgBouncer', 'pgbouncer is not installed');
    const postgres = await startPostgres();
    const { runtimeUrl } = await migratedForHub(await postgres.createDatabase());
    const bouncer = await startPgBouncer(runtimeUrl, 'session');
    await mainJobOn(bouncer.url);
    await bouncer.stop();
    await postgres.stop();
  }, 120_000);

  it('on PostgreSQL 15, the oldest release that is supported', async () => {
    if (!hasPostgres(15)) return reportAbsent('the main job on PostgreSQL 15', 'postgresql-15 is not installed');
    const postgres = await startDebianPostgres(15);
    const { runtimeUrl } = await migratedForHub(postgres.url);
    await mainJobOn(runtimeUrl);
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
