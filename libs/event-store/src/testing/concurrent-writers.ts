import { setImmediate } from 'node:timers/promises';
import { type EventStore, type ExpectedRevision, START, StoreUnavailable, WrongRevision } from '../port/event-store.js';
import { HistoryChecker, type Operation, type Outcome } from './history-checker.js';

export type ConcurrentWritersOptions = Readonly<{
  /** one store for each writing process; they share a log without other writers */
  stores: readonly EventStore[];
  writers: number;
  operations: number;
  streams: number;
  /** the same seed yields the same operations, in the same order for each writer */
  seed: number;
  gapless: boolean;
  onProgress?: (done: number) => void;
}>;

/** A small pseudo-random generator of numbers in [0, 1) that a seed repeats (mulberry32). */
const chance = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/**
 * Runs writers with mixed expectations on shared streams, while a reader follows the log and the checker compares both.
 * The writers repeat commands, lose responses and try again. Returns the faults.
 */
export const writeConcurrently = async ({
  stores,
  writers,
  operations,
  streams,
  seed,
  gapless,
  onProgress,
}: ConcurrentWritersOptions): Promise<readonly string[]> => {
  const checker = new HistoryChecker(gapless);
  const begin = await stores[0]!.head();
  if (gapless && begin !== START) throw new Error('a run without gaps begins on an empty log');
  let asked = 0;
  const run = `writers-${seed}`;

  const writer = async (number: number): Promise<void> => {
    const random = chance(seed * 1_000 + number);
    const below = (limit: number): number => Math.floor(random() * limit);
    const seen = new Map<string, number>();
    const recent: Operation[] = [];
    for (let n = 0; asked < operations; n++) {
      const stream = `${run}-${below(streams)}`;
      const known = seen.get(stream);
      const expectations: ExpectedRevision[] = ['any', known ?? 'none', known ?? 'none', 'none', below(50)];
      const again = recent.length > 0 && random() < 0.1 ? recent[below(recent.length)] : undefined;
      const operation = again
        ? { ...again, expected: expectations[below(expectations.length)]! }
        : {
            stream,
            commandId: `${run}/${number}/${n}`,
            expected: expectations[below(expectations.length)]!,
            events: 1 + (random() < 0.2 ? below(4) : 0),
          };
      if (!again) recent[n % 32] = operation;
      const loses = random() < 0.05;
      // The writer repeats the operation under its command id until the outcome is known, so that it counts once.
      for (let outcome: Outcome = { kind: 'unknown' }, tries = 0; outcome.kind === 'unknown'; tries++) {
        asked++;
        const begun = checker.begin(operation);
        outcome = await ask(stores[below(stores.length)]!, operation, loses && tries === 0);
        checker.end(begun, outcome);
        if (outcome.kind === 'appended') seen.set(operation.stream, outcome.revision);
        if (outcome.kind === 'refused' && outcome.actual !== undefined) seen.set(operation.stream, outcome.actual);
        if (asked % 1_000 === 0) onProgress?.(asked);
        // The pause lets the reader run.
        if (n % 16 === 0) await setImmediate();
      }
    }
  };

  const end = new AbortController();
  const END = `${run}-end`;
  const reader = (async () => {
    for await (const page of stores.at(-1)!.subscribe(begin, end.signal)) {
      for (const event of page) {
        if (event.stream.startsWith(run)) checker.event(event);
        if (event.stream === END) return;
      }
    }
  })();
  try {
    await Promise.all(Array.from({ length: writers }, (_, number) => writer(number)));
    const last: Operation = { stream: END, commandId: END, expected: 'none', events: 1 };
    const begun = checker.begin(last);
    checker.end(begun, await ask(stores[0]!, last, false));
    await reader;
  } finally {
    end.abort();
  }
  return checker.finish();
};

/** Calls the store, and drops the result when `loses`. */
const ask = async (
  store: EventStore,
  { stream, commandId, expected, events }: Operation,
  loses: boolean,
): Promise<Outcome> => {
  try {
    const messages = Array.from({ length: events }, (_, index) => ({ type: 'Happened', data: { index } }));
    const { revision, position, duplicate } = await store.append(stream, expected, messages, { commandId });
    return loses ? { kind: 'unknown' } : { kind: 'appended', revision, position, duplicate };
  } catch (error) {
    if (error instanceof StoreUnavailable) return { kind: 'unknown' };
    if (!(error instanceof WrongRevision)) throw error;
    return loses ? { kind: 'unknown' } : { kind: 'refused', actual: error.actual };
  }
};
