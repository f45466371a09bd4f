import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { EventStore } from '#event-store';
import { brusselsDate, hubActor } from '#kernel';
import { EVENT_STORE } from '#runtime';
import type { CursorChange } from '../delivery/cursor-changes.js';
import { DeliveryClock } from '../delivery/delivery-clock.js';
import type { DeliveryCursor } from '../delivery/delivery-cursor.js';
import { type FollowUp, SubscriptionPort } from '../delivery/subscription-port.js';
import { positionOf } from '../feed/queries/feed-cursor.js';
import { HandleSubscription } from './commands/subscription.handler.js';
import { type SubscriptionCommand, subscriptionStream } from './domain/subscription.js';
import type { SubscriptionEvent } from './domain/subscription-history.js';

/**
 * Implements the port of the deliveries: reads events from the event store, and dispatches follow-ups to the command
 * bus.
 */
@Injectable()
export class SubscriptionAdapter extends SubscriptionPort {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly commands: CommandBus,
    private readonly clock: DeliveryClock,
  ) {
    super();
  }

  override async changesFor(cursor: DeliveryCursor): Promise<readonly CursorChange[]> {
    const { city, subscriptionId, appliedVersion, version } = cursor;
    const stream = subscriptionStream(city, subscriptionId);
    const events = await this.store.read<SubscriptionEvent>(stream, appliedVersion, version - appliedVersion);
    return events.map((event) => changeOf(cursor, event));
  }

  override async decide(city: string, followUp: FollowUp): Promise<void> {
    const now = this.clock.now();
    const command: SubscriptionCommand = {
      ...followUp,
      by: hubActor(city, 'deliveries'),
      now: now.toISOString(),
      today: brusselsDate(now),
    };
    await this.commands.execute(new HandleSubscription(command, { commandId: randomUUID() }));
  }
}

/** Translates an event of a subscription into the change of its delivery cursor. */
const changeOf = (cursor: DeliveryCursor, { type, data }: SubscriptionEvent): CursorChange => {
  switch (type) {
    case 'SubscriptionReplayed':
      return { rewind: { cursor: data.after, sequence: positionOf(cursor, data.after).sequence } };
    case 'EventSkipped':
      return { skip: { eventId: data.eventId, reason: data.reason } };
    case 'SubscriptionChanged':
    case 'SubscriptionResumed':
    case 'SubscriptionConfirmed':
      return { retry: true };
    case 'SubscriptionSuspended':
      return { notify: true };
    case 'SubscriptionEnded':
      return { close: true };
    default:
      return {};
  }
};
