import { within } from '../within-time-limit.js';

/**
 * Returns a function that reads at most once in `freshMs`, and never twice at once while a read hangs.
 * The function resolves within `longestMs`, with undefined when the read failed or gave no result in time.
 */
export const reusedReading = <T>(
  { freshMs, longestMs = 2_000 }: Readonly<{ freshMs: number; longestMs?: number }>,
  read: () => Promise<T>,
): (() => Promise<T | undefined>) => {
  let readAt = -Infinity;
  let reading = false;
  let latest: Promise<T | undefined> = Promise.resolve(undefined);
  return () => {
    if (!reading && performance.now() - readAt > freshMs) {
      readAt = performance.now();
      reading = true;
      const work = read().finally(() => (reading = false));
      latest = within(longestMs, work).catch(() => undefined);
    }
    return latest;
  };
};
