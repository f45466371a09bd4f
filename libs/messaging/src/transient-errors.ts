import type { EntityManager } from 'typeorm';
import { StoreUnavailable } from '#event-store';
import { isRetryable } from '#postgres';

/**
 * Rolls back to the savepoint, so that the transaction goes on without the failed event. Rethrows a transient error,
 * which the event did not cause.
 */
export const backTo = async (savepoint: string, error: unknown, tx: EntityManager): Promise<void> => {
  if (isInnocent(error)) throw error;
  // A connection that is gone cannot roll back either.
  await tx.query(`ROLLBACK TO SAVEPOINT ${savepoint}`).catch(() => {
    throw error;
  });
};

/** True when no event caused the error: the same events may succeed later. */
export const isInnocent = (error: unknown): boolean => error instanceof StoreUnavailable || isRetryable(error);
