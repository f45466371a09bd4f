import type { Socket } from 'node:net';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { FaultProxy } from '#testing/fault-proxy';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { until } from '#testing/until';
import {
  classify,
  ConnectionSilent,
  dataSourceOptions,
  NoWritableHost,
  openPool,
  typeParsers,
  withClient,
} from './index.js';
import { CONNECT_WITHIN_MS, type Purpose, PURPOSES } from './purposes.js';

const { jest } = import.meta;

let postgres: TestPostgres;
let url: string;
beforeAll(async () => {
  postgres = await startPostgres();
  url = await postgres.createDatabase();
}, 120_000);
afterAll(() => postgres.stop());

const admin = async <Row extends object>(sql: string, address = url): Promise<Row[]> => {
  const client = new Client({ connectionString: address, types: typeParsers });
  await client.connect();
  return (await client.query<Row>(sql).finally(() => client.end())).rows;
};
const databaseOf = (address: string): string => new URL(address).pathname.slice(1);
const CHECKS = { purpose: 'checks', name: 'spec' } as const;

describe('a connection', () => {
  it.each<readonly [setting: string, value: string, expected: string]>([
    ['synchronous_commit', 'off', 'on'],
    ['synchronous_commit', 'local', 'on'],
    ['synchronous_commit', 'remote_write', 'remote_write'],
    ['synchronous_commit', 'remote_apply', 'remote_apply'],
    ['statement_timeout', "'1ms'", '2s'],
    ['lock_timeout', "'1ms'", '2s'],
    ['idle_in_transaction_session_timeout', "'1ms'", '6s'],
    ['datestyle', "'German'", 'ISO, MDY'],
    ['intervalstyle', 'iso_8601', 'postgres'],
    ['timezone', "'Europe/Brussels'", 'UTC'],
    ['bytea_output', 'escape', 'hex'],
    ['client_encoding', 'latin1', 'UTF8'],
    ['default_transaction_isolation', 'serializable', 'read committed'],
    ['default_transaction_deferrable', 'on', 'off'],
  ])('has its own %s where the database has %s', async (setting, value, expected) => {
    const address = await postgres.createDatabase();
    await admin(`ALTER DATABASE ${databaseOf(address)} SET ${setting} = ${value}`, address);
    const rows = await withClient(address, CHECKS, async (client) => {
      const { rows: shown } = await client.query<Record<string, string>>(`SHOW ${setting}`);
      return shown.map((row) => Object.values(row)[0]);
    });
    expect(rows).toEqual([expected]);
  });

  it('looks up tables in its schema', async () => {
    const [row] = await withClient(url, { ...CHECKS, schema: 'cases' }, async (client) => {
      return (await client.query<{ path: string }>(`SELECT current_setting('search_path') AS path`)).rows;
    });
    expect(row).toEqual({ path: 'cases, public' });
  });

  it('has the limits of its purpose, and the server gives up a second before the client', async () => {
    for (const purpose of Object.keys(PURPOSES) as Purpose[]) {
      const [row] = await withClient(url, { purpose, name: 'spec' }, async (client) => {
        const { rows } = await client.query<{ statement: number }>(
          `SELECT setting::int AS statement FROM pg_settings WHERE name = 'statement_timeout'`,
        );
        return rows;
      });
      expect([purpose, row!.statement]).toEqual([purpose, PURPOSES[purpose].deadlineMs - 1_000]);
    }
  });

  it('is ended by the server when a statement takes too long, and the pool goes on', async () => {
    const pool = openPool(url, { ...CHECKS, max: 1 });
    const failure = await pool.query('SELECT pg_sleep(10)').catch((error: unknown) => error);
    expect([(failure as { code: string }).code, classify(failure)]).toEqual(['57014', 'transient']);
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  it.each(['blackhole', 'half-open'] as const)(
    'to a network that is a %s fails within its limit, leaves the pool, and leaves no statement on the server',
    async (kind) => {
      const { proxy, url: behind } = await FaultProxy.before(url);
      const pool = openPool(behind, { ...CHECKS, max: 1 });
      await pool.query('SELECT 1');
      proxy.inject({ kind });
      const start = performance.now();
      const failure = await pool.query(`SELECT pg_sleep(60) /* ${kind} */`).catch((error: unknown) => error);
      expect(performance.now() - start).toBeLessThan(PURPOSES.checks.deadlineMs + 1_500);
      expect([failure instanceof ConnectionSilent, classify(failure)]).toEqual([true, 'outage']);
      expect(pool.totalCount).toBe(0);
      await until(
        async () =>
          (await admin(`SELECT FROM pg_stat_activity WHERE query LIKE '%/* ${kind} */' AND pid <> pg_backend_pid()`))
            .length === 0,
      );
      proxy.inject({ kind: 'none' });
      expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
      await pool.end();
      await proxy.close();
    },
  );

  it('is waited for in a queue longer than it may take to open, when processors share it', async () => {
    const pool = openPool(url, { purpose: 'processors', name: 'spec', max: 1 });
    try {
      const before = pool.query(`SELECT pg_sleep($1)`, [(CONNECT_WITHIN_MS + 1_000) / 1_000]);
      const after = pool.query<{ value: number }>('SELECT 1 AS value');
      expect((await after).rows).toEqual([{ value: 1 }]);
      await before;
    } finally {
      await pool.end();
    }
  });

  it('fails to open within its limit when the server accepts and says nothing', async () => {
    const { proxy, url: behind } = await FaultProxy.before(url);
    proxy.inject({ kind: 'blackhole' });
    const pool = openPool(behind, CHECKS);
    const failure = await pool.query('SELECT 1').catch((error: unknown) => error);
    expect(classify(failure)).toBe('outage');
    await expect(withClient(behind, CHECKS, (client) => client.query('SELECT 1'))).rejects.toThrow();
    await pool.end();
    await proxy.close();
  }, 20_000);

  it('closes when the network is silent, so that a pool can always end', async () => {
    const { proxy, url: behind } = await FaultProxy.before(url);
    const pool = openPool(behind, CHECKS);
    const sockets: Socket[] = [];
    pool.on('connect', (client) => {
      sockets.push((client as unknown as { connection: { stream: Socket } }).connection.stream);
    });
    await pool.query('SELECT 1');
    proxy.inject({ kind: 'blackhole' });
    const start = performance.now();
    await pool.end();
    await until(() => sockets.every(({ destroyed }) => destroyed), 5_000);
    expect([sockets.length, performance.now() - start < 5_000]).toEqual([1, true]);
    await proxy.close();
  });
});

describe('a prepared statement whose plan is out of date', () => {
  const named = (text: string) => ({ name: 'read', text });

  it('is asked once more outside a transaction, and its connection leaves the pool', async () => {
    const address = await postgres.createDatabase();
    await admin('CREATE TABLE note (id int); INSERT INTO note VALUES (7)', address);
    const pool = openPool(address, { ...CHECKS, max: 1 });
    const pid = async (): Promise<unknown> => (await pool.query('SELECT pg_backend_pid() AS pid')).rows[0].pid;
    expect((await pool.query(named('SELECT * FROM note'))).rows).toEqual([{ id: 7 }]);
    const before = await pid();
    await admin('ALTER TABLE note ALTER id TYPE text', address);
    expect((await pool.query(named('SELECT * FROM note'))).rows).toEqual([{ id: '7' }]);
    expect((await pool.query(named('SELECT * FROM note'))).rows).toEqual([{ id: '7' }]);
    expect(await pid()).not.toBe(before);
    await pool.end();
  });

  it('is asked once more when a pooler dropped it', async () => {
    const pool = openPool(url, { ...CHECKS, max: 1 });
    await pool.query(named('SELECT 1 AS one'));
    await pool.query('DEALLOCATE ALL');
    expect((await pool.query(named('SELECT 1 AS one'))).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  it('makes its transaction fail with a transient error, which succeeds when it is repeated', async () => {
    const address = await postgres.createDatabase();
    await admin('CREATE TABLE note (id int); INSERT INTO note VALUES (7)', address);
    const db = await new DataSource({ ...dataSourceOptions(address, { ...CHECKS, max: 1 }) }).initialize();
    const read = () => db.transaction((tx) => tx.query(named('SELECT * FROM note') as never));
    expect(await read()).toEqual([{ id: 7 }]);
    await admin('ALTER TABLE note ALTER id TYPE text', address);
    const failure = await read().catch((error: unknown) => error);
    expect(classify(failure)).toBe('transient');
    expect(await read()).toEqual([{ id: '7' }]);
    await db.destroy();
  });
});

describe('an address with several hosts', () => {
  const hosts = (first: string): string => {
    const { host } = new URL(url);
    return url.replace(host, `${first},${host}`);
  };

  it('leads past a host that is away', async () => {
    const pool = openPool(hosts('127.0.0.1:1'), CHECKS);
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  it('leads past a host that says nothing', async () => {
    const { proxy } = await FaultProxy.before(url);
    proxy.inject({ kind: 'blackhole' });
    const pool = openPool(hosts(`127.0.0.1:${proxy.port}`), CHECKS);
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
    await proxy.close();
  });

  it('fails with the hosts, and without the password, when none takes writes', async () => {
    const address = url.replace(new URL(url).host, '127.0.0.1:1,127.0.0.1:2');
    const pool = openPool(address, CHECKS);
    const failure = (await pool.query('SELECT 1').catch((error: unknown) => error)) as Error;
    expect([failure instanceof NoWritableHost, failure.message]).toEqual([
      true,
      'none of 127.0.0.1:1, 127.0.0.1:2 takes writes',
    ]);
    await pool.end();
  });
});

describe('a connection to a server that stops', () => {
  it('never returns to its pool', async () => {
    const pool = openPool(url, { ...CHECKS, max: 1 });
    const client = await pool.connect();
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const ended = jest.fn();
    client.on('end', ended);
    await admin(`SELECT pg_terminate_backend(${rows[0]!.pid})`);
    await client.query('SELECT 1').catch(() => undefined);
    client.release();
    expect((await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid).not.toBe(rows[0]!.pid);
    await pool.end();
  });

  it('that takes no writes any more leaves the pool after the first refusal', async () => {
    const address = await postgres.createDatabase();
    await admin('CREATE TABLE note (id int)', address);
    const pool = openPool(address, { ...CHECKS, max: 1 });
    const pid = async (): Promise<unknown> => (await pool.query('SELECT pg_backend_pid() AS pid')).rows[0].pid;
    const before = await pid();
    const client = await pool.connect();
    await client.query('SET default_transaction_read_only = on');
    const failure = await client.query('INSERT INTO note VALUES (1)').catch((error: unknown) => error);
    client.release();
    expect((failure as { code: string }).code).toBe('25006');
    expect(await pid()).not.toBe(before);
    await pool.end();
  });
});
