import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type CommandResult, type EventStore, handle, type HandleOptions, StateCache } from '#event-store';
import { EVENT_STORE } from '#runtime';
import { SsrfGuard } from '../../delivery/ssrf-guard.js';
import { type SubscriptionCommand, subscriptionRules, subscriptionStream } from '../domain/subscription.js';
import type { Subscription, SubscriptionEvent } from '../domain/subscription-history.js';
import { loadSubscriptionFacts } from './load-subscription-facts.js';

/** A command on one subscription, from an actor of its agency or from the delivery worker. */
export class HandleSubscription extends Command<SubscriptionResult> {
  constructor(
    readonly command: SubscriptionCommand,
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
  ) {}

  execute({ command, write }: HandleSubscription): Promise<SubscriptionResult> {
    const { db, queries, ssrfGuard } = this;
    const stream = subscriptionStream(command.by.city, command.data.subscriptionId);
    return handle(this.store, this.cache, subscriptionRules, stream, command, write, () =>
      loadSubscriptionFacts({ db, queries, ssrfGuard }, command),
    );
  }
}
