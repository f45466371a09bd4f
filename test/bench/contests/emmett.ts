import { getPostgreSQLEventStore, readMessagesBatch } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
import { CONNECTIONS } from './stores.js';
import { type AppendOne, METADATA } from './writers.js';

type SQLExecutor = Parameters<typeof readMessagesBatch>[0];

/**
 * Opens Emmett, the event store on npm that resembles ours most, as its documentation says. Its first pool replaces
 * type parsers of pg for the whole process, so none of our code may use pg in the same process.
 */
export const emmett = async (connectionString: string) => {
  const pool = new pg.Pool({ connectionString, max: CONNECTIONS, types: pg.types }).on('error', () => undefined);
  let executor: SQLExecutor | undefined;
  const store = getPostgreSQLEventStore(connectionString, {
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
  /** Reads the whole log in pages, as the consumers of Emmett do, and returns the number of events. */
  const readAll = async (pageSize: number): Promise<number> => {
    let events = 0;
    for (let after = 0n; ;) {
      const page = await readMessagesBatch(executor!, { after, batchSize: pageSize });
      events += page.messages.length;
      if (!page.areMessagesLeft) return events;
      after = page.currentGlobalPosition;
    }
  };
  const close = async (): Promise<void> => {
    await store.close();
    await pool.end();
  };
  return { append, readAll, close };
};
