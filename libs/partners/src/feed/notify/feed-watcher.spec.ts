import { setTimeout as pause } from 'node:timers/promises';
import { Watch } from './feed-watcher.js';

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
