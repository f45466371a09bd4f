import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';
import type { EndCause, SuspensionCause } from '#contracts';
import { cityOf, type StoredEvent } from '#event-store';
import { type Page, readPage } from '#http';
import { DomainError, unreachable } from '#kernel';
import { ownEvents, projection, selectFrom } from '#messaging';
import { statement, statementByFilters } from '#postgres';
import type { RegisterEvent } from '../../agencies/domain/agency-register.js';
import { feedSignal } from '../../feed/notify/feed-signal.js';
import {
  type SubscriptionEvent,
  type SubscriptionStatus,
  type SubscriptionTerms,
  termsOf,
} from '../domain/subscription-history.js';

/**
 * The current state of a subscription, projected from the log. The progress of its deliveries is in `delivery_cursor`,
 * which only the delivery worker writes.
 */
@Entity('subscription')
export class SubscriptionRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') id: string;
  @Column('text') agency: string;
  @Column('int') version: number;
  @Column('text') url: string;
  @Column('text', { array: true }) types: readonly string[];
  @Column('text', { array: true }) neighbourhoods: readonly string[];
  @Column('text', { array: true }) themes: readonly string[];
  @Column('text') mode: SubscriptionTerms['mode'];
  @Column('text') content: SubscriptionTerms['content'];
  @Column('text', { array: true }) signatures: SubscriptionTerms['signatures'];
  @Column('text') status: SubscriptionStatus;
  /** the cause of the suspension or the end */
  @Column('text', { nullable: true }) cause: SuspensionCause | EndCause | null;
  /** true: the endpoint gave its consent to deliveries */
  @Column('boolean') confirmed: boolean;
  /** the requests a minute that the endpoint allows; null: unlimited */
  @Column('int', { nullable: true }) rate: number | null;
  /** the cursor after which the deliveries begin */
  @Column('text', { name: 'starts_after' }) startsAfter: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'changed_at' }) changedAt: Date;
}

export const subscriptions = projection({
  name: 'partners.subscriptions',
  from: ownEvents<RegisterEvent | SubscriptionEvent>(),
  entities: [SubscriptionRow],
  // Deliveries of a new or changed subscription begin at once.
  applied: () => feedSignal.notify(),
  fold: (event, tables) => {
    if (!event.stream.startsWith('subscription-')) return;
    const { stream, revision, recordedAt, type, data } = event as StoredEvent<SubscriptionEvent>;
    const key = { city: cityOf(stream), id: data.subscriptionId };
    const seen = { version: revision + 1, changedAt: new Date(recordedAt) };
    const change = (columns: (row: SubscriptionRow) => Partial<SubscriptionRow> = () => ({})): void =>
      tables(SubscriptionRow).update(key, (row) => ({ ...seen, ...columns(row) }));
    switch (type) {
      case 'SubscriptionCreated': {
        const { agency, after: startsAfter } = data;
        const terms = { ...termsOf(data), rate: null, startsAfter };
        const state = { status: 'unconfirmed', cause: null, confirmed: false, createdAt: seen.changedAt } as const;
        return tables(SubscriptionRow).insert({ ...key, ...seen, agency, ...terms, ...state });
      }
      case 'SubscriptionChanged': {
        const unconfirmed = { status: 'unconfirmed', cause: null, confirmed: false, rate: null } as const;
        return change(() => ({ ...termsOf(data), ...(data.moved && unconfirmed) }));
      }
      case 'SubscriptionConfirmed':
        return change(({ status }) => ({
          status: status === 'unconfirmed' ? 'active' : status,
          rate: data.rate ?? null,
          confirmed: true,
        }));
      case 'SubscriptionPaused':
        return change(() => ({ status: 'paused', cause: null }));
      case 'SubscriptionSuspended':
        return change(() => ({ status: 'suspended', cause: data.cause }));
      case 'SubscriptionResumed':
        return change(({ confirmed }) => ({ status: confirmed ? 'active' : 'unconfirmed', cause: null }));
      case 'SubscriptionEnded':
        return change(() => ({ status: 'ended', cause: data.cause }));
      case 'SubscriptionReplayed':
      case 'EventSkipped':
      case 'SecretRotated':
        return change();
      default:
        return unreachable(type);
    }
  },
});

/** One subscription of the actor's agency. */
export class SubscriptionById extends Query<SubscriptionRow> {
  constructor(
    readonly city: string,
    readonly agency: string,
    readonly id: string,
  ) {
    super();
  }
}

const SUBSCRIPTION = statement<SubscriptionRow>(
  'partners.subscription',
  `${selectFrom(SubscriptionRow)} WHERE city = $1 AND agency = $2 AND id = $3`,
);

@QueryHandler(SubscriptionById)
export class SubscriptionByIdHandler implements IQueryHandler<SubscriptionById> {
  constructor(@InjectDataSource('partners') private readonly db: DataSource) {}

  /** @throws {DomainError} `subscription.unknown`, also for a subscription of another agency */
  async execute({ city, agency, id }: SubscriptionById): Promise<SubscriptionRow> {
    const [subscription] = await SUBSCRIPTION.rows(this.db, [city, agency, id]);
    if (!subscription) throw new DomainError('subscription.unknown', { subscriptionId: id });
    return subscription;
  }
}

/** The subscriptions of an agency in order of id, after the id `after`. */
export class ListSubscriptions extends Query<Page<SubscriptionRow>> {
  constructor(
    readonly city: string,
    readonly agency: string,
    readonly filter: Readonly<{ status?: string; after?: string; limit: number }>,
  ) {
    super();
  }
}

const SUBSCRIPTIONS = statementByFilters<SubscriptionRow, 'status'>(
  'partners.list-subscriptions',
  ['status'],
  ([status]) => `${selectFrom(SubscriptionRow)}
     WHERE city = $1 AND agency = $2 AND id > $3 ${status ? 'AND status = $5' : ''} ORDER BY id LIMIT $4`,
);

@QueryHandler(ListSubscriptions)
export class ListSubscriptionsHandler implements IQueryHandler<ListSubscriptions> {
  constructor(@InjectDataSource('partners') private readonly db: DataSource) {}

  execute({ city, agency, filter: { status, after, limit } }: ListSubscriptions): Promise<Page<SubscriptionRow>> {
    const list = SUBSCRIPTIONS(status ? ['status'] : []);
    const values = status ? [status] : [];
    return readPage(
      limit,
      (rows) => list.rows(this.db, [city, agency, after ?? '', rows, ...values]),
      ({ id }) => id,
    );
  }
}
