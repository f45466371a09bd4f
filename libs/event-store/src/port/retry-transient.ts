import { setTimeout } from 'node:timers/promises';
import { StoreBusy } from './event-store.js';

const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Tries again for as long as patience lasts, while the error is one that goes away by waiting.
 * @throws {StoreBusy} with `silence` as its message and the last error as its cause, when it did not go away
 */
export const retryTransient = async <T>(
  retryForMs: number,
  isTransient: (error: unknown) => boolean,
  silence: string,
  work: () => Promise<T>,
): Promise<T> => {
  const deadline = performance.now() + retryForMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error)) throw error;
      if (performance.now() + pause > deadline) throw new StoreBusy(silence, 1, { cause: error });
      await setTimeout(pause);
    }
  }
};
