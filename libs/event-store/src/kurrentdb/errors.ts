import { ErrorType, isCommandError } from '@kurrent/kurrentdb-client';
import { isRetryable } from '#postgres';

const ANSWER_WITHIN_MS = 15_000;

/** A read disagrees with an earlier response of the server: a node lags its leader. */
export class Lagging extends Error {
  override readonly name = 'Lagging';
}

/** The server did not respond in time, or the subscription ended. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

const TRANSIENT: ReadonlySet<string> = new Set([
  ErrorType.TIMEOUT,
  ErrorType.DEADLINE_EXCEEDED,
  ErrorType.UNAVAILABLE,
  ErrorType.CANCELLED,
  ErrorType.NOT_LEADER,
  ErrorType.UNKNOWN,
]);

/** True for an error after which a retry can succeed: a lost connection, a restart, a change of the leader. */
export const isTransient = (error: unknown): boolean => {
  if (error instanceof Lagging || error instanceof NoAnswer) return true;
  return error instanceof Error && isCommandError(error) ? TRANSIENT.has(error.type) : isRetryable(error);
};

/**
 * Returns the result of a call to the server. Throws a transient error after the time limit, because a call to a server
 * that is gone may never return.
 */
export const withinLimit = async <T>(work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`no answer within ${ANSWER_WITHIN_MS} ms`)), ANSWER_WITHIN_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};
