import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '#runtime';
import type { Line } from './delivery-cursor.js';
import { LineWork } from './follow-up.js';
import { askConsent, originOf } from './handshake.js';
import { OutgoingCalls, problemOf } from './webhook-http-client.js';

/** What was decided about a subscription is in its line long before. */
const DECIDED_WITHIN_MS = 5_000;

/** Subscriptions whose endpoint has not agreed yet: it is asked, and asked again, before anything is sent to it. */
@Injectable()
export class UnconfirmedLines {
  private readonly origin: string;

  constructor(
    @Inject(SETTINGS) settings: Settings,
    private readonly calls: OutgoingCalls,
    private readonly work: LineWork,
  ) {
    this.origin = originOf(settings);
  }

  /** @throws {LineLost} */
  async confirm(line: Line): Promise<void> {
    const { subscriptionId, url } = line;
    if (!this.work.isDue(line)) return this.work.letGo(line);
    const consent = await askConsent(this.calls, url, this.origin).catch((error: unknown) => ({
      given: false as const,
      problem: problemOf(error),
    }));
    if (consent.given) {
      const { rate } = consent;
      await this.work.decide(line, 'ConfirmSubscription', { subscriptionId, url, ...(rate !== undefined && { rate }) });
      // what was decided now is taken into account in a moment, and deliveries begin then: until then it is not asked again
      return this.work.letGo(line, {
        outcomes: [],
        progress: { failures: 0, problem: null, nextAt: this.work.in(DECIDED_WITHIN_MS) },
      });
    }
    return this.work.letGo(line, { outcomes: [], ...this.work.afterFailure(line, consent.problem, 'not-confirmed') });
  }
}
