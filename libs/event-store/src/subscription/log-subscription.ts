import { retry } from '#postgres';
import type { EventStore, StoredEvent } from '../port/event-store.js';
import { AppendSignal } from './append-signal.js';

export type LogSubscriptionOptions = Readonly<{
  /** reads the events after a position, in order; empty when there are none yet */
  read: (after: string, limit: number) => ReturnType<EventStore['readAll']>;
  /** interval between checks for appends of other processes, in ms */
  pollMs: number;
  /** whether to wait and try again after this error; any other ends the subscription */
  isTransient: (error: unknown) => boolean;
}>;

/** The size of a page, which is processed in one transaction: more costs memory, less costs round trips. */
const PAGE = 1_000;
const LONGEST_PAUSE_MS = 2_000;

/** The subscriptions of one process. Most of them wait at the end of the log and wake together for the same page, which is read once. */
export class LogSubscription {
  readonly #signal: AppendSignal;
  /** reads under way, by position and signal count: a subscription after a later signal must not share an earlier read */
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
          // A full page suggests more: the next one is read while this page is processed. Its failure surfaces when the page is needed.
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

/** Returns the result of `work`, or nothing as soon as `signal` aborts; a read that hangs does not keep the process from ending. */
const unlessAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> =>
  new Promise((resolve, reject) => {
    const abort = (): void => resolve(undefined);
    signal.addEventListener('abort', abort);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
