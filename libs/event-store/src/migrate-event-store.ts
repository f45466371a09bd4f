import type { ClientBase } from 'pg';
import { openPool, type SchemaState } from '#postgres';
import type { EventStoreSettings } from './open-event-store.js';
import { PostgresEventStore } from './postgres/postgres-event-store.js';
import { PostgresSnapshots, SNAPSHOTS_SCHEMA, snapshotsState } from './postgres/postgres-snapshots.js';
import { schemaState } from './postgres/schema.js';

type Kind = EventStoreSettings['eventStore'];

/** The schemas in PostgreSQL of the log and of its snapshots. */
export const EVENT_STORE_SCHEMA = 'event_store';
export { SNAPSHOTS_SCHEMA };

/**
 * Creates the missing tables and functions of the store, as `role` where that is given. Its connection may wait long:
 * another process may be creating them.
 */
export const migrateEventStore = async (postgresUrl: string, eventStore: Kind, role?: string): Promise<void> => {
  const pool = openPool(postgresUrl, { purpose: 'migrations', name: 'regie-hub-migrations', max: 1, role });
  try {
    await new PostgresSnapshots(pool).migrate();
    if (eventStore === 'postgres') await new PostgresEventStore(pool).migrate();
  } finally {
    await pool.end();
  }
};

/** Compares the schemas of the store with those that this release knows. */
export const eventStoreStates = async (client: ClientBase, eventStore: Kind): Promise<readonly SchemaState[]> => [
  ...(eventStore === 'postgres' ? [await schemaState(client, EVENT_STORE_SCHEMA)] : []),
  await snapshotsState(client),
];
