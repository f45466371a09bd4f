import { AsyncLocalStorage } from 'node:async_hooks';

/** The time limit of the work that runs. `passedAt`: the moment at which it passed, on the clock of the process. */
type TimeLimit = { passedAt?: number };

/**
 * The time for which statements are refused after the limit, longer than any wait of a request for its next statement.
 * Work for others that the request began, such as a refresh that repeats, must not be refused for ever.
 */
const REFUSED_FOR_MS = 30_000;

const limits = new AsyncLocalStorage<TimeLimit>();

/** The work has exceeded its time limit, so that none of its further statements starts. */
class TimeLimitExceeded extends Error {
  override readonly name = 'TimeLimitExceeded';
  readonly code = 'REGIE_TIME_LIMIT';
}

/**
 * Runs `begin`. Its named statements are refused once `pass` is called, which says that its time limit has passed.
 * A statement that runs then ends by the time limit of its connection at the latest.
 */
export const withTimeLimit = <T>(begin: () => T): Readonly<{ begun: T; pass: () => void }> => {
  const limit: TimeLimit = {};
  return { begun: limits.run(limit, begin), pass: () => (limit.passedAt = performance.now()) };
};

/** @throws {TimeLimitExceeded} when the time limit of the work that runs has passed */
export const mustBeInTime = (): void => {
  const passedAt = limits.getStore()?.passedAt;
  if (passedAt !== undefined && performance.now() - passedAt < REFUSED_FOR_MS)
    throw new TimeLimitExceeded('the request has exceeded its time limit');
};
