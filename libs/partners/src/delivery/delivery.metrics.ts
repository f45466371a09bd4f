import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { statement } from '#postgres';
import { type ContextMetric, ContextMetrics } from '#runtime';

const STATUSES = ['unconfirmed', 'active', 'paused', 'suspended'];

const SUBSCRIPTIONS = statement<{ status: string; count: string }>(
  'partners.count-subscriptions',
  `SELECT status, count(*) FROM subscription WHERE status <> 'ended' GROUP BY status`,
);
const EVENTS = statement<Record<string, string>>(
  'partners.count-deliveries',
  `SELECT coalesce(sum(enqueued), 0) AS enqueued, coalesce(sum(enqueued), 0) AS taken, coalesce(sum(delivered), 0) AS delivered,
          coalesce(sum(dead), 0) AS dead, (SELECT coalesce(sum(cardinality(event_ids)), 0) FROM delivery WHERE state = 'pending') AS pending FROM delivery_cursor`,
);
const OLDEST_PENDING = statement<{ seconds: number }>(
  'partners.oldest-pending',
  `SELECT coalesce(extract(epoch FROM now() - min(enqueued_at)), 0)::float8 AS seconds
     FROM delivery JOIN subscription ON (subscription.city, subscription.id) = (delivery.city, subscription_id)
    WHERE state = 'pending' AND status = 'active'`,
);

/** Metrics of the deliveries. No label names a city, an agency or an address. */
@Injectable()
export class DeliveryMetrics implements OnModuleInit {
  private readonly attempted = { delivered: 0, failed: 0 };

  constructor(
    private readonly measures: ContextMetrics,
    @InjectDataSource('partners') private readonly db: DataSource,
  ) {}

  onModuleInit(): void {
    for (const measure of [this.attempts(), this.subscriptions(), this.events(), this.oldestPending()])
      this.measures.add(measure);
  }

  /** Counts the events of one attempt. */
  count(outcome: 'delivered' | 'failed', events: number): void {
    this.attempted[outcome] += events;
  }

  private attempts(): ContextMetric {
    return {
      name: 'regie_webhook_events_total',
      kind: 'counter',
      help: 'Events that an endpoint took, and events that it did not take, each time, in this process.',
      label: 'outcome',
      read: async () => Object.entries(this.attempted),
    };
  }

  private subscriptions(): ContextMetric {
    return {
      name: 'regie_webhook_subscriptions',
      kind: 'gauge',
      help: 'Subscriptions that have not ended, by status.',
      label: 'status',
      read: async () => {
        const rows = await SUBSCRIPTIONS.rows(this.db);
        return STATUSES.map((status) => [status, Number(rows.find((row) => row.status === status)?.count ?? 0)]);
      },
    };
  }

  /** Reports the sum also under its old label `taken`, for one release. */
  private events(): ContextMetric {
    return {
      name: 'regie_webhook_events',
      kind: 'gauge',
      help: 'Events enqueued for delivery and delivered, dead or pending, all subscriptions together; enqueued (and taken, its old name) is their sum.',
      label: 'state',
      read: async () => {
        const [row] = await EVENTS.rows(this.db);
        return Object.entries(row!).map(([state, count]) => [state, Number(count)]);
      },
    };
  }

  private oldestPending(): ContextMetric {
    return {
      name: 'regie_webhook_oldest_pending_seconds',
      kind: 'gauge',
      help: 'Age of the oldest event that is enqueued for an active subscription and not delivered.',
      read: async () => {
        const [row] = await OLDEST_PENDING.rows(this.db);
        return [['', row!.seconds]];
      },
    };
  }
}
