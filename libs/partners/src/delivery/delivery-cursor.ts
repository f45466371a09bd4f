import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { statement } from '#postgres';
import { positionOf } from '../feed/queries/feed-cursor.js';
import { DeliveryClock } from './delivery-clock.js';
import type { Signatures } from './signing.js';
import type { MessageFormat } from './webhook-message.js';

/**
 * Delivery state of each subscription. Only the worker that holds its lease may write it.
 *
 * Each event of the feed that passes the filter is numbered in order, and each message gets a delivery: a row with its
 * events and the number of the first. A delivery is pending until the endpoint accepts the message (delivered) or the hub
 * gives up (dead). The hub gives up when an event is skipped, when the agency may no longer see it, or when the
 * subscription ends. If a part of the events gets another outcome, or is sent in another message, the delivery is split
 * into one for each event first.
 *
 * Counted in events, at every moment enqueued = delivered + dead + pending, so an agency gets every event or sees the reason
 * (docs/scope.md, P6). The cursor points after the last delivered or dead event. It moves in the transaction that
 * records that outcome.
 */

/**
 * Data source of the deliveries: a separate connection pool on the schema `partners`. The worker closes the pool at
 * shutdown.
 */
export const DELIVERY_DATABASE = Symbol('delivery database');

/** Duration of a lease: longer than one call to an endpoint and the recording of its result. */
const LEASE_MS = 30_000;
/** Pause of a cursor after an error of the hub itself. */
const POSTPONE_MS = 5_000;

/** A delivery cursor that this process has leased, with the data of its subscription. */
export type DeliveryCursor = MessageFormat &
  Readonly<{
    city: string;
    agency: string;
    subscriptionId: string;
    url: string;
    types: readonly string[];
    neighbourhoods: readonly string[];
    themes: readonly string[];
    signatures: Signatures;
    status: string;
    cause: string | null;
    /** requests a minute that the endpoint allows; null: no limit */
    rate: number | null;
    /** the version of the subscription in the read model */
    version: number;
    /** the last version of the subscription that was applied to the cursor */
    appliedVersion: number;
    lease: string;
    /** the number of the current pass; each replay starts a new pass, and deliveries of earlier passes are history */
    pass: number;
    /** position in the feed, as a token and as a number */
    cursor: string;
    sequence: number;
    /** the number of failed attempts to send the next message */
    failures: number;
    /** the pause between two messages for an overloaded endpoint */
    rateLimitMs: number;
    nextAttemptAt: Date;
    /** the contact still has to be notified of the suspension */
    mailDue: boolean;
    mailFailures: number;
  }>;

/** Another process has taken the lease, so the update was not written. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
  constructor({ subscriptionId }: Pick<DeliveryCursor, 'subscriptionId'>) {
    super(`another process delivers ${subscriptionId}`);
  }
}

/** Columns of a cursor for `RETURNING`. `$3`: the current time. */
export const CURSOR_COLUMNS = `
  applied_version AS "appliedVersion", pass, cursor, sequence::float8 AS sequence, failures, rate_limit_ms AS "rateLimitMs",
  next_attempt_at AS "nextAttemptAt", mail_at <= $3 AS "mailDue", mail_failures AS "mailFailures"`;

/** SQL for the end of a lease that starts or is renewed now. */
export const LEASED_UNTIL = `now() + ${LEASE_MS} * interval '1 ms'`;

/** SQL for the moment from which a cursor has work; NULL: only an event or a change of its subscription brings some. */
const DUE_AT = `least(
  CASE WHEN subscription.version > delivery_cursor.applied_version THEN '-infinity'::timestamptz END,
  CASE WHEN status = 'unconfirmed' OR (status = 'active' AND feed.last_sequence > delivery_cursor.sequence) THEN delivery_cursor.next_attempt_at END,
  CASE WHEN status = 'suspended' THEN delivery_cursor.mail_at END)`;
const UNTIL_DUE = statement<{ ms: number | null }>(
  'partners.until-due',
  `SELECT min(CASE
            WHEN delivery_cursor.subscription_id IS NULL THEN 0
            WHEN ${DUE_AT} IS NOT NULL THEN greatest(
              extract(epoch FROM ${DUE_AT}) - extract(epoch FROM $1::timestamptz),
              extract(epoch FROM delivery_cursor.leased_until) - extract(epoch FROM now()))
          END)::float8 * 1000 AS ms
     FROM subscription
     LEFT JOIN delivery_cursor ON (delivery_cursor.city, delivery_cursor.subscription_id) = (subscription.city, subscription.id)
     LEFT JOIN feed ON (feed.city, feed.agency) = (subscription.city, subscription.agency)`,
);
const MISSING = statement<{ city: string; id: string; agency: string; startsAfter: string }>(
  'partners.missing-cursors',
  `SELECT city, id, agency, starts_after AS "startsAfter" FROM subscription
    WHERE NOT EXISTS (SELECT FROM delivery_cursor WHERE (city, subscription_id) = (subscription.city, subscription.id))`,
);
const CLAIM = statement<DeliveryCursor>(
  'partners.claim-due',
  `WITH due AS (
     SELECT delivery_cursor.city, delivery_cursor.subscription_id
       FROM delivery_cursor
       JOIN subscription ON (subscription.city, subscription.id) = (delivery_cursor.city, delivery_cursor.subscription_id)
       LEFT JOIN feed ON (feed.city, feed.agency) = (subscription.city, subscription.agency)
      WHERE delivery_cursor.leased_until < now() AND (delivery_cursor.failures > 0) = $2
        AND ${DUE_AT} <= $3
      ORDER BY delivery_cursor.next_attempt_at LIMIT $1 FOR UPDATE OF delivery_cursor SKIP LOCKED)
   UPDATE delivery_cursor SET lease = $4, leased_until = ${LEASED_UNTIL}
     FROM due JOIN subscription ON (subscription.city, subscription.id) = (due.city, due.subscription_id)
    WHERE (delivery_cursor.city, delivery_cursor.subscription_id) = (due.city, due.subscription_id)
   RETURNING delivery_cursor.city, delivery_cursor.subscription_id AS "subscriptionId", delivery_cursor.lease, ${CURSOR_COLUMNS},
             agency, url, types, neighbourhoods, themes, mode, content, signatures, status, cause, rate, version`,
);
const POSTPONE = statement(
  'partners.postpone-cursor',
  `UPDATE delivery_cursor SET lease = NULL, leased_until = now() + $4 * interval '1 ms' WHERE city = $1 AND subscription_id = $2 AND lease = $3`,
);
const DELETE_SETTLED = statement(
  'partners.delete-settled',
  `DELETE FROM delivery WHERE ctid = ANY (ARRAY(
     SELECT ctid FROM delivery WHERE state <> 'pending' AND last_at < $1
        AND NOT EXISTS (SELECT FROM delivery_cursor passed
                         WHERE passed.city = delivery.city AND passed.subscription_id = delivery.subscription_id
                           AND passed.pass = delivery.pass AND passed.sequence < delivery.sequence)
      LIMIT 5000))`,
);

@Injectable()
export class DeliveryCursors {
  constructor(
    @Inject(DELIVERY_DATABASE) private readonly db: DataSource,
    private readonly clock: DeliveryClock,
  ) {}

  /** Creates the cursors of new subscriptions. */
  async create(): Promise<void> {
    const missing = await MISSING.rows(this.db);
    for (const { city, id, agency, startsAfter } of missing) {
      await this.db.query(
        `INSERT INTO delivery_cursor (city, subscription_id, applied_version, cursor, sequence, next_attempt_at)
         VALUES ($1, $2, 0, $3, $4, $5) ON CONFLICT DO NOTHING`,
        [city, id, startsAfter, positionOf({ city, agency }, startsAfter).sequence, this.clock.now()],
      );
    }
  }

  /**
   * Returns the time until a cursor has work, in ms: 0 or less when one has, or a new subscription has no cursor yet;
   * Infinity when only news can bring work.
   */
  async untilDue(): Promise<number> {
    const [due] = await UNTIL_DUE.rows(this.db, [this.clock.now()]);
    return due!.ms ?? Infinity;
  }

  /**
   * Leases up to `limit` cursors that have work, the longest waiting first. `failing` true: only cursors whose last
   * attempt failed; false: only the others.
   */
  async claimDue(limit: number, failing: boolean): Promise<readonly DeliveryCursor[]> {
    return CLAIM.rows(this.db, [limit, failing, this.clock.now(), randomUUID()]);
  }

  /**
   * Returns whether the next attempt is due. A cursor can be claimed for another reason, such as a change of its
   * subscription.
   */
  isDue({ nextAttemptAt }: DeliveryCursor): boolean {
    return nextAttemptAt <= this.clock.now();
  }

  /** Releases the lease after an error of the hub, and pauses the cursor. Does nothing when the lease is lost. */
  async postpone({ city, subscriptionId, lease }: DeliveryCursor): Promise<void> {
    await POSTPONE.count(this.db, [city, subscriptionId, lease, POSTPONE_MS]);
  }

  /**
   * Deletes up to five thousand delivered or dead deliveries that are older than `before`. Returns false when more may
   * be left. A delivery that the cursor has not passed stays, because a skipped event without a delivery would be sent.
   */
  async deleteSettled(before: Date): Promise<boolean> {
    const deleted = await DELETE_SETTLED.count(this.db, [before]);
    return deleted < 5_000;
  }
}
