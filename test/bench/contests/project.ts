import { DataSource } from 'typeorm';
import { casesContext } from '#cases';
import { type EventStore, PostgresEventStore } from '#event-store';
import { mandatesContext } from '#mandates';
import { consumeOwnEvents, embeddedLog, LOG, Processor, type Projection } from '#messaging';
import { partnersContext } from '#partners';
import { type ContextDefinition, databaseOptions, prepareSchema } from '#runtime';
import { teamsContext } from '#teams';
import type { Contest } from '../contest.js';
import { type LogKind, plantLog } from './planted-log.js';
import { poolOn } from './stores.js';

const CONTEXTS: readonly ContextDefinition[] = [mandatesContext, casesContext, partnersContext, teamsContext];
const LEAST_PER_SECOND = 10_000;
const CAUGHT_UP_WITHIN_MS = 280_000;

/** Measures one read model alone, from empty tables to the end of a log with events that it reads. */
export const project = (model: string, log: LogKind, events: number): Contest => ({
  name: `project-${model}`,
  question: `the read model ${model} over a log of ${events} events, against ${LEAST_PER_SECOND} events/s`,
  unit: 'events/s',
  goal: 1,
  peer: LEAST_PER_SECOND,
  ours: async ({ createDatabase, onProgress }) => {
    const url = await createDatabase();
    const pool = poolOn(url);
    const store = new PostgresEventStore(pool);
    await store.migrate();
    await plantLog(store, log, events, onProgress);
    const { context, projection } = named(model);
    await prepareSchema(context, url);
    const db = await new DataSource(databaseOptions(context, url, { purpose: 'processors', max: 2 })).initialize();
    return {
      run: async (measure) => {
        await db.query(`TRUNCATE ${[...projection.tables, 'checkpoints'].join(', ')}`);
        return measure(async () => {
          await catchUp(store, db, context, projection);
          return events;
        });
      },
      close: async () => {
        await db.destroy();
        await store.close();
        await pool.end();
      },
    };
  },
});

/** The names of all read models. */
export const READ_MODELS: readonly string[] = CONTEXTS.flatMap(({ projections }) =>
  projections.map(({ name }) => name),
);

const named = (model: string): Readonly<{ context: ContextDefinition; projection: Projection }> => {
  for (const context of CONTEXTS)
    for (const projection of context.projections) if (projection.name === model) return { context, projection };
  throw new Error(`there is no read model ${model}`);
};

const catchUp = async (
  store: EventStore,
  db: DataSource,
  context: ContextDefinition,
  { name, from, apply }: Projection,
): Promise<void> => {
  const published = new Map(CONTEXTS.map((each) => [each.name, each.publishes]));
  const consume =
    from.kind === 'public'
      ? embeddedLog(store, published).consume(name, from.topics)
      : consumeOwnEvents(store, context.name);
  const failures: object[] = [];
  const processor = new Processor({ name, db, consume, apply, log: { error: (details) => failures.push(details) } });
  processor.start();
  const arrived = await processor.reaches(LOG, await store.head(), CAUGHT_UP_WITHIN_MS);
  await processor.stop();
  if (!arrived || failures.length > 0) throw new Error(`${name} has not caught up`, { cause: failures[0] });
};
