import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { casesContext } from '#cases';
import { type EventStore, PostgresEventStore } from '#event-store';
import { mandatesContext } from '#mandates';
import { type Consume, embeddedLog, ownLog, type ReadModel } from '#messaging';
import { partnersContext } from '#partners';
import { type ContextDefinition, databaseOptions } from '#service';
import { teamsContext } from '#teams';

/** Every context of the hub, for what is done to its database itself. */
export const CONTEXTS: readonly ContextDefinition[] = [mandatesContext, casesContext, partnersContext, teamsContext];

const PUBLISHES = new Map(CONTEXTS.map(({ name, publishes }) => [name, publishes]));

/** The source that a read model is filled from, as in the running hub: the log of its own context, or the public events of others. */
export const sourceOf = (store: EventStore, context: ContextDefinition, model: ReadModel): Consume<{ id: string }> =>
  'topics' in model ? embeddedLog(store, PUBLISHES).consume(model.name, model.topics) : ownLog(store, context.name);

/** Works with the event store of the hub, for reading. */
export const withStore = async <T>(postgresUrl: string, work: (store: EventStore) => Promise<T>): Promise<T> => {
  const pool = new Pool({ connectionString: postgresUrl, max: 2, connectionTimeoutMillis: 5_000, application_name: 'regie-cli' });
  const store = new PostgresEventStore(pool);
  try {
    return await work(store);
  } finally {
    await store.close();
    await pool.end();
  }
};

/** Works with the schema of a context. The tables are left as the hub made them: only a hub migrates. */
export const withContext = async <T>(context: ContextDefinition, postgresUrl: string, work: (db: DataSource) => Promise<T>): Promise<T> => {
  const options = { ...databaseOptions(context, postgresUrl), migrationsRun: false, applicationName: `regie-cli-${context.name}` };
  const db = await new DataSource(options).initialize();
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
};
