import type { ClientBase, Pool } from 'pg';
import type { SchemaState } from '#postgres';
import { appendBatch } from './sql/append-batch.js';
import { appendOne } from './sql/append-one.js';
import { appendRights } from './sql/append-rights.js';
import { eventsTable } from './sql/events-table.js';
import { appendV1 } from './sql/released.js';

/** `besideOlder`: processes that do not know the version may use the schema all the same. */
type Version = Readonly<{ sql: string; besideOlder: boolean }>;

/** The versions of the schema: the nth entry makes version n. A released entry is never edited. */
const versions = (schema: string): readonly Version[] => [
  { sql: eventsTable(schema) + appendV1(schema), besideOlder: false },
  // From here on, an event that is ahead of the clock affects the recorded times of its own stream only.
  { sql: appendOne(schema) + appendBatch(schema), besideOlder: true },
  // From here on, a process needs no right to write events, only to execute the functions.
  { sql: appendRights(schema), besideOlder: true },
];

/** The version of the schema that this release makes. */
export const SCHEMA_VERSION = versions('event_store').length;

/** Creates the missing parts of the schema. Any number of processes may call this at once. */
export const migrate = async (pool: Pool, schema: string): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`migrate ${schema}`]);
    const { rowCount: exists } = await client.query('select from pg_namespace where nspname = $1', [schema]);
    if (!exists) await client.query(`create schema ${schema}`);
    await client.query(
      `create table if not exists ${schema}.migrations (version int primary key, applied_at timestamptz not null default now());
       alter table ${schema}.migrations add column if not exists beside_older boolean not null default false`,
    );
    const { rows } = await client.query<{ version: number }>(
      `select coalesce(max(version), 0) as version from ${schema}.migrations`,
    );
    for (const [index, { sql, besideOlder }] of versions(schema).entries()) {
      const version = index + 1;
      if (version <= (rows[0]?.version ?? 0)) continue;
      await client.query(sql);
      await client.query(`insert into ${schema}.migrations (version, beside_older) values ($1, $2)`, [
        version,
        besideOlder,
      ]);
    }
    await client.query('commit');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
};

/** Compares the versions of the schema with those that this release knows. */
export const schemaState = async (client: ClientBase, schema: string): Promise<SchemaState> => {
  const { rowCount: exists } = await client.query(
    `select from pg_class join pg_namespace n on n.oid = relnamespace where nspname = $1 and relname = 'migrations'`,
    [schema],
  );
  // Read as JSON: releases before version 3 have no such column.
  const { rows } = exists
    ? await client.query<{ version: number; beside: boolean | null }>(
        `select version, (to_jsonb(m) ->> 'beside_older')::boolean as beside from ${schema}.migrations m`,
      )
    : { rows: [] };
  const known = versions(schema).map((_, index) => index + 1);
  const applied = Math.max(0, ...rows.map(({ version }) => version));
  return {
    schema,
    missing: known.filter((version) => version > applied).map((version) => `version ${version}`),
    newer: rows
      .filter(({ version, beside }) => version > known.length && !beside)
      .map(({ version }) => `version ${version}`),
  };
};
