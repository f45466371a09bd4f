import { ErrorType, isCommandError } from '@kurrent/kurrentdb-client';
import { isRetryable } from '#postgres';

const ANSWER_WITHIN_MS = 15_000;

/** What was read does not agree with what the server said: a node behind its leader. */
export class Lagging extends Error {
  override readonly name = 'Lagging';
}

/** The server did not answer in time, or the subscription ended. */
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

/** True for an error that goes away by waiting: the connection, a restart, another leader. */
export const isTransient = (error: unknown): boolean => {
  if (error instanceof Lagging || error instanceof NoAnswer) return true;
  return error instanceof Error && isCommandError(error) ? TRANSIENT.has(error.type) : isRetryable(error);
};

/** The answer of a call to the server, or a transient error: a call whose server is gone may never answer. */
export const withinLimit = async <T>(work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`no answer within ${ANSWER_WITHIN_MS} ms`)), ANSWER_WITHIN_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};
