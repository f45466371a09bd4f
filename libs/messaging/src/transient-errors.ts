import type { EntityManager } from 'typeorm';
import { StoreBusy } from '#event-store';

/** Undoes what was done since the savepoint. An error that says nothing about the event goes on upwards. */
export const backTo = async (savepoint: string, error: unknown, tx: EntityManager): Promise<void> => {
  if (isOutage(error)) throw error;
  // A connection that is gone cannot do this either.
  await tx.query(`ROLLBACK TO SAVEPOINT ${savepoint}`).catch(() => {
    throw error;
  });
};

/** Connections, conflicts, locks, resources, shutdown, failover and broken disks of PostgreSQL; what a network says. */
const OUTAGE =
  /^(?:(?:08|40|53|57P|58)...?|55P03|25006|ECONN[A-Z]+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** True when the event is not to blame: the same event may succeed when the store or the database is back. */
const isOutage = (error: unknown): boolean => {
  const { code } = error as { code?: unknown };
  return error instanceof StoreBusy || (typeof code === 'string' && OUTAGE.test(code));
};
