import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { cursorOf, type FeedOf } from '../feed/queries/feed-cursor.js';
import { DeliveryClock } from './delivery-clock.js';
import { type DeliveryCursor, DeliveryCursors } from './delivery-cursor.js';
import type { DeliveryTurn } from './delivery-turn.js';
import { afterAttempt, later } from './follow-up.js';
import { Preparation, type PreparedPage } from './prepare.js';
import { DeliveryRecorder } from './record.js';
import { Sender, type SignedMessage } from './send.js';
import type { UndeliveredMessage } from './undelivered-events.js';

/** Time limit of a turn, so that a cursor with many deliveries does not hold up other cursors. */
const TURN_MS = 5_000;
/**
 * Maximum age of a page. An older page is read again before sending, because the agency may have lost access to its
 * events.
 */
const FRESH_MS = 250;
/**
 * Longest pause between two messages within a turn. Before a longer pause, the turn ends and the next attempt is
 * scheduled.
 */
const MAX_PAUSE_MS = 100;

/** Delivers the feed to an active subscription, one message at a time, in order: prepare, send, record, follow up. */
@Injectable()
export class EventDelivery {
  constructor(
    private readonly cursors: DeliveryCursors,
    private readonly preparation: Preparation,
    private readonly sender: Sender,
    private readonly recorder: DeliveryRecorder,
    private readonly clock: DeliveryClock,
  ) {}

  /**
   * Sends the messages after the cursor for a few seconds, then releases the cursor.
   * @throws {LeaseLost}
   */
  async deliver(cursor: DeliveryCursor, stopping: AbortSignal): Promise<void> {
    if (!this.cursors.isDue(cursor)) return this.recorder.release(cursor);
    const endsAt = performance.now() + TURN_MS;
    const turn = await this.preparation.begin(cursor);
    for (let more = true; more;) {
      const page = await this.preparation.prepare(turn);
      const isOver = performance.now() > endsAt || stopping.aborted;
      more = page !== undefined && (await this.sendInOrder(turn, page, stopping)) && !isOver;
    }
    await this.recorder.release(turn.cursor, turn.unrecorded);
  }

  /**
   * Sends the messages of a page in order. Stops when a message fails, when the rate limit demands a long pause, or
   * when the page is too old. While the endpoint handles one message, the next message is signed.
   * @returns true: the turn continues with the next page
   */
  private async sendInOrder(turn: DeliveryTurn, page: PreparedPage, stopping: AbortSignal): Promise<boolean> {
    const pending = page.messages.map((message) =>
      message.filter(({ undelivered }) => undelivered.state === 'pending'),
    );
    let signed: Promise<SignedMessage> | undefined;
    let sent = 0;
    let passed = 0;
    const stop = (goesOn: boolean): boolean => {
      if (passed > 0) turn.add({ position: positionAfter(turn.cursor, page, passed) });
      return goesOn;
    };
    for (const [index, message] of pending.entries()) {
      if (message.length > 0) {
        if (performance.now() - page.readAt > FRESH_MS || stopping.aborted) {
          turn.shrinkPage(sent);
          return stop(true);
        }
        const sending = this.sender.send(await (signed ?? this.sender.sign(turn.cursor, message)), stopping);
        signed = this.signAhead(turn.cursor, pending[index + 1]);
        const attempt = await sending;
        turn.add(afterAttempt(turn.cursor, attempt, this.clock));
        if (attempt.outcome !== 'delivered') return stop(false);
        sent++;
      }
      passed = index + 1;
      if (message.length > 0 && !(await this.waitAfter(turn))) return stop(false);
    }
    turn.add({ position: page.end });
    turn.growPage();
    return page.more;
  }

  /**
   * Waits for the pause of the rate limit. A long pause is scheduled instead, and the method returns false to end the
   * turn.
   */
  private async waitAfter(turn: DeliveryTurn): Promise<boolean> {
    const { rateLimitMs, rate } = turn.cursor;
    const waitMs = Math.max(rateLimitMs, rate ? 60_000 / rate : 0);
    if (waitMs > MAX_PAUSE_MS) {
      turn.add({ nextAttemptAt: later(this.clock, waitMs) });
      return false;
    }
    if (waitMs > 0) await pause(waitMs);
    return true;
  }

  private signAhead(cursor: DeliveryCursor, message: UndeliveredMessage = []): Promise<SignedMessage> | undefined {
    if (message.length === 0) return undefined;
    const signed = this.sender.sign(cursor, message);
    // Avoids an unhandled rejection when the turn ends before the signature is used. An `await` of the promise still
    // throws.
    signed.catch(() => undefined);
    return signed;
  }
}

/** Returns the position after the first `passed` messages of a page. */
const positionAfter = (feed: FeedOf, { messages, end }: PreparedPage, passed: number): PreparedPage['end'] => {
  if (passed === messages.length) return end;
  const { position } = messages[passed - 1]!.at(-1)!.entry;
  return { cursor: cursorOf(feed, position), sequence: position.sequence };
};
