import { Inject, Injectable } from '@nestjs/common';
import { hasRegisterNumber } from '#privacy';
import { SETTINGS, type Settings } from '#runtime';
import type { FeedEntry } from '../feed/queries/read-feed.js';
import { DeliveryMetrics } from './delivery.metrics.js';
import { DeliveryClock } from './delivery-clock.js';
import type { Line, Outcome, Progress, Taken } from './delivery-cursor.js';
import { type Consequence, LineWork } from './follow-up.js';
import { paceAfter, retryAfter } from './retry-schedule.js';
import { signedHeaders, webhookId } from './signing.js';
import { type Call, OutgoingCalls, problemOf } from './webhook-http-client.js';
import { WebhookKeys } from './webhook-keys.js';
import { messageOf } from './webhook-message.js';

/** What is kept of an answer. */
const EXCERPT = 500;
const USER_AGENT = 'regie-hub-webhooks/1';

/** An event that is taken up, and where it stands. */
export type Pending = Readonly<{ entry: FeedEntry; taken: Taken }>;

/** A message that only has to be posted: signed, and soon no longer to be sent, because a receiver looks at the time of the signature. */
export type SignedMessage = Readonly<{ numbers: readonly string[]; call: Call }>;

/** What became of a message, and what that means for its line and its subscription. */
export type Posted = Readonly<{ outcome: Outcome; progress: Progress; consequence?: Consequence }>;

/** Posts one message, and says what became of it. */
@Injectable()
export class Sending {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly keys: WebhookKeys,
    private readonly calls: OutgoingCalls,
    private readonly metrics: DeliveryMetrics,
    private readonly clock: DeliveryClock,
    private readonly work: LineWork,
  ) {}

  /** Looks up what a line signs with, so that nothing has to be waited for between reading and sending. */
  async prepare(line: Line): Promise<void> {
    await this.keys.signingWith(line, this.clock.now());
  }

  async sign(line: Line, events: readonly Pending[]): Promise<SignedMessage> {
    const { contentType, headers, body } = messageOf(
      events.map(({ entry }) => entry.event),
      line,
      this.settings.publicUrl,
    );
    const id = webhookId(
      line.subscriptionId,
      events.map(({ entry }) => entry.event.id),
    );
    // a receiver compares the time that is signed with its own, however far the schedule was turned forward here
    const signed = await signedHeaders(await this.keys.signingWith(line, this.clock.now()), id, new Date(), body);
    return {
      numbers: events.map(({ taken }) => taken.number),
      call: {
        method: 'POST',
        url: line.url,
        headers: { ...headers, ...signed, 'content-type': contentType, 'user-agent': USER_AGENT },
        body,
      },
    };
  }

  /** `stopping`: this process stops, and cuts off what is under way. */
  async post(line: Line, { numbers, call }: SignedMessage, stopping: AbortSignal): Promise<Posted> {
    const at = this.clock.now();
    const started = performance.now();
    const answer = await this.calls.call(call).catch((error: unknown) => ({ problem: problemOf(error) }));
    const tried = { numbers, at, tookMs: Math.round(performance.now() - started) };
    if ('problem' in answer) {
      const outcome = { ...tried, answer: answer.problem };
      // cut off because this process stops: that is not the endpoint's fault
      if (stopping.aborted) return { outcome, progress: {} };
      this.metrics.count('failed', numbers.length);
      return { outcome, ...this.work.afterFailure(line, answer.problem, 'last-try-failed') };
    }
    const { status } = answer;
    const outcome = { ...tried, status, answer: excerptOf(answer.body) };
    const paceMs = paceAfter(line.paceMs, status);
    if (status >= 200 && status <= 299) {
      this.metrics.count('delivered', numbers.length);
      return { outcome: { ...outcome, state: 'delivered' }, progress: { failures: 0, problem: null, paceMs } };
    }
    this.metrics.count('failed', numbers.length);
    const asked = retryAfter(one(answer.headers['retry-after']), this.clock.now());
    const { progress, consequence } = this.work.afterFailure(
      line,
      `the endpoint answered ${status}`,
      'last-try-failed',
      asked,
    );
    const gone: Consequence = {
      type: 'CloseSubscription',
      data: { subscriptionId: line.subscriptionId, cause: 'gone' },
    };
    return { outcome, progress: { ...progress, paceMs }, consequence: status === 410 ? gone : consequence };
  }
}

const one = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);

/** The beginning of an answer, in one line; it comes from outside, and may hold anything. */
const excerptOf = (body: string): string => {
  if (body === '') return '';
  const text = body
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, EXCERPT)
    .toWellFormed();
  return hasRegisterNumber(text) ? '' : text;
};
