import { setTimeout as pause } from 'node:timers/promises';

const BETWEEN_LOOKS_MS = 20;
/** What a look counts for at most: when the machine stood still, nothing had its chance. */
const LONGEST_LOOK_MS = 1_000;

/**
 * Looks again and again until there is something, and gives it.
 * @throws {Error} when there was nothing for so long: what was looked for
 */
export const until = async <T>(
  look: () => T | Promise<T>,
  withinMs = 20_000,
): Promise<NonNullable<Exclude<T, false>>> => {
  for (let left = withinMs; left > 0;) {
    const before = performance.now();
    const found = await look();
    if (found) return found as NonNullable<Exclude<T, false>>;
    await pause(BETWEEN_LOOKS_MS);
    left -= Math.min(performance.now() - before, LONGEST_LOOK_MS);
  }
  throw new Error(`it did not come to this within ${withinMs} ms: ${String(look)}`);
};
