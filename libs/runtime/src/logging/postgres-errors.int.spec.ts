import { PassThrough } from 'node:stream';
import { Client } from 'pg';
import { pino } from 'pino';
import { DataSource } from 'typeorm';
import { typeParsers } from '#postgres';
import { startPostgres } from '#testing/postgres';
import { logOptions } from './logging.js';

const HUSH = 'hush-jan-janssens';
const NUMBER = '86753098675309';
/** The log must not repeat these. */
const VALUE = /hush|8675309/;

const TABLES = `
  CREATE EXTENSION btree_gist;
  CREATE TABLE people (name text PRIMARY KEY, age int NOT NULL CHECK (age > 0), short varchar(3), id uuid,
    EXCLUDE USING gist (name WITH =, int4range(age, age + 1) WITH &&));
  CREATE TABLE pets (owner text REFERENCES people);
  CREATE VIEW adults AS SELECT * FROM people WHERE age >= 18 WITH CHECK OPTION;
  CREATE TYPE mood AS ENUM ('glad');
  INSERT INTO people VALUES ('${HUSH}', 40);
  CREATE FUNCTION refuse(name text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no % here', name USING DETAIL = name, HINT = name; END $$;
  CREATE FUNCTION within(name text) RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('SELECT %L::int', name); RETURN 1; END $$;`;

/** One statement for each kind of error whose message, detail, hint, context or statement repeats a value. */
const ERRORS: readonly (readonly [sqlstate: string, sql: string, values: readonly unknown[]])[] = [
  ['22P02', 'SELECT $1::uuid', [HUSH]],
  ['22P02', 'SELECT $1::text::int', [`${HUSH}" "quoted`]],
  ['22P02', 'SELECT $1::text::mood', [HUSH]],
  ['22P02', 'SELECT $1::text::jsonb', [`{"name": ${HUSH}}`]],
  ['22P02', 'SELECT $1::text::int[]', [`{${HUSH}`]],
  ['22007', 'SELECT $1::text::date', [HUSH]],
  ['22007', "SELECT to_date($1, 'YYYY')", [HUSH]],
  ['22003', 'SELECT $1::text::int', [NUMBER]],
  ['22023', 'SELECT now() AT TIME ZONE $1', [HUSH]],
  ['23502', 'INSERT INTO people (name) VALUES ($1)', [`${HUSH}-2`]],
  ['23503', 'INSERT INTO pets VALUES ($1)', [`${HUSH}-3`]],
  ['23505', 'INSERT INTO people VALUES ($1, 1)', [HUSH]],
  ['23514', 'INSERT INTO people VALUES ($1, -1)', [`${HUSH}-4`]],
  ['44000', 'INSERT INTO adults VALUES ($1, 3)', [`${HUSH}-5`]],
  ['42601', `SELECT 1 "${HUSH}" '${HUSH}'`, []],
  ['42601', `SELECT 'a' '${HUSH}'`, []],
  ['P0001', 'SELECT refuse($1)', [HUSH]],
  ['22P02', 'SELECT within($1)', [HUSH]],
];

describe('An error of PostgreSQL in the log', () => {
  let stop: () => Promise<void>;
  let client: Client;
  let typeorm: DataSource;

  beforeAll(async () => {
    const postgres = await startPostgres();
    const url = await postgres.createDatabase();
    client = new Client({ connectionString: url, types: typeParsers });
    await client.connect();
    await client.query(TABLES);
    typeorm = await new DataSource({ type: 'postgres', url, extra: { types: typeParsers } }).initialize();
    stop = async () => {
      await typeorm.destroy();
      await client.end();
      await postgres.stop();
    };
  }, 60_000);
  afterAll(() => stop());

  /** Returns what the log shows of an error: alone, under a name of its own, as a cause, and within the message of another one. */
  const logged = (error: unknown): string => {
    const stream = new PassThrough();
    const log = pino(logOptions('debug'), stream);
    const { message } = error as Error;
    log.error(error);
    log.error({ err: error, processor: 'p' }, 'a page could not be applied');
    log.error({ details: { failure: [error] } }, 'failed');
    log.error({ err: new Error(`cannot go on: ${message}`, { cause: new AggregateError([error], 'all') }) });
    return String(stream.read());
  };

  it.each(ERRORS)('has its code %s, and not the value of: %s', async (sqlstate, sql, values) => {
    const errors: unknown[] = [];
    for (const run of [() => client.query(sql, [...values]), () => typeorm.query(sql, [...values])])
      await run().catch((error: unknown) => errors.push(error));
    expect(errors).toMatchObject([{ code: sqlstate }, { code: sqlstate }]);
    for (const error of errors) {
      expect(JSON.stringify(error) + (error as Error).message + (error as Error).stack).toMatch(VALUE);
      expect(logged(error)).not.toMatch(VALUE);
      expect(logged(error)).toContain(`"code":"${sqlstate}"`);
    }
  });

  it('keeps the names of the constraint and its table, which say what to look at', async () => {
    const error: unknown = await client.query('INSERT INTO people VALUES ($1, 1)', [HUSH]).catch((e: unknown) => e);
    expect(logged(error)).toContain('duplicate key value violates unique constraint \\"people_pkey\\"');
    expect(logged(error)).toMatch(/"table":"people".*"constraint":"people_pkey"/);
  });
});
