import { casesContext } from '#cases';
import { migrateEventStore } from '#event-store';
import { mandatesContext } from '#mandates';
import { partnersContext } from '#partners';
import { type ContextDefinition, prepareSchema } from '#runtime';
import { teamsContext } from '#teams';

export const CONTEXTS: readonly ContextDefinition[] = [mandatesContext, casesContext, partnersContext, teamsContext];

/** Creates all schemas of a hub in an empty database: those of the contexts, of the event store and of its snapshots. */
export const migrateAll = async (postgresUrl: string): Promise<void> => {
  for (const context of CONTEXTS) await prepareSchema(context, postgresUrl);
  await migrateEventStore(postgresUrl, 'postgres');
};
