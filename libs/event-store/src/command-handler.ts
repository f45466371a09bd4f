import { setTimeout } from 'node:timers/promises';
import { type Command, DomainError, fold, type Message } from '#kernel';
import { inSpan } from '#tracing';
import {
  type Appended,
  type EventMetadata,
  type EventStore,
  type StoredEvent,
  WrongRevision,
} from './port/event-store.js';
import { beginningOf, foldFrom, loadFromLog, type StreamDecider, type StreamEvolver } from './state/load-state.js';
import type { KnownState, StateCache } from './state/state-cache.js';

export type HandleOptions = Readonly<{
  commandId: string;
  /** hash of the request; the same `commandId` with another hash is refused */
  fingerprint?: string;
  traceparent?: string;
  /** true when the caller chose `commandId` and may send it again; a generated id needs no look-up */
  retryable?: boolean;
  /** called when the command is in the log: even if a later step fails, it must not be repeated under another id */
  onApplied?: () => void;
  /** number of times to decide again when other processes write to the stream at the same time */
  retries?: number;
}>;

/**
 * The outcome of a command.
 * - `events`: the events of the command; none when it was already fulfilled.
 * - `revision`, `position`: those of the last event of the command; without events, those of the current state.
 * - `duplicate`: the command was processed before, and this is its first result, without `state`.
 * - `state`: the state of the stream at `revision`.
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
 * Decides a command on the state of its stream and on `facts`, and appends the events, usually in one round trip.
 * The state is cached, and the append fails if the stream has moved on. Before the handler refuses a command or reports
 * nothing to do, it reloads the stream: only an append proves that the cached state is current.
 * A stream that the command opens is not read: the append fails if it exists.
 * A repeat returns its first result, even if state and facts have changed.
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
export function handle<C extends Command, E extends Message, S, F>(
  store: EventStore,
  cache: StateCache,
  decider: StreamDecider<C, E, S, F>,
  stream: string,
  command: C,
  options: HandleOptions,
  facts?: Facts<F>,
): Promise<CommandResult<E, S>> {
  return inSpan(`command ${command.type}`, { cause: options.traceparent }, async () => {
    // Facts load before the command takes its turn: a slow look-up holds up no other command on the stream.
    const loaded = typeof facts === 'function' ? await (facts as () => Promise<F>)() : (facts as F);
    return cache.inTurn(stream, () => inTurn(store, cache, decider, stream, command, options, loaded));
  });
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
  const { commandId, fingerprint, traceparent, retries = 20 } = options;
  const metadata: EventMetadata = { commandId, fingerprint, by: command.by, traceparent };
  const remembered = cache.get<S>(stream);
  let known = remembered ?? (await stateBefore(store, cache, decider, stream, command));
  // The cache leaves out a stream that does not exist, to keep room for those that do.
  if (!remembered && known.revision >= 0) cache.set(stream, known);
  let justRead = !remembered;

  for (let conflicts = 0; ;) {
    const decision = attempt(() => decider.decide(command, known.state, facts));

    if ('refusal' in decision || decision.events.length === 0) {
      if (!justRead) {
        const { revision } = known;
        known = await catchUp(store, cache, decider, stream, known);
        justRead = true;
        if (known.revision !== revision) continue;
      }
      return withoutAppend<E, S>(store, stream, known, options, decision);
    }

    // Fold before the append: an event that the state cannot take must not reach the log.
    const state = fold(decider, decision.events, known.state);
    try {
      const expected = known.revision < 0 ? 'none' : known.revision;
      const appended = await inSpan('append', APPEND, () => store.append(stream, expected, decision.events, metadata));
      if (appended.duplicate) return await asTheFirstTime<E>(store, stream, options, appended);
      options.onApplied?.();
      const newest: KnownState<S> = { state, revision: appended.revision, position: appended.position };
      cache.set(stream, newest);
      return resultAt(stream, newest, decision.events);
    } catch (error) {
      if (!(error instanceof WrongRevision) || conflicts++ === retries) throw error;
    }
    await setTimeout(Math.random() * 2 ** Math.min(conflicts, 5));
    known = await catchUp(store, cache, decider, stream, known);
    justRead = true;
  }
};

const APPEND = { kind: 'CLIENT' } as const;

/** Returns the state on which a command is decided, when it is not cached. The id of a stream that the command opens is new. */
const stateBefore = async <C extends Command, E extends Message, S, F>(
  store: EventStore,
  cache: StateCache,
  decider: StreamDecider<C, E, S, F>,
  stream: string,
  { type }: C,
): Promise<KnownState<S>> =>
  type === decider.opens ? beginningOf(decider) : loadFromLog(store, cache, decider, stream);

/** Adds the events of other writers to the known state, and caches the result. */
const catchUp = async <E extends Message, S>(
  store: EventStore,
  cache: StateCache,
  evolver: StreamEvolver<E, S>,
  stream: string,
  known: KnownState<S>,
): Promise<KnownState<S>> => {
  const newest = await foldFrom(store, evolver, stream, known);
  if (newest !== known) cache.set(stream, newest);
  return newest;
};

/** Returns the result of a command that appends nothing: its first result when it is a repeat; otherwise the refusal, or no events. */
const withoutAppend = async <E extends Message, S>(
  store: EventStore,
  stream: string,
  known: KnownState<S>,
  options: HandleOptions,
  decision: Decided<E>,
): Promise<CommandResult<E, S>> => {
  const earlier = options.retryable ? await store.applied(stream, options.commandId) : undefined;
  if (earlier) return asTheFirstTime<E>(store, stream, options, earlier);
  if ('refusal' in decision) throw decision.refusal;
  return resultAt(stream, known, decision.events);
};

const resultAt = <E extends Message, S>(
  stream: string,
  { state, revision, position }: KnownState<S>,
  events: readonly E[],
): CommandResult<E, S> => ({ stream, revision, position, duplicate: false, events, state });

type Decided<E> = Readonly<{ events: readonly E[] }> | Readonly<{ refusal: DomainError }>;

/** Returns a refusal as a value, because it may have to be checked before it is reported. Any other error is a fault and is thrown. */
const attempt = <E>(decide: () => readonly E[]): Decided<E> => {
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
  { commandId, fingerprint, onApplied }: HandleOptions,
  { revision, position, fingerprint: first }: Appended,
): Promise<CommandResult<E, never>> => {
  if (first !== undefined && fingerprint !== undefined && first !== fingerprint)
    throw new DomainError('request.key-reused');
  onApplied?.();
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
