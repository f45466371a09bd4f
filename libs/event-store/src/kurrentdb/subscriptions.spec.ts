import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { START } from '../port/event-store.js';
import { KurrentDbEventStore } from './kurrentdb-event-store.js';

/** The stream of a subscription, as the client of KurrentDB returns it. */
class Subscription extends Readable {
  unsubscribed = false;

  constructor(readonly from: unknown) {
    super({ objectMode: true, read: () => undefined });
  }

  async unsubscribe(): Promise<void> {
    this.unsubscribed = true;
  }

  event(number: number): this {
    const position = { commit: BigInt(number), prepare: BigInt(number) };
    const event = {
      streamId: 'a',
      id: `e-${number}`,
      revision: BigInt(number - 1),
      type: 'Happened',
      data: {},
      position,
    };
    this.push({ event: { ...event, created: new Date(), metadata: { commandId: 'c' } } });
    return this;
  }
}

describe('a subscription to KurrentDB', () => {
  let opened: Subscription[];
  let store: KurrentDbEventStore;

  beforeEach(() => {
    opened = [];
    const subscribeToAll = ({ fromPosition }: { fromPosition: unknown }): Subscription => {
      opened.push(new Subscription(fromPosition));
      return opened.at(-1)!;
    };
    store = new KurrentDbEventStore({ subscribeToAll } as unknown as KurrentDBClient);
  });

  const pages = (signal = new AbortController().signal) => store.subscribe(START, signal)[Symbol.asyncIterator]();
  const positions = (page: IteratorResult<readonly { position: string }[]>) =>
    page.value?.map(({ position }: { position: string }) => position);
  const waiting = () => setTimeout(10);

  it('continues in a new one after the delivered events, when it breaks and when it ends', async () => {
    const reader = pages();
    const first = reader.next();
    opened[0]!.event(1).event(2);
    expect(positions(await first)).toEqual(['1', '2']);
    opened[0]!.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    const second = reader.next();
    while (opened.length < 2) await waiting();
    expect(opened[1]!.from).toEqual({ commit: 2n, prepare: 2n });
    opened[1]!.event(3);
    expect(positions(await second)).toEqual(['3']);
    const third = reader.next();
    opened[1]!.push(null);
    while (opened.length < 3) await waiting();
    expect(opened[2]!.from).toEqual({ commit: 3n, prepare: 3n });
    opened[2]!.event(4);
    expect(positions(await third)).toEqual(['4']);
    expect(opened.map(({ unsubscribed }) => unsubscribed)).toEqual([true, true, false]);
    await reader.return!();
    expect(opened[2]).toMatchObject({ unsubscribed: true, destroyed: true });
  });

  it('ends with an error that is not transient', async () => {
    const next = pages().next();
    await waiting();
    opened[0]!.destroy(new RangeError('there is no such position'));
    await expect(next).rejects.toThrow('there is no such position');
    expect(opened).toHaveLength(1);
  });

  it('ends when its signal aborts, while it waits for events and while it waits for the server', async () => {
    const stop = new AbortController();
    const next = pages(stop.signal).next();
    await waiting();
    stop.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(opened[0]).toMatchObject({ unsubscribed: true, destroyed: true });

    const later = new AbortController();
    const broken = pages(later.signal).next();
    await waiting();
    opened[1]!.destroy(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
    await waiting();
    later.abort();
    expect(await broken).toEqual({ done: true, value: undefined });
    expect(opened).toHaveLength(2);
  });
});
