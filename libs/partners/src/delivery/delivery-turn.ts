import type { DeliveryCursor } from './delivery-cursor.js';
import type { DeliveryUpdate } from './record.js';
import type { UndeliveredEvents } from './undelivered-events.js';

const MAX_PAGE_SIZE = 100;
const MIN_PAGE_SIZE = 16;

/** Work of a few seconds on one cursor, between the claim and the release of the cursor. */
export class DeliveryTurn {
  private update: DeliveryUpdate = {};
  /** entries of the feed to read at once; a batch is as large as a page can be */
  pageSize: number;

  /** `cursor`: the cursor with the updates that are not recorded yet */
  constructor(
    public cursor: DeliveryCursor,
    readonly undelivered: UndeliveredEvents,
  ) {
    this.pageSize = cursor.content === 'batch' ? MAX_PAGE_SIZE : MIN_PAGE_SIZE;
  }

  /** Results of attempts that are not recorded yet. */
  get unrecorded(): DeliveryUpdate {
    return this.update;
  }

  get hasUnrecorded(): boolean {
    return Object.keys(this.update).length > 0;
  }

  recorded(): void {
    this.update = {};
  }

  add(update: DeliveryUpdate): void {
    const attempts = [...(this.update.attempts ?? []), ...(update.attempts ?? [])];
    this.update = { ...this.update, ...update, attempts };
    const { position, failures = this.cursor.failures, rateLimitMs = this.cursor.rateLimitMs } = update;
    this.cursor = { ...this.cursor, ...position, failures, rateLimitMs };
  }

  /** Increases the number of entries to read at once, after a page that was sent while it was fresh. */
  growPage(): void {
    if (this.cursor.content !== 'batch') this.pageSize = Math.min(MAX_PAGE_SIZE, 2 * this.pageSize);
  }

  /** Reduces the number of entries to read at once to the number that was sent while the page was fresh. */
  shrinkPage(sent: number): void {
    if (this.cursor.content !== 'batch' && sent > 0) this.pageSize = Math.max(MIN_PAGE_SIZE, sent);
  }
}
