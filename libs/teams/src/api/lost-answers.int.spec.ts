import { Pool } from 'pg';
import { agencyEnrolled, toPublicEvent } from '#contracts';
import { PostgresEventStore } from '#event-store';
import { typeParsers } from '#postgres';
import { FaultProxy } from '#testing/fault-proxy';
import { type Answer, type Client, startTestService, type TestService } from '#testing/http';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { publishing } from '#testing/published-events';
import { until } from '#testing/until';
import { teams } from '../index.js';

const CITY = '51001';

/**
 * The service reaches its log through a proxy that can lose answers. `direct` reaches the same log without the proxy.
 */
let postgres: TestPostgres;
let proxy: FaultProxy;
let pools: Pool[];
let direct: PostgresEventStore;
let service: TestService;
let coordinator: Client;

beforeAll(async () => {
  postgres = await startPostgres();
  const url = await postgres.createDatabase();
  const behind = await FaultProxy.before(url);
  proxy = behind.proxy;
  pools = [url, behind.url].map(
    (connectionString) => new Pool({ connectionString, max: 4, connectionTimeoutMillis: 500, types: typeParsers }),
  );
  direct = new PostgresEventStore(pools[0]!);
  await direct.migrate();
  const store = new PostgresEventStore(pools[1]!, 'event_store', { retryForMs: 300, lookUpForMs: 600 });
  service = await startTestService([teams], store);
  await publishing(service, ['partners'])(
    'partners',
    toPublicEvent(
      agencyEnrolled,
      { id: 'o', stream: 's', revision: 0, recordedAt: new Date().toISOString(), metadata: {} },
      CITY,
      { agency: 'stad-gent', name: 'Gent', kind: 'city-service' },
    ),
  );
  await service.settled();
  const manager = await service.as({ city: CITY, agency: 'stad-gent', role: 'manager' });
  const neighbourhoods = [{ code: '4', name: 'Wijk 4', centre: { lon: 3.7, lat: 51.05 } }];
  expect((await manager.post('/v1/neighbourhoods/import', { source: 'test', neighbourhoods })).status).toBe(200);
}, 60_000);
beforeEach(async () => {
  coordinator = await service.as({ city: CITY, agency: 'stad-gent', role: 'coordinator' });
});
afterAll(async () => {
  proxy.inject({ kind: 'none' });
  await service.stop();
  await Promise.all(pools.map((pool) => pool.end()));
  await proxy.close();
  await postgres.stop();
});

const teamsInLog = async (): Promise<number> =>
  (await direct.readAll('0', 1_000)).filter(({ stream }) => stream.startsWith(`team-${CITY}`)).length;
const form = (headers: Record<string, string> = {}): Promise<Answer> =>
  coordinator.post('/v1/teams', { name: 'Wijkteam Rabot', neighbourhoods: ['4'] }, headers);

/**
 * Selects the connections that wait for the append lock, in this database only, because other specs use the same
 * server.
 */
const WAITING_FOR_THE_LOCK = `select from pg_locks join pg_database db on db.oid = database
  where locktype = 'advisory' and not granted and datname = current_database()`;

/**
 * Forms a team whose event reaches the log, and whose answer is lost. `after`: the state of the network from then on. A
 * lock delays the append until the proxy loses answers, because the reads before the append need their answers.
 */
const formWithLostAnswer = async (after: 'none' | 'refuse', headers: Record<string, string> = {}): Promise<Answer> => {
  const before = await teamsInLog();
  const holder = await pools[0]!.connect();
  await holder.query("begin; select pg_advisory_xact_lock(727003, hashtext('event_store'))");
  const answer = form(headers);
  await until(async () => (await holder.query(WAITING_FOR_THE_LOCK)).rowCount);
  proxy.inject({ kind: 'half-open' });
  await holder.query('rollback');
  holder.release();
  await until(async () => (await teamsInLog()) > before);
  // In the other order, the proxy would deliver the answer that it holds back.
  proxy.cut();
  proxy.inject({ kind: after });
  return answer.finally(() => proxy.inject({ kind: 'none' }));
};

describe('a write that was recorded, and whose answer was lost', () => {
  it('is answered as if nothing had happened when the database answers again, and recorded once', async () => {
    const before = await teamsInLog();
    expect(await formWithLostAnswer('none')).toMatchObject({ status: 201 });
    expect(await teamsInLog()).toBe(before + 1);
  });

  it('has an unknown outcome while the database is away, and no time at which to send it again', async () => {
    const before = await teamsInLog();
    const { status, body, headers } = await formWithLostAnswer('refuse');
    expect([status, body.code, headers.get('retry-after')]).toEqual([504, 'store.outcome-unknown', null]);
    expect(await teamsInLog()).toBe(before + 1);
  });

  it('is recorded once when it is sent again under its key, as its answer asks', async () => {
    const before = await teamsInLog();
    const key = { 'idempotency-key': 'rabot' };
    const { status, body, headers } = await formWithLostAnswer('refuse', key);
    expect([status, body.code, headers.get('retry-after')]).toEqual([504, 'store.outcome-unknown', '1']);
    expect(await form(key)).toMatchObject({ status: 201 });
    expect(await teamsInLog()).toBe(before + 1);
  });
});

it('a write that could not be sent is answered 503 with a time at which to send it again, and not recorded', async () => {
  const before = await teamsInLog();
  proxy.inject({ kind: 'refuse' });
  proxy.cut();
  const { status, body, headers } = await form().finally(() => proxy.inject({ kind: 'none' }));
  expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'store.busy', '1']);
  expect(await teamsInLog()).toBe(before);
});
