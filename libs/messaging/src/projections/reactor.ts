import type { EntityManager } from 'typeorm';
import type { ContextName } from '#contracts';
import type { Page } from '../bus-ports.js';
import type { PublicProjection, SourceEvent } from './projection.js';

/** Dispatches a command to the context of the reactor; resolves when its events are in the log. */
export type Dispatch = (command: object) => Promise<unknown>;

/** The commands about one subject, such as a case, that follow from an event. */
export type Reaction = Readonly<{ event: SourceEvent; run: (dispatch: Dispatch) => Promise<void> }>;

/**
 * Dispatches commands that follow from public events, after a read model has applied them. It has a checkpoint of its own, so a rebuild of the
 * read model repeats no command. After a crash a page is repeated: ids of commands are made from the event, so a repeated command has no effect.
 */
export type Reactor<E = SourceEvent> = Readonly<{
  /** `<context>.<view>`; the name of its processor and checkpoints */
  name: `${ContextName}.${string}`;
  readModel: PublicProjection;
  /** Returns the reactions to a page, at most one for a subject. `db` has the read model. */
  reactions: (events: readonly E[], db: EntityManager) => Promise<readonly Reaction[]>;
}>;

/** The most commands that are under way at once. */
const AT_ONCE = 64;

/** Resolves when the read model has applied a page. Rejects when `signal` aborts. */
export type WaitForReadModel = (page: Page<SourceEvent>, signal: AbortSignal) => Promise<void>;

/** Runs the reactions to pages: first all of a page, outside of a transaction; then the transaction of the page records the result. */
export class RunningReactor {
  /** the outcome of each event of the present page */
  private readonly outcomes = new WeakMap<SourceEvent, Promise<void>>();

  constructor(
    private readonly reactor: Reactor,
    private readonly db: EntityManager,
    private readonly dispatch: Dispatch,
    private readonly untilApplied: WaitForReadModel,
  ) {}

  /** Reacts to a page. Failures are kept for {@link apply}. */
  readonly before = async (page: Page<SourceEvent>, signal: AbortSignal): Promise<void> => {
    await this.untilApplied(page, signal);
    const outcomes = await this.run(page.events, signal);
    for (const event of page.events) this.outcomes.set(event, outcomes.get(event) ?? Promise.resolve());
  };

  /** @throws the error of the first event whose reaction failed. An event of no page, such as a failed message, is reacted to now. */
  readonly apply = async (events: readonly SourceEvent[]): Promise<void> => {
    for (const event of events) await (this.outcomes.get(event) ?? (await this.run([event])).get(event));
  };

  /** Runs the reactions to events to their end. Returns the rejected promises of the events that failed. */
  private async run(
    events: readonly SourceEvent[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<SourceEvent, Promise<void>>> {
    const failures = new Map<SourceEvent, Promise<void>>();
    const left = [...(await this.reactor.reactions(events, this.db))];
    const runner = async (): Promise<void> => {
      for (let next = left.shift(); next; next = left.shift()) {
        signal?.throwIfAborted();
        const [{ event }, reaction] = [next, next.run(this.dispatch)];
        await reaction.catch(() => failures.set(event, reaction));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, runner));
    return failures;
  }
}

/** Defines a reactor to the events of a read model. */
export const reactor = <E extends SourceEvent>({
  name,
  readModel,
  reactions,
}: Omit<Reactor<E>, 'readModel'> & Readonly<{ readModel: unknown }>): Reactor => ({
  name,
  readModel: readModel as PublicProjection,
  // The source delivers events of its own type, which the processor does not know.
  reactions: (events, db) => reactions(events as readonly E[], db),
});
