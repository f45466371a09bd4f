import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { Notifications } from '#postgres';
import { SETTINGS, type Settings, Shutdown } from '#runtime';
import { FEED_TOPIC, feedSignal } from '../feed/notify/feed-signal.js';
import { EndpointConfirmation } from './confirm-endpoint.js';
import { CursorChanges } from './cursor-changes.js';
import { EventDelivery } from './deliver.js';
import { DeliveryClock } from './delivery-clock.js';
import { DELIVERY_DATABASE, type DeliveryCursor, DeliveryCursors, LeaseLost } from './delivery-cursor.js';
import { SuspensionNotice } from './notify-suspension.js';
import { DeliveryRecorder } from './record.js';
import { SubscriptionContacts } from './subscription-contacts.js';
import { SubscriptionPort } from './subscription-port.js';
import { WebhookHttpClient } from './webhook-http-client.js';
import { WebhookKeys } from './webhook-keys.js';

/** The longest time between two polls while other processes do not notify this one. */
const POLL_MS = 200;
/** The same while they do. */
const LOOK_MS = 2_000;
const RETRY_POLL_MS = 1_000;
/** Pause before a poll, so that several signals at about the same time cause one poll. */
const BETWEEN_POLLS_MS = 10;
const MAX_TURNS = 200;
/**
 * Limit of concurrent turns for cursors whose last attempt failed. Other cursors have a separate limit, so endpoints
 * that hang delay only each other.
 */
const MAX_FAILING_TURNS = 100;
const CLEAN_UP_EVERY_MS = 3_600_000;
/** Time for calls under way to finish when the process stops. Longer calls are aborted and repeated later. */
const STOP_MS = 5_000;
const DAY_MS = 86_400_000;

/**
 * Delivers feeds to the endpoints of subscriptions (docs/adr/0050). The worker polls for due delivery cursors and works
 * on many at once, each under a lease. When a process dies, its cursors stay unchanged. The next process sends the same
 * messages again, with the same `webhook-id`.
 */
@Injectable()
export class DeliveryWorker implements OnApplicationBootstrap {
  private readonly logger = new Logger('webhooks');
  private readonly stopping = new AbortController();
  private readonly turns = { failing: new Set<Promise<void>>(), others: new Set<Promise<void>>() };
  private wake = (): void => undefined;
  private readonly unsubscribe: readonly (() => void)[];
  private createAt = 0;
  private cleanUpAt = 0;

  constructor(
    @Inject(DELIVERY_DATABASE) private readonly db: DataSource,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly cursors: DeliveryCursors,
    private readonly changes: CursorChanges,
    private readonly subscriptions: SubscriptionPort,
    private readonly confirmation: EndpointConfirmation,
    private readonly delivery: EventDelivery,
    private readonly notice: SuspensionNotice,
    private readonly recorder: DeliveryRecorder,
    private readonly keys: WebhookKeys,
    private readonly contacts: SubscriptionContacts,
    private readonly client: WebhookHttpClient,
    private readonly clock: DeliveryClock,
    private readonly notifications: Notifications,
    private readonly shutdown: Shutdown,
  ) {
    const wake = (): void => this.wake();
    this.unsubscribe = [feedSignal.onNotify(wake), notifications.onNotify(FEED_TOPIC, wake)];
  }

  onApplicationBootstrap(): void {
    const running = this.run();
    this.shutdown.add(
      'calls',
      () => `webhook deliveries (${this.turnsUnderWay.length} under way)`,
      () => this.stop(running),
    );
    this.shutdown.add('connections', 'connections of webhook deliveries', () => this.db.destroy());
  }

  private async stop(running: Promise<void>): Promise<void> {
    this.stopping.abort();
    for (const unsubscribe of this.unsubscribe) unsubscribe();
    const ended = running.then(() => Promise.all(this.turnsUnderWay));
    await Promise.race([ended, pause(STOP_MS, undefined, { ref: false })]);
    await this.client.close();
    await ended;
  }

  private get turnsUnderWay(): readonly Promise<void>[] {
    return [...this.turns.failing, ...this.turns.others];
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      const waitMs = await this.poll().catch((error: unknown) => {
        if (!signal.aborted) this.logger.error({ err: error, msg: 'deliveries could not be looked for; trying again' });
        return RETRY_POLL_MS;
      });
      const waiting = new AbortController();
      await Promise.race([woken, sleep(waitMs, AbortSignal.any([signal, waiting.signal]))]);
      waiting.abort();
      await sleep(BETWEEN_POLLS_MS, signal);
    }
  }

  /** Starts a turn for each cursor that is due, and returns the time until the next one at most, in ms. */
  private async poll(): Promise<number> {
    const dueMs = await this.cursors.untilDue();
    if (dueMs <= 0) while (!this.stopping.signal.aborted && (await this.claimDue()) > 0);
    await this.cleanUp();
    // A cursor that is due and could not be claimed has to wait for the end of a turn.
    return dueMs <= 0 ? POLL_MS : Math.min(dueMs, this.notifications.listening ? LOOK_MS : POLL_MS);
  }

  private async claimDue(): Promise<number> {
    if (performance.now() >= this.createAt) {
      await this.cursors.create();
      this.createAt = performance.now() + POLL_MS;
    }
    return (
      (await this.claim(this.turns.others, MAX_TURNS, false)) +
      (await this.claim(this.turns.failing, MAX_FAILING_TURNS, true))
    );
  }

  private async claim(turns: Set<Promise<void>>, max: number, failing: boolean): Promise<number> {
    if (turns.size >= max) return 0;
    const cursors = await this.cursors.claimDue(max - turns.size, failing);
    for (const cursor of cursors) {
      const turn = this.work(cursor).finally(() => {
        turns.delete(turn);
        this.wake();
      });
      turns.add(turn);
    }
    return cursors.length;
  }

  /** Runs the turn of one cursor, and releases the cursor. The promise never rejects. */
  private async work(claimed: DeliveryCursor): Promise<void> {
    try {
      const cursor = await this.applyDecisions(claimed);
      if (cursor.status === 'unconfirmed') await this.confirmation.confirm(cursor);
      else if (cursor.status === 'active') await this.delivery.deliver(cursor, this.stopping.signal);
      else if (cursor.status === 'suspended') await this.notice.notify(cursor);
      else await this.recorder.release(cursor);
    } catch (error) {
      if (error instanceof LeaseLost) return;
      const { subscriptionId } = claimed;
      this.logger.error({ err: error, subscriptionId, msg: 'a subscription could not be delivered; trying again' });
      await this.cursors.postpone(claimed).catch(() => undefined);
    }
  }

  /** Applies the events of the subscription since the last turn to its cursor. */
  private async applyDecisions(cursor: DeliveryCursor): Promise<DeliveryCursor> {
    if (cursor.version <= cursor.appliedVersion) return cursor;
    const changes = await this.subscriptions.changesFor(cursor);
    if (cursor.status === 'ended') {
      await this.keys.delete(cursor);
      await this.contacts.delete(cursor.city, cursor.subscriptionId);
    }
    return this.changes.apply(cursor, changes);
  }

  private async cleanUp(): Promise<void> {
    if (performance.now() < this.cleanUpAt) return;
    const before = new Date(this.clock.now().getTime() - this.settings.webhookLogDays * DAY_MS);
    if (await this.cursors.deleteSettled(before)) this.cleanUpAt = performance.now() + CLEAN_UP_EVERY_MS;
  }
}

/** Resolves after the given time, or as soon as the signal is aborted. */
const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  pause(ms, undefined, { signal }).catch(() => undefined);
