import { comparePositions, type StoredEvent } from '../port/event-store.js';

/**
 * The end of the log as this process has read it, without gaps: the events after `start`. It saves each subscription a
 * read of its own, while the subscription is not far behind the first one.
 */
export class RecentEvents {
  #start: string | undefined;
  #events: StoredEvent[] = [];

  /** `limit`: the most events; the oldest are dropped first. */
  constructor(private readonly limit: number) {}

  /** Returns up to `count` events after a position; none when they are unknown here, or when there are none yet. */
  after(position: string, count: number): StoredEvent[] {
    if (!this.reaches(position)) return [];
    const from = this.#indexAfter(position);
    return this.#events.slice(from, from + count);
  }

  /** True for a position from which the events here go on. */
  reaches(position: string): boolean {
    return this.#start !== undefined && comparePositions(position, this.#start) >= 0;
  }

  /**
   * Adds a page that was read after a position, so far as it is news here. A page from further on in the log replaces the
   * events. The events here then go on at least to the end of the page.
   */
  add(position: string, page: readonly StoredEvent[]): void {
    const end = this.#events.at(-1)?.position ?? this.#start;
    if (end === undefined || comparePositions(position, end) > 0) {
      this.#start = position;
      this.#events = [...page];
    } else this.#events.push(...page.filter((event) => comparePositions(event.position, end) > 0));
    this.#dropFirst(this.#events.length - this.limit);
  }

  /** Drops the events up to a position, which nobody needs any more. */
  dropUpTo(position: string): void {
    this.#dropFirst(this.#indexAfter(position));
  }

  /** Drops all events, as after an error: the log may have another end now. */
  clear(): void {
    this.#start = undefined;
    this.#events = [];
  }

  #dropFirst(count: number): void {
    if (count <= 0) return;
    this.#start = this.#events[count - 1]!.position;
    this.#events.splice(0, count);
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
