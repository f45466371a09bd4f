import { setTimeout as pause } from 'node:timers/promises';
import { Watch } from './feed-watcher.js';

const isPending = (promise: Promise<void>): Promise<boolean> =>
  Promise.race([promise.then(() => false), pause(10).then(() => true)]);

describe('who watches a feed', () => {
  it('looks at once, and then when there is news', async () => {
    const watch = new Watch();
    await watch.changed();
    const news = watch.changed();
    expect(await isPending(news)).toBe(true);
    watch.touch();
    expect(await isPending(news)).toBe(false);
    expect(await isPending(watch.changed())).toBe(true);
  });

  it('looks again when there was news while it read', async () => {
    const watch = new Watch();
    await watch.changed();
    watch.touch();
    watch.touch();
    expect(await isPending(watch.changed())).toBe(false);
    expect(await isPending(watch.changed())).toBe(true);
  });
});
