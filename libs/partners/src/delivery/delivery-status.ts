import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { statement } from '#postgres';

/**
 * Delivery counts of a subscription, and the position of its cursor. `sent`: the number of events enqueued for
 * delivery. At every moment sent = delivered + dead + pending, so an agency gets every event or sees the reason
 * (docs/scope.md, P6). `behind`: the number of feed entries that the worker has not processed yet. `problem`: the error
 * of the last attempt; null: the attempt succeeded. `nextTryAt`: the moment of the next attempt; null when none follows
 * by itself, as of a paused, suspended or ended subscription, a suspended agency, or with nothing to send.
 */
export type DeliveryStatus = Readonly<{
  sent: number;
  delivered: number;
  dead: number;
  pending: number;
  behind: number;
  failures: number;
  problem: string | null;
  nextTryAt: Date | null;
  cursor: string;
  sequence: number;
}>;

/** Loads the delivery status of subscriptions of a city. Subscriptions without a delivery cursor are left out. */
export class DeliveryStatusOf extends Query<ReadonlyMap<string, DeliveryStatus>> {
  constructor(
    readonly city: string,
    readonly ids: readonly string[],
  ) {
    super();
  }
}

const STATUS = statement<DeliveryStatus & { id: string }>(
  'partners.delivery-status',
  `SELECT subscription_id AS id, enqueued::float8 AS sent, delivered::float8, dead::float8, pending, behind, failures, problem,
          CASE WHEN coalesce(agency.status, 'active') = 'active' AND (failures > 0 OR next_attempt_at > now())
                AND (subscription.status = 'unconfirmed' OR (subscription.status = 'active' AND pending + behind > 0)) THEN next_attempt_at
          END AS "nextTryAt", cursor, sequence::float8
         FROM delivery_cursor
         JOIN subscription ON (subscription.city, subscription.id) = (delivery_cursor.city, delivery_cursor.subscription_id)
         LEFT JOIN agency ON (agency.city, agency.code) = (subscription.city, subscription.agency)
         LEFT JOIN feed ON (feed.city, feed.agency) = (subscription.city, subscription.agency),
         LATERAL (
           SELECT coalesce(sum(cardinality(event_ids)), 0)::float8 AS pending FROM delivery
            WHERE (delivery.city, delivery.subscription_id) = (delivery_cursor.city, delivery_cursor.subscription_id) AND state = 'pending') waiting,
         LATERAL (SELECT greatest(0, coalesce(feed.last_sequence, 0) - sequence)::float8 AS behind) unread
        WHERE delivery_cursor.city = $1 AND delivery_cursor.subscription_id = ANY($2)`,
);

@QueryHandler(DeliveryStatusOf)
export class DeliveryStatusHandler implements IQueryHandler<DeliveryStatusOf> {
  constructor(@InjectDataSource('partners') private readonly db: DataSource) {}

  async execute({ city, ids }: DeliveryStatusOf): Promise<ReadonlyMap<string, DeliveryStatus>> {
    const rows = await STATUS.rows(this.db, [city, ids]);
    return new Map(rows.map(({ id, ...status }) => [id, status]));
  }
}
