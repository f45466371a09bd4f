import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { statement } from '#postgres';
import type { FeedEntry } from '../feed/queries/read-feed.js';
import { DeliveryClock } from './delivery-clock.js';
import { DELIVERY_DATABASE, type DeliveryCursor, LEASED_UNTIL, LeaseLost } from './delivery-cursor.js';
import type { Attempt } from './send.js';
import { lockCursor, splitDeliveries } from './split-deliveries.js';
import { type FollowUp, SubscriptionPort } from './subscription-port.js';
import type { UndeliveredEvent } from './undelivered-events.js';

/** Changes to a delivery cursor and its deliveries. Fields that are left out keep their stored value. */
export type DeliveryUpdate = Readonly<{
  attempts?: readonly Attempt[];
  /** messages to enqueue, each with its events: each message gets a pending delivery */
  enqueue?: readonly (readonly FeedEntry[])[];
  /** events to give up, all of their deliveries, because the agency may no longer see the event, or its filter excludes the event */
  withhold?: readonly UndeliveredEvent[];
  position?: Readonly<{ cursor: string; sequence: number }>;
  failures?: number;
  /** the error of the last attempt; null: the attempt succeeded */
  problem?: string | null;
  rateLimitMs?: number;
  nextAttemptAt?: Date;
  /** the moment at which the mail about a suspension is due */
  mailAt?: Date | 'never';
  mailFailed?: true;
  followUp?: FollowUp;
}>;

const WITHHELD = 'no longer to be seen by the agency, or no longer asked for';

const UNDELIVERED = statement<UndeliveredEvent>(
  'partners.undelivered',
  `SELECT (number + nth - 1)::float8 AS number, number::float8 AS delivery, message::float8 AS message,
          event.sequence::float8 AS sequence, event.id AS "eventId", state
     FROM delivery, unnest(event_ids, sequences) WITH ORDINALITY AS event (id, sequence, nth)
    WHERE city = $1 AND subscription_id = $2 AND pass = $3 AND delivery.sequence > $4 AND state <> 'delivered'`,
);

/** Writes each update in one statement, so that the counts and the cursor always match the deliveries. */
@Injectable()
export class DeliveryRecorder {
  constructor(
    @Inject(DELIVERY_DATABASE) private readonly db: DataSource,
    private readonly clock: DeliveryClock,
    private readonly subscriptions: SubscriptionPort,
  ) {}

  /**
   * Returns the events of the pending and dead deliveries after the cursor. Dead deliveries are included, so that their
   * events are skipped and not enqueued again.
   */
  undelivered({ city, subscriptionId, pass, sequence }: DeliveryCursor): Promise<readonly UndeliveredEvent[]> {
    return UNDELIVERED.rows(this.db, [city, subscriptionId, pass, sequence]);
  }

  /**
   * Writes an update and renews the lease.
   * @returns the events that were enqueued, and the version of the subscription at this moment
   * @throws {LeaseLost}
   */
  record(
    cursor: DeliveryCursor,
    update: DeliveryUpdate,
  ): Promise<Readonly<{ enqueued: readonly UndeliveredEvent[]; version: number }>> {
    return this.write(cursor, update, false);
  }

  /**
   * Writes an update and releases the lease, then dispatches the follow-up command. If the command fails, the update
   * stays recorded, and the next attempt leads to the same command again.
   * @throws {LeaseLost}
   */
  async release(cursor: DeliveryCursor, update: DeliveryUpdate = {}): Promise<void> {
    await this.write(cursor, update, true);
    if (update.followUp) await this.subscriptions.decide(cursor.city, update.followUp);
  }

  /**
   * Splits deliveries into one for each event.
   * @throws {LeaseLost}
   */
  split(cursor: DeliveryCursor, deliveries: readonly number[]): Promise<void> {
    return this.db.transaction(async (tx) => {
      await lockCursor(tx, cursor);
      await splitDeliveries(tx, [cursor.city, cursor.subscriptionId], deliveries);
    });
  }

  private async write(cursor: DeliveryCursor, update: DeliveryUpdate, release: boolean) {
    const { enqueue = [], withhold = [] } = update;
    const attempts = attemptRows(update);
    const messages = messageRows(enqueue);
    const [updated] = await RECORD.rows(this.db, [
      cursor.city,
      cursor.subscriptionId,
      cursor.lease,
      JSON.stringify({ ...cursorRow(update), release }),
      JSON.stringify(attempts),
      attempts.map(({ number }) => number),
      withhold.map(({ delivery }) => delivery),
      WITHHELD,
      JSON.stringify(messages),
      cursor.pass,
      this.clock.now(),
    ]);
    if (!updated) throw new LeaseLost(cursor);
    const before = updated.lastNumber - enqueue.flat().length;
    return { enqueued: messages.flatMap((message) => undeliveredOf(message, before)), version: updated.version };
  }
}

/** Returns one row for each delivery of an attempt. */
const attemptRows = ({ attempts = [] }: DeliveryUpdate) =>
  attempts.flatMap(({ deliveries, events: _, outcome, ...attempt }) =>
    deliveries.map((number) => ({ ...attempt, number, delivered: outcome === 'delivered' })),
  );

type MessageRow = Readonly<{
  nth: number;
  sequences: readonly number[];
  eventIds: readonly string[];
  types: readonly string[];
}>;

/** Returns one row for each message. `nth`: the number of its first event among the new events, from 1. */
const messageRows = (messages: readonly (readonly FeedEntry[])[]): readonly MessageRow[] => {
  let nth = 1;
  return messages.map((message) => {
    const row = {
      nth,
      sequences: message.map(({ position }) => position.sequence),
      eventIds: message.map(({ id }) => id),
      types: message.map(({ type }) => type),
    };
    nth += message.length;
    return row;
  });
};

/** Returns the events of a message. `before`: the number of the last event before the new ones. */
const undeliveredOf = ({ nth, sequences, eventIds }: MessageRow, before: number): readonly UndeliveredEvent[] =>
  eventIds.map((eventId, index) => ({
    number: before + nth + index,
    delivery: before + nth,
    message: before + nth,
    sequence: sequences[index]!,
    eventId,
    state: 'pending',
  }));

const deliveredEvents = ({ attempts = [] }: DeliveryUpdate): number =>
  attempts.reduce((sum, { outcome, events }) => sum + (outcome === 'delivered' ? events : 0), 0);

const cursorRow = (update: DeliveryUpdate) => ({
  ...update.position,
  failures: update.failures,
  setsProblem: update.problem !== undefined,
  problem: update.problem,
  rateLimitMs: update.rateLimitMs,
  nextAttemptAt: update.nextAttemptAt,
  mailAt: update.mailAt === 'never' ? 'infinity' : update.mailAt,
  mailFailures: update.mailFailed ? 1 : 0,
  enqueued: update.enqueue?.flat().length ?? 0,
  delivered: deliveredEvents(update),
  dead: update.withhold?.length ?? 0,
});

const RECORD = statement<{ lastNumber: number; version: number }>(
  'partners.record-delivery',
  `
  WITH updated AS (
    UPDATE delivery_cursor
       SET enqueued = delivery_cursor.enqueued + change.enqueued, last_number = delivery_cursor.last_number + change.enqueued,
           delivered = delivery_cursor.delivered + change.delivered, dead = delivery_cursor.dead + change.dead,
           cursor = coalesce(change.cursor, delivery_cursor.cursor), sequence = coalesce(change.sequence, delivery_cursor.sequence),
           failures = coalesce(change.failures, delivery_cursor.failures),
           problem = CASE WHEN "setsProblem" THEN change.problem ELSE delivery_cursor.problem END,
           rate_limit_ms = coalesce("rateLimitMs", rate_limit_ms), next_attempt_at = coalesce("nextAttemptAt", next_attempt_at),
           mail_at = coalesce("mailAt", mail_at), mail_failures = mail_failures + "mailFailures",
           lease = CASE WHEN release THEN NULL ELSE lease END, leased_until = CASE WHEN release THEN '-infinity' ELSE ${LEASED_UNTIL} END
      FROM json_to_record($4) AS change (
             cursor text, sequence bigint, failures int, "setsProblem" boolean, problem text, "rateLimitMs" int, "nextAttemptAt" timestamptz,
             "mailAt" timestamptz, "mailFailures" int, enqueued int, delivered int, dead int, release boolean)
     WHERE city = $1 AND subscription_id = $2 AND lease = $3
    RETURNING last_number, change.enqueued),
  tried AS (
    UPDATE delivery
       SET state = CASE WHEN delivered THEN 'delivered' ELSE state END, attempts = attempts + 1,
           first_attempt_at = coalesce(first_attempt_at, at), last_at = at,
           duration_ms = "durationMs", response_status = attempt.status, response = attempt.response
      FROM updated, json_to_recordset($5) AS attempt (number bigint, delivered boolean, at timestamptz, "durationMs" int, status int, response text)
     -- $6 repeats the numbers of $5: without an array the planner reads every delivery of the subscription.
     WHERE city = $1 AND subscription_id = $2 AND delivery.number = attempt.number AND delivery.number = ANY($6::bigint[])),
  withheld AS (
    UPDATE delivery SET state = 'dead', reason = $8, last_at = coalesce(last_at, $11) FROM updated
     WHERE city = $1 AND subscription_id = $2 AND number = ANY($7::bigint[])),
  added AS (
    INSERT INTO delivery (city, subscription_id, number, pass, message, sequence, sequences, event_ids, event_types, state, enqueued_at)
    SELECT $1, $2, last_number - updated.enqueued + nth, $10, last_number - updated.enqueued + nth, sequences[cardinality(sequences)], sequences,
           "eventIds", types, 'pending', $11
      FROM updated, json_to_recordset($9) AS message (nth int, sequences bigint[], "eventIds" text[], types text[]))
  SELECT last_number::float8 AS "lastNumber", (SELECT version FROM subscription WHERE city = $1 AND id = $2) AS version FROM updated`,
);
