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

  /** Adds a page that was read after a position. A page from elsewhere in the log replaces the events if it is ahead of them. */
  add(position: string, page: readonly StoredEvent[]): void {
    if (page.length === 0) return;
    const end = this.#events.at(-1)?.position ?? this.#start;
    const isNext = end !== undefined && comparePositions(position, end) === 0;
    if (!isNext) {
      if (end !== undefined && comparePositions(position, end) < 0) return;
      this.#start = position;
      this.#events = [];
    }
    this.#events.push(...page);
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
