import { setTimeout } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { statement } from '#postgres';
import type { Consume } from '../bus-ports.js';

const ASK_EVERY_MS = 500;
const LOOK_EVERY_MS = 2_000;
const ANSWER_WITHIN_MS = 5_000;

const TAKE = statement<{ free: boolean }>(
  'messaging.take-lease',
  'SELECT pg_try_advisory_lock(727004, hashtext($1)) AS free',
);
const RELEASE = statement('messaging.release-lease', 'SELECT pg_advisory_unlock(727004, hashtext($1))');
const LOOK = statement('messaging.look-at-lease', 'SELECT 1');

/** The connection that held the lease is gone, and the lease with it: another process may have it already. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/**
 * Lets one process at a time consume under a name; the others wait, and one of them takes over when the lease ends.
 * The lease is an advisory lock of a database session. It ends at once when its process crashes.
 * When the machine vanishes, it ends within a quarter of a minute, because PostgreSQL checks the connections of the
 * hub.
 * @throws {LeaseLost} when the session ends before `signal` aborts
 */
export const leased =
  <E>(name: string, db: DataSource, consume: Consume<E>): Consume<E> =>
  async (subscription, signal) => {
    const session = db.createQueryRunner();
    const ended = new AbortController();
    const lose = (): void => ended.abort();
    let connection: Connection | undefined;
    let locked = false;
    try {
      connection = (await session.connect()) as Connection;
      connection.on('error', lose).on('end', lose);
      while (!(locked = await asked(session, name))) {
        subscription.standBy?.();
        await setTimeout(ASK_EVERY_MS, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return;
      }
      const looking = look(session, AbortSignal.any([signal, ended.signal]), lose);
      const consuming = consume(subscription, AbortSignal.any([signal, ended.signal]));
      const outcome = await consuming.then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      const lost = ended.signal.aborted;
      lose();
      await looking;
      if (!lost) {
        await RELEASE.rows(session.manager, [name]);
        locked = false;
      }
      if (outcome) throw outcome.error;
      if (lost && !signal.aborted) throw new LeaseLost(`${name} lost its lease: the database session ended`);
    } finally {
      connection?.off('error', lose).off('end', lose);
      // A session that was only slow still has the lock, and would keep it unnoticed in the pool. So it is closed.
      if (locked) void connection?.end();
      // the pool reuses the other sessions
      await session.release();
    }
  };

/**
 * Terminates the database session that has the lease, if it belongs to the same database user. Its process can then
 * request the lease again.
 */
export const endLease = async (name: string, db: DataSource): Promise<void> => {
  // pg_locks shows the second key of an advisory lock as an unsigned number
  await db.query(
    `SELECT pg_terminate_backend(pid, 5000) FROM pg_locks
     WHERE locktype = 'advisory' AND classid = 727004 AND objid = hashtext($1)::oid AND granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [name],
  );
};

type Connection = Readonly<
  Record<'on' | 'off', (event: 'error' | 'end', act: () => void) => Connection> & { end(): Promise<void> }
>;
type Session = ReturnType<DataSource['createQueryRunner']>;

const asked = async (session: Session, name: string): Promise<boolean> => {
  const [lock] = await TAKE.rows(session.manager, [name]);
  return lock?.free === true;
};

/** Queries the session at intervals, and calls `lose` when it no longer answers. */
const look = async (session: Session, signal: AbortSignal, lose: () => void): Promise<void> => {
  for (;;) {
    await setTimeout(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const answer = LOOK.rows(session.manager).then(
      () => true,
      () => false,
    );
    const late = setTimeout(ANSWER_WITHIN_MS, false, { ref: false });
    if (!(await Promise.race([answer, late]))) return lose();
  }
};
