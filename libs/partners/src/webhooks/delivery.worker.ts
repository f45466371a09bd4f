import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { DataSource } from 'typeorm';
import { type Command, DomainError, theHub } from '#decider';
import type { EventStore, StoredEvent } from '#event-store';
import { brusselsDate, EVENT_STORE, registerNumbers, Settings, SETTINGS } from '#service';
import { type SubscriptionCommand, type SubscriptionEvent, subscriptionStream, type SuspensionCause } from '../domain/subscription.js';
import { feedBell } from '../read-models/feed-bell.js';
import { placeOf } from '../read-models/feed-cursor.js';
import { type FeedEntry, readFeed } from '../read-models/feed-reader.js';
import { HandleSubscription } from '../subscriptions.handler.js';
import { DeliveryClock } from './clock.js';
import { DeliveryMetrics } from './delivery.metrics.js';
import { askConsent, originOf } from './handshake.js';
import { WebhookKeys } from './keys.js';
import {
  advance,
  applyChanges,
  claimLines,
  forgetDeliveries,
  LeaseLost,
  type Line,
  type LineChange,
  openLines,
  type Outcome,
  type Progress,
  putOff,
  type Step,
  type Taken,
  takenUp,
} from './lines.js';
import { SuspensionMail } from './mail.js';
import { messageOf } from './messages.js';
import { OutgoingCalls, UrlRefused } from './outgoing.js';
import { pauseAfter, paceAfter, retryAfter } from './retries.js';
import { signedHeaders, webhookId } from './signing.js';

/** How often to look for something to do; and at once when this process has filled a feed, or a line was finished, which may have more. */
const LOOK_EVERY_MS = 200;
const BETWEEN_LOOKS_MS = 10;
/** So many lines are worked on at once. Those whose last try failed are counted apart: however many hang, they do not take the place of others. */
const MOST_AT_ONCE = 200;
const MOST_FAILING_AT_ONCE = 100;
/** How long a line that has much is gone on with before it is anybody's again. */
const TURN_MS = 5_000;
/** How old what was read of the feed may be when it is sent: so long after an agency lost the right to see something, nothing of it goes out any more. */
const FRESH_MS = 250;
/** Between two messages so long is waited here; for longer, the line is let go. */
const SHORT_WAIT_MS = 100;
const MOST_READ_AT_ONCE = 100;
const LEAST_READ_AT_ONCE = 16;
/** A line whose agency is suspended is looked at again after so long. */
const AGENCY_AWAY_MS = 60_000;
/** What was decided about a subscription is in its line long before. */
const DECIDED_WITHIN_MS = 5_000;
const FORGET_EVERY_MS = 3_600_000;
/** Calls under way are given so long when the process stops; what is cut off is sent again. */
const LONGEST_STOP_MS = 5_000;
const DAY_MS = 86_400_000;
/** What is kept of an answer. */
const EXCERPT = 500;
const MAIL_AGAIN_MS = 300_000;
const MOST_MAILS_FAILED = 12;
const USER_AGENT = 'regie-hub-webhooks/1';

/** The database as the deliveries reach it: a DataSource on the schema of the partners, which the worker closes. */
export const DELIVERIES = Symbol('deliveries');

/**
 * Delivers what is in the feeds to the endpoints of the subscriptions: each subscription in the order of its feed, one message at a time, many
 * subscriptions at once (docs/adr/0050). An event is read through the reader of the feed right before it is sent, so that the rights of that moment
 * count. Only an answer of 2xx moves the cursor; a process that dies in between leaves what it sent to be sent again, under the same `webhook-id`.
 */
@Injectable()
export class DeliveryWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('webhooks');
  private readonly stopping = new AbortController();
  private readonly turns = { failing: new Set<Promise<void>>(), well: new Set<Promise<void>>() };
  private readonly origin: string;
  private running: Promise<void> | undefined;
  private wake = (): void => undefined;
  private readonly unlisten = feedBell.onRing(() => this.wake());
  private forgetAt = 0;
  private openAt = 0;

  constructor(
    @Inject(DELIVERIES) private readonly db: DataSource,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly commands: CommandBus,
    private readonly keys: WebhookKeys,
    private readonly calls: OutgoingCalls,
    private readonly mail: SuspensionMail,
    private readonly metrics: DeliveryMetrics,
    private readonly clock: DeliveryClock,
  ) {
    this.origin = originOf(settings);
  }

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    this.unlisten();
    await this.running;
    const ended = Promise.all([...this.turns.failing, ...this.turns.well]);
    await Promise.race([ended, pause(LONGEST_STOP_MS, undefined, { ref: false })]);
    await this.calls.close();
    await ended;
    await this.db.destroy();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      let claimed = 0;
      try {
        if (performance.now() >= this.openAt) {
          await openLines(this.db, this.clock.now());
          this.openAt = performance.now() + LOOK_EVERY_MS;
        }
        claimed = (await this.claim(MOST_AT_ONCE, false)) + (await this.claim(MOST_FAILING_AT_ONCE, true));
        await this.forget();
      } catch (error) {
        if (!signal.aborted) this.logger.error({ err: error, msg: 'deliveries could not be looked for; trying again' });
        await pause(LOOK_EVERY_MS * 5, undefined, { signal }).catch(() => undefined);
      }
      if (claimed > 0) continue;
      const waited = new AbortController();
      await Promise.race([woken, pause(LOOK_EVERY_MS, undefined, { signal: AbortSignal.any([signal, waited.signal]) }).catch(() => undefined)]);
      waited.abort();
      // several that end, or a page that arrives, at about the same time are one reason to look
      await pause(BETWEEN_LOOKS_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async claim(most: number, failing: boolean): Promise<number> {
    const turns = failing ? this.turns.failing : this.turns.well;
    if (turns.size >= most) return 0;
    const lines = await claimLines(this.db, most - turns.size, failing, this.clock.now());
    for (const line of lines) {
      const turn = this.turn(line).finally(() => {
        turns.delete(turn);
        this.wake();
      });
      turns.add(turn);
    }
    return lines.length;
  }

  /** Does what there is to do for one line, for a while, and lets it go. Never fails. */
  private async turn(claimed: Line): Promise<void> {
    try {
      const line = claimed.version > claimed.applied ? await this.takeIntoAccount(claimed) : claimed;
      if (line.status === 'unconfirmed') await this.confirm(line);
      else if (line.status === 'active') await this.deliver(line);
      else if (line.status === 'suspended') await this.tell(line);
      else await this.letGo(line);
    } catch (error) {
      if (error instanceof LeaseLost) return;
      this.logger.error({ err: error, subscriptionId: claimed.subscriptionId, msg: 'a line of deliveries could not go on; trying again' });
      await putOff(this.db, claimed).catch(() => undefined);
    }
  }

  // --- What its agency, or the hub, decided about a subscription --------------------------------------------------------------------------------

  private async takeIntoAccount(line: Line): Promise<Line> {
    const { city, subscriptionId, applied, version } = line;
    const events = await this.store.read<SubscriptionEvent>(subscriptionStream(city, subscriptionId), applied, version - applied);
    if (line.status === 'ended') {
      await this.keys.forget(line);
      await this.mail.forget(line);
    }
    return applyChanges(this.db, line, events.map((event) => this.changeOf(line, event)), version, this.clock.now());
  }

  private changeOf(feed: Line, { type, data }: StoredEvent<SubscriptionEvent>): LineChange {
    switch (type) {
      case 'SubscriptionReplayed':
        return { rewind: { cursor: data.after, sequence: placeOf(feed, data.after).sequence } };
      case 'EventSkipped':
        return { skip: { eventId: data.eventId, reason: data.reason } };
      case 'SubscriptionChanged':
      case 'SubscriptionResumed':
      case 'SubscriptionConfirmed':
        return { tryNow: true };
      case 'SubscriptionSuspended':
        return { tell: true };
      case 'SubscriptionEnded':
        return { close: true };
      default:
        return {};
    }
  }

  // --- The consent of the endpoint ---------------------------------------------------------------------------------------------------------------

  private async confirm(line: Line): Promise<void> {
    const { subscriptionId, url } = line;
    if (!this.isDue(line)) return this.letGo(line);
    const consent = await askConsent(this.calls, url, this.origin).catch((error: unknown) => ({ given: false as const, problem: problemOf(error) }));
    if (consent.given) {
      const { rate } = consent;
      await this.give(line, 'ConfirmSubscription', { subscriptionId, url, ...(rate !== undefined && { rate }) });
      // what was decided now is taken into account in a moment, and deliveries begin then: until then it is not asked again
      return this.letGo(line, { outcomes: [], progress: { failures: 0, problem: null, nextAt: new Date(this.clock.now().getTime() + DECIDED_WITHIN_MS) } });
    }
    return this.letGo(line, { outcomes: [], progress: await this.afterFailure(line, consent.problem, 'not-confirmed') });
  }

  // --- Deliveries --------------------------------------------------------------------------------------------------------------------------------

  private async deliver(line: Line): Promise<void> {
    if (!this.isDue(line)) return this.letGo(line);
    const over = performance.now() + TURN_MS;
    const known = new Map((await takenUp(this.db, line)).map((taken) => [taken.eventId, taken]));
    // looked up now, so that nothing has to be waited for between reading and sending
    await this.keys.signingWith(line, this.clock.now());
    let [at, limit, step] = [line, line.content === 'batch' ? MOST_READ_AT_ONCE : LEAST_READ_AT_ONCE, NOTHING];
    for (;;) {
      const page = await this.read(at, limit);
      if ('instead' in page) return this.letGo(line, { ...step, progress: { ...step.progress, ...page.instead } });
      const readAt = performance.now();
      const readable = new Set(page.entries.map(({ event }) => event.id));
      const withheld = [...known.values()].filter(({ state, sequence, eventId }) => state === 'pending' && sequence <= page.upTo && !readable.has(eventId));
      const fresh = page.entries.filter(({ event }) => !known.has(event.id));
      if (step !== NOTHING || fresh.length + withheld.length > 0) {
        const { added, version } = await this.advance(line, { ...step, fresh, withheld, letGo: false });
        step = NOTHING;
        for (const { eventId } of withheld) known.delete(eventId);
        for (const taken of added) known.set(taken.eventId, taken);
        if (version !== line.version) return this.letGo(line);
      }
      const ends = performance.now() > over || this.stopping.signal.aborted;
      // That took long: what was read is read again, and there is nothing to write then.
      if (page.entries.length > 0 && performance.now() - readAt > FRESH_MS && !ends) continue;
      const sent = await this.sendInOrder(at, messagesIn(page.entries, (eventId) => known.get(eventId)!), readAt);
      step = sent.all ? { ...sent, progress: { ...sent.progress, cursor: page.next, sequence: page.upTo } } : sent;
      if (ends || sent.stop || (sent.all && !page.more)) return this.letGo(line, step);
      const { cursor = at.cursor, sequence = Number(at.sequence), failures = at.failures, paceMs = at.paceMs } = step.progress;
      at = { ...at, cursor, sequence: String(sequence), failures, paceMs };
      for (const taken of known.values()) if (taken.sequence <= sequence) known.delete(taken.eventId);
      // what is read and not sent in time is read again: no more of it than is likely to be sent
      if (line.content !== 'batch') limit = sent.all ? Math.min(MOST_READ_AT_ONCE, 2 * limit) : Math.max(LEAST_READ_AT_ONCE, sent.outcomes.length);
    }
  }

  /**
   * Sends messages one after the other, as long as what was read of them is fresh, and until one does not arrive or the next one has to wait. `all`: there
   * is nothing left of them.
   */
  private async sendInOrder(line: Line, messages: readonly (readonly Pending[])[], readAt: number): Promise<Sent & Readonly<{ all: boolean; stop: boolean }>> {
    const outcomes: Outcome[] = [];
    let [progress, { failures, paceMs }] = [{} as Progress, line];
    for (const [index, message] of messages.entries()) {
      const { cursor, sequence } = message.at(-1)!.entry;
      const toSend = message.filter(({ taken }) => taken.state === 'pending');
      if (toSend.length > 0) {
        if (performance.now() - readAt > FRESH_MS || this.stopping.signal.aborted) return { outcomes, progress, all: false, stop: false };
        const { outcome, progress: after } = await this.send({ ...line, failures, paceMs }, toSend);
        outcomes.push(outcome);
        progress = { ...progress, ...after };
        ({ failures = failures, paceMs = paceMs } = after);
        if (outcome.state !== 'delivered') return { outcomes, progress, all: false, stop: true };
      }
      progress = { ...progress, cursor, sequence };
      const wait = Math.max(paceMs, line.rate ? 60_000 / line.rate : 0);
      if (toSend.length === 0 || wait === 0) continue;
      if (wait <= SHORT_WAIT_MS) await pause(wait);
      else return { outcomes, progress: { ...progress, nextAt: new Date(this.clock.now().getTime() + wait) }, all: index === messages.length - 1, stop: true };
    }
    return { outcomes, progress, all: true, stop: false };
  }

  private advance(line: Line, step: Step): ReturnType<typeof advance> {
    return advance(this.db, line, step, this.clock.now());
  }

  private async letGo(line: Line, { outcomes, progress }: Sent = NOTHING): Promise<void> {
    await this.advance(line, { outcomes, progress, letGo: true });
  }

  /** A page of what the agency may read now; or what to do instead. */
  private async read(line: Line, limit: number) {
    const { agency, city, types, neighbourhoods, themes } = line;
    const all = (codes: readonly string[]): readonly string[] | undefined => (codes.length > 0 ? codes : undefined);
    const filter = { types: all(types), neighbourhoods: all(neighbourhoods), themes: all(themes) };
    try {
      return await readFeed(this.db, { city, agency }, line.cursor, limit, filter, brusselsDate(this.clock.now()));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const away = { instead: { problem: error.code, nextAt: new Date(this.clock.now().getTime() + AGENCY_AWAY_MS) } };
      if (error.code === 'agency.not-active' && error.details['state'] === 'ended') {
        await this.give(line, 'CloseSubscription', { subscriptionId: line.subscriptionId, cause: 'agency-ended' });
      }
      if (error.code.startsWith('feed.')) await this.suspend(line, 'place-unknown');
      return away;
    }
  }

  /** Sends one message, and says what became of it. */
  private async send(line: Line, events: readonly Pending[]): Promise<Readonly<{ outcome: Outcome; progress: Progress }>> {
    const { subscriptionId, url, paceMs } = line;
    const at = this.clock.now();
    const { contentType, headers, body } = messageOf(events.map(({ entry }) => entry.event), line, this.settings.publicUrl);
    const id = webhookId(subscriptionId, events.map(({ entry }) => entry.event.id));
    // a receiver compares the time that is signed with its own, however far the schedule was turned forward here
    const signed = await signedHeaders(await this.keys.signingWith(line, at), id, new Date(), body);
    const started = performance.now();
    const call = { method: 'POST' as const, url, headers: { ...headers, ...signed, 'content-type': contentType, 'user-agent': USER_AGENT }, body };
    const answer = await this.calls.call(call).catch((error: unknown) => ({ problem: problemOf(error) }));
    const tried = { numbers: events.map(({ taken }) => taken.number), at, tookMs: Math.round(performance.now() - started) };
    if ('problem' in answer) {
      const outcome = { ...tried, answer: answer.problem };
      // cut off because this process stops: that is not the endpoint's fault
      if (!this.stopping.signal.aborted) this.metrics.count('failed', events.length);
      return { outcome, progress: this.stopping.signal.aborted ? {} : await this.afterFailure(line, answer.problem, 'last-try-failed') };
    }
    const { status } = answer;
    const outcome = { ...tried, status, answer: excerptOf(answer.body) };
    const pace = paceAfter(paceMs, status);
    if (status >= 200 && status <= 299) {
      this.metrics.count('delivered', events.length);
      return { outcome: { ...outcome, state: 'delivered' }, progress: { failures: 0, problem: null, paceMs: pace } };
    }
    this.metrics.count('failed', events.length);
    if (status === 410) await this.give(line, 'CloseSubscription', { subscriptionId, cause: 'gone' });
    const asked = retryAfter(one(answer.headers['retry-after']), this.clock.now());
    return { outcome, progress: { ...(await this.afterFailure(line, `the endpoint answered ${status}`, 'last-try-failed', asked)), paceMs: pace } };
  }

  private async afterFailure(line: Line, problem: string, cause: SuspensionCause, asked?: number): Promise<Progress> {
    const failures = line.failures + 1;
    const wait = pauseAfter(failures, asked, this.clock.random());
    if (wait === undefined) await this.suspend(line, cause);
    // behind the last try this is for when the suspension came to nothing, because something about the subscription changed at the same time
    return { failures: wait === undefined ? line.failures : failures, problem, nextAt: new Date(this.clock.now().getTime() + (wait ?? AGENCY_AWAY_MS)) };
  }

  /** False when it was claimed for something else that had to be done. */
  private isDue({ nextAt }: Line): boolean {
    return nextAt <= this.clock.now();
  }

  // --- Telling the agency ------------------------------------------------------------------------------------------------------------------------

  private async suspend(line: Line, cause: SuspensionCause): Promise<void> {
    await this.give(line, 'SuspendSubscription', { subscriptionId: line.subscriptionId, cause, version: line.applied });
  }

  private async tell(line: Line): Promise<void> {
    if (!line.mailDue) return this.letGo(line);
    const told = await this.mail.send(line).catch((error: unknown) => {
      this.logger.error({ err: error, subscriptionId: line.subscriptionId, msg: 'the mail about a suspension could not be sent' });
      return line.mailsFailed + 1 >= MOST_MAILS_FAILED;
    });
    await this.letGo(line, { outcomes: [], progress: told ? { mailAt: 'never' } : { mailFailed: true, mailAt: new Date(this.clock.now().getTime() + MAIL_AGAIN_MS) } });
  }

  private async give<C extends SubscriptionCommand>({ city }: Line, type: C['type'], data: C['data']): Promise<void> {
    const now = this.clock.now();
    const command: Command = { type, data, by: theHub(city, 'deliveries'), now: now.toISOString(), today: brusselsDate(now) };
    await this.commands.execute(new HandleSubscription(command as SubscriptionCommand, { commandId: randomUUID(), fingerprint: '', retryable: false, traceparent: undefined }));
  }

  private async forget(): Promise<void> {
    if (performance.now() < this.forgetAt) return;
    const done = await forgetDeliveries(this.db, new Date(this.clock.now().getTime() - this.settings.webhookLogDays * DAY_MS));
    if (done) this.forgetAt = performance.now() + FORGET_EVERY_MS;
  }
}

type Pending = Readonly<{ entry: FeedEntry; taken: Taken }>;
type Sent = Pick<Step, 'outcomes' | 'progress'>;
const NOTHING: Sent = { outcomes: [], progress: {} };

/** What is sent together: the events of one message, in the order of the feed. */
const messagesIn = (entries: readonly FeedEntry[], takenOf: (eventId: string) => Taken): readonly (readonly Pending[])[] => {
  const messages: Pending[][] = [];
  for (const entry of entries) {
    const event = { entry, taken: takenOf(entry.event.id) };
    const open = messages.at(-1);
    if (open && open[0]!.taken.message === event.taken.message) open.push(event);
    else messages.push([event]);
  }
  return messages;
};

/** What went wrong, for the agency: nothing of what is inside here. */
const problemOf = (error: unknown): string => {
  if (error instanceof UrlRefused) return `the address is not called: ${error.fault}`;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && /^[A-Z0-9_]{3,60}$/.test(code)) return `no answer: ${code}`;
  return typeof message === 'string' && message.startsWith('no answer within ') ? message : 'no answer';
};

const one = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);

/** The beginning of an answer, in one line; it comes from outside, and may hold anything. */
const excerptOf = (body: string): string => {
  if (body === '') return '';
  const text = body.replaceAll(/[\p{C}\s]+/gu, ' ').trim().slice(0, EXCERPT).toWellFormed();
  return registerNumbers(text) ? '' : text;
};
