import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { EventStore, StoredEvent } from '#event-store';
import { EVENT_STORE, SETTINGS, type Settings } from '#runtime';
import { placeOf } from '../feed/queries/feed-cursor.js';
import { feedSignal } from '../feed/queries/feed-signal.js';
import { type SubscriptionEvent, subscriptionStream } from '../subscriptions/domain/subscription.js';
import { UnconfirmedLines } from './confirm-endpoint.js';
import { ActiveLines } from './deliver.js';
import { DeliveryClock } from './delivery-clock.js';
import {
  applyChanges,
  claimLines,
  forgetDeliveries,
  type Line,
  type LineChange,
  LineLost,
  openLines,
  putOff,
} from './delivery-cursor.js';
import { DELIVERIES, LineWork } from './follow-up.js';
import { SuspendedLines } from './notify-suspension.js';
import { SuspensionMail } from './suspension-mail.js';
import { OutgoingCalls } from './webhook-http-client.js';
import { WebhookKeys } from './webhook-keys.js';

/** How often to look for something to do; and at once when this process has filled a feed, or a line was finished, which may have more. */
const LOOK_EVERY_MS = 200;
const BETWEEN_LOOKS_MS = 10;
/** So many lines are worked on at once. Those whose last try failed are counted apart: however many hang, they do not take the place of others. */
const MOST_AT_ONCE = 200;
const MOST_FAILING_AT_ONCE = 100;
const FORGET_EVERY_MS = 3_600_000;
/** Calls under way are given so long when the process stops; what is cut off is sent again. */
const LONGEST_STOP_MS = 5_000;
const DAY_MS = 86_400_000;

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
  private running: Promise<void> | undefined;
  private wake = (): void => undefined;
  private readonly unlisten = feedSignal.onNotify(() => this.wake());
  private forgetAt = 0;
  private openAt = 0;

  constructor(
    @Inject(DELIVERIES) private readonly db: DataSource,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly unconfirmed: UnconfirmedLines,
    private readonly active: ActiveLines,
    private readonly suspended: SuspendedLines,
    private readonly work: LineWork,
    private readonly keys: WebhookKeys,
    private readonly mail: SuspensionMail,
    private readonly calls: OutgoingCalls,
    private readonly clock: DeliveryClock,
  ) {}

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
      await Promise.race([
        woken,
        pause(LOOK_EVERY_MS, undefined, { signal: AbortSignal.any([signal, waited.signal]) }).catch(() => undefined),
      ]);
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
      if (line.status === 'unconfirmed') await this.unconfirmed.confirm(line);
      else if (line.status === 'active') await this.active.deliver(line, this.stopping.signal);
      else if (line.status === 'suspended') await this.suspended.tell(line);
      else await this.work.letGo(line);
    } catch (error) {
      if (error instanceof LineLost) return;
      this.logger.error({
        err: error,
        subscriptionId: claimed.subscriptionId,
        msg: 'a line of deliveries could not go on; trying again',
      });
      await putOff(this.db, claimed).catch(() => undefined);
    }
  }

  /** What its agency, or the hub, decided about a subscription. */
  private async takeIntoAccount(line: Line): Promise<Line> {
    const { city, subscriptionId, applied, version } = line;
    const events = await this.store.read<SubscriptionEvent>(
      subscriptionStream(city, subscriptionId),
      applied,
      version - applied,
    );
    if (line.status === 'ended') {
      await this.keys.forget(line);
      await this.mail.forget(line);
    }
    return applyChanges(
      this.db,
      line,
      events.map((event) => this.changeOf(line, event)),
      version,
      this.clock.now(),
    );
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

  private async forget(): Promise<void> {
    if (performance.now() < this.forgetAt) return;
    const done = await forgetDeliveries(
      this.db,
      new Date(this.clock.now().getTime() - this.settings.webhookLogDays * DAY_MS),
    );
    if (done) this.forgetAt = performance.now() + FORGET_EVERY_MS;
  }
}
