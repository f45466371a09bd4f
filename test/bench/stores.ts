import { randomUUID } from 'node:crypto';
import { getPostgreSQLEventStore, readMessagesBatch } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
import { PostgresEventStore } from '#event-store';
import { type AppendOne, METADATA } from './writers.js';

/** The connections that each side may use; more than this made every one of them slower on the machine of docs/benchmarks.md. */
const CONNECTIONS = 10;

/** A connection that is still closing when the server stops is nobody's fault. */
export const poolOn = (connectionString: string): pg.Pool =>
  new pg.Pool({ connectionString, max: CONNECTIONS }).on('error', () => undefined);

export const ourStore = async (
  url: string,
): Promise<{ store: PostgresEventStore; pool: pg.Pool; append: AppendOne; close(): Promise<void> }> => {
  const pool = poolOn(url);
  const store = new PostgresEventStore(pool);
  await store.migrate();
  return {
    store,
    pool,
    append: (stream, revision, event, commandId) =>
      store.append(stream, revision < 0 ? 'none' : revision, [event], { commandId, ...METADATA }),
    close: async () => {
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

/** The event store of npm that is nearest to ours, as its documentation says to use it. */
export const emmett = async (url: string) => {
  const pool = poolOn(url);
  let executor: SQLExecutor | undefined;
  const store = getPostgreSQLEventStore(url, {
    connectionOptions: { pool },
    hooks: { onAfterSchemaCreated: ({ connection }) => void (executor = connection.pool.execute) },
  });
  await store.schema.migrate();
  const append: AppendOne = (stream, revision, { type, data }, commandId) =>
    store.appendToStream(
      stream,
      [{ type, data: data as Record<string, unknown>, metadata: { commandId, ...METADATA } }],
      {
        expectedStreamVersion: revision < 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(revision + 1),
      },
    );
  /** The whole log in pages, as its consumers read it; answers the number of events. */
  const readAll = async (pageSize: number): Promise<number> => {
    let events = 0;
    for (let after = 0n; ;) {
      const page = await readMessagesBatch(executor!, { after, batchSize: pageSize });
      events += page.messages.length;
      if (!page.areMessagesLeft) return events;
      after = page.currentGlobalPosition;
    }
  };
  return {
    append,
    readAll,
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
};

type SQLExecutor = Parameters<typeof readMessagesBatch>[0];
