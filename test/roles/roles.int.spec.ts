import { Client } from 'pg';
import { PostgresEventStore } from '#event-store';
import { openPool, typeParsers } from '#postgres';
import { checkDatabase, migrateDatabase } from '#runtime';
import type { DatabaseRoles } from '#testing/database-roles';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { CONTEXTS, migratedForHub } from '../journeys/databases.js';
import { tryForbidden } from './forbidden-statements.js';

let postgres: TestPostgres;
let url: string;
let roles: DatabaseRoles;
let admin: Client;

beforeAll(async () => {
  postgres = await startPostgres();
  url = await postgres.createDatabase();
  roles = await migratedForHub(url);
  admin = new Client({ connectionString: url, types: typeParsers });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await postgres.stop();
});

const as = async <T>(address: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: address, types: typeParsers });
  await client.connect();
  return work(client).finally(() => client.end());
};
const APPEND_ONE = `SELECT outcome FROM event_store.append_one($1, -1, $2, 'Happened', '{}', '{}', gen_random_uuid())`;

describe('the runtime role', () => {
  it('is refused every statement that a process does not need, on every table', async () => {
    const { tried, passed } = await tryForbidden(url, roles.runtimeUrl, 'runtime');
    expect(passed).toEqual([]);
    expect(tried).toBeGreaterThan(1_000);
  }, 60_000);

  it('appends events by the functions, reads them, and checks that it can append', async () => {
    const pool = openPool(roles.runtimeUrl, { purpose: 'event-store', name: 'spec', max: 2 });
    const store = new PostgresEventStore(pool);
    const happened = { type: 'Happened', data: {} };
    await store.append('spec-one', 'none', [happened], { commandId: 'c' });
    await store.append('spec-two', 'none', [happened, happened], { commandId: 'c' });
    await store.checkWritable();
    expect(await store.read('spec-two')).toHaveLength(2);
    await store.close();
    await pool.end();
  });

  it('cannot replace what the functions call, by a search path of its own', async () => {
    await admin.query(`
      CREATE SCHEMA evil;
      GRANT USAGE ON SCHEMA evil TO PUBLIC;
      CREATE FUNCTION evil.date_trunc(text, timestamptz) RETURNS timestamptz LANGUAGE plpgsql AS $$ BEGIN RAISE 'replaced'; END $$`);
    try {
      await as(roles.runtimeUrl, async (client) => {
        await client.query('SET search_path = evil, pg_catalog, event_store');
        expect((await client.query(APPEND_ONE, ['spec-path', 'c'])).rows).toEqual([{ outcome: 'appended' }]);
      });
    } finally {
      await admin.query('DROP SCHEMA evil CASCADE');
    }
  });

  it('gets its rights on the later tables of the owner without a further grant', async () => {
    await as(roles.ownerUrl, async (client) => {
      await client.query('CREATE TABLE cases.later (id int)');
      await client.query('CREATE TABLE event_store.later (id int)');
    });
    try {
      const refused = { code: '42501' };
      await as(roles.runtimeUrl, async (client) => {
        await client.query('INSERT INTO cases.later VALUES (1)');
        await client.query('SELECT FROM event_store.later');
        await expect(client.query('INSERT INTO event_store.later VALUES (1)')).rejects.toMatchObject(refused);
        await expect(client.query('TRUNCATE cases.later')).rejects.toMatchObject(refused);
      });
      await as(roles.readerUrl, (client) =>
        expect(client.query('INSERT INTO cases.later VALUES (1)')).rejects.toMatchObject(refused),
      );
      await as(roles.readerUrl, (client) => client.query('SELECT FROM cases.later, event_store.later'));
    } finally {
      await admin.query('DROP TABLE cases.later, event_store.later');
    }
  });

  it('has exactly the declared rights, so that a process starts without a warning', async () => {
    const settings = { environment: 'development', eventStore: 'postgres' } as const;
    const warnings = await checkDatabase(roles.runtimeUrl, settings, CONTEXTS);
    expect(warnings.filter((warning) => warning.startsWith('The role'))).toEqual([]);
    const { runtimeUrl, readerUrl } = roles;
    const steps = await migrateDatabase({
      ...roles,
      runtimeUrl,
      readerUrl,
      contexts: CONTEXTS,
      eventStore: 'postgres',
    });
    expect(steps).toBe(0);
  });
});

describe('the reader role', () => {
  it('is refused every statement that changes something, on every table', async () => {
    const { tried, passed } = await tryForbidden(url, roles.readerUrl, 'reader');
    expect(passed).toEqual([]);
    expect(tried).toBeGreaterThan(1_000);
  }, 60_000);

  it('reads every table', async () => {
    const { rows } = await admin.query<{ table: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS table FROM pg_tables WHERE schemaname !~ '^(pg_|information_schema)'`,
    );
    await as(roles.readerUrl, async (client) => {
      for (const { table } of rows) await client.query(`SELECT FROM ${table} LIMIT 1`);
    });
    expect(rows.length).toBeGreaterThan(40);
  });
});

describe('every other role', () => {
  it('may not execute the functions that append', async () => {
    await admin.query('CREATE ROLE regie_test_nobody; GRANT USAGE ON SCHEMA event_store TO regie_test_nobody');
    try {
      await admin.query('SET ROLE regie_test_nobody');
      await expect(admin.query(APPEND_ONE, ['spec-nobody', 'c'])).rejects.toMatchObject({ code: '42501' });
    } finally {
      await admin.query('RESET ROLE; DROP OWNED BY regie_test_nobody; DROP ROLE regie_test_nobody');
    }
  });
});
