import { retry } from '#postgres';
import type { EventStore, StoredEvent } from '../port/event-store.js';
import { AppendSignal } from './append-signal.js';

export type LogSubscriptionOptions = Readonly<{
  /** reads the events after a position, in order; empty when there are none yet */
  read: (after: string, limit: number) => ReturnType<EventStore['readAll']>;
  /** interval between checks for appends of other processes, in ms */
  pollMs: number;
  /** returns whether to retry after this error; any other error ends the subscription */
  isTransient: (error: unknown) => boolean;
}>;

/**
 * The size of a page, which is processed in one transaction: a larger page costs memory, a smaller one more round
 * trips.
 */
const PAGE = 1_000;
const LONGEST_PAUSE_MS = 2_000;

/** The subscriptions of one process. Most of them wait at the end of the log and wake together for the same page, which is read once. */
export class LogSubscription {
  readonly #signal: AppendSignal;
  /**
   * reads in progress, by position and signal count: after a newer signal, a subscription must not share an older read
   */
  readonly #reading = new Map<string, Promise<StoredEvent[]>>();

  constructor(private readonly options: LogSubscriptionOptions) {
    this.#signal = new AppendSignal(options.pollMs);
  }

  /** Reports new events in the log. */
  notify(): void {
    this.#signal.notify();
  }

  /** Reads a page, hands it out and continues after it. The position only moves over events that were handed out. */
  async *follow(after: string, signal: AbortSignal): AsyncGenerator<StoredEvent[]> {
    const { pollMs, isTransient } = this.options;
    let position = after;
    let ahead: Promise<StoredEvent[]> | undefined;
    const read = (): Promise<StoredEvent[] | undefined> => {
      const reading = ahead ?? this.#read(position);
      ahead = undefined;
      return unlessAborted(reading, signal);
    };
    while (!signal.aborted) {
      const signals = this.#signal.signals;
      const page = await retry(read, {
        minTimeout: pollMs,
        maxTimeout: LONGEST_PAUSE_MS,
        signal,
        isTransient,
      }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
      const last = page?.at(-1);
      if (page && last) {
        if (page.length === PAGE) {
          // A full page suggests more: the next page is read while this one is processed. If that read fails, the error
          // appears when the page is needed.
          ahead = this.#read(last.position);
          ahead.catch(() => undefined);
        }
        yield page;
        position = last.position;
      } else {
        await this.#signal.wait(signals, signal);
      }
    }
  }

  #read(after: string): Promise<StoredEvent[]> {
    const key = `${after} ${this.#signal.signals}`;
    const known = this.#reading.get(key);
    if (known) return known;
    const reading = this.options.read(after, PAGE).finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }
}

/**
 * Returns the result of `work`, or undefined as soon as `signal` aborts: a read that hangs must not delay the end of
 * the process.
 */
const unlessAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> =>
  new Promise((resolve, reject) => {
    const abort = (): void => resolve(undefined);
    signal.addEventListener('abort', abort);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
