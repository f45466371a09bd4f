import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Notifications } from '#postgres';
import { until } from '#testing/until';
import { FEED_TOPIC, feedSignal } from './feed-signal.js';
import { FeedWatcher, Watch } from './feed-watcher.js';

const isPending = (promise: Promise<void>): Promise<boolean> =>
  Promise.race([promise.then(() => false), pause(10).then(() => true)]);

describe('the watch of a feed', () => {
  it('resolves at once, and then when there is news', async () => {
    const watch = new Watch();
    await watch.changed();
    const news = watch.changed();
    expect(await isPending(news)).toBe(true);
    watch.touch();
    expect(await isPending(news)).toBe(false);
    expect(await isPending(watch.changed())).toBe(true);
  });

  it('resolves again when news came during a read', async () => {
    const watch = new Watch();
    await watch.changed();
    watch.touch();
    watch.touch();
    expect(await isPending(watch.changed())).toBe(false);
    expect(await isPending(watch.changed())).toBe(true);
  });
});

describe('the watcher of all feeds', () => {
  /** A watcher with one reader. `queries`: its statements. `sent`: its notifications to other processes. */
  const watching = (listening: boolean) => {
    const queries: string[] = [];
    const sent: string[] = [];
    let notified = (): void => undefined;
    const client = {
      query: async ({ text }: { text: string }) => {
        queries.push(text);
        return { rows: [] };
      },
    };
    const driver = { obtainMasterConnection: async () => [client, () => undefined] };
    const db = { driver } as unknown as DataSource;
    const notifications = {
      listening,
      notify: (topic: string) => void sent.push(topic),
      onNotify: (topic: string, listener: () => void) => {
        if (topic === FEED_TOPIC) notified = listener;
        return () => undefined;
      },
    } as unknown as Notifications;
    const watcher = new FeedWatcher(db, notifications);
    watcher.onModuleInit();
    watcher.watch({ city: '44021', agency: 'ocmw-gent' });
    return { watcher, queries, sent, notify: () => notified() };
  };

  it('looks at once when another process notifies it, and passes nothing on', async () => {
    const { watcher, queries, sent, notify } = watching(true);
    notify();
    await until(() => queries.length === 1);
    expect(sent).toEqual([]);
    watcher.onModuleDestroy();
  });

  it('looks at once when this process wrote entries, and notifies the others', async () => {
    const { watcher, queries, sent } = watching(true);
    feedSignal.notify();
    await until(() => queries.length === 1);
    expect(sent).toEqual([FEED_TOPIC]);
    watcher.onModuleDestroy();
  });

  it.each([true, false])('looks by itself, too (notifications arrive: %s)', async (listening) => {
    const { watcher, queries } = watching(listening);
    await until(() => queries.length > 0);
    watcher.onModuleDestroy();
  });
});
