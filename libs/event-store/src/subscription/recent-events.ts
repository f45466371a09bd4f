import { comparePositions, type StoredEvent } from '../port/event-store.js';

/** A page of the log, with the bytes of the data of its events. */
export type LogPage = Readonly<{ events: StoredEvent[]; bytes: number }>;
/** The most events of a page, and the most bytes of their data. */
export type PageLimit = Readonly<{ events: number; bytes: number }>;

/**
 * The end of the log as this process has read it, without gaps: the events after `start`. It saves each subscription a
 * read of its own, while the subscription is not far behind the first one.
 */
export class RecentEvents {
  #start: string | undefined;
  #events: StoredEvent[] = [];
  /** the bytes of each event: the average of its page */
  #sizes: number[] = [];
  #bytes = 0;

  /** `limit`: the most events, and their bytes; the oldest are dropped first. */
  constructor(private readonly limit: PageLimit) {}

  /**
   * Returns the events after a position, up to a limit and one at least; none when they are unknown here, or when there
   * are none yet.
   */
  after(position: string, { events, bytes }: PageLimit): StoredEvent[] {
    if (!this.reaches(position)) return [];
    const from = this.#indexAfter(position);
    let [upTo, size] = [from, 0];
    while (upTo < this.#events.length && upTo < from + events && (size === 0 || size + this.#sizes[upTo]! <= bytes))
      size += this.#sizes[upTo++]!;
    return this.#events.slice(from, upTo);
  }

  /** the position up to which the log is known here; undefined while nothing is known */
  get end(): string | undefined {
    return this.#events.at(-1)?.position ?? this.#start;
  }

  /** True for a position from which the events here go on. */
  reaches(position: string): boolean {
    return this.#start !== undefined && comparePositions(position, this.#start) >= 0;
  }

  /**
   * Adds a page that was read after a position, so far as it is news here. A page from further on in the log replaces the
   * events. The events here then go on at least to the end of the page.
   */
  add(position: string, { events, bytes }: LogPage): void {
    const { end } = this;
    const isAhead = end === undefined || comparePositions(position, end) > 0;
    if (isAhead) {
      this.clear();
      this.#start = position;
    }
    const news = isAhead ? events : events.filter((event) => comparePositions(event.position, end) > 0);
    const size = bytes / events.length;
    this.#events.push(...news);
    this.#sizes.push(...news.map(() => size));
    if (news.length > 0) this.#bytes += size * news.length;
    let tooMany = Math.max(0, this.#events.length - this.limit.events);
    let left = this.#sizes.slice(0, tooMany).reduce((sum, each) => sum - each, this.#bytes);
    while (left > this.limit.bytes && tooMany < this.#events.length) left -= this.#sizes[tooMany++]!;
    this.#dropFirst(tooMany);
  }

  /** Drops the events up to a position, which nobody needs any more. */
  dropUpTo(position: string): void {
    this.#dropFirst(this.#indexAfter(position));
  }

  /** Drops all events, as after an error: the log may have another end now. */
  clear(): void {
    this.#start = undefined;
    this.#events = [];
    this.#sizes = [];
    this.#bytes = 0;
  }

  #dropFirst(count: number): void {
    if (count <= 0) return;
    this.#start = this.#events[count - 1]!.position;
    this.#events.splice(0, count);
    for (const size of this.#sizes.splice(0, count)) this.#bytes -= size;
  }

  /** Returns the index of the first event after a position. */
  #indexAfter(position: string): number {
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (comparePositions(this.#events[middle]!.position, position) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
