import { Inject, Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import { DeliveryClock } from './delivery-clock.js';
import { CURSOR_COLUMNS, DELIVERY_DATABASE, type DeliveryCursor } from './delivery-cursor.js';
import { lockCursor, splitDeliveries, type SubscriptionKey } from './split-deliveries.js';

/** Changes to a delivery cursor that follow from one event of its subscription. */
export type CursorChange = Readonly<{
  rewind?: Readonly<{ cursor: string; sequence: number }>;
  skip?: Readonly<{ eventId: string; reason: string }>;
  /** the next attempt is due now */
  retry?: true;
  /** the contact gets a mail about the suspension */
  notify?: true;
  close?: true;
}>;

/** Applies events of a subscription, such as a replay or a skip, to its delivery cursor. */
@Injectable()
export class CursorChanges {
  constructor(
    @Inject(DELIVERY_DATABASE) private readonly db: DataSource,
    private readonly clock: DeliveryClock,
  ) {}

  /**
   * Applies all changes in one transaction and returns the updated cursor. The caller keeps the lease.
   * @throws {LeaseLost}
   */
  apply(cursor: DeliveryCursor, changes: readonly CursorChange[]): Promise<DeliveryCursor> {
    const key: SubscriptionKey = [cursor.city, cursor.subscriptionId];
    const now = this.clock.now();
    return this.db.transaction(async (tx) => {
      await lockCursor(tx, cursor);
      for (const change of changes) await applyChange(tx, key, change, now);
      const [[changed]] = await tx.query<[[Partial<DeliveryCursor>], number]>(
        `UPDATE delivery_cursor SET applied_version = $4 WHERE city = $1 AND subscription_id = $2 RETURNING ${CURSOR_COLUMNS}`,
        [...key, now, cursor.version],
      );
      return { ...cursor, ...changed };
    });
  }
}

const applyChange = async (
  tx: EntityManager,
  key: SubscriptionKey,
  { rewind, skip, retry, notify, close }: CursorChange,
  now: Date,
): Promise<void> => {
  if (rewind) await rewindTo(tx, key, rewind.cursor, rewind.sequence);
  if (skip) await abandonDeliveries(tx, key, `skipped: ${skip.reason}`, now, skip.eventId);
  if (close) await abandonDeliveries(tx, key, 'the subscription has ended', now);
  if (retry ?? rewind ?? skip)
    await tx.query(
      `UPDATE delivery_cursor SET failures = 0, problem = NULL, rate_limit_ms = 0, next_attempt_at = $3
        WHERE city = $1 AND subscription_id = $2`,
      [...key, now],
    );
  if (notify)
    await tx.query(
      'UPDATE delivery_cursor SET mail_at = $3, mail_failures = 0 WHERE city = $1 AND subscription_id = $2',
      [...key, now],
    );
};

/**
 * Moves the cursor back and starts a new pass. The new pass enqueues the events again, so pending deliveries are
 * deleted and subtracted from the counts.
 */
const rewindTo = async (tx: EntityManager, key: SubscriptionKey, cursor: string, sequence: number): Promise<void> => {
  await tx.query(
    `WITH deleted AS (
       DELETE FROM delivery WHERE city = $1 AND subscription_id = $2 AND state = 'pending' RETURNING cardinality(event_ids) AS events)
     UPDATE delivery_cursor SET pass = pass + 1, cursor = $3, sequence = $4, enqueued = enqueued - (SELECT coalesce(sum(events), 0) FROM deleted)
      WHERE city = $1 AND subscription_id = $2`,
    [...key, cursor, sequence],
  );
};

/** Marks the pending deliveries of one event as dead; without `eventId`, those of all events. */
const abandonDeliveries = async (
  tx: EntityManager,
  key: SubscriptionKey,
  reason: string,
  now: Date,
  eventId?: string,
): Promise<void> => {
  if (eventId !== undefined) {
    const messages = await tx.query<{ number: number }[]>(
      `SELECT number::float8 FROM delivery
        WHERE city = $1 AND subscription_id = $2 AND state = 'pending' AND event_ids @> ARRAY[$3] AND cardinality(event_ids) > 1`,
      [...key, eventId],
    );
    const numbers = messages.map(({ number }) => number);
    await splitDeliveries(tx, key, numbers);
  }
  await tx.query(
    `WITH abandoned AS (
       UPDATE delivery SET state = 'dead', reason = $3, last_at = coalesce(last_at, $4)
        WHERE city = $1 AND subscription_id = $2 AND state = 'pending' AND ($5::text IS NULL OR event_ids = ARRAY[$5])
       RETURNING cardinality(event_ids) AS events)
     UPDATE delivery_cursor SET dead = dead + (SELECT coalesce(sum(events), 0) FROM abandoned) WHERE city = $1 AND subscription_id = $2`,
    [...key, reason, now, eventId ?? null],
  );
};
