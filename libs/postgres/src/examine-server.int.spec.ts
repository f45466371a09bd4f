import { Client } from 'pg';
import { reportAbsent } from '#testing/absent';
import { pgBouncer, startPgBouncer } from '#testing/pgbouncer';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { examineServer, openPool, problemsInWords, typeParsers, withClient } from './index.js';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 120_000);
afterAll(() => postgres.stop());

const NEEDED = { connections: 18, name: 'spec' };
const run = async (address: string, ...statements: readonly string[]): Promise<void> => {
  const client = new Client({ connectionString: address, types: typeParsers });
  await client.connect();
  for (const sql of statements) await client.query(sql);
  await client.end();
};
const nameOf = (address: string): string => new URL(address).pathname.slice(1);
const refusals = async (address: string, needed = NEEDED): Promise<readonly string[]> =>
  (await examineServer(address, needed)).filter(({ severity }) => severity === 'refused').map(({ problem }) => problem);

describe('the check of a server at the start', () => {
  it('finds nothing to refuse on a server of which only the session settings are unusual', async () => {
    const address = await postgres.createDatabase();
    const database = nameOf(address);
    await run(
      address,
      `ALTER DATABASE ${database} SET datestyle = 'German'`,
      `ALTER DATABASE ${database} SET default_transaction_isolation = 'serializable'`,
      `ALTER DATABASE ${database} SET statement_timeout = '50ms'`,
      `ALTER DATABASE ${database} SET idle_session_timeout = '50ms'`,
    );
    expect(await refusals(address)).toEqual([]);
  });

  it('names every wrong setting at once, each with its remedy', async () => {
    const address = await postgres.createDatabase();
    const database = nameOf(address);
    const latin = `${database}_latin`;
    await run(
      address,
      `CREATE DATABASE ${latin} ENCODING 'LATIN1' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`,
    );
    const there = Object.assign(new URL(address), { pathname: `/${latin}` }).href;
    await run(
      there,
      `ALTER DATABASE ${latin} SET default_transaction_read_only = on`,
      `ALTER DATABASE ${latin} SET synchronous_commit = off`,
      `ALTER DATABASE ${latin} CONNECTION LIMIT 7`,
    );
    const problems = await examineServer(there, NEEDED);
    expect(problems.map(({ severity }) => severity)).toEqual([
      'refused',
      'refused',
      'production',
      'production',
      'refused',
      'note',
    ]);
    expect(problemsInWords(problems)).toBe(`\
  - The database is read-only: default_transaction_read_only is on.
    ALTER ROLE or DATABASE ... RESET default_transaction_read_only, or take it out of postgresql.conf.
  - The database has the encoding LATIN1, which cannot hold every name.
    Create it with ENCODING 'UTF8' TEMPLATE template0.
  - fsync is off: a power cut would lose acknowledged commands, or the whole database.
    Set fsync = on in postgresql.conf, and reload.
  - full_page_writes is off: a power cut would lose acknowledged commands, or the whole database.
    Set full_page_writes = on in postgresql.conf, and reload.
  - the CONNECTION LIMIT of the database is 7, and 0 connections are in use: this process needs 18.
    Raise the CONNECTION LIMIT of the database, or close other connections.
  - synchronous_commit is off by default; the hub sets it on for its own connections.
    Nothing for the hub; set it on for the role or the server, so that other programs are as safe.`);
    await run(address, `DROP DATABASE ${latin}`);
  });

  it('asks for attention when the collation has another version than the indexes', async () => {
    const address = await postgres.createDatabase();
    const database = nameOf(address);
    const attention = async () =>
      (await examineServer(address, NEEDED)).filter(({ severity }) => severity === 'attention');
    expect(await attention()).toEqual([]);
    await run(address, `UPDATE pg_database SET datcollversion = '0' WHERE datname = '${database}'`);
    expect(await attention()).toEqual([
      expect.objectContaining({ remedy: 'REINDEX DATABASE, and then ALTER DATABASE ... REFRESH COLLATION VERSION.' }),
    ]);
  });

  it('counts the connections in use against the limit', async () => {
    const address = await postgres.createDatabase();
    await run(address, `ALTER DATABASE ${nameOf(address)} CONNECTION LIMIT 20`);
    expect(await refusals(address)).toEqual([]);
    const pool = openPool(address, { purpose: 'requests', name: 'spec' });
    const clients = await Promise.all(Array.from({ length: 3 }, () => pool.connect()));
    expect(await refusals(address)).toEqual([
      'the CONNECTION LIMIT of the database is 20, and 3 connections are in use: this process needs 18.',
    ]);
    for (const client of clients) client.release();
    await pool.end();
  });
});

const behindPgBouncer = (): void => {
  it.each(['transaction', 'statement'] as const)('in %s mode a server is refused in one sentence', async (mode) => {
    const address = await postgres.createDatabase();
    const bouncer = await startPgBouncer(address, mode);
    expect(await refusals(bouncer.url)).toEqual([
      'A pooler in transaction or statement mode stands before PostgreSQL: locks, settings and leases would be lost between two statements.',
    ]);
    await bouncer.stop();
  });

  it('in session mode a server is accepted, and connections keep their settings', async () => {
    const address = await postgres.createDatabase();
    const bouncer = await startPgBouncer(address, 'session');
    expect(await refusals(bouncer.url)).toEqual([]);
    const { rows } = await withClient(bouncer.url, { purpose: 'checks', name: 'spec', schema: 'cases' }, (client) =>
      client.query(`SELECT current_setting('search_path') AS path, current_setting('statement_timeout') AS "limit"`),
    );
    expect(rows).toEqual([{ path: 'cases, public', limit: '2s' }]);
    await bouncer.stop();
  });
};
describe('behind PgBouncer', () => {
  if (pgBouncer) behindPgBouncer();
  else
    it('nothing is tried without that program', () =>
      reportAbsent('PostgreSQL behind PgBouncer', 'pgbouncer is not installed'));
});
