import { LRUCache } from 'lru-cache';
import { StoreBusy } from '../port/event-store.js';
import type { Snapshots } from './snapshots.js';

/** The last known state of a stream in this process: the state after the event at `revision`; -1 and position '0' before the first event. */
export type KnownState<S> = Readonly<{ state: S; revision: number; position: string }>;

const MAX_WAITING = 10_000;
const LONGEST_WAIT_MS = 10_000;

/**
 * Caches the state of the most recently used streams, and queues the commands of each stream.
 * One cache serves the whole process, because every stream belongs to exactly one decider.
 */
export class StateCache {
  readonly #states: LRUCache<string, KnownState<unknown>>;
  readonly #turns = new Map<string, Promise<unknown>>();
  #waiting = 0;

  /**
   * Creates a cache. `limit`: the number of streams in it; the least recently used one is removed first.
   * `snapshots`: the store from which the state of a long stream is loaded when it is not cached.
   * `unusable` is called, for the operator, with a snapshot that could not be loaded, parsed or saved; the cache works
   * without it.
   * `longestWaitMs`: the longest wait of a command for its turn.
   */
  constructor(
    limit = 1_000,
    readonly snapshots?: Snapshots,
    readonly unusable: (stream: string, error: unknown) => void = ignore,
    private readonly longestWaitMs = LONGEST_WAIT_MS,
  ) {
    this.#states = new LRUCache({ max: limit });
  }

  get<S>(stream: string): KnownState<S> | undefined {
    return this.#states.get(stream) as KnownState<S> | undefined;
  }

  set<S>(stream: string, known: KnownState<S>): void {
    this.#states.set(stream, known);
  }

  /**
   * Runs `work` when earlier work on the same stream is done, so that the commands of one process do not conflict with each other.
   * @throws {StoreBusy} when too many wait, or the earlier work takes too long; `work` is not run then
   */
  inTurn<T>(stream: string, work: () => Promise<T>): Promise<T> {
    if (this.#waiting >= MAX_WAITING) return Promise.reject(new StoreBusy(`${this.#waiting} commands are waiting`, 1));
    this.#waiting++;
    const before = this.#turns.get(stream);
    const turn = before ? afterTurn(before, work, this.longestWaitMs) : Promise.resolve().then(work);
    // The next turn waits for the earlier work too, even if this turn was given up.
    const done = Promise.allSettled([before, turn]).then(() => {
      this.#waiting--;
      if (this.#turns.get(stream) === done) this.#turns.delete(stream);
    });
    this.#turns.set(stream, done);
    return turn;
  }
}

/**
 * Runs `work` after `before`. If `before` takes too long, the result fails and `work` never runs, because its caller
 * has got the error by then.
 */
const afterTurn = <T>(before: Promise<unknown>, work: () => Promise<T>, longestWaitMs: number): Promise<T> =>
  new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(new StoreBusy(`a command on the same stream has taken ${longestWaitMs} ms`, 1));
    }, longestWaitMs);
    void before.then(() => {
      clearTimeout(timer);
      if (!isLate) resolve(Promise.resolve().then(work));
    });
  });

const ignore = (): void => undefined;
