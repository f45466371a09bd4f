import { DataSource } from 'typeorm';
import { casesContext } from '#cases';
import { type EventStore, openEventStore, PostgresEventStore } from '#event-store';
import { mandatesContext } from '#mandates';
import { type Consume, consumeOwnEvents, embeddedLog, type Projection, type SourceEvent } from '#messaging';
import { partnersContext } from '#partners';
import { openPool, type Purpose } from '#postgres';
import { type ContextDefinition, databaseOptions } from '#runtime';
import { teamsContext } from '#teams';
import type { Terminal } from './terminal.js';

/** All contexts of the hub, for commands that work on its database. */
export const CONTEXTS: readonly ContextDefinition[] = [mandatesContext, casesContext, partnersContext, teamsContext];

const PUBLISHES = new Map(CONTEXTS.map(({ name, publishes }) => [name, publishes]));

/** Returns the source of a read model, as in the running hub: the log of its own context, or the public events of other contexts. */
export const sourceOf = (
  store: EventStore,
  context: ContextDefinition,
  { name, from }: Projection,
): Consume<SourceEvent> =>
  from.kind === 'public'
    ? embeddedLog(store, PUBLISHES).consume(name, from.topics)
    : consumeOwnEvents(store, context.name);

/**
 * The location of the events of a hub: the PostgreSQL at `postgresUrl`, or the KurrentDB that `env` names. `role` is
 * taken in PostgreSQL.
 */
export type Stored = Readonly<{ postgresUrl: string; env: Terminal['env']; role?: string }>;

export const isInKurrentDb = ({ env }: Stored): boolean => env.REGIE_EVENT_STORE === 'kurrentdb';

/** Opens the event store of the hub for reading, and closes it after the work. */
export const withStore = async <T>(stored: Stored, work: (store: EventStore) => Promise<T>): Promise<T> => {
  const { postgresUrl, env, role } = stored;
  if (isInKurrentDb(stored)) {
    const { store, close } = await openEventStore({
      eventStore: 'kurrentdb',
      postgresUrl,
      kurrentdbUrl: env.REGIE_KURRENTDB_URL,
    });
    return work(store).finally(close);
  }
  const pool = openPool(postgresUrl, { purpose: 'command-line', name: 'regie-cli', max: 2, role });
  const store = new PostgresEventStore(pool);
  try {
    return await work(store);
  } finally {
    await store.close();
    await pool.end();
  }
};

/** The connections of a rebuild: one for its lock, one for its statements, and one for the exchange of the tables. */
const CONNECTIONS = 3;

/** Opens the schema of a context. `purpose` determines the time limit of statements; `role` is taken with SET ROLE. */
export const withContext = async <T>(
  context: ContextDefinition,
  postgresUrl: string,
  work: (db: DataSource) => Promise<T>,
  { purpose = 'command-line', role }: Readonly<{ purpose?: Purpose; role?: string }> = {},
): Promise<T> => {
  const options = databaseOptions(context, postgresUrl, { purpose, max: CONNECTIONS, role });
  const extra = { ...options.extra, application_name: `regie-cli-${context.name}` };
  const db = await new DataSource({ ...options, extra }).initialize();
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
};
