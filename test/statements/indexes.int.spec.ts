import { Client } from 'pg';
import { typeParsers } from '#postgres';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { migrateAll } from './schemas.js';

let postgres: TestPostgres;
let client: Client;
beforeAll(async () => {
  postgres = await startPostgres();
  const url = await postgres.createDatabase();
  await migrateAll(url);
  client = new Client({ connectionString: url, types: typeParsers });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await postgres.stop();
});

/** `keys`: the columns and expressions of an index in order, each with its operator class and direction. */
type Index = Readonly<{
  name: string;
  table: string;
  isUnique: boolean;
  isPrimary: boolean;
  kind: string;
  columns: readonly string[];
  keys: readonly string[];
}>;
const INDEXES = `
  SELECT indexrelid::regclass::text AS name, indrelid::regclass::text AS "table", indisunique AS "isUnique", indisprimary AS "isPrimary",
         concat_ws(' ', amname, pg_get_expr(indpred, indrelid)) AS kind,
         array_agg(pg_get_indexdef(indexrelid, nth, true) ORDER BY nth) AS columns,
         array_agg(concat_ws(' ', pg_get_indexdef(indexrelid, nth, true), indclass[nth - 1], indoption[nth - 1]) ORDER BY nth) AS keys
    FROM pg_index
    JOIN pg_class ON pg_class.oid = indexrelid
    JOIN pg_am ON pg_am.oid = relam
    JOIN pg_namespace ON pg_namespace.oid = relnamespace
   CROSS JOIN generate_series(1, indnkeyatts) AS nth
   WHERE nspname !~ '^pg_'
   GROUP BY indexrelid, indrelid, indisunique, indisprimary, amname, indpred, indnkeyatts`;

const indexes = async (): Promise<readonly Index[]> => {
  const { rows } = await client.query<Index>(INDEXES);
  expect(rows.length).toBeGreaterThan(80);
  return rows;
};

it('no empty table has statistics: plans made with them would read all of it when it has grown', async () => {
  const { rows } = await client.query<{ table: string }>(
    `SELECT oid::regclass::text AS "table" FROM pg_class
      WHERE relkind = 'r' AND reltuples = 0 AND relnamespace IN ('mandates'::regnamespace, 'cases'::regnamespace, 'partners'::regnamespace, 'teams'::regnamespace)`,
  );
  expect(rows).toEqual([]);
});

it('no index is the beginning of another one, unless it is unique', async () => {
  const all = await indexes();
  const isBeginning = (short: Index, long: Index): boolean =>
    short.name !== long.name &&
    short.table === long.table &&
    short.kind === long.kind &&
    short.keys.every((key, nth) => key === long.keys[nth]);
  const superfluous = all.filter((short) => !short.isUnique && all.some((long) => isBeginning(short, long)));
  expect(superfluous.map(({ name }) => name)).toEqual([]);
});

it('an index over columns of the primary key has all of them, so that it cannot read many rows for one key', async () => {
  const all = await indexes();
  const keyOf = new Map(all.filter(({ isPrimary }) => isPrimary).map(({ table, columns }) => [table, columns]));
  const partial = all.filter(({ table, kind, columns }) => {
    const key = keyOf.get(table) ?? [];
    return kind === 'btree' && columns.length < key.length && columns.every((column) => key.includes(column));
  });
  expect(partial.map(({ name }) => name)).toEqual([]);
});

/** Returns the number of pages that a statement visits, by the top of its plan. */
const pagesOf = async (sql: string): Promise<number> => {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
    `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${sql}`,
  );
  const { Plan: plan } = rows[0]!['QUERY PLAN'][0];
  return plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!;
};

it('an update of a participant visits a few pages before autovacuum has come', async () => {
  await client.query('ALTER TABLE cases.participant SET (autovacuum_enabled = false)');
  await client.query(
    `INSERT INTO cases.participant (city, case_id, agency, status, invited_by, since)
     SELECT '44021', 'case-' || nth, agency, 'invited', 'stad-gent', now() FROM generate_series(1, 20000) AS nth, unnest(ARRAY['stad-gent', 'ocmw-gent']) AS agency`,
  );
  const update = `UPDATE cases.participant SET status = 'accepted' WHERE city = '44021' AND case_id = 'case-777' AND agency = 'stad-gent'`;
  expect(await pagesOf(update)).toBeLessThan(30);
});
