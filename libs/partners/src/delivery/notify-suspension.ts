import { Injectable, Logger } from '@nestjs/common';
import type { Line, Progress } from './delivery-cursor.js';
import { LineWork } from './follow-up.js';
import { SuspensionMail } from './suspension-mail.js';

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

  /** @throws {LineLost} */
  async tell(line: Line): Promise<void> {
    if (!line.mailDue) return this.work.letGo(line);
    const progress = await this.mail.send(line).then(
      (): Progress => ({ mailAt: 'never' }),
      (error: unknown): Progress => {
        this.logger.error({
          err: error,
          subscriptionId: line.subscriptionId,
          msg: 'the mail about a suspension could not be sent',
        });
        return {
          mailFailed: true,
          mailAt: line.mailsFailed + 1 >= MOST_MAILS_FAILED ? 'never' : this.work.in(MAIL_AGAIN_MS),
        };
      },
    );
    await this.work.letGo(line, { outcomes: [], progress });
  }
}
