import type { Pool } from 'pg';
import { Notifications, openPool } from '#postgres';
import type { EventStore } from './port/event-store.js';
import { PostgresEventStore } from './postgres/postgres-event-store.js';
import { PostgresSnapshots } from './postgres/postgres-snapshots.js';
import { StateCache } from './state/state-cache.js';

/**
 * The store that a process writes to. `kurrentdbUrl` is a connection string with TLS and credentials in it:
 * kurrentdb://user:password@host:2113?tls=true. `postgresNotify`: notify other processes, and listen to them; `off` when
 * left out.
 */
export type EventStoreSettings = Readonly<{
  eventStore: 'postgres' | 'kurrentdb';
  postgresUrl: string;
  kurrentdbUrl?: string;
  postgresNotify?: 'on' | 'off';
}>;

/** Two for appends, and two for reads and snapshots. */
const CONNECTIONS = 4;

/** Called for a snapshot that cannot be used, and when the notifications of other processes stop arriving. */
export type StoreProblems = Readonly<{
  unusable?: (stream: string, error: unknown) => void;
  notNotified?: (error: unknown) => void;
}>;

/**
 * A store that is ready for use, its cache, the pool of both, the notifications of the database, and a function that
 * closes all.
 */
export type OpenedEventStore = Readonly<{
  store: EventStore;
  cache: StateCache;
  pool: Pool;
  notifications: Notifications;
  close(): Promise<void>;
}>;

/**
 * Opens the store that the settings select, whose schemas `migrateEventStore` has made; no other code depends on its kind. Snapshots are in PostgreSQL for both
 * kinds.
 * @throws {RangeError} when `kurrentdb` is chosen without its address
 */
export const openEventStore = async (
  { eventStore, postgresUrl, kurrentdbUrl, postgresNotify = 'off' }: EventStoreSettings,
  { unusable, notNotified }: StoreProblems = {},
): Promise<OpenedEventStore> => {
  if (eventStore === 'kurrentdb' && !kurrentdbUrl)
    throw new RangeError('REGIE_EVENT_STORE is kurrentdb, so REGIE_KURRENTDB_URL must say where it is');
  const pool = openPool(postgresUrl, { purpose: 'event-store', name: 'regie-hub-event-store', max: CONNECTIONS });
  const notifications = new Notifications(postgresUrl, { name: 'regie-hub-notifications', lost: notNotified });
  try {
    const snapshots = new PostgresSnapshots(pool);
    const { store, disconnect } =
      eventStore === 'kurrentdb'
        ? await onKurrentDb(kurrentdbUrl!)
        : { store: new PostgresEventStore(pool, undefined, { notifications }), disconnect: async () => undefined };
    if (postgresNotify === 'on') notifications.start();
    return {
      store,
      pool,
      notifications,
      cache: new StateCache(undefined, snapshots, unusable),
      close: async () => {
        await store.close();
        await disconnect();
        await Promise.all([pool.end(), notifications.close()]);
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
};

type Connected = Readonly<{ store: EventStore; disconnect(): Promise<void> }>;

/** Loads the client on demand: it has a native part, which only processes that use it should load. */
const onKurrentDb = async (url: string): Promise<Connected> => {
  const [{ KurrentDBClient }, { KurrentDbEventStore }] = await Promise.all([
    import('@kurrent/kurrentdb-client'),
    import('./kurrentdb/kurrentdb-event-store.js'),
  ]);
  const client = KurrentDBClient.connectionString(url);
  return { store: new KurrentDbEventStore(client), disconnect: () => client.dispose() };
};
