import { type EntityManager, getMetadataArgsStorage } from 'typeorm';
import type { ContextName, EventOn, PublicEvent, Topic } from '#contracts';
import type { StoredEvent } from '#event-store';
import type { Message } from '#kernel';

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

/** A class with `@Entity('<table>')`. */
export type EntityClass = new () => object;

/** Dispatches a command to the context of the reactor; resolves when its events are in the log. */
export type Dispatch = (command: object) => Promise<unknown>;

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
  /** Dispatches the commands that follow from an event that is applied. A rebuild repeats no command. */
  react?: (event: SourceEvent, tx: EntityManager, dispatch: Dispatch) => Promise<void>;
  /** Runs after a live page is committed. */
  applied?: () => void;
}>;

/** A projection of public events, which the bus delivers. */
export type PublicProjection = Projection & Readonly<{ from: PublicEvents }>;

/** A projection that also dispatches commands. */
export type Reactor<E = SourceEvent> = Projection<E> & Required<Pick<Projection, 'react'>>;

/** `apply` folds one event; `applyAll` folds a page, where that saves round trips. */
type Fold<E> =
  | Readonly<{ apply(event: E, tx: EntityManager): Promise<unknown>; applyAll?: never }>
  | Readonly<{ applyAll(events: readonly E[], tx: EntityManager): Promise<unknown>; apply?: never }>;

/** Defines a read model. Its tables, its entities in the context, its processor and its rebuild follow from this. */
export const projection = <E extends SourceEvent>(
  definition: Pick<Projection<E>, 'name' | 'from' | 'entities' | 'applied'> & Fold<E>,
): Projection<E> => {
  const { name, from, entities, applied } = definition;
  return {
    name,
    from,
    entities,
    tables: entities.map(tableOf),
    apply: async (events, tx) => {
      // The processor does not know the type of the events; the source delivers events of type E.
      const own = events as readonly E[];
      if (definition.applyAll) await definition.applyAll(own, tx);
      else for (const event of own) await definition.apply(event, tx);
    },
    ...(applied && { applied }),
  };
};

/**
 * Adds commands to a projection. They are dispatched in its transaction, so the checkpoint moves only after the
 * commands are in the log.
 */
export const reactor = <E extends SourceEvent>({
  projection: readModel,
  react,
}: Readonly<{
  projection: Projection<E>;
  react(event: E, tx: EntityManager, dispatch: Dispatch): Promise<void>;
}>): Reactor<E> => ({ ...readModel, react: (event, tx, dispatch) => react(event as E, tx, dispatch) });

/** True for a projection of public events. */
export const readsPublicEvents = (model: Projection): model is PublicProjection => model.from.kind === 'public';

/** Handles a live page. The commands of an event follow before the next event is applied. */
export const applyLive = ({ apply, react }: Projection, dispatch: Dispatch): Projection['apply'] => {
  if (!react) return apply;
  return async (events, tx) => {
    for (const event of events) {
      await apply([event], tx);
      await react(event, tx, dispatch);
    }
  };
};

const tableOf = (entity: EntityClass): string => {
  const table = getMetadataArgsStorage().tables.find(({ target }) => target === entity)?.name;
  if (table === undefined) throw new Error(`${entity.name} names no table: write @Entity('<table>') above it`);
  return table;
};
