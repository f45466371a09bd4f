import { retry } from '#postgres';
import { StoreBusy } from './event-store.js';

const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 1_000;

type Limits = Readonly<{
  /** total time to retry, in ms */
  retryForMs: number;
  isTransient: (error: unknown) => boolean;
  /** message of the error when that time is over */
  message: string;
}>;

/**
 * Repeats work while its error is transient, for `retryForMs` at most.
 * @throws {StoreBusy} with the last error as its cause, when that time is over
 */
export const retryTransient = async <T>(
  work: () => Promise<T>,
  { retryForMs, isTransient, message }: Limits,
): Promise<T> => {
  try {
    return await retry(work, {
      minTimeout: FIRST_PAUSE_MS,
      maxTimeout: LONGEST_PAUSE_MS,
      maxRetryTime: retryForMs,
      isTransient,
    });
  } catch (error) {
    if (!isTransient(error)) throw error;
    throw new StoreBusy(message, 1, { cause: error });
  }
};
