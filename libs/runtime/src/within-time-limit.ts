import { setTimeout as pause } from 'node:timers/promises';

/**
 * Returns the result of `work` when it comes in time. A later result or failure is ignored.
 * @throws {Error} after `milliseconds`
 */
export const within = async <T>(milliseconds: number, work: Promise<T>): Promise<T> => {
  const over = new AbortController();
  const late = pause(milliseconds, undefined, { signal: over.signal }).then(() =>
    Promise.reject(new Error(`no answer within ${milliseconds / 1_000} s`)),
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => undefined);
    work.catch(() => undefined);
    over.abort();
  }
};
