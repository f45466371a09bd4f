import { setTimeout } from 'node:timers/promises';
import { type Command, DomainError, fold, type Message } from '#kernel';
import {
  type Appended,
  type EventMetadata,
  type EventStore,
  type StoredEvent,
  WrongRevision,
} from './port/event-store.js';
import { folded, fromTheLog, type StreamDecider } from './state/load-state.js';
import type { KnownState, StateCache } from './state/state-cache.js';

export type HandleOptions = Readonly<{
  commandId: string;
  /** hash of the request; the same `commandId` with another one is refused */
  fingerprint?: string;
  traceparent?: string;
  /** the caller chose `commandId` and may send it again; a fresh one needs no look-up */
  retryable?: boolean;
  /** number of times to decide again when other processes write to the stream at the same time */
  retries?: number;
}>;

/**
 * The outcome of a command: its events (none when it was already fulfilled), the revision of the stream after them, and a position. The position is
 * that of the last event, or of the state's last event when nothing happened. `duplicate`: the command was processed before, and this is its first
 * result, without `state`, which is that of the stream at `revision`.
 */
export type CommandResult<E, S = unknown> = Readonly<{
  stream: string;
  revision: number;
  position: string;
  duplicate: boolean;
  events: readonly E[];
  state?: S;
}>;

/** The facts of a decision, or a loader that runs once. The loader throws only when the facts cannot be read: the decider judges their content. */
export type Facts<F> = F | (() => Promise<F>);

/**
 * Decides a command on the state of its stream and on `facts`, and appends the events, usually in one round trip. The state is cached, and the append
 * fails if the stream has moved on. Before it refuses a command or reports nothing to do, it reloads the stream: only an append proves that the
 * cached state is current. A repeat returns its first result, even if state and facts have changed.
 * @throws {DomainError} the decider's refusal, or `request.key-reused`
 * @throws {WrongRevision} when other writers were quicker too often
 */
export function handle<C extends Command, E extends Message, S>(
  store: EventStore,
  cache: StateCache,
  decider: StreamDecider<C, E, S>,
  stream: string,
  command: C,
  options: HandleOptions,
): Promise<CommandResult<E, S>>;
export function handle<C extends Command, E extends Message, S, F>(
  store: EventStore,
  cache: StateCache,
  decider: StreamDecider<C, E, S, F>,
  stream: string,
  command: C,
  options: HandleOptions,
  facts: Facts<F>,
): Promise<CommandResult<E, S>>;
export async function handle<C extends Command, E extends Message, S, F>(
  store: EventStore,
  cache: StateCache,
  decider: StreamDecider<C, E, S, F>,
  stream: string,
  command: C,
  options: HandleOptions,
  facts?: Facts<F>,
): Promise<CommandResult<E, S>> {
  // Facts load before the command takes its turn: a slow look-up holds up no other command on the stream.
  const loaded = typeof facts === 'function' ? await (facts as () => Promise<F>)() : (facts as F);
  return cache.inTurn(stream, () => inTurn(store, cache, decider, stream, command, options, loaded));
}

const inTurn = async <C extends Command, E extends Message, S, F>(
  store: EventStore,
  cache: StateCache,
  decider: StreamDecider<C, E, S, F>,
  stream: string,
  command: C,
  options: HandleOptions,
  facts: F,
): Promise<CommandResult<E, S>> => {
  const { commandId, fingerprint, traceparent, retryable = false, retries = 20 } = options;
  const metadata: EventMetadata = { commandId, fingerprint, by: command.by, traceparent };

  const remember = (known: KnownState<S>): KnownState<S> => {
    cache.set(stream, known);
    return known;
  };
  const catchUp = async (known: KnownState<S>): Promise<KnownState<S>> => {
    const newest = await folded(store, decider, stream, known);
    return newest === known ? known : remember(newest);
  };

  const remembered = cache.get<S>(stream);
  let known = remembered ?? (await fromTheLog(store, cache, decider, stream));
  // The cache leaves out a stream that does not exist, to keep room for those that do.
  if (!remembered && known.revision >= 0) remember(known);
  let justRead = !remembered;

  for (let conflicts = 0; ;) {
    const decision = attempt(() => decider.decide(command, known.state, facts));

    if ('refusal' in decision || decision.events.length === 0) {
      if (!justRead) {
        const { revision } = known;
        known = await catchUp(known);
        justRead = true;
        if (known.revision !== revision) continue;
      }
      const earlier = retryable ? await store.applied(stream, commandId) : undefined;
      if (earlier) return asTheFirstTime<E>(store, stream, options, earlier);
      if ('refusal' in decision) throw decision.refusal;
      return {
        stream,
        revision: known.revision,
        position: known.position,
        duplicate: false,
        events: [],
        state: known.state,
      };
    }

    // Fold before the append: an event that the state cannot take must not reach the log.
    const state = fold(decider, decision.events, known.state);
    try {
      const appended = await store.append(
        stream,
        known.revision < 0 ? 'none' : known.revision,
        decision.events,
        metadata,
      );
      if (appended.duplicate) return await asTheFirstTime<E>(store, stream, options, appended);
      remember({ state, revision: appended.revision, position: appended.position });
      return {
        stream,
        revision: appended.revision,
        position: appended.position,
        duplicate: false,
        events: decision.events,
        state,
      };
    } catch (error) {
      if (!(error instanceof WrongRevision) || conflicts++ === retries) throw error;
    }
    await setTimeout(Math.random() * 2 ** Math.min(conflicts, 5));
    known = await catchUp(known);
    justRead = true;
  }
};

/** Returns a refusal as a value, because it may have to be checked before it is reported. Any other error is a fault and is thrown. */
const attempt = <E>(decide: () => readonly E[]): { events: readonly E[] } | { refusal: DomainError } => {
  try {
    return { events: decide() };
  } catch (error) {
    if (error instanceof DomainError) return { refusal: error };
    throw error;
  }
};

const asTheFirstTime = async <E extends Message>(
  store: EventStore,
  stream: string,
  { commandId, fingerprint }: HandleOptions,
  { revision, position, fingerprint: first }: Appended,
): Promise<CommandResult<E, never>> => {
  if (first !== undefined && fingerprint !== undefined && first !== fingerprint)
    throw new DomainError('request.key-reused');
  return { stream, revision, position, duplicate: true, events: await eventsOf<E>(store, stream, commandId, revision) };
};

/** Returns the events of a command by its last revision. Their number is unknown, so it looks back until it finds an event of another command. */
const eventsOf = async <E extends Message>(
  store: EventStore,
  stream: string,
  commandId: string,
  last: number,
): Promise<readonly E[]> => {
  for (let span = 16; ; span *= 16) {
    const events = await store.read<E>(stream, Math.max(0, last + 1 - span));
    if (span > last || events[0]?.metadata.commandId !== commandId)
      return events.filter(({ metadata }) => metadata.commandId === commandId).map(asDecided);
  }
};

const asDecided = <E extends Message>({ type, data }: StoredEvent<E>): E => ({ type, data }) as E;
