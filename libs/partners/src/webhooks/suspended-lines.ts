import { Injectable, Logger } from '@nestjs/common';
import { LineWork } from './line-work.js';
import { LeaseLost, type Line } from './lines.js';
import { SuspensionMail } from './mail.js';

const MAIL_AGAIN_MS = 300_000;
const MOST_MAILS_FAILED = 12;

/** Subscriptions that the hub stopped trying: whom the agency named is written to, once. */
@Injectable()
export class SuspendedLines {
  private readonly logger = new Logger('webhooks');

  constructor(
    private readonly mail: SuspensionMail,
    private readonly work: LineWork,
  ) {}

  /** @throws {LeaseLost} */
  async tell(line: Line): Promise<void> {
    if (!line.mailDue) return this.work.letGo(line);
    try {
      await this.mail.send(line);
      await this.work.letGo(line, { outcomes: [], progress: { mailAt: 'never' } });
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      this.logger.error({ err: error, subscriptionId: line.subscriptionId, msg: 'the mail about a suspension could not be sent' });
      const last = line.mailsFailed + 1 >= MOST_MAILS_FAILED;
      await this.work.letGo(line, { outcomes: [], progress: { mailFailed: true, mailAt: last ? 'never' : this.work.in(MAIL_AGAIN_MS) } });
    }
  }
}
