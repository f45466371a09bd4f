import { setTimeout as pause } from 'node:timers/promises';
import { reusedReading } from './reused-reading.js';

describe('a reading', () => {
  it('is reused while it is fresh, and read again later', async () => {
    let reads = 0;
    const read = reusedReading({ freshMs: 50 }, async () => ++reads);
    expect([await read(), await read()]).toEqual([1, 1]);
    await pause(80);
    expect(await read()).toBe(2);
  });

  it('is undefined, and no second one starts, while one hangs', async () => {
    let reads = 0;
    const hanging = Promise.withResolvers<string>();
    const read = reusedReading({ freshMs: 0, longestMs: 20 }, () => {
      reads++;
      return hanging.promise;
    });
    expect(await read()).toBeUndefined();
    await pause(5);
    expect([await read(), reads]).toEqual([undefined, 1]);
    hanging.resolve('late');
    await pause(5);
    void read();
    expect(reads).toBe(2);
  });

  it('is undefined when it fails, and tried again', async () => {
    let reads = 0;
    const read = reusedReading({ freshMs: 0 }, async () => {
      if (++reads === 1) throw new Error('of this spec');
      return 'there';
    });
    expect(await read()).toBeUndefined();
    await pause(5);
    expect(await read()).toBe('there');
  });
});
