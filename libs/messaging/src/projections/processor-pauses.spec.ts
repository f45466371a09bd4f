import type { DataSource } from 'typeorm';
import { Processor } from './processor.js';

const { jest } = import.meta;

/** Returns the pauses in ms of a processor whose attempts all fail. `handles`: whether each attempt handles a page before it fails. */
const pausesOf = async (handles: readonly boolean[]): Promise<readonly number[]> => {
  const pauses: number[] = [];
  const timer = jest.spyOn(globalThis, 'setTimeout').mockImplementation(((done: () => void, ms: number) => {
    pauses.push(ms);
    queueMicrotask(done);
  }) as never);
  const left = [...handles];
  const over = Promise.withResolvers<void>();
  const processor = new Processor({
    name: 'thing.reader',
    db: {} as DataSource,
    consume: async ({ handle }) => {
      const next = left.shift();
      if (next === undefined) over.resolve();
      // A page without events needs no database.
      if (next) await handle({ source: 'log', events: [], upTo: '1', mayRepeat: false });
      throw new TypeError('it broke');
    },
    apply: async () => undefined,
    log: { error: () => undefined },
  });
  try {
    processor.start();
    await over.promise;
    await processor.stop();
  } finally {
    timer.mockRestore();
  }
  return pauses.slice(0, handles.length);
};

describe('a processor whose attempts fail', () => {
  it('pauses longer each time, and shortly again after an attempt that handled a page', async () => {
    const pauses = await pausesOf([false, false, false, true, false, true]);
    const shortest = [50, 100, 200, 50, 100, 50];
    expect(pauses).toHaveLength(shortest.length);
    for (const [index, pause] of pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual(shortest[index]!);
      expect(pause).toBeLessThanOrEqual(2 * shortest[index]!);
    }
  });

  it('never pauses for more than five seconds', async () => {
    expect((await pausesOf(Array<boolean>(12).fill(false))).at(-1)).toBe(5_000);
  });
});
