import type { EntityManager } from 'typeorm';
import { StoreUnavailable } from '#event-store';
import { isRetryable } from '#postgres';

/** Rolls back to the savepoint. Rethrows an error that is no fault of the event. */
export const backTo = async (savepoint: string, error: unknown, tx: EntityManager): Promise<void> => {
  if (isInnocent(error)) throw error;
  // A connection that is gone cannot roll back either.
  await tx.query(`ROLLBACK TO SAVEPOINT ${savepoint}`).catch(() => {
    throw error;
  });
};

/** True when the event is not to blame: the same event may succeed later. */
const isInnocent = (error: unknown): boolean => error instanceof StoreUnavailable || isRetryable(error);
