import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEmbeddedPostgres } from '#embedded-postgres';
import { openPool, withClient } from '#postgres';
import { until } from '#testing/until';
import { PostgresEventStore } from './postgres-event-store.js';

type Server = Awaited<ReturnType<typeof startEmbeddedPostgres>>;

const SPEC = { purpose: 'event-store', name: 'spec' } as const;
/**
 * Fast and not durable, because the data are thrown away. A failover loses no commit nevertheless, because the standby
 * confirms each.
 */
const SETTINGS = { fsync: 'off', full_page_writes: 'off', max_connections: '30', shared_buffers: '16MB' };

let folder: string;
let primary: Server;
let standby: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regie-failover-'));
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  const made = await startEmbeddedPostgres({ folder: first, port: 0, settings: SETTINGS });
  await made.stop();
  // A cold copy: it has the same system identifier, and follows the log of the other one.
  await promisify(execFile)('cp', ['-a', first, second]);
  primary = await startEmbeddedPostgres({
    folder: first,
    port: 0,
    settings: { ...SETTINGS, synchronous_standby_names: '*' },
  });
  const { hostname, port, username, password } = new URL(primary.url);
  const data = join(second, 'data');
  await writeFile(join(data, 'standby.signal'), '');
  await appendFile(
    join(data, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=${hostname} port=${port} user=${username} password=${password}'\n`,
  );
  standby = await startEmbeddedPostgres({ folder: second, port: 0, settings: SETTINGS });
}, 120_000);
afterAll(async () => {
  await Promise.all([primary.stop(), standby.stop()]);
  await rm(folder, { recursive: true, force: true });
});

describe('a database with a standby', () => {
  it('is used on the primary, in whatever order its hosts are named', async () => {
    const hosts = (servers: readonly Server[]): string =>
      primary.url.replace(new URL(primary.url).host, servers.map(({ url }) => new URL(url).host).join(','));
    for (const order of [
      [primary, standby],
      [standby, primary],
    ]) {
      const [row] = await withClient(hosts(order), { purpose: 'checks', name: 'spec' }, async (client) => {
        return (await client.query<{ port: number }>('SELECT inet_server_port() AS port')).rows;
      });
      expect(row!.port).toBe(Number(new URL(primary.url).port));
    }
  });

  it('loses no acknowledged append when the standby is promoted under load, and appends go on', async () => {
    const address = primary.url.replace(
      new URL(primary.url).host,
      `${new URL(primary.url).host},${new URL(standby.url).host}`,
    );
    const pool = openPool(address, { ...SPEC, max: 4 });
    const store = new PostgresEventStore(pool, 'event_store', { retryForMs: 60_000 });
    await store.migrate();
    const acknowledged: string[] = [];
    let writing = true;
    const writer = async (): Promise<void> => {
      while (writing) {
        const commandId = randomUUID();
        await store.append(`stream-${commandId}`, 'none', [{ type: 'Happened', data: {} }], { commandId });
        acknowledged.push(commandId);
      }
    };
    const writers = Promise.all(Array.from({ length: 8 }, writer));
    await until(() => acknowledged.length > 200);
    await primary.stop();
    const before = acknowledged.length;
    await withClient(standby.url, { purpose: 'checks', name: 'spec' }, (client) => client.query('SELECT pg_promote()'));
    await until(() => acknowledged.length > before + 200);
    writing = false;
    await writers;
    await store.checkWritable();
    const found = new Set((await store.readAll('0', 1_000_000)).map(({ metadata }) => metadata.commandId));
    expect(acknowledged.filter((commandId) => !found.has(commandId))).toEqual([]);
    await store.close();
    await pool.end();
  }, 90_000);
});
