import { Injectable, Logger } from '@nestjs/common';
import { DeliveryClock } from './delivery-clock.js';
import type { DeliveryCursor } from './delivery-cursor.js';
import { later } from './follow-up.js';
import { DeliveryRecorder, type DeliveryUpdate } from './record.js';
import { SuspensionMail } from './suspension-mail.js';

const MAIL_RETRY_MS = 300_000;
const MAX_MAIL_FAILURES = 12;

/** Notifies the contact of a suspended subscription, once for each suspension. */
@Injectable()
export class SuspensionNotice {
  private readonly logger = new Logger('webhooks');

  constructor(
    private readonly mail: SuspensionMail,
    private readonly recorder: DeliveryRecorder,
    private readonly clock: DeliveryClock,
  ) {}

  /** @throws {LeaseLost} */
  async notify(cursor: DeliveryCursor): Promise<void> {
    if (!cursor.mailDue) return this.recorder.release(cursor);
    const update = await this.mail.send(cursor).then(
      (): DeliveryUpdate => ({ mailAt: 'never' }),
      (error: unknown) => this.afterFailure(cursor, error),
    );
    await this.recorder.release(cursor, update);
  }

  private afterFailure({ subscriptionId, mailFailures }: DeliveryCursor, error: unknown): DeliveryUpdate {
    this.logger.error({ err: error, subscriptionId, msg: 'the mail about a suspension could not be sent' });
    const isLast = mailFailures + 1 >= MAX_MAIL_FAILURES;
    return { mailFailed: true, mailAt: isLast ? 'never' : later(this.clock, MAIL_RETRY_MS) };
  }
}
