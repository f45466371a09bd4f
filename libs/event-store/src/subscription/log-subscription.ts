import { retry } from '#postgres';
import { comparePositions, MAX_APPEND_BYTES, MAX_EVENT_BYTES, type StoredEvent } from '../port/event-store.js';
import { AppendSignal } from './append-signal.js';
import { type LogPage, type PageLimit, RecentEvents } from './recent-events.js';

export type LogSubscriptionOptions = Readonly<{
  /** reads the events after a position, in order, up to the limit and one at least; empty when there are none yet */
  read: (after: string, limit: PageLimit) => Promise<LogPage>;
  /** the shortest pause after a failed read, in ms, and the interval between looks when `lookMs` is left out */
  pollMs: number;
  /** the present interval between looks for appends of other processes, in ms */
  lookMs?: () => number;
  /** returns whether to retry after this error; any other error ends the subscription */
  isTransient: (error: unknown) => boolean;
}>;

/**
 * The size of a page, which is processed in one transaction: a larger page costs memory, a smaller one more round
 * trips.
 */
const PAGE: PageLimit = { events: 1_000, bytes: MAX_APPEND_BYTES };
const LONGEST_PAUSE_MS = 2_000;

/** The events that stay in memory for subscriptions that are behind the first one: four pages. */
const RECENT: PageLimit = { events: 4 * PAGE.events, bytes: 4 * PAGE.bytes };

/**
 * The subscriptions of one process. Most of them are near the end of the log, where an event is read once for all. A
 * subscription further behind reads for itself, and one that stands still delays no other.
 */
export class LogSubscription {
  readonly #signal: AppendSignal;
  /**
   * reads in progress, by position and signal count: after a newer signal, a subscription must not share an older read
   */
  readonly #reading = new Map<string, Promise<StoredEvent[]>>();
  readonly #recent = new RecentEvents(RECENT);
  /** the signal count for which the recent events go on to the end of the log */
  #completeAt = -1;
  /** the position of each subscription */
  readonly #positions = new Map<symbol, string>();

  constructor(private readonly options: LogSubscriptionOptions) {
    const { pollMs, lookMs = () => pollMs } = options;
    this.#signal = new AppendSignal(lookMs);
  }

  /** Reports new events in the log. */
  notify(): void {
    this.#signal.notify();
  }

  /** Reads a page, hands it out and continues after it. The position only moves over events that were handed out. */
  async *follow(after: string, signal: AbortSignal): AsyncGenerator<StoredEvent[]> {
    const { pollMs, isTransient } = this.options;
    const id = Symbol(after);
    let position = after;
    this.#positions.set(id, position);
    let ahead: Promise<StoredEvent[]> | undefined;
    const read = (): Promise<StoredEvent[] | undefined> => {
      const reading = ahead ?? this.#read(position);
      ahead = undefined;
      return unlessAborted(reading, signal);
    };
    try {
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
        const isComplete = this.#isComplete(last?.position ?? position, signals);
        if (page && last) {
          if (page.length === PAGE.events) {
            // A full page suggests more: the next page is read while this one is processed. If that read fails, the error
            // appears when the page is needed.
            ahead = this.#read(last.position);
            ahead.catch(() => undefined);
          }
          yield page;
          position = last.position;
          this.#positions.set(id, position);
          this.#dropPassed();
        }
        if (isComplete) await this.#signal.wait(signals, signal);
      }
    } finally {
      this.#positions.delete(id);
      this.#dropPassed();
    }
  }

  /** True when a subscription at the position has every event of the log as it was at the signal count. */
  #isComplete(position: string, signals: number): boolean {
    const { end } = this.#recent;
    return this.#completeAt >= signals && end !== undefined && comparePositions(position, end) >= 0;
  }

  /** Drops the events that every subscription in their range has passed. */
  #dropPassed(): void {
    const positions = [...this.#positions.values()].filter((position) => this.#recent.reaches(position));
    const first = positions.reduce<string | undefined>(
      (one, other) => (one !== undefined && comparePositions(one, other) <= 0 ? one : other),
      undefined,
    );
    if (first === undefined) this.#forget();
    else this.#recent.dropUpTo(first);
  }

  #forget(): void {
    this.#recent.clear();
    this.#completeAt = -1;
  }

  #read(after: string): Promise<StoredEvent[]> {
    const recent = this.#recent.after(after, PAGE);
    if (recent.length > 0) return Promise.resolve(recent);
    const { signals } = this.#signal;
    const key = `${after} ${signals}`;
    const known = this.#reading.get(key);
    if (known) return known;
    const reading = this.options
      .read(after, PAGE)
      .then(
        (page) => {
          const end = page.events.at(-1)?.position ?? after;
          // The log ends before the events in memory: it was restored, or has lost its last events.
          if (isLast(page) && signals >= this.#completeAt && comparePositions(end, this.#recent.end ?? end) < 0)
            this.#forget();
          this.#recent.add(after, page);
          if (isLast(page)) this.#completeAt = Math.max(this.#completeAt, signals);
          return page.events;
        },
        (error: unknown) => {
          this.#forget();
          throw error;
        },
      )
      .finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }
}

/** True for a page after which the log has no more events: another one would have had room. */
const isLast = ({ events, bytes }: LogPage): boolean =>
  events.length < PAGE.events && bytes <= PAGE.bytes - MAX_EVENT_BYTES;

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
