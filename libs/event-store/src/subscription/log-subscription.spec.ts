import { setImmediate, setTimeout } from 'node:timers/promises';
import type { StoredEvent } from '../port/event-store.js';
import { LogSubscription, type LogSubscriptionOptions } from './log-subscription.js';

/** A log that records every read, and returns its page when `proxy` resolves. */
class Log {
  readonly events: StoredEvent[] = [];
  reads: string[] = [];
  proxy: Promise<void> = Promise.resolve();

  readonly read: LogSubscriptionOptions['read'] = async (after) => {
    this.reads.push(after);
    // like a database, which answers with the events of the moment of the query
    const page = this.events.slice(Number(after));
    await this.proxy;
    return { events: page, bytes: page.length };
  };

  add(): void {
    this.events.push({ position: String(this.events.length + 1) } as StoredEvent);
  }
}

describe('the subscriptions of a process', () => {
  const ending = new AbortController();
  afterAll(() => ending.abort());
  const follow = (subscription: LogSubscription): { seen: string[] } => {
    const seen: string[] = [];
    void (async () => {
      for await (const page of subscription.follow('0', ending.signal))
        seen.push(...page.map(({ position }) => position));
    })();
    return { seen };
  };

  /** Two subscriptions of a log: `quick`, and `slow`, which keeps its first page until `goOn` resolves. */
  const oneBehind = () => {
    const log = new Log();
    const subscription = new LogSubscription({ read: log.read, pollMs: 60_000, isTransient: () => false });
    const add = async (): Promise<void> => {
      log.add();
      subscription.notify();
      await setImmediate();
    };
    const goOn = Promise.withResolvers<void>();
    const slow: string[] = [];
    void (async () => {
      for await (const page of subscription.follow('0', ending.signal)) {
        await goOn.promise;
        slow.push(...page.map(({ position }) => position));
      }
    })();
    const quick = follow(subscription);
    return { log, add, goOn, slow, quick };
  };

  it('share one read when they are at the same position, after a notification and after the interval', async () => {
    const log = new Log();
    const subscription = new LogSubscription({ read: log.read, pollMs: 20, isTransient: () => false });
    const processors = Array.from({ length: 5 }, () => follow(subscription));
    await setImmediate();
    expect(log.reads).toEqual(['0']);
    log.add();
    subscription.notify();
    await setImmediate();
    for (const { seen } of processors) expect(seen).toEqual(['1']);
    expect(log.reads).toEqual(['0', '0']);
    log.add();
    await setTimeout(60);
    for (const { seen } of processors) expect(seen).toEqual(['1', '2']);
    expect(log.reads.filter((after) => after === '1')).toHaveLength(1);
  });

  it('read an event once for all, also when one of them is behind', async () => {
    const { log, add, goOn, slow, quick } = oneBehind();
    for (let times = 0; times < 4; times++) await add();
    expect([quick.seen, slow]).toEqual([['1', '2', '3', '4'], []]);
    const reads = log.reads.length;
    goOn.resolve();
    await setImmediate();
    expect(slow).toEqual(['1', '2', '3', '4']);
    expect(log.reads.slice(reads)).toEqual([]);
  });

  it('read for themselves when they are more than four pages behind, and one that stands still delays no other', async () => {
    const events = Array.from({ length: 7_000 }, (_, nth) => ({ position: String(nth + 1) }) as StoredEvent);
    const reads: string[] = [];
    const read: LogSubscriptionOptions['read'] = async (after, limit) => {
      reads.push(after);
      const page = events.slice(Number(after), Number(after) + limit.events);
      return { events: page, bytes: page.length };
    };
    const subscription = new LogSubscription({ read, pollMs: 60_000, isTransient: () => false });
    const goOn = Promise.withResolvers<void>();
    const stuck: string[] = [];
    const reading = (async () => {
      for await (const page of subscription.follow('0', ending.signal)) {
        await goOn.promise;
        stuck.push(...page.map(({ position }) => position));
        if (stuck.length === events.length) return;
      }
    })();
    const quick = follow(subscription);
    for (let turns = 0; quick.seen.length < events.length && turns < 1_000; turns++) await setImmediate();
    expect([quick.seen.length, stuck.length]).toEqual([events.length, 0]);
    const shared = reads.length;
    goOn.resolve();
    await reading;
    expect(stuck).toEqual(events.map(({ position }) => position));
    // Its second page was read ahead. What all others have passed is not kept for it.
    expect(reads.slice(shared)).toEqual(['2000', '3000', '4000', '5000', '6000', '7000']);
  });

  it('do not treat a read from before the notification as the newest one', async () => {
    const log = new Log();
    const subscription = new LogSubscription({ read: log.read, pollMs: 60_000, isTransient: () => false });
    const proxy = Promise.withResolvers<void>();
    log.proxy = proxy.promise;
    const first = follow(subscription);
    await setImmediate();
    log.add();
    subscription.notify();
    log.proxy = Promise.resolve();
    const second = follow(subscription);
    await setImmediate();
    expect(second.seen).toEqual(['1']);
    proxy.resolve();
    await setImmediate();
    expect(first.seen).toEqual(['1']);
  });

  it('do not take the events in memory for all, while a newer one is being read', async () => {
    const { log, add, goOn, slow, quick } = oneBehind();
    await add();
    await add();
    const proxy = Promise.withResolvers<void>();
    log.proxy = proxy.promise;
    await add();
    goOn.resolve();
    await setImmediate();
    expect([quick.seen, slow]).toEqual([
      ['1', '2'],
      ['1', '2'],
    ]);
    proxy.resolve();
    await setImmediate();
    expect([quick.seen, slow]).toEqual([
      ['1', '2', '3'],
      ['1', '2', '3'],
    ]);
  });

  it('wait for news when the log has lost the events that they have handled', async () => {
    const log = new Log();
    const subscription = new LogSubscription({ read: log.read, pollMs: 60_000, isTransient: () => false });
    const pages = ['3', '5'].map((after) => subscription.follow(after, ending.signal).next());
    for (let turn = 0; turn < 20; turn++) await setImmediate();
    expect(log.reads.length).toBeLessThan(5);
    log.events.push(...['1', '2', '3', '4', '5', '6'].map((position) => ({ position }) as StoredEvent));
    subscription.notify();
    expect(
      (await Promise.all(pages)).map(({ value }) => (value as StoredEvent[]).map(({ position }) => position)),
    ).toEqual([['4', '5', '6'], ['6']]);
  });

  it('read page after page when they begin far behind, after the others have ended', async () => {
    const log = new Log();
    log.events.push(...Array.from({ length: 2_500 }, (_, nth) => ({ position: String(nth + 1) }) as StoredEvent));
    const read: LogSubscriptionOptions['read'] = async (after, limit) => {
      const page = log.events.slice(Number(after), Number(after) + limit.events);
      return { events: page, bytes: page.length };
    };
    const subscription = new LogSubscription({ read, pollMs: 60_000, isTransient: () => false });
    const first = new AbortController();
    const waiting = subscription.follow('2500', first.signal).next();
    await setImmediate();
    first.abort();
    await waiting;
    const { seen } = follow(subscription);
    for (let turn = 0; seen.length < 2_500 && turn < 100; turn++) await setImmediate();
    expect(seen).toHaveLength(2_500);
  });

  describe('whose log cannot be read', () => {
    const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const onePage = [{ position: '1' } as StoredEvent];
    const isTransient = (error: unknown): boolean => error === away;
    /** Fails with each of these errors in turn, and then returns a page. */
    const reads = (...failures: readonly Error[]): LogSubscriptionOptions['read'] => {
      const left = [...failures];
      return async () => {
        const failure = left.shift();
        if (failure) throw failure;
        return { events: onePage, bytes: 1 };
      };
    };

    it('continue when it can be read again', async () => {
      const subscription = new LogSubscription({ read: reads(away, away, away), pollMs: 1, isTransient });
      expect((await subscription.follow('0', ending.signal).next()).value).toEqual(onePage);
    });

    it('end with an error that is not transient', async () => {
      const subscription = new LogSubscription({
        read: reads(away, new RangeError('no such position')),
        pollMs: 1,
        isTransient,
      });
      await expect(subscription.follow('0', ending.signal).next()).rejects.toThrow('no such position');
    });

    it('end at once when their signal aborts during the wait, and leave no timer', async () => {
      const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
      const before = timers();
      const stop = new AbortController();
      const subscription = new LogSubscription({ read: reads(away), pollMs: 60_000, isTransient });
      const next = subscription.follow('0', stop.signal).next();
      await setImmediate();
      stop.abort();
      expect(await next).toEqual({ done: true, value: undefined });
      expect(timers()).toBe(before);
    });
  });
});
