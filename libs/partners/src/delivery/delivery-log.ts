import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type Page, readPage } from '#http';
import { statementByFilters } from '#postgres';

export const DELIVERY_STATES = ['pending', 'delivered', 'dead'] as const;

/**
 * The delivery of one event to one endpoint. `tries`: the number of attempts so far. `status` and `answer`: the result
 * of the last attempt. The events of a message have the same attempts, and one row in the table.
 */
export type Delivery = Readonly<{
  number: number;
  eventId: string;
  type: string;
  state: (typeof DELIVERY_STATES)[number];
  /** the reason why the delivery is dead */
  reason: string | null;
  tries: number;
  takenAt: Date;
  firstTryAt: Date | null;
  lastTryAt: Date | null;
  tookMs: number | null;
  status: number | null;
  /** the beginning of the response, or the error when there was none */
  answer: string | null;
}>;

/** Lists the deliveries of a subscription, newest first. `before`: only deliveries with a lower number. */
export class ListDeliveries extends Query<Page<Delivery, number>> {
  constructor(
    readonly city: string,
    readonly subscriptionId: string,
    readonly filter: Readonly<{ state?: string; eventId?: string; before?: number; limit: number }>,
  ) {
    super();
  }
}

type Filter = 'state' | 'eventId';
/** The conditions of filters, on deliveries and on the events of the found deliveries. */
const CONDITIONS: Readonly<
  Record<Filter, readonly [ofDelivery: (value: string) => string, ofEvent?: (value: string) => string]>
> = {
  state: [(value) => `state = ${value}`],
  eventId: [(value) => `event_ids @> ARRAY[${value}]`, (value) => `event.id = ${value}`],
};

const deliveries = statementByFilters<Delivery, Filter>('partners.list-deliveries', ['state', 'eventId'], (given) => {
  const conditions = (nth: 0 | 1): string =>
    given
      .map((filter, index) => CONDITIONS[filter][nth]?.(`$${5 + index}`))
      .flatMap((each) => (each ? ` AND ${each}` : []))
      .join('');
  return `
    SELECT (number + nth - 1)::float8 AS number, event.id AS "eventId", event.type, state, reason, attempts AS tries, enqueued_at AS "takenAt",
           first_attempt_at AS "firstTryAt", CASE WHEN attempts > 0 THEN last_at END AS "lastTryAt", duration_ms AS "tookMs",
           response_status AS status, response AS answer
      FROM (SELECT * FROM delivery
             WHERE city = $1 AND subscription_id = $2 AND number < $3${conditions(0)}
             -- One more than the page, because the events of the first delivery may all be too new.
             ORDER BY delivery.number DESC LIMIT $4::int + 1) delivery,
           unnest(event_ids, event_types) WITH ORDINALITY AS event (id, type, nth)
     WHERE number + nth - 1 < $3${conditions(1)}
     ORDER BY number + nth - 1 DESC LIMIT $4`;
});

@QueryHandler(ListDeliveries)
export class ListDeliveriesHandler implements IQueryHandler<ListDeliveries> {
  constructor(@InjectDataSource('partners') private readonly db: DataSource) {}

  execute({
    city,
    subscriptionId,
    filter: { state, eventId, before, limit },
  }: ListDeliveries): Promise<Page<Delivery, number>> {
    const filters = { state, eventId };
    const given = (Object.keys(filters) as Filter[]).filter((filter) => filters[filter] !== undefined);
    const values = given.map((filter) => filters[filter]);
    const read = (rows: number): Promise<readonly Delivery[]> =>
      deliveries(given).rows(this.db, [city, subscriptionId, before ?? Number.MAX_SAFE_INTEGER, rows, ...values]);
    return readPage(limit, read, ({ number }) => number);
  }
}
