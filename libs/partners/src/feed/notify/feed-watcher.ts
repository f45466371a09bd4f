import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Notifications, statement } from '#postgres';
import type { FeedOf } from '../queries/feed-cursor.js';
import { FEED_TOPIC, feedSignal } from './feed-signal.js';

/** The interval at which the watcher polls for entries of other processes while they do not notify this one. */
const POLL_MS = 500;
/** The number of intervals between two polls while they do. */
const INTERVALS_PER_LOOK = 4;
/** Minimum pause between two queries for news while this process writes entries. */
const BETWEEN_LOOKS_MS = 50;
/** The number of intervals between two checks of the status of the agencies. */
const INTERVALS_PER_CHECK = 10;

const LAST_EVENTS = statement<{ city: string; last: string | null }>(
  'partners.last-events',
  'SELECT city, (SELECT max(number) FROM feed_event WHERE feed_event.city = watched.city) AS last FROM unnest($1::text[]) AS watched (city)',
);
const CHANGED = statement<{ agency: string }>(
  'partners.changed-feeds',
  'SELECT agency FROM feed WHERE city = $1 AND last_number > $2',
);
const INACTIVE = statement<{ city: string; agency: string }>(
  'partners.inactive-agencies',
  `SELECT city, code AS agency FROM agency WHERE city = ANY ($1) AND status <> 'active'`,
);

/** Lets one reader wait for news in a feed. */
export class Watch {
  private news = true;
  private wake: (() => void) | undefined;

  /** Resolves when the feed may have changed since the last call; the first call resolves at once. */
  async changed(): Promise<void> {
    if (!this.news) await this.touched();
    this.news = false;
  }

  touch(): void {
    this.news = true;
    this.wake?.();
    this.wake = undefined;
  }

  private touched(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}

/**
 * Notifies readers that wait for news in a feed. One query serves all readers. The query runs right after this process
 * wrote entries or another one notified it, and every 2 s besides: twice a second while notifications do not arrive. A
 * city without news costs one index lookup.
 *
 * Readers of an agency that no longer takes part are notified too: their next read is refused, and they stop.
 */
@Injectable()
export class FeedWatcher implements OnModuleInit, OnModuleDestroy {
  private readonly watches = new Map<string, Map<string, Set<Watch>>>();
  /** the last event number of each city that this process has read */
  private readonly seen = new Map<string, number>();
  private readonly unlisten: readonly (() => void)[];
  private poll: NodeJS.Timeout | undefined;
  private intervals = 0;
  private looking = false;
  private again = false;

  constructor(
    @InjectDataSource('partners') private readonly db: DataSource,
    private readonly notifications: Notifications,
  ) {
    this.unlisten = [
      feedSignal.onNotify(() => {
        notifications.notify(FEED_TOPIC);
        this.look();
      }),
      notifications.onNotify(FEED_TOPIC, () => this.look()),
    ];
  }

  onModuleInit(): void {
    this.poll = setInterval(() => {
      this.intervals++;
      if (!this.notifications.listening || this.intervals % INTERVALS_PER_LOOK === 0) this.look();
      if (this.intervals % INTERVALS_PER_CHECK === 0) void this.wakeInactive().catch(() => undefined);
    }, POLL_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.poll);
    for (const unlisten of this.unlisten) unlisten();
  }

  watch({ city, agency }: FeedOf): Watch {
    const watch = new Watch();
    const ofCity = this.watches.get(city) ?? new Map<string, Set<Watch>>();
    this.watches.set(city, ofCity.set(agency, (ofCity.get(agency) ?? new Set()).add(watch)));
    return watch;
  }

  unwatch({ city, agency }: FeedOf, watch: Watch): void {
    const ofCity = this.watches.get(city);
    const ofAgency = ofCity?.get(agency);
    ofAgency?.delete(watch);
    if (ofAgency?.size === 0) ofCity!.delete(agency);
    if (ofCity?.size !== 0) return;
    this.watches.delete(city);
    this.seen.delete(city);
  }

  /**
   * Queries for news, one query at a time. A signal during a query causes another query. Errors are ignored, because
   * the next poll tries again.
   */
  private look(): void {
    if (this.looking) {
      this.again = true;
      return;
    }
    if (this.watches.size === 0) return;
    this.looking = true;
    this.again = false;
    this.wakeChanged()
      .catch(() => undefined)
      .finally(() =>
        setTimeout(() => {
          this.looking = false;
          if (this.again) this.look();
        }, BETWEEN_LOOKS_MS).unref(),
      );
  }

  private async wakeChanged(): Promise<void> {
    const cities = await LAST_EVENTS.rows(this.db, [[...this.watches.keys()]]);
    for (const { city, last } of cities) {
      const [before, now] = [this.seen.get(city), Number(last ?? 0)];
      if (before === now || !this.watches.has(city)) continue;
      // On the first query, or when a rebuild has lowered the numbers, every agency of the city may have news.
      if (before === undefined || now < before)
        for (const agency of this.watches.get(city)!.keys()) this.wake(city, agency);
      else {
        const changed = await CHANGED.rows(this.db, [city, before]);
        for (const { agency } of changed) this.wake(city, agency);
      }
      if (this.watches.has(city)) this.seen.set(city, now);
    }
  }

  private async wakeInactive(): Promise<void> {
    if (this.watches.size === 0) return;
    const inactive = await INACTIVE.rows(this.db, [[...this.watches.keys()]]);
    for (const { city, agency } of inactive) this.wake(city, agency);
  }

  private wake(city: string, agency: string): void {
    for (const watch of this.watches.get(city)?.get(agency) ?? []) watch.touch();
  }
}
