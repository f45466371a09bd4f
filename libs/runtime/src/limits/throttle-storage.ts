import type { ThrottlerStorage } from '@nestjs/throttler';
import { LRUCache } from 'lru-cache';

const SECOND = 1_000;

/** The requests of one key in its current window, which ends at `endsAt` on the clock of the process. */
type Window = { hits: number; endsAt: number };
/** The count of a key: its requests with the last one, whether they exceed the limit, and the seconds to the next window. */
type Count = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/**
 * Counts requests by key in windows of fixed length, in the memory of this process.
 * Each limit has at most `keys` keys, and forgets the one that was used longest ago: strangers with many addresses can
 * make the process forget other addresses, but no subject.
 */
export class ThrottleStorage implements ThrottlerStorage {
  private readonly windows = new Map<string, LRUCache<string, Window>>();

  constructor(
    private readonly keys: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Counts a request. A key is blocked to the end of its window, and no longer. */
  async increment(key: string, ttl: number, limit: number, _blockDuration: number, name: string): Promise<Count> {
    return this.count(key, ttl, limit, name);
  }

  count(key: string, windowMs: number, limit: number, name: string): Count {
    const windows = this.windowsOf(name);
    const now = this.now();
    let window = windows.get(key);
    if (!window || window.endsAt <= now) windows.set(key, (window = { hits: 0, endsAt: now + windowMs }));
    window.hits++;
    return countOf(window, limit, now);
  }

  /** Returns the count of a key without a further request, when the next one would exceed the limit. */
  exceeded(key: string, limit: number, name: string): Count | undefined {
    const window = this.windows.get(name)?.get(key);
    const now = this.now();
    return window && window.endsAt > now && window.hits >= limit ? countOf(window, limit - 1, now) : undefined;
  }

  private windowsOf(name: string): LRUCache<string, Window> {
    const known = this.windows.get(name);
    if (known) return known;
    const windows = new LRUCache<string, Window>({ max: this.keys });
    this.windows.set(name, windows);
    return windows;
  }
}

const countOf = ({ hits, endsAt }: Window, limit: number, now: number): Count => {
  const seconds = Math.max(1, Math.ceil((endsAt - now) / SECOND));
  const isBlocked = hits > limit;
  return { totalHits: hits, timeToExpire: seconds, isBlocked, timeToBlockExpire: isBlocked ? seconds : 0 };
};
