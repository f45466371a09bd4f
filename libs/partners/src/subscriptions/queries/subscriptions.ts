import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';
import { cityOf, type StoredEvent } from '#event-store';
import { type Page, readPage } from '#http';
import { DomainError, unreachable } from '#kernel';
import { ownProjection } from '#messaging';
import type { RegisterEvent } from '../../agencies/domain/agency-register.js';
import type {
  EndCause,
  SubscriptionEvent,
  SubscriptionStatus,
  SubscriptionTerms,
  SuspensionCause,
} from '../domain/subscription.js';

/** A subscription as it was decided. How far its deliveries are is not here: that is written by the deliveries alone, and not from the log. */
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
  @Column('text') status: SubscriptionStatus;
  /** why it is suspended or has ended */
  @Column('text', { nullable: true }) cause: SuspensionCause | EndCause | null;
  /** its endpoint agreed to deliveries */
  @Column('boolean') confirmed: boolean;
  /** requests a minute that its endpoint allows; null: as many as there are */
  @Column('int', { nullable: true }) rate: number | null;
  /** the cursor behind which its deliveries begin */
  @Column('text', { name: 'starts_after' }) startsAfter: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'changed_at' }) changedAt: Date;
}

export const subscriptions = ownProjection<RegisterEvent | SubscriptionEvent>({
  name: 'partners.subscriptions',
  tables: ['subscription'],
  apply: async (event, tx) => {
    if (!event.stream.startsWith('subscription-')) return;
    const { stream, revision, recordedAt, type, data } = event as StoredEvent<SubscriptionEvent>;
    const city = cityOf(stream);
    const id = data.subscriptionId;
    const change = (columns: string, ...values: unknown[]): Promise<unknown> =>
      tx.query(
        `UPDATE subscription SET version = $3, changed_at = $4 ${columns && `, ${columns}`} WHERE city = $1 AND id = $2`,
        [city, id, revision + 1, new Date(recordedAt), ...values],
      );
    switch (type) {
      case 'SubscriptionCreated': {
        const { agency, url, types, neighbourhoods, themes, mode, content, after: startsAfter } = data;
        const at = new Date(recordedAt);
        const terms = { url, types, neighbourhoods, themes, mode, content };
        await tx.insert(SubscriptionRow, {
          city,
          id,
          agency,
          version: revision + 1,
          ...terms,
          status: 'unconfirmed',
          confirmed: false,
          startsAfter,
          createdAt: at,
          changedAt: at,
        });
        return;
      }
      case 'SubscriptionChanged': {
        const { url, types, neighbourhoods, themes, mode, content, moved } = data;
        const unconfirmed = moved ? `, status = 'unconfirmed', cause = NULL, confirmed = false, rate = NULL` : '';
        await change(
          `url = $5, types = $6, neighbourhoods = $7, themes = $8, mode = $9, content = $10${unconfirmed}`,
          url,
          types,
          neighbourhoods,
          themes,
          mode,
          content,
        );
        return;
      }
      case 'SubscriptionConfirmed':
        await change(
          `status = CASE WHEN status = 'unconfirmed' THEN 'active' ELSE status END, rate = $5, confirmed = true`,
          data.rate ?? null,
        );
        return;
      case 'SubscriptionPaused':
        await change(`status = 'paused', cause = NULL`);
        return;
      case 'SubscriptionSuspended':
        await change(`status = 'suspended', cause = $5`, data.cause);
        return;
      case 'SubscriptionResumed':
        await change(`status = CASE WHEN confirmed THEN 'active' ELSE 'unconfirmed' END, cause = NULL`);
        return;
      case 'SubscriptionEnded':
        await change(`status = 'ended', cause = $5`, data.cause);
        return;
      case 'SubscriptionReplayed':
      case 'EventSkipped':
      case 'SecretRotated':
        await change('');
        return;
      default:
        unreachable(type);
    }
  },
});

/** One subscription of the asker's agency. */
export class SubscriptionById extends Query<SubscriptionRow> {
  constructor(
    readonly city: string,
    readonly agency: string,
    readonly id: string,
  ) {
    super();
  }
}

@QueryHandler(SubscriptionById)
export class SubscriptionByIdHandler implements IQueryHandler<SubscriptionById> {
  constructor(@InjectDataSource('partners') private readonly db: DataSource) {}

  /** @throws {DomainError} `subscription.unknown`, also when it belongs to another agency */
  async execute({ city, agency, id }: SubscriptionById): Promise<SubscriptionRow> {
    const subscription = await this.db.manager.findOneBy(SubscriptionRow, { city, agency, id });
    if (!subscription) throw new DomainError('subscription.unknown', { subscriptionId: id });
    return subscription;
  }
}

/** The subscriptions of an agency in order of their id, behind `after`. */
export class ListSubscriptions extends Query<Page<SubscriptionRow>> {
  constructor(
    readonly city: string,
    readonly agency: string,
    readonly filter: Readonly<{ status?: string; after?: string; limit: number }>,
  ) {
    super();
  }
}

@QueryHandler(ListSubscriptions)
export class ListSubscriptionsHandler implements IQueryHandler<ListSubscriptions> {
  constructor(@InjectDataSource('partners') private readonly db: DataSource) {}

  execute({ city, agency, filter: { status, after, limit } }: ListSubscriptions): Promise<Page<SubscriptionRow>> {
    const query = this.db.manager
      .createQueryBuilder(SubscriptionRow, 'subscription')
      .where('subscription.city = :city AND subscription.agency = :agency', { city, agency });
    if (status) query.andWhere('subscription.status = :status', { status });
    if (after) query.andWhere('subscription.id > :after', { after });
    query.orderBy('subscription.id');
    return readPage(
      limit,
      (rows) => query.limit(rows).getMany(),
      ({ id }) => id,
    );
  }
}
