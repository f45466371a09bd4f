import type { DeliveryCursor } from './delivery-cursor.js';
import type { DeliveryUpdate } from './record.js';
import type { Attempt } from './send.js';
import type { UndeliveredEvents } from './undelivered-events.js';

const MAX_PAGE_SIZE = 100;
const MIN_PAGE_SIZE = 16;

/** One turn of the delivery worker: a few seconds of work on one cursor, from its claim to its release. */
export class DeliveryTurn {
  private update: DeliveryUpdate = {};
  private attempts: Attempt[] = [];
  /** number of feed entries to read at once; always the maximum for batches, because a batch is one page */
  pageSize: number;

  /** `cursor` already includes the results that are not recorded yet */
  constructor(
    public cursor: DeliveryCursor,
    readonly undelivered: UndeliveredEvents,
  ) {
    this.pageSize = cursor.content === 'batch' ? MAX_PAGE_SIZE : MIN_PAGE_SIZE;
  }

  /** Results of attempts that are not recorded yet. */
  get unrecorded(): DeliveryUpdate {
    return { ...this.update, attempts: this.attempts };
  }

  get hasUnrecorded(): boolean {
    return this.attempts.length > 0 || Object.keys(this.update).length > 0;
  }

  recorded(): void {
    this.update = {};
    this.attempts = [];
  }

  add({ attempts = [], ...update }: DeliveryUpdate): void {
    this.attempts.push(...attempts);
    this.update = { ...this.update, ...update };
    const { position, failures = this.cursor.failures, rateLimitMs = this.cursor.rateLimitMs } = update;
    this.cursor = { ...this.cursor, ...position, failures, rateLimitMs };
  }

  /** Doubles the page size after all messages of a page were sent before the page became too old. */
  growPage(): void {
    if (this.cursor.content !== 'batch') this.pageSize = Math.min(MAX_PAGE_SIZE, 2 * this.pageSize);
  }

  /** Reduces the page size to the number of messages that were sent before the page became too old. */
  shrinkPage(sent: number): void {
    if (this.cursor.content !== 'batch' && sent > 0) this.pageSize = Math.max(MIN_PAGE_SIZE, sent);
  }
}
