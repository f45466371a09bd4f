import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type CommandResult, type EventStore, handle, type HandleOptions, StateCache } from '#event-store';
import { brusselsDate, DomainError, type Incomplete } from '#kernel';
import { EVENT_STORE } from '#runtime';
import { DeliveryClock } from '../../delivery/delivery-clock.js';
import { ListDeliveries } from '../../delivery/delivery-log.js';
import { DeliveryStatusOf } from '../../delivery/delivery-status.js';
import { SsrfGuard, UrlRefused } from '../../delivery/ssrf-guard.js';
import { BEGINNING, cursorOf, type FeedOf, placeOf } from '../../feed/queries/feed-cursor.js';
import { cursorAt, cursorAtEnd, mustBeActive, readFeed } from '../../feed/queries/read-feed.js';
import {
  type CreateSubscription,
  type ReplaySubscription,
  type SkipEvent,
  type Subscription,
  type SubscriptionCommand,
  type SubscriptionEvent,
  subscriptionRules,
  subscriptionStream,
} from '../domain/subscription.js';
import { SubscriptionById } from '../queries/subscriptions.js';

export type SubscriptionRequest =
  | Exclude<SubscriptionCommand, CreateSubscription | ReplaySubscription | SkipEvent>
  /** `after`: a cursor of the agency's feed; from its end on when left out */
  | Incomplete<CreateSubscription, 'after' | 'others', { after?: string }>
  /** `after`, or `since` an instant; from the beginning of the feed on when both are left out */
  | Incomplete<ReplaySubscription, 'after' | 'ahead', { after?: string; since?: Date }>
  | Incomplete<SkipEvent, 'waiting'>;

/** A wish about one subscription of the asker's agency, or what the deliveries came upon. */
export class HandleSubscription extends Command<SubscriptionResult> {
  constructor(
    readonly request: SubscriptionRequest,
    readonly write: HandleOptions,
  ) {
    super();
  }
}

export type SubscriptionResult = CommandResult<SubscriptionEvent, Subscription | undefined>;

@CommandHandler(HandleSubscription)
export class SubscriptionHandler implements ICommandHandler<HandleSubscription> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly cache: StateCache,
    private readonly queries: QueryBus,
    @InjectDataSource('partners') private readonly db: DataSource,
    private readonly ssrfGuard: SsrfGuard,
    private readonly clock: DeliveryClock,
  ) {}

  execute({ request, write }: HandleSubscription): Promise<SubscriptionResult> {
    const stream = subscriptionStream(request.by.city, request.data.subscriptionId);
    return handle(this.store, this.cache, subscriptionRules, stream, () => this.commandOf(request), write);
  }

  /** @throws {DomainError} the asker's agency takes no part, the address may not be called, or the cursor is none of its feed */
  private async commandOf(request: SubscriptionRequest): Promise<SubscriptionCommand> {
    if (BY_ACTIVE_AGENCIES.includes(request.type)) await mustBeActive(this.db, request.by);
    if ('url' in request.data && request.data.url !== undefined && request.type !== 'ConfirmSubscription')
      await this.mayBeCalled(request.data.url);
    switch (request.type) {
      case 'CreateSubscription':
        return this.create(request);
      case 'ReplaySubscription':
        return this.replay(request);
      case 'SkipEvent':
        return this.skip(request);
      default:
        return request;
    }
  }

  private async create({
    data,
    ...request
  }: Extract<SubscriptionRequest, { type: 'CreateSubscription' }>): Promise<CreateSubscription> {
    const { city, agency } = request.by;
    const others = await this.db.query<unknown[]>(
      `SELECT FROM subscription WHERE city = $1 AND agency = $2 AND status <> 'ended'`,
      [city, agency],
    );
    const after =
      data.after === undefined ? await cursorAtEnd(this.db, request.by) : await this.known(request.by, data.after);
    return { ...request, data: { ...data, after, others: others.length } };
  }

  private async replay({
    data: { since, ...data },
    ...request
  }: Extract<SubscriptionRequest, { type: 'ReplaySubscription' }>): Promise<ReplaySubscription> {
    const { by } = request;
    await this.mustBeTheirs(by, data.subscriptionId);
    const after =
      data.after !== undefined
        ? await this.known(by, data.after)
        : since !== undefined
          ? await cursorAt(this.db, by, since)
          : cursorOf(by, BEGINNING);
    const deliveryStatuses = await this.queries.execute(new DeliveryStatusOf(by.city, [data.subscriptionId]));
    const status = deliveryStatuses.get(data.subscriptionId);
    return {
      ...request,
      data: { ...data, after, ahead: status !== undefined && placeOf(by, after).sequence > status.sequence },
    };
  }

  private async skip({ data, ...request }: Extract<SubscriptionRequest, { type: 'SkipEvent' }>): Promise<SkipEvent> {
    const { subscriptionId, eventId } = data;
    await this.mustBeTheirs(request.by, subscriptionId);
    const { items } = await this.queries.execute(
      new ListDeliveries(request.by.city, subscriptionId, { state: 'pending', eventId, limit: 1 }),
    );
    return { ...request, data: { ...data, waiting: items.length > 0 } };
  }

  /** @throws {DomainError} `subscription.unknown` */
  private async mustBeTheirs({ city, agency }: FeedOf, subscriptionId: string): Promise<void> {
    await this.queries.execute(new SubscriptionById(city, agency, subscriptionId));
  }

  /** @throws {DomainError} `feed.cursor-malformed`, `feed.cursor-foreign`, `feed.cursor-unknown` */
  private async known({ city, agency }: FeedOf, cursor: string): Promise<string> {
    await readFeed(this.db, { city, agency }, cursor, 1, {}, brusselsDate(this.clock.now()));
    return cursor;
  }

  private async mayBeCalled(url: string): Promise<void> {
    try {
      await this.ssrfGuard.check(url);
    } catch (error) {
      if (error instanceof UrlRefused) throw new DomainError('subscription.url-refused', { fault: error.fault });
      throw error;
    }
  }
}

/** A suspended agency has nothing delivered; it may still stop what it has. */
const BY_ACTIVE_AGENCIES: readonly SubscriptionCommand['type'][] = [
  'CreateSubscription',
  'ChangeSubscription',
  'ResumeSubscription',
  'ReplaySubscription',
  'RotateSecret',
];
