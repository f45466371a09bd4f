import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { PostgresEventStore } from '#event-store';
import { typeParsers } from '#postgres';
import { type AppendOne, METADATA } from './writers.js';

/**
 * The connections that each side may use. On the machine of docs/benchmarks.md, more connections made each side slower.
 */
export const CONNECTIONS = 10;

/** Opens a pool that ignores the error of a connection that is still closing when the server stops. */
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

/** Creates a table with our columns and indexes, without our function. */
export const plainTable = async (url: string): Promise<pg.Pool> => {
  await (await ourStore(url)).close();
  const pool = poolOn(url);
  await pool.query(`create table plain (like event_store.events including all);
    alter table plain alter position add generated always as identity, alter recorded_at set default now()`);
  return pool;
};

/**
 * The minimal write of an event: one INSERT, prepared like ours, into a table with our columns and indexes. Driver and
 * number of connections are ours too. Unlike our append it compares no revision, recognises no repeat, and does not
 * make commits visible in the order of positions.
 */
export const plainInsert = async (url: string): Promise<{ append: AppendOne; close(): Promise<void> }> => {
  const pool = await plainTable(url);
  const text = `insert into plain (stream, revision, type, data, metadata, event_id, command_id)
    values ($1, $2, $3, $4, $5, $6, $7) returning position`;
  return {
    append: (stream, revision, { type, data }, commandId) =>
      pool.query({
        name: 'plain-insert',
        text,
        values: [stream, revision + 1, type, data, { commandId, ...METADATA }, randomUUID(), commandId],
      }),
    close: () => pool.end(),
  };
};
