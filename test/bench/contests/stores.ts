import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { PostgresEventStore } from '#event-store';
import { typeParsers } from '#postgres';
import { type AppendOne, METADATA } from './writers.js';

/** The connections that each side may use; more than this made every one of them slower on the machine of docs/benchmarks.md. */
export const CONNECTIONS = 10;

/** A connection that is still closing when the server stops is nobody's fault. */
export const poolOn = (connectionString: string): pg.Pool =>
  new pg.Pool({ connectionString, max: CONNECTIONS, types: typeParsers }).on('error', () => undefined);

export const ourStore = async (url: string) => {
  const pool = poolOn(url);
  const store = new PostgresEventStore(pool);
  await store.migrate();
  const append: AppendOne = (stream, revision, event, commandId) =>
    store.append(stream, revision < 0 ? 'none' : revision, [event], { commandId, ...METADATA });
  return {
    store,
    pool,
    append,
    close: async (): Promise<void> => {
      await store.close();
      await pool.end();
    },
  };
};

/** The least that can be done with an event: one INSERT into a table without any guarantee, through the same driver and as many connections. */
export const plainInsert = async (url: string): Promise<{ append: AppendOne; close(): Promise<void> }> => {
  const pool = poolOn(url);
  await pool.query(`create table plain (
    position bigint generated always as identity primary key, stream text not null, revision int not null, type text not null,
    data jsonb not null, metadata jsonb not null, event_id uuid not null, recorded_at timestamptz not null default now())`);
  return {
    append: (stream, revision, { type, data }, commandId) =>
      pool.query(
        'insert into plain (stream, revision, type, data, metadata, event_id) values ($1, $2, $3, $4, $5, $6) returning position',
        [stream, revision + 1, type, data, { commandId, ...METADATA }, randomUUID()],
      ),
    close: () => pool.end(),
  };
};
