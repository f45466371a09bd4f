import type { EntityManager } from 'typeorm';
import type { ContextName, EventOn, PublicEvent, Topic } from '#contracts';
import type { StoredEvent } from '#event-store';
import type { Message } from '#kernel';
import { statement } from '#postgres';
import { tableOf } from './entity-table.js';
import type { EntityClass } from './table-statements.js';
import { foldPage, type Tables } from './unit-of-work.js';

/** An event of a processor: private, from the log, or public, from the bus. */
export type SourceEvent = StoredEvent | PublicEvent;

/** Carries the type of the events of a source; nothing has this property. */
declare const EVENT: unique symbol;

export type OwnEvents<E = SourceEvent> = Readonly<{ kind: 'own'; [EVENT]?: E }>;
export type PublicEvents<E = SourceEvent> = Readonly<{ kind: 'public'; topics: readonly Topic[]; [EVENT]?: E }>;
export type EventSource<E = SourceEvent> = OwnEvents<E> | PublicEvents<E>;

/** The private events of the context itself, in the order of the log. */
export const ownEvents = <E extends Message>(): OwnEvents<StoredEvent<E>> => ({ kind: 'own' });

/** The public events of these topics, in order within a stream. */
export const publicEvents = <T extends Topic>(...topics: readonly T[]): PublicEvents<EventOn<T>> => ({
  kind: 'public',
  topics,
});

/** A read model: tables that are written from events only, so that they can be thrown away and rebuilt. */
export type Projection<E = SourceEvent> = Readonly<{
  /** `<context>.<view>`, as in `regie rebuild mandates.holders`; the name of its processor and checkpoints */
  name: `${ContextName}.${string}`;
  from: EventSource<E>;
  entities: readonly EntityClass[];
  /** the tables of the entities: the only ones that the projection writes */
  tables: readonly string[];
  /** Applies events in their order, in one transaction. */
  apply: (events: readonly SourceEvent[], tx: EntityManager) => Promise<void>;
  /** Runs after a live page is committed, by this process or by another one. */
  applied?: () => void;
}>;

/** A projection of public events, which the bus delivers. */
export type PublicProjection = Projection & Readonly<{ from: PublicEvents }>;

/**
 * `fold` changes rows by one event, and `foldAll` by a page, where that is less work. Both are pure: they run again when rows are missing.
 * `applyAll` writes SQL of its own, for tables whose rows a page cannot hold in memory.
 */
type Fold<E> =
  | Readonly<{ fold(event: E, tables: Tables): void; foldAll?: never; applyAll?: never }>
  | Readonly<{ foldAll(events: readonly E[], tables: Tables): void; fold?: never; applyAll?: never }>
  | Readonly<{ applyAll(events: readonly E[], tx: EntityManager): Promise<unknown>; fold?: never; foldAll?: never }>;

/** `lockBy`: two processes fold events with the same text after each other. Events of a bus that touch the same rows come from two partitions. */
type Lock<E> = Readonly<{ lockBy?: (event: E) => string }>;

/** Defines a read model. Its tables, its entities in the context, its processor and its rebuild follow from this. */
export const projection = <E extends SourceEvent>(
  definition: Pick<Projection<E>, 'name' | 'from' | 'entities' | 'applied'> & Fold<E> & Lock<E>,
): Projection<E> => {
  const { name, from, entities, applied, lockBy, fold, foldAll, applyAll } = definition;
  return {
    name,
    from,
    entities,
    tables: entities.map(tableOf),
    apply: async (events, tx) => {
      // The processor does not know the type of the events; the source delivers events of type E.
      const own = events as readonly E[];
      if (own.length === 0) return;
      if (lockBy) await lock(tx, name, own.map(lockBy));
      if (applyAll) await applyAll(own, tx);
      else if (foldAll) await foldPage(tx, entities, (tables) => foldAll(own, tables));
      else await foldPage(tx, entities, (tables) => own.forEach((event) => fold(event, tables)));
    },
    ...(applied && { applied }),
  };
};

const LOCK = statement(
  'messaging.lock-page',
  `SELECT pg_advisory_xact_lock(hashtext($1 || ' ' || key)) FROM unnest($2::text[]) AS key`,
);

/** Takes the locks of a page in one statement, always in the same order: two pages cannot wait for each other. */
const lock = async (tx: EntityManager, name: string, keys: readonly string[]): Promise<void> => {
  await LOCK.rows(tx, [name, [...new Set(keys)].toSorted()]);
};

/** True for a projection of public events. */
export const readsPublicEvents = (model: Projection): model is PublicProjection => model.from.kind === 'public';
