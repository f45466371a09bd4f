import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { brusselsDate, DomainError } from '#kernel';
import { type FeedPage, readFeed } from '../feed/queries/read-feed.js';
import { DeliveryClock } from './delivery-clock.js';
import { DELIVERY_DATABASE, type DeliveryCursor } from './delivery-cursor.js';
import { DeliveryTurn } from './delivery-turn.js';
import { BLOCKED_RETRY_MS, closing, later, suspension } from './follow-up.js';
import { DeliveryRecorder } from './record.js';
import { Sender } from './send.js';
import type { FollowUp } from './subscription-port.js';
import { UndeliveredEvents, type UndeliveredMessage } from './undelivered-events.js';

/** A page of the feed whose events are all enqueued. `end`: the position after the page. */
export type PreparedPage = Readonly<{
  messages: readonly UndeliveredMessage[];
  end: Readonly<{ cursor: string; sequence: number }>;
  more: boolean;
  readAt: number;
}>;

/** Reads the events that an agency may see at this moment, and enqueues them. */
@Injectable()
export class Preparation {
  constructor(
    @Inject(DELIVERY_DATABASE) private readonly db: DataSource,
    private readonly recorder: DeliveryRecorder,
    private readonly sender: Sender,
    private readonly clock: DeliveryClock,
  ) {}

  async begin(cursor: DeliveryCursor): Promise<DeliveryTurn> {
    const undelivered = new UndeliveredEvents(cursor.content === 'batch', await this.recorder.undelivered(cursor));
    await this.sender.loadKeys(cursor);
    return new DeliveryTurn(cursor, undelivered);
  }

  /**
   * Reads and enqueues the next page, and records the results of the previous page in the same statement. Returns
   * undefined when the turn must end, because the feed cannot be read or the subscription has changed.
   * @throws {LeaseLost}
   */
  async prepare(turn: DeliveryTurn): Promise<PreparedPage | undefined> {
    const page = await this.read(turn);
    if (!page) return undefined;
    const readAt = performance.now();
    const { undelivered } = turn;
    undelivered.removeUpTo(turn.cursor.sequence);
    await this.split(turn, undelivered.toSplit(page));
    const enqueue = undelivered.missingFrom(page);
    const withhold = undelivered.withheldFrom(page);
    if (turn.hasUnrecorded || enqueue.length + withhold.length > 0) {
      const { enqueued, version } = await this.recorder.record(turn.cursor, { ...turn.unrecorded, enqueue, withhold });
      turn.recorded();
      undelivered.remove(withhold);
      undelivered.add(enqueued);
      if (version !== turn.cursor.version) return undefined;
    }
    const end = { cursor: page.next, sequence: page.upTo };
    return { messages: undelivered.messagesOf(page), end, more: page.more, readAt };
  }

  private async split({ cursor, undelivered }: DeliveryTurn, deliveries: readonly number[]): Promise<void> {
    if (deliveries.length === 0) return;
    await this.recorder.split(cursor, deliveries);
    undelivered.split(deliveries);
  }

  private async read(turn: DeliveryTurn): Promise<FeedPage | undefined> {
    const { city, agency, cursor, types, neighbourhoods, themes } = turn.cursor;
    const filter = {
      types: unlessEmpty(types),
      neighbourhoods: unlessEmpty(neighbourhoods),
      themes: unlessEmpty(themes),
    };
    const today = brusselsDate(this.clock.now());
    try {
      return await readFeed(this.db, { city, agency }, cursor, turn.pageSize, filter, today);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const followUp = followUpOf(turn.cursor, error);
      turn.add({
        problem: error.code,
        nextAttemptAt: later(this.clock, BLOCKED_RETRY_MS),
        ...(followUp && { followUp }),
      });
      return undefined;
    }
  }
}

/** Converts a list of a subscription to a filter of the feed. An empty list means no filter. */
const unlessEmpty = (codes: readonly string[]): readonly string[] | undefined => (codes.length > 0 ? codes : undefined);

/**
 * Returns the command that follows from a refused read. The subscription of an ended agency is closed. A subscription
 * whose position is no longer in the feed is suspended.
 */
const followUpOf = (cursor: DeliveryCursor, { code, details }: DomainError): FollowUp | undefined => {
  if (code === 'agency.not-active' && details['state'] === 'ended') return closing(cursor, 'agency-ended');
  return code.startsWith('feed.') ? suspension(cursor, 'place-unknown') : undefined;
};
