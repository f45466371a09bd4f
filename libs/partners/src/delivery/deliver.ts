import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DeliveryClock } from './delivery-clock.js';
import { type DeliveryCursor, DeliveryCursors } from './delivery-cursor.js';
import type { DeliveryTurn } from './delivery-turn.js';
import { afterAttempt, later } from './follow-up.js';
import { Preparation, type PreparedPage } from './prepare.js';
import { DeliveryRecorder } from './record.js';
import { Sender, type SignedMessage } from './send.js';
import type { UndeliveredMessage } from './undelivered-events.js';

/** Longest turn of a cursor with many deliveries; then other cursors get their turn. */
const TURN_MS = 5_000;
/** Age at which a page is read again before its events are sent: the agency may have lost the right to see them. */
const FRESH_MS = 250;
/** Longest pause between two messages within a turn; a longer pause releases the cursor. */
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
   * Works on a cursor for a few seconds, and releases it.
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
   * Sends the messages of a page, until one fails, the next one has to wait, or the page is no longer fresh. While an endpoint works on one message,
   * the next one is signed.
   * @returns whether to go on with the next page at once
   */
  private async sendInOrder(turn: DeliveryTurn, page: PreparedPage, stopping: AbortSignal): Promise<boolean> {
    const pending = page.messages.map((message) => message.filter(({ delivery }) => delivery.state === 'pending'));
    let signed: Promise<SignedMessage> | undefined;
    let sent = 0;
    for (const [index, message] of pending.entries()) {
      if (message.length > 0) {
        if (performance.now() - page.readAt > FRESH_MS || stopping.aborted) {
          turn.shrinkPage(sent);
          return true;
        }
        const sending = this.sender.send(await (signed ?? this.sender.sign(turn.cursor, message)), stopping);
        signed = this.signAhead(turn.cursor, pending[index + 1]);
        const attempt = await sending;
        turn.add(afterAttempt(turn.cursor, attempt, this.clock));
        if (attempt.outcome !== 'delivered') return false;
        sent++;
      }
      const isLast = index === pending.length - 1;
      turn.add({ position: isLast ? page.end : positionAfter(page.messages[index]!) });
      if (message.length > 0 && !(await this.waitAfter(turn))) return false;
    }
    turn.add({ position: page.end });
    turn.growPage();
    return page.more;
  }

  /** Waits for the pause of the rate limit; returns false when the pause is too long for this turn, and scheduled instead. */
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
    // The signature may never be awaited: a rejection is then no unhandled one, and an `await` still gets it.
    signed.catch(() => undefined);
    return signed;
  }
}

const positionAfter = (message: UndeliveredMessage): PreparedPage['end'] => {
  const { cursor, sequence } = message.at(-1)!.entry;
  return { cursor, sequence };
};
