import { once } from 'node:events';
import { DataSource } from 'typeorm';
import { casesContext } from '#cases';
import type { ContextName } from '#contracts';
import type { EventStore, StoredEvent } from '#event-store';
import { START } from '#event-store';
import { mandatesContext } from '#mandates';
import {
  type Consume,
  consumeOwnEvents,
  embeddedLog,
  LOG,
  type Page,
  Processor,
  type Projection,
  type Publishes,
  readsPublicEvents,
  type SourceEvent,
} from '#messaging';
import { partnersContext } from '#partners';
import { type ContextDefinition, databaseOptions, prepareSchema } from '#runtime';
import { teamsContext } from '#teams';

export const CONTEXTS: readonly ContextDefinition[] = [mandatesContext, casesContext, partnersContext, teamsContext];
const PUBLISHES: ReadonlyMap<ContextName, Publishes> = new Map(
  CONTEXTS.map(({ name, publishes }) => [name, publishes]),
);

/** A read model of a context. */
export type Target = Readonly<{ name: string; context: ContextName; model: Projection }>;

/** Every read model of every context, taken from the definitions of the contexts. */
export const READ_MODELS: readonly Target[] = CONTEXTS.flatMap(({ name: context, projections }) =>
  projections.map((model) => ({ name: model.name, context, model })),
);

/** Creates the tables of every context in a database, and connects to them. */
const openContexts = async (url: string): Promise<ReadonlyMap<ContextName, DataSource>> => {
  const opened = new Map<ContextName, DataSource>();
  for (const context of CONTEXTS) {
    await prepareSchema(context, url);
    const options = databaseOptions(context, url, { purpose: 'processors', max: 4 });
    opened.set(context.name, await new DataSource({ ...options, migrationsRun: false }).initialize());
  }
  return opened;
};

/** Consumes the log for a read model, as in a hub in one process. */
export const consumeLog = (log: EventStore, { context, model }: Target): Consume<SourceEvent> =>
  readsPublicEvents(model)
    ? embeddedLog(log, PUBLISHES).consume(model.name, model.from.topics)
    : consumeOwnEvents(log, context);

/** Returns a page of a log: the events from the index `from` on. It may begin earlier, and repeat events. */
export type Cut = (events: readonly StoredEvent[], from: number) => readonly StoredEvent[];

/** Cuts pages of a fixed number of events. */
export const pagesOf =
  (size: number): Cut =>
  (events, from) =>
    events.slice(from, from + size);

/** A log in memory with its own pages. `upTo`: the number of events that it shows. */
export const logInPages = (events: readonly StoredEvent[], cut: Cut, upTo = events.length): EventStore => {
  const visible = events.slice(0, upTo);
  const subscribe = async function* (after: string, signal: AbortSignal): AsyncGenerator<StoredEvent[]> {
    for (let from = Number(after); from < visible.length;) {
      const page = cut(visible, from);
      yield [...page];
      from = Number(page.at(-1)!.position);
    }
    if (!signal.aborted) await once(signal, 'abort');
  };
  const head = (): Promise<string> => Promise.resolve(visible.at(-1)?.position ?? START);
  // Processors and rebuilds use no more of a store.
  return { subscribe, head } as Partial<EventStore> as EventStore;
};

/** An event of a read model with its position in the log. */
export type PositionedEvent = Readonly<{ event: SourceEvent; position: string }>;

/** Returns the events of a log that a read model gets, in order. */
export const eventsFor = async (
  events: readonly StoredEvent[],
  target: Target,
): Promise<readonly PositionedEvent[]> => {
  const ended = new AbortController();
  const positioned: PositionedEvent[] = [];
  const handle = (page: Page<SourceEvent>): Promise<void> => {
    positioned.push(...page.events.map((event, nth) => ({ event, position: page.positions![nth]! })));
    ended.abort();
    return Promise.resolve();
  };
  const consume = consumeLog(logInPages(events, pagesOf(events.length)), target);
  await consume({ after: () => Promise.resolve(START), handle }, ended.signal);
  return positioned;
};

/** The rows and the digest of a table. */
type TableDigest = Readonly<{ rows: string; digest: string }>;

/** Returns the digest of each table of a read model. It has all columns of all rows, in any order. */
const digestsOf = async (db: DataSource, { context, model }: Target): Promise<Record<string, TableDigest>> => {
  const digestOf = async (table: string): Promise<[string, TableDigest]> => {
    const [digest] = await db.query<[TableDigest]>(
      `SELECT count(*) AS rows, coalesce(md5(string_agg(md5(to_jsonb(content)::text), '' ORDER BY md5(to_jsonb(content)::text))), '') AS digest
         FROM ${context}.${table} AS content`,
    );
    return [table, digest];
  };
  return Object.fromEntries(await Promise.all(model.tables.map(digestOf)));
};

const forget = async (db: DataSource, { context, model }: Target): Promise<void> => {
  await db.query(`TRUNCATE ${model.tables.map((table) => `${context}.${table}`).join(', ')}`);
  for (const table of ['checkpoints', 'processed_messages', 'stream_positions', 'failed_messages'])
    await db.query(`DELETE FROM ${context}.${table} WHERE processor = $1`, [model.name]);
};

/** The digest of each table of a read model, by the name of the table. */
export type Digests = Readonly<Record<string, TableDigest>>;
type Apply = Projection['apply'];

const quiet = { error: () => undefined, warn: () => undefined };

/** The tables of every read model of every context, in one database. */
export class ReadModelTables {
  private constructor(private readonly contexts: ReadonlyMap<ContextName, DataSource>) {}

  static async open(url: string): Promise<ReadModelTables> {
    return new ReadModelTables(await openContexts(url));
  }

  async close(): Promise<void> {
    await Promise.all([...this.contexts.values()].map((db) => db.destroy()));
  }

  dbOf({ context }: Target): DataSource {
    return this.contexts.get(context)!;
  }

  digests(target: Target): Promise<Digests> {
    return digestsOf(this.dbOf(target), target);
  }

  /** Returns the constraints of the tables, in the order of their names. */
  constraints({ context, model }: Target): Promise<readonly Readonly<{ name: string; definition: string }>[]> {
    return this.contexts.get(context)!.query(
      `SELECT conrelid::regclass || ' ' || conname AS name, pg_get_constraintdef(oid) AS definition
         FROM pg_constraint WHERE conrelid = ANY ($1::regclass[]) ORDER BY 1`,
      [model.tables.map((table) => `${context}.${table}`)],
    );
  }

  /** Makes a read model new: empty tables, no checkpoint, no marks and no failed messages. */
  forget(target: Target): Promise<void> {
    return forget(this.dbOf(target), target);
  }

  processor(target: Target, log: EventStore, apply: Apply = target.model.apply): Processor<SourceEvent> {
    const consume = consumeLog(log, target);
    return new Processor({ name: target.name, db: this.dbOf(target), log: quiet, consume, apply });
  }

  /**
   * Applies a log to its end, from the checkpoint on.
   * @throws {Error} when an event cannot be applied within a minute
   */
  async apply(target: Target, log: EventStore): Promise<void> {
    const processor = this.processor(target, log);
    processor.start();
    const there = await processor.reaches(LOG, await log.head(), 60_000);
    await processor.stop();
    if (!there) throw new Error(`${target.name} stands at ${processor.position(LOG)}: ${processor.problem?.message}`);
  }

  /** Applies a log from its beginning, and returns the digests. */
  async digestsAfter(target: Target, log: EventStore): Promise<Digests> {
    await this.forget(target);
    await this.apply(target, log);
    return this.digests(target);
  }
}
