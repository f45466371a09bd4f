import type { EntityManager } from 'typeorm';
import type { ContextName, PublicEvent, Topic } from '#contracts';
import type { StoredEvent } from '#event-store';
import type { Message } from '#kernel';

/** What every read model says of itself. Its tables are written by it alone, and can be thrown away and rebuilt from the log. */
type Named = Readonly<{
  /** `<context>.<question>`, as in `regie rebuild mandates.holders` */
  name: `${ContextName}.${string}`;
  /** its tables in the schema of the context; the only ones it writes */
  tables: readonly string[];
}>;

/** Applies one event, or the same for a page of events, where that costs fewer round trips. */
type Applies<E> = Readonly<{
  apply(event: E, tx: EntityManager): Promise<void>;
  applyAll?(events: readonly E[], tx: EntityManager): Promise<void>;
}>;

/** An answer to one question, kept up to date with the private events of its own context. */
export type OwnProjection = Named & Applies<StoredEvent>;

/** Gives a command to the context of the read model; resolves when what follows from it is in the log. */
export type Dispatch = (command: object) => Promise<unknown>;

/** The same, from the public events of other contexts. `react` gives commands that follow, live only: a rebuild repeats no command. */
export type PublicProjection = Named &
  Applies<PublicEvent> &
  Readonly<{
    topics: readonly Topic[];
    react?(event: PublicEvent, tx: EntityManager, dispatch: Dispatch): Promise<void>;
    /** live only: a page has been applied, and can be read */
    applied?(): void;
  }>;

export type Projection = OwnProjection | PublicProjection;

/** A read model over its own context's events, with the event type it folds. */
export const ownProjection = <E extends Message>(definition: Named & Applies<StoredEvent<E>>): OwnProjection =>
  definition;

/** What to run for a page of a read model. */
export const applying =
  (model: Projection, { live, dispatch = nobodyThere }: { live: boolean; dispatch?: Dispatch }) =>
  async (events: readonly (StoredEvent | PublicEvent)[], tx: EntityManager): Promise<void> => {
    const atOnce = 'applyAll' in model && model.applyAll !== undefined;
    if (atOnce) await model.applyAll(events as readonly (StoredEvent & PublicEvent)[], tx);
    for (const event of events) {
      if (!atOnce) await model.apply(event as StoredEvent & PublicEvent, tx);
      if (live && 'react' in model) await model.react?.(event as PublicEvent, tx, dispatch);
    }
  };

const nobodyThere: Dispatch = (command) =>
  Promise.reject(new Error(`nobody takes this command: ${JSON.stringify(command)}`));
