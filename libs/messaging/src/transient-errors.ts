import type { EntityManager } from 'typeorm';
import { StoreBusy } from '#event-store';
import { isRetryable } from '#postgres';

/** Undoes what was done since the savepoint. An error that says nothing about the event goes on upwards. */
export const backTo = async (savepoint: string, error: unknown, tx: EntityManager): Promise<void> => {
  if (isInnocent(error)) throw error;
  // A connection that is gone cannot do this either.
  await tx.query(`ROLLBACK TO SAVEPOINT ${savepoint}`).catch(() => {
    throw error;
  });
};

/** True when the event is not to blame: the same event may succeed later. */
const isInnocent = (error: unknown): boolean => error instanceof StoreBusy || isRetryable(error);
