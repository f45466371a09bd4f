import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 20;
/** One check counts for this time at most, so that a machine that stood still does not use up the time limit. */
const MAX_CHECK_MS = 1_000;

/**
 * Repeats a check until it returns a truthy value, and returns that value.
 * @throws {Error} with the description of the check, after the time limit
 */
export const until = async <T>(
  check: () => T | Promise<T>,
  withinMs = 60_000,
): Promise<NonNullable<Exclude<T, false>>> => {
  for (let left = withinMs; left > 0;) {
    const before = performance.now();
    const found = await check();
    if (found) return found as NonNullable<Exclude<T, false>>;
    await pause(POLL_MS);
    left -= Math.min(performance.now() - before, MAX_CHECK_MS);
  }
  throw new Error(`it did not come to this within ${withinMs} ms: ${String(check)}`);
};
