import { Inject, Injectable } from '@nestjs/common';
import { hasRegisterNumber } from '#privacy';
import { SETTINGS, type Settings } from '#runtime';
import { inSpans, isTracing, traceparentOf } from '#tracing';
import { DeliveryMetrics } from './delivery.metrics.js';
import { DeliveryClock } from './delivery-clock.js';
import type { DeliveryCursor } from './delivery-cursor.js';
import { parseRetryAfter } from './retry-schedule.js';
import { signedHeaders, webhookId } from './signing.js';
import type { UndeliveredMessage } from './undelivered-events.js';
import { type HttpRequest, problemOf, WebhookHttpClient } from './webhook-http-client.js';
import { WebhookKeys } from './webhook-keys.js';
import { webhookMessage } from './webhook-message.js';

/**
 * Result of one POST. `interrupted`: this process stopped during the call, which does not count as a failure of the
 * endpoint.
 */
export type Attempt = Readonly<{
  /** numbers of the deliveries in the message, and the number of events in them */
  deliveries: readonly number[];
  events: number;
  at: Date;
  durationMs: number;
  outcome: 'delivered' | 'failed' | 'interrupted';
  /** HTTP status; undefined: no response */
  status?: number;
  /** beginning of the response, or the error when there was none */
  response: string;
  retryAfterMs?: number;
}>;

/** A signed request. It must be sent soon, because receivers reject a signature with an old timestamp. */
export type SignedMessage = Pick<Attempt, 'deliveries' | 'events'> &
  Readonly<{
    request: HttpRequest;
    /** the `traceparent` of each event, while spans are recorded */ causes: readonly (string | undefined)[];
  }>;

const SEND = { kind: 'CLIENT', attributes: { 'http.request.method': 'POST' } } as const;
const RESPONSE_LENGTH = 500;
const USER_AGENT = 'regie-hub-webhooks/1';

/** Signs messages and sends them, one at a time. */
@Injectable()
export class Sender {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly keys: WebhookKeys,
    private readonly client: WebhookHttpClient,
    private readonly metrics: DeliveryMetrics,
    private readonly clock: DeliveryClock,
  ) {}

  /** Loads the keys of a subscription into the cache, so that signing a message does not wait for a query. */
  async loadKeys(cursor: DeliveryCursor): Promise<void> {
    await this.keys.signingKeys(cursor, this.clock.now());
  }

  async sign(cursor: DeliveryCursor, message: UndeliveredMessage): Promise<SignedMessage> {
    const events = message.map(({ entry }) => entry.event);
    const { contentType, headers, body } = webhookMessage(events, cursor, this.settings.publicUrl);
    const id = webhookId(
      cursor.subscriptionId,
      message.map(({ entry }) => entry.id),
    );
    // Signs with the real time: receivers compare it with their own time, and specs move the clock of the deliveries
    // forward.
    const keys = await this.keys.signingKeys(cursor, this.clock.now());
    const signature = await signedHeaders(keys, cursor.signatures, { id, at: new Date(), body });
    return {
      deliveries: [...new Set(message.map(({ undelivered }) => undelivered.delivery))],
      events: message.length,
      causes: isTracing() ? events.map(traceparentIn) : [],
      request: {
        method: 'POST',
        url: cursor.url,
        headers: { ...headers, ...signature, 'content-type': contentType, 'user-agent': USER_AGENT },
        body,
      },
    };
  }

  /**
   * Sends a message. A call that fails after `stopping` was aborted counts as interrupted: the process cuts off its
   * calls when it stops.
   */
  async send({ request, causes, ...message }: SignedMessage, stopping: AbortSignal): Promise<Attempt> {
    const at = this.clock.now();
    const startedAt = performance.now();
    const response = await inSpans('send webhook', SEND, causes, () => this.client.send(request)).catch(
      (error: unknown) => ({ problem: problemOf(error) }),
    );
    const sent = { ...message, at, durationMs: Math.round(performance.now() - startedAt) };
    if ('problem' in response) {
      if (stopping.aborted) return { ...sent, outcome: 'interrupted', response: response.problem };
      this.metrics.count('failed', message.events);
      return { ...sent, outcome: 'failed', response: response.problem };
    }
    const { status, headers, body } = response;
    const outcome = status >= 200 && status <= 299 ? 'delivered' : 'failed';
    this.metrics.count(outcome, message.events);
    const retryAfterMs = parseRetryAfter([headers['retry-after']].flat()[0], this.clock.now());
    return { ...sent, outcome, status, response: excerptOf(body), ...(retryAfterMs !== undefined && { retryAfterMs }) };
  }
}

/** Returns the `traceparent` of an event of the feed, which is a CloudEvent as JSON. */
const traceparentIn = (event: string): string | undefined =>
  traceparentOf((JSON.parse(event) as { traceparent?: string }).traceparent);

/** Returns the beginning of a response in one line, or nothing if it contains a national register number. */
const excerptOf = (body: string): string => {
  if (body === '') return '';
  const text = body
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, RESPONSE_LENGTH)
    .toWellFormed();
  return hasRegisterNumber(text) ? '' : text;
};
