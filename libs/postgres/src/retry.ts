import pRetry, { type Options } from 'p-retry';
import { isRetryable } from './errors.js';

/**
 * The pauses of p-retry, in ms: the first is `minTimeout`, each next one `factor` times as long (2 when left out), up
 * to `maxTimeout`.
 * Jitter makes a pause up to twice as long, within `maxTimeout`, so that processes do not return to a server all at
 * once.
 */
export type RetryOptions = Pick<Options, 'minTimeout' | 'maxTimeout' | 'factor' | 'signal'> &
  Readonly<{
    /** the time limit in ms; without one, retries never end */
    maxRetryTime?: number;
    /** decides whether a retry can succeed; {@link isRetryable} by default */
    isTransient?: (error: unknown) => boolean;
  }>;

/**
 * Does work, and repeats it while its error is transient. p-retry is called only after a failure, so that work without
 * a failure costs nothing extra.
 * @throws the last error, or the reason of `signal`
 */
export const retry = async <T>(work: () => Promise<T>, options: RetryOptions): Promise<T> => {
  const start = performance.now();
  try {
    return await work();
  } catch (failure) {
    const { maxRetryTime = Infinity, ...others } = options;
    const remaining = Math.max(0, maxRetryTime - (performance.now() - start));
    return retryAfterFailure(failure, work, { ...others, maxRetryTime: remaining });
  }
};

/** Repeats work that has just failed, after a pause, as {@link retry} does. */
export const retryAfterFailure = async <T>(
  failure: unknown,
  work: () => Promise<T>,
  { isTransient = isRetryable, ...pauses }: RetryOptions,
): Promise<T> => {
  // The failure counts as the first attempt.
  const attempt = (number: number): Promise<T> => (number === 1 ? Promise.reject(new Failed(failure)) : tried(work));
  try {
    return await pRetry(attempt, {
      retries: Infinity,
      randomize: true,
      ...pauses,
      shouldRetry: ({ error }) => isTransient(error.cause),
    });
  } catch (error) {
    throw error instanceof Failed ? error.cause : error;
  }
};

/**
 * Wraps any failure, so that `isTransient` alone decides on a retry. p-retry by itself never repeats a TypeError, or a
 * thrown value that is not an Error.
 */
class Failed extends Error {
  constructor(cause: unknown) {
    super('an attempt failed', { cause });
  }
}

const tried = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw new Failed(error);
  }
};
