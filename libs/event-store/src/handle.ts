import { setTimeout } from 'node:timers/promises';
import { type Command, type Decider, DomainError, fold, type Message } from '#decider';
import { type Appended, type EventMetadata, type EventStore, START, type StoredEvent, WrongRevision } from './event-store.js';
import type { SnapshotForm } from './snapshots.js';
import type { KnownState, StateCache } from './state-cache.js';

/** A decider, with the form of its snapshots when its streams grow long (hundreds of events and more). */
export type StreamDecider<C extends Message, E extends Message, S> = Decider<C, E, S> & Readonly<{ snapshots?: SnapshotForm<S> }>;

export type HandleOptions = Readonly<{
  commandId: string;
  /** hash of the request; the same `commandId` with another one is refused */
  fingerprint?: string;
  traceparent?: string;
  /** the caller chose `commandId` and may send it again; a fresh one need not be looked up */
  retryable?: boolean;
  /** how often to decide again when other processes write to the stream at the same time */
  retries?: number;
}>;

/**
 * What became of a command: its events (none when the wish was already fulfilled), the revision of the stream after them, and the position of
 * the last one, or of the state's last event when nothing happened. `duplicate`: it had been handled before and this is its first answer, without
 * `state`, which is that of the stream at `revision`.
 */
export type Handled<E, S = unknown> = Readonly<{ stream: string; revision: number; position: string; duplicate: boolean; events: readonly E[]; state?: S }>;

/**
 * Decides a command on the state of its stream and appends what follows, usually in one round trip: the state is remembered, and the append
 * says if the stream has moved on. What is answered without an append, a refusal or nothing to do, is never decided on a remembered state alone.
 * Facts from elsewhere are looked up by `wish`, when it is a function: a repeat is answered as the first time, whatever they have become.
 * @throws {DomainError} the decider's refusal, or `request.key-reused`
 * @throws {WrongRevision} when other writers were quicker too often
 */
export const handle = <C extends Command, E extends Message, S>(
  store: EventStore, cache: StateCache, decider: StreamDecider<C, E, S>, stream: string, wish: C | (() => Promise<C>), options: HandleOptions,
): Promise<Handled<E, S>> => {
  if (typeof wish !== 'function') return cache.inTurn(stream, () => inTurn(store, cache, decider, stream, wish, options));
  return wish().then(
    (command) => cache.inTurn(stream, () => inTurn(store, cache, decider, stream, command, options)),
    async (refusal: unknown) => {
      const earlier = refusal instanceof DomainError && options.retryable ? await store.applied(stream, options.commandId) : undefined;
      if (earlier) return asTheFirstTime<E>(store, stream, options, earlier);
      throw refusal;
    },
  );
};

const inTurn = async <C extends Command, E extends Message, S>(
  store: EventStore, cache: StateCache, decider: StreamDecider<C, E, S>, stream: string, command: C, options: HandleOptions,
): Promise<Handled<E, S>> => {
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
  // A stream that does not exist takes no place among those that do.
  if (!remembered && known.revision >= 0) remember(known);
  let justRead = !remembered;

  for (let conflicts = 0; ; ) {
    const decision = attempt(() => decider.decide(command, known.state));

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
      return { stream, revision: known.revision, position: known.position, duplicate: false, events: [], state: known.state };
    }

    // Folded before it is written: an event that the state cannot take must not reach the log.
    const state = fold(decider, decision.events, known.state);
    try {
      const appended = await store.append(stream, known.revision < 0 ? 'none' : known.revision, decision.events, metadata);
      if (appended.duplicate) return await asTheFirstTime<E>(store, stream, options, appended);
      remember({ state, revision: appended.revision, position: appended.position });
      return { stream, revision: appended.revision, position: appended.position, duplicate: false, events: decision.events, state };
    } catch (error) {
      if (!(error instanceof WrongRevision) || conflicts++ === retries) throw error;
    }
    await setTimeout(Math.random() * 2 ** Math.min(conflicts, 5));
    known = await catchUp(known);
    justRead = true;
  }
};

/** How many events are read at once: a long stream is folded in pages. */
const PAGE = 2_000;
/** A start from the log that took so many events leaves a snapshot behind, so that the next one takes fewer. Appends never wait for one. */
const EVENTS_WORTH_A_SNAPSHOT = 500;

/** The state after all events of the stream: `known` itself when there are no new ones. */
const folded = async <E extends Message, S>(store: EventStore, decider: Decider<never, E, S>, stream: string, known: KnownState<S>): Promise<KnownState<S>> => {
  for (let newest = known; ; ) {
    const events = await store.read<E>(stream, newest.revision + 1, PAGE);
    const last = events.at(-1);
    if (last) newest = { state: fold(decider, events, newest.state), revision: last.revision, position: last.position };
    if (events.length < PAGE) return newest;
  }
};

/** The state of a stream that is not remembered: from its newest snapshot, when there is one that fits, and the events behind it. */
const fromTheLog = async <E extends Message, S>(
  store: EventStore, { snapshots, unusable }: StateCache, decider: StreamDecider<never, E, S>, stream: string,
): Promise<KnownState<S>> => {
  const form = decider.snapshots;
  const start: KnownState<S> = { state: decider.initialState, revision: -1, position: START };
  if (!snapshots || !form) return folded(store, decider, stream, start);

  // A snapshot saves time, nothing else: one that cannot be loaded, read or kept is done without.
  const told = (error: unknown): undefined => void unusable(stream, error);
  const usable = async (): Promise<KnownState<S> | undefined> => {
    const snapshot = await snapshots.load(stream, form.version);
    const [event] = snapshot ? await store.read(stream, snapshot.revision, 1) : [];
    // Of another log, such as the one before a backup was put back.
    if (!snapshot || event?.id !== snapshot.eventId) return undefined;
    return { state: form.fromBytes(snapshot.state), revision: snapshot.revision, position: event.position };
  };
  const from = (await usable().catch(told)) ?? start;
  const known = await folded(store, decider, stream, from);
  if (known.revision - from.revision >= EVENTS_WORTH_A_SNAPSHOT) {
    const [last] = await store.read(stream, known.revision, 1);
    if (last) await snapshots.save(stream, form.version, { revision: known.revision, eventId: last.id, state: form.toBytes(known.state) }).catch(told);
  }
  return known;
};

/** A refusal is an answer too: it may have to be checked before it is given. Any other error is a fault and goes up. */
const attempt = <E>(decide: () => readonly E[]): { events: readonly E[] } | { refusal: DomainError } => {
  try {
    return { events: decide() };
  } catch (error) {
    if (error instanceof DomainError) return { refusal: error };
    throw error;
  }
};

const asTheFirstTime = async <E extends Message>(
  store: EventStore, stream: string, { commandId, fingerprint }: HandleOptions, { revision, position, fingerprint: first }: Appended,
): Promise<Handled<E, never>> => {
  if (first !== undefined && fingerprint !== undefined && first !== fingerprint) throw new DomainError('request.key-reused');
  return { stream, revision, position, duplicate: true, events: await eventsOf<E>(store, stream, commandId, revision) };
};

/** The events of a command of which the last revision is known. How many it had is not: look back until there is one of another command. */
const eventsOf = async <E extends Message>(store: EventStore, stream: string, commandId: string, last: number): Promise<readonly E[]> => {
  for (let span = 16; ; span *= 16) {
    const events = await store.read<E>(stream, Math.max(0, last + 1 - span));
    if (span > last || events[0]?.metadata.commandId !== commandId) return events.filter(({ metadata }) => metadata.commandId === commandId).map(asDecided);
  }
};

const asDecided = <E extends Message>({ type, data }: StoredEvent<E>): E => ({ type, data }) as E;
