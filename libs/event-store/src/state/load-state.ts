import { type Decider, type Evolver, fold, type Message } from '#kernel';
import { type EventStore, START } from '../port/event-store.js';
import type { SnapshotForm } from './snapshots.js';
import type { KnownState, StateCache } from './state-cache.js';

/** The current state of a stream: the fold of its events, from the end of a snapshot or of the cached state. */

/** Folds events into the state of a stream, with a snapshot format when its streams grow long (hundreds of events and more). */
export type StreamEvolver<E extends Message, S> = Evolver<E, S> & Readonly<{ snapshots?: SnapshotForm<S> }>;
/** The rules of a stream. */
export type StreamDecider<C extends Message, E extends Message, S, F = void> = Decider<C, E, S, F> &
  StreamEvolver<E, S>;

/** The number of events in a page: a long stream is folded in pages. */
const PAGE = 2_000;
/**
 * A load that folds this many events saves a snapshot, so that the next load folds fewer. Appends never save snapshots.
 */
const EVENTS_WORTH_A_SNAPSHOT = 500;

/** Returns the state before the first event of a stream. */
export const beginningOf = <E extends Message, S>({ initialState }: Evolver<E, S>): KnownState<S> => ({
  state: initialState,
  revision: -1,
  position: START,
});

/** Returns the state after all events of the stream: `known` itself when there are no new ones. */
export const foldFrom = async <E extends Message, S>(
  store: EventStore,
  evolver: Evolver<E, S>,
  stream: string,
  known: KnownState<S>,
): Promise<KnownState<S>> => {
  for (let newest = known; ;) {
    const events = await store.read<E>(stream, newest.revision + 1, PAGE);
    const last = events.at(-1);
    if (last) newest = { state: fold(evolver, events, newest.state), revision: last.revision, position: last.position };
    if (events.length < PAGE) return newest;
  }
};

/** Loads the state of a stream that is not cached: from its newest valid snapshot, if any, and the events after it. */
export const loadFromLog = async <E extends Message, S>(
  store: EventStore,
  { snapshots, unusable }: StateCache,
  evolver: StreamEvolver<E, S>,
  stream: string,
): Promise<KnownState<S>> => {
  const form = evolver.snapshots;
  const start = beginningOf(evolver);
  if (!snapshots || !form) return foldFrom(store, evolver, stream, start);

  // A snapshot only saves time: when it cannot be loaded, parsed or saved, the load continues without it.
  const report = (error: unknown): undefined => void unusable(stream, error);
  const usable = async (): Promise<KnownState<S> | undefined> => {
    const snapshot = await snapshots.load(stream, form.version);
    const [event] = snapshot ? await store.read(stream, snapshot.revision, 1) : [];
    // The snapshot is of another log, such as the log before a backup was restored.
    if (!snapshot || event?.id !== snapshot.eventId) return undefined;
    return { state: form.fromBytes(snapshot.state), revision: snapshot.revision, position: event.position };
  };
  const from = (await usable().catch(report)) ?? start;
  const known = await foldFrom(store, evolver, stream, from);
  if (known.revision - from.revision >= EVENTS_WORTH_A_SNAPSHOT) {
    const [last] = await store.read(stream, known.revision, 1);
    if (last)
      await snapshots
        .save(stream, form.version, { revision: known.revision, eventId: last.id, state: form.toBytes(known.state) })
        .catch(report);
  }
  return known;
};
