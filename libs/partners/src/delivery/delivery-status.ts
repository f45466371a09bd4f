import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type Page, readPage } from '#http';

/**
 * What became of the deliveries of a subscription. `sent`: events taken up for delivery; at every moment sent = delivered + dead + pending (P6), all
 * looked up at one moment. `behind`: entries of the feed that have not been looked at yet. `problem`: why the last try failed, null when it did not.
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

/** Of each of these subscriptions of a city that has a line by now. */
export class DeliveryStatusOf extends Query<ReadonlyMap<string, DeliveryStatus>> {
  constructor(
    readonly city: string,
    readonly ids: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(DeliveryStatusOf)
export class DeliveryStatusOfHandler implements IQueryHandler<DeliveryStatusOf> {
  constructor(@InjectDataSource('partners') private readonly db: DataSource) {}

  async execute({ city, ids }: DeliveryStatusOf): Promise<ReadonlyMap<string, DeliveryStatus>> {
    const rows = await this.db.query<(DeliveryStatus & { id: string })[]>(
      `SELECT subscription_id AS id, taken::float8 AS sent, delivered::float8, dead::float8,
              (SELECT count(*)::float8 FROM delivery WHERE (delivery.city, delivery.subscription_id) = (line.city, line.subscription_id) AND state = 'pending') AS pending,
              greatest(0, coalesce(feed.last_sequence, 0) - sequence)::float8 AS behind,
              failures, problem, CASE WHEN failures > 0 OR next_at > now() THEN next_at END AS "nextTryAt", cursor, sequence::float8
         FROM delivery_line line
         JOIN subscription ON (subscription.city, subscription.id) = (line.city, line.subscription_id)
         LEFT JOIN feed ON (feed.city, feed.agency) = (subscription.city, subscription.agency)
        WHERE line.city = $1 AND line.subscription_id = ANY($2)`,
      [city, ids],
    );
    return new Map(rows.map(({ id, ...deliveryStatus }) => [id, deliveryStatus]));
  }
}

export const DELIVERY_STATES = ['pending', 'delivered', 'dead'] as const;

/** One event on its way to one endpoint, or that was: `tries` so far, and what the last of them came to. */
export type Delivery = Readonly<{
  number: number;
  eventId: string;
  type: string;
  state: (typeof DELIVERY_STATES)[number];
  /** why it is dead */
  reason: string | null;
  tries: number;
  takenAt: Date;
  firstTryAt: Date | null;
  lastTryAt: Date | null;
  tookMs: number | null;
  status: number | null;
  /** the beginning of the answer, or why there was none */
  answer: string | null;
}>;

/** The deliveries of a subscription, the newest first, before the number `before`. */
export class ListDeliveries extends Query<Page<Delivery, number>> {
  constructor(
    readonly city: string,
    readonly subscriptionId: string,
    readonly filter: Readonly<{ state?: string; eventId?: string; before?: number; limit: number }>,
  ) {
    super();
  }
}

@QueryHandler(ListDeliveries)
export class ListDeliveriesHandler implements IQueryHandler<ListDeliveries> {
  constructor(@InjectDataSource('partners') private readonly db: DataSource) {}

  execute({
    city,
    subscriptionId,
    filter: { state, eventId, before, limit },
  }: ListDeliveries): Promise<Page<Delivery, number>> {
    const read = (rows: number): Promise<readonly Delivery[]> =>
      this.db.query(
        `SELECT number::float8, event_id AS "eventId", event_type AS type, state, reason, tries, taken_at AS "takenAt", first_at AS "firstTryAt",
                CASE WHEN tries > 0 THEN last_at END AS "lastTryAt", took_ms AS "tookMs", status, answer
           FROM delivery
          WHERE city = $1 AND subscription_id = $2 AND ($3::text IS NULL OR state = $3) AND ($4::text IS NULL OR event_id = $4) AND ($5::bigint IS NULL OR number < $5)
          ORDER BY delivery.number DESC LIMIT $6`,
        [city, subscriptionId, state ?? null, eventId ?? null, before ?? null, rows],
      );
    return readPage(limit, read, ({ number }) => number);
  }
}
