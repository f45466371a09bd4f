import { Pool } from 'pg';
import type { ContextName, PublicEvent } from '#contracts';
import { PostgresEventStore } from '#event-store';
import {
  consumeOwnEvents,
  embeddedLog,
  LOG,
  type Projection,
  type Publishes,
  readsPublicEvents,
  rebuild,
} from '#messaging';
import { typeParsers } from '#postgres';
import type { ContextDefinition, ContextParts } from '#runtime';
import { startTestService, type TestService } from './http.js';
import { startPostgres } from './postgres.js';
import { publishing } from './published-events.js';

export type RebuildFixture = Readonly<{
  service: TestService;
  /** Publishes events of the other contexts. */
  publish: ReturnType<typeof publishing>;
  /** Returns the rows of each table of a read model, in a fixed order. */
  contentOf(model: Projection): Promise<readonly (readonly string[])[]>;
  /**
   * Empties the live tables of a read model and rebuilds it, so that all its rows come from the log.
   * @returns the number of events applied
   */
  rebuildFromEmpty(model: Projection): Promise<number>;
  stop(): Promise<void>;
}>;

/**
 * Starts a service of one context on a log in PostgreSQL, for a spec of its rebuilds.
 * `sources`: the other contexts whose public events the context reads.
 */
export const rebuildOf = async (
  parts: ContextParts,
  definition: ContextDefinition,
  sources: readonly ContextName[],
  environment?: Readonly<Record<string, string>>,
): Promise<RebuildFixture> => {
  const { name, publishes } = definition;
  const postgres = await startPostgres();
  const pool = new Pool({ connectionString: await postgres.createDatabase(), types: typeParsers });
  const store = new PostgresEventStore(pool);
  await store.migrate();
  const service = await startTestService([parts], store, environment);
  const db = await service.asOwner(definition);

  const unchanged: Publishes = (event) => event.data as PublicEvent;
  const log = embeddedLog(
    store,
    new Map([[name, publishes], ...sources.map((source) => [source, unchanged] as const)]),
  );
  const contentOfTable = async (table: string): Promise<readonly string[]> => {
    const sql = `SELECT to_jsonb(content)::text AS row FROM ${name}.${table} AS content ORDER BY 1`;
    return (await db.query<{ row: string }[]>(sql)).map(({ row }) => row);
  };
  return {
    service,
    publish: publishing(service, sources),
    contentOf: (model) => Promise.all(model.tables.map(contentOfTable)),
    rebuildFromEmpty: async (model) => {
      for (const table of model.tables) await db.query(`DELETE FROM ${name}.${table}`);
      const source = readsPublicEvents(model)
        ? log.consume(model.name, model.from.topics)
        : consumeOwnEvents(store, name);
      return rebuild(db, name, model, source, async () => new Map([[LOG, await store.head()]]));
    },
    stop: async () => {
      await service.stop();
      await pool.end();
      await postgres.stop();
    },
  };
};
