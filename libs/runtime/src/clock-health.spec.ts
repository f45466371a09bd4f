import { type Clocks, MemoryEventStore } from '#event-store';
import { ClockHealth } from './clock-health.js';

/** Returns the health of the clocks of a store that answers like this, and the count of its queries. */
const healthOf = (answer: () => Promise<Clocks>) => {
  const asked = { times: 0 };
  const clocks = (): Promise<Clocks> => {
    asked.times++;
    return answer();
  };
  return { asked, health: new ClockHealth(Object.assign(new MemoryEventStore(), { clocks })) };
};

describe('the health of the clocks', () => {
  it('is asked of the store once for all callers within some seconds', async () => {
    const { asked, health } = healthOf(async () => ({ offsetMs: 40, aheadMs: 0 }));
    for (let n = 0; n < 50; n++)
      expect(await health.look()).toEqual({ clocks: { offsetMs: 40, aheadMs: 0 }, problems: [] });
    expect(asked.times).toBe(1);
  });

  it('reports events that are ahead of the clock, which stop no append', async () =>
    expect(await healthOf(async () => ({ offsetMs: 0, aheadMs: 259_200_000 })).health.look()).toMatchObject({
      problems: [expect.stringContaining('3 days ahead of the clock')],
    }));

  it.each([-62_000, 62_000])('reports an offset of %d ms, with which nothing is written', async (offsetMs) =>
    expect(await healthOf(async () => ({ offsetMs, aheadMs: 0 })).health.look()).toMatchObject({
      problems: [expect.stringContaining('nothing is written')],
    }),
  );

  it('reports nothing while the store does not answer, which another check reports', async () => {
    const unknown = { problems: [] };
    expect(await healthOf(() => Promise.reject(new Error('away'))).health.look()).toEqual(unknown);
    const started = performance.now();
    expect(await healthOf(() => new Promise<Clocks>(() => {})).health.look()).toEqual(unknown);
    expect(performance.now() - started).toBeLessThan(6_000);
  });
});
