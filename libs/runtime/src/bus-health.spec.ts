import { Logger } from '@nestjs/common';
import { MemoryEventStore } from '#event-store';
import type { Reconciliation } from '#messaging';
import { EmbeddedBus } from './bus.js';
import { BusHealth } from './bus-health.js';
import type { Bus } from './bus-port.js';

// The tests look at results only, so that the log is off.
Logger.overrideLogger(false);

/** Returns the health of a bus that answers like this, and the count of its queries. */
const healthOf = (answer: () => Promise<readonly Reconciliation[]>) => {
  const queried = { times: 0 };
  const reconcile = (): Promise<readonly Reconciliation[]> => {
    queried.times++;
    return answer();
  };
  const bus: Bus = Object.assign(new EmbeddedBus(new MemoryEventStore()), { reconcile });
  return { queried, health: new BusHealth(bus) };
};

it('the health of the bus queries the bus once for all calls within some seconds', async () => {
  const { queried, health } = healthOf(() => Promise.resolve([]));
  for (let n = 0; n < 50; n++) expect(await health.look()).toEqual({ answers: true, contexts: [] });
  expect(queried.times).toBe(1);
});

it('the health of a bus that fails is down, and the bus is not queried again at once', async () => {
  const { queried, health } = healthOf(() => Promise.reject(new Error('no broker answers')));
  for (let n = 0; n < 50; n++) expect(await health.look()).toEqual({ answers: false, contexts: [] });
  expect(queried.times).toBe(1);
});

it('the health of a bus that hangs is down without a wait or a second query, until the bus answers', async () => {
  const hanging = Promise.withResolvers<readonly Reconciliation[]>();
  const { queried, health } = healthOf(() => hanging.promise);
  const startedAt = Date.now();
  while (Date.now() - startedAt < 6_000) expect(await health.look()).toEqual({ answers: false, contexts: [] });
  expect(queried.times).toBe(1);
  hanging.resolve([]);
  await hanging.promise;
  await new Promise(setImmediate);
  expect(await health.look()).toEqual({ answers: true, contexts: [] });
  expect(queried.times).toBe(2);
});
