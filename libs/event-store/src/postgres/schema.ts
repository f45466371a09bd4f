import type { Pool } from 'pg';
import { appendBatch } from './sql/append-batch.js';
import { appendOne } from './sql/append-one.js';
import { eventsTable } from './sql/events-table.js';
import { appendV1 } from './sql/released.js';

/** The SQL of the schema: the nth entry makes version n. A released entry is never edited. */
const migrations = (schema: string): readonly string[] => [
  eventsTable(schema) + appendV1(schema),
  // From here on, an event that is ahead of the clock affects the recorded times of its own stream only.
  appendOne(schema) + appendBatch(schema),
];

/** Creates the missing parts of the schema. Any number of processes may call this at once. */
export const migrate = async (pool: Pool, schema: string): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`migrate ${schema}`]);
    const { rowCount: exists } = await client.query('select from pg_namespace where nspname = $1', [schema]);
    if (!exists) await client.query(`create schema ${schema}`);
    await client.query(
      `create table if not exists ${schema}.migrations (version int primary key, applied_at timestamptz not null default now())`,
    );
    const { rows } = await client.query<{ version: number }>(
      `select coalesce(max(version), 0) as version from ${schema}.migrations`,
    );
    for (const [index, sql] of migrations(schema).entries()) {
      const version = index + 1;
      if (version <= (rows[0]?.version ?? 0)) continue;
      await client.query(sql);
      await client.query(`insert into ${schema}.migrations (version) values ($1)`, [version]);
    }
    await client.query('commit');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
};
