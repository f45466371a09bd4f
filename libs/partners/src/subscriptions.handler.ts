import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { DomainError } from '#decider';
import { type EventStore, handle, type Handled, StateCache } from '#event-store';
import { EVENT_STORE, type Write } from '#service';
import { type Subscription, type SubscriptionCommand, type SubscriptionEvent, subscriptionRules, subscriptionStream } from './domain/subscription.js';
import { AgencyRow } from './read-models/agencies.js';
import { OutgoingCalls, UrlRefused } from './webhooks/outgoing.js';

/** A wish about one subscription of the asker's agency, or what the deliveries came upon. */
export class HandleSubscription {
  constructor(
    readonly command: SubscriptionCommand,
    readonly write: Pick<Write, 'commandId' | 'fingerprint' | 'retryable' | 'traceparent'>,
  ) {}
}

export type SubscriptionHandled = Handled<SubscriptionEvent, Subscription | undefined>;

@CommandHandler(HandleSubscription)
export class SubscriptionHandler implements ICommandHandler<HandleSubscription, SubscriptionHandled> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly cache: StateCache,
    @InjectDataSource('partners') private readonly db: DataSource,
    private readonly calls: OutgoingCalls,
  ) {}

  execute({ command, write }: HandleSubscription): Promise<SubscriptionHandled> {
    const stream = subscriptionStream(command.by.city, command.data.subscriptionId);
    return handle(this.store, this.cache, subscriptionRules, stream, () => this.checked(command), write);
  }

  /** @throws {DomainError} the asker's agency takes no part, or the address may not be called */
  private async checked(command: SubscriptionCommand): Promise<SubscriptionCommand> {
    if (!BY_ACTIVE_AGENCIES.includes(command.type)) return command;
    const { city, agency } = command.by;
    const asker = await this.db.manager.findOneBy(AgencyRow, { city, code: agency });
    if (!asker) throw new DomainError('agency.not-known', { agency });
    if (asker.status !== 'active') throw new DomainError('agency.not-active', { agency, state: asker.status });
    const url = 'url' in command.data ? command.data.url : undefined;
    if (url !== undefined) await this.mayBeCalled(url);
    return command;
  }

  private async mayBeCalled(url: string): Promise<void> {
    try {
      await this.calls.inspect(url);
    } catch (error) {
      if (error instanceof UrlRefused) throw new DomainError('subscription.url-refused', { fault: error.fault });
      throw error;
    }
  }
}

/** A suspended agency has nothing delivered; it may still stop what it has. */
const BY_ACTIVE_AGENCIES: readonly SubscriptionCommand['type'][] = ['CreateSubscription', 'ChangeSubscription', 'ResumeSubscription', 'ReplaySubscription', 'RotateSecret'];
