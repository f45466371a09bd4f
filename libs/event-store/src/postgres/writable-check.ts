import { ClocksDiffer, NotWritable } from '../port/event-store.js';
import type { ClockCheck } from './clock-check.js';
import type { Statements } from './statements.js';

/** The time after an append during which the lock of appends counts as available, in ms. */
const APPENDED_LATELY_MS = 5_000;
/** The longest wait for the lock of appends, in ms; after it, the store counts as not writable. */
const LOCK_WITHIN_MS = 2_000;
const LOCK_NOT_AVAILABLE = '55P03';
const TAKES_NO_WRITES = `select case when pg_is_in_recovery() then 'the database is a standby'
  when current_setting('transaction_read_only') = 'on' then 'the database is read-only' end as reason`;

/** Checks that a process can append, without appending an event. */
export class WritableCheck {
  /** the moment of the last append that succeeded, by the monotonic clock */
  #appendedAt = -Infinity;

  constructor(
    private readonly schema: string,
    private readonly statements: Statements,
    private readonly clock: ClockCheck,
  ) {}

  /** Records that an append succeeded. */
  appended(): void {
    this.#appendedAt = performance.now();
  }

  /**
   * Takes and releases the locks of an append, unless this process has appended a moment ago.
   * @throws {NotWritable}
   */
  async check(): Promise<void> {
    const lately = performance.now() - this.#appendedAt < APPENDED_LATELY_MS;
    const client = await this.statements.connection();
    let failure: Error | undefined;
    try {
      await this.clock.check(client);
      if (!lately)
        await client.query(
          `begin; set local lock_timeout = ${LOCK_WITHIN_MS}; select ${this.schema}.check_append(); commit`,
        );
      const { rows } = await client.query<{ reason: string | null }>(TAKES_NO_WRITES);
      if (rows[0]?.reason) throw new NotWritable(rows[0].reason);
    } catch (error) {
      if (error instanceof ClocksDiffer) throw new NotWritable(error.message, { cause: error });
      failure = error as Error;
      if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE) throw error;
      throw new NotWritable('another program keeps the lock of appends', { cause: error });
    } finally {
      client.release(failure);
    }
  }
}
