import { setTimeout as pause } from 'node:timers/promises';
import { StoreBusy } from '../port/event-store.js';
import { StateCache } from './state-cache.js';

describe('the turns of commands', () => {
  it('of one stream come one after the other, and of others at once', async () => {
    const cache = new StateCache();
    const order: string[] = [];
    const turn = (stream: string, name: string, ms: number) =>
      cache.inTurn(stream, async () => {
        order.push(`${name} begins`);
        await pause(ms);
        order.push(`${name} ends`);
      });
    await Promise.all([turn('a', '1', 40), turn('a', '2', 5), turn('b', '3', 10)]);
    expect(order).toEqual(['1 begins', '3 begins', '3 ends', '1 ends', '2 begins', '2 ends']);
  });

  it('go on after one that failed', async () => {
    const cache = new StateCache();
    const failed = cache.inTurn('a', () => Promise.reject(new Error('no')));
    const next = cache.inTurn('a', async () => 'yes');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });

  it('are given up when the one before takes too long, without overtaking it', async () => {
    const cache = new StateCache(undefined, undefined, undefined, 60);
    const order: string[] = [];
    const hanging = Promise.withResolvers<string>();
    const first = cache.inTurn('a', () => hanging.promise.finally(() => order.push('first')));
    const late = cache.inTurn('a', async () => order.push('late'));
    await expect(late).rejects.toThrow(StoreBusy);
    const young = cache.inTurn('a', async () => order.push('young'));
    await pause(20);
    expect(order).toEqual([]);
    hanging.resolve('done');
    expect(await first).toBe('done');
    await young;
    expect(order).toEqual(['first', 'young']);
  });
});
