import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '#runtime';
import { DeliveryClock } from './delivery-clock.js';
import { type DeliveryCursor, DeliveryCursors } from './delivery-cursor.js';
import { afterFailure, later } from './follow-up.js';
import { DeliveryRecorder } from './record.js';
import { originOf, requestConsent } from './request-consent.js';
import { problemOf, WebhookHttpClient } from './webhook-http-client.js';

/**
 * Pause after a consent. Within this time the confirmation reaches the read model, so the endpoint is not asked again.
 */
const CONFIRMED_WITHIN_MS = 5_000;

/** Asks the endpoint of an unconfirmed subscription for its consent, with the same retry schedule as deliveries. */
@Injectable()
export class EndpointConfirmation {
  private readonly origin: string;

  constructor(
    @Inject(SETTINGS) settings: Settings,
    private readonly cursors: DeliveryCursors,
    private readonly client: WebhookHttpClient,
    private readonly recorder: DeliveryRecorder,
    private readonly clock: DeliveryClock,
  ) {
    this.origin = originOf(settings);
  }

  /** @throws {LeaseLost} */
  async confirm(cursor: DeliveryCursor): Promise<void> {
    const { subscriptionId, url } = cursor;
    if (!this.cursors.isDue(cursor)) return this.recorder.release(cursor);
    const consent = await requestConsent(this.client, url, this.origin).catch((error: unknown) => ({
      given: false as const,
      problem: problemOf(error),
    }));
    if (!consent.given)
      return this.recorder.release(cursor, afterFailure(cursor, consent.problem, 'not-confirmed', this.clock));
    const { rate } = consent;
    await this.recorder.release(cursor, {
      failures: 0,
      problem: null,
      nextAttemptAt: later(this.clock, CONFIRMED_WITHIN_MS),
      followUp: { type: 'ConfirmSubscription', data: { subscriptionId, url, ...(rate !== undefined && { rate }) } },
    });
  }
}
