import { migrateEventStore } from '#event-store';
import { prepareSchema } from '#runtime';
import { CONTEXTS } from '../journeys/databases.js';

/** Creates all schemas of a hub in an empty database: those of the contexts, of the event store and of its snapshots. */
export const migrateAll = async (postgresUrl: string): Promise<void> => {
  for (const context of CONTEXTS) await prepareSchema(context, postgresUrl);
  await migrateEventStore(postgresUrl, 'postgres');
};
