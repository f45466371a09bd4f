import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { ContextMetrics } from '#runtime';
import { SUBSCRIPTION_STATUSES } from '../subscriptions/domain/subscription.js';

const STATUSES = SUBSCRIPTION_STATUSES.filter((status) => status !== 'ended');

/** What an operator sees of deliveries. No label names a city, an agency or an address. */
@Injectable()
export class DeliveryMetrics implements OnModuleInit {
  private readonly counts = { delivered: 0, failed: 0 };

  constructor(
    private readonly measures: ContextMetrics,
    @InjectDataSource('partners') private readonly db: DataSource,
  ) {}

  onModuleInit(): void {
    this.measures.add({
      name: 'regie_webhook_events_total',
      kind: 'counter',
      help: 'Events that an endpoint took, and events that it did not take, each time, in this process.',
      label: 'outcome',
      read: async () => Object.entries(this.counts),
    });
    this.measures.add({
      name: 'regie_webhook_subscriptions',
      kind: 'gauge',
      help: 'Subscriptions that have not ended, by status.',
      label: 'status',
      read: async () => {
        const rows = await this.db.query<{ status: string; count: string }[]>(
          `SELECT status, count(*) FROM subscription WHERE status <> 'ended' GROUP BY status`,
        );
        return STATUSES.map((status) => [status, Number(rows.find((row) => row.status === status)?.count ?? 0)]);
      },
    });
    this.measures.add({
      name: 'regie_webhook_events',
      kind: 'gauge',
      help: 'Events that were taken up for delivery and are delivered, dead or pending, all subscriptions together; taken is their sum.',
      label: 'state',
      read: async () => {
        const [row] = await this.db.query<[Record<string, string>]>(
          `SELECT coalesce(sum(taken), 0) AS taken, coalesce(sum(delivered), 0) AS delivered, coalesce(sum(dead), 0) AS dead,
                  (SELECT count(*) FROM delivery WHERE state = 'pending') AS pending FROM delivery_line`,
        );
        return Object.entries(row).map(([state, count]) => [state, Number(count)]);
      },
    });
    this.measures.add({
      name: 'regie_webhook_oldest_pending_seconds',
      kind: 'gauge',
      help: 'How long the oldest event waits that an active subscription has taken up and not delivered.',
      read: async () => {
        const [row] = await this.db.query<[{ seconds: number }]>(
          `SELECT coalesce(extract(epoch FROM now() - min(taken_at)), 0)::float8 AS seconds
             FROM delivery JOIN subscription ON (subscription.city, subscription.id) = (delivery.city, subscription_id)
            WHERE state = 'pending' AND status = 'active'`,
        );
        return [['', row.seconds]];
      },
    });
  }

  count(outcome: 'delivered' | 'failed', events: number): void {
    this.counts[outcome] += events;
  }
}
