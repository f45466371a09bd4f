import { Logger } from '@nestjs/common';
import { MemoryEventStore } from '#event-store';
import type { Reconciliation } from '#messaging';
import { type Bus, EmbeddedBus } from './bus.js';
import { BusHealth } from './bus-health.js';

// what it logs is told by its answers here
Logger.overrideLogger(false);

/** A bus that answers as told, and counts how often it is asked. */
const askedOf = (answer: () => Promise<readonly Reconciliation[]>) => {
  const asked = { times: 0 };
  const reconcile = (): Promise<readonly Reconciliation[]> => {
    asked.times++;
    return answer();
  };
  const bus: Bus = Object.assign(new EmbeddedBus(new MemoryEventStore()), { reconcile });
  return { asked, health: new BusHealth(bus) };
};

it('asks the bus once for all who ask within some seconds', async () => {
  const { asked, health } = askedOf(() => Promise.resolve([]));
  for (let n = 0; n < 50; n++) expect(await health.look()).toEqual({ answers: true, contexts: [] });
  expect(asked.times).toBe(1);
});

it('says that it does not answer when it fails, and does not ask again at once', async () => {
  const { asked, health } = askedOf(() => Promise.reject(new Error('no broker answers')));
  for (let n = 0; n < 50; n++) expect(await health.look()).toEqual({ answers: false, contexts: [] });
  expect(asked.times).toBe(1);
});

it('does not wait for one that hangs, nor asks it once more meanwhile; when it answers again, so does this', async () => {
  const hanging = Promise.withResolvers<readonly Reconciliation[]>();
  const { asked, health } = askedOf(() => hanging.promise);
  const startedAt = Date.now();
  while (Date.now() - startedAt < 6_000) expect(await health.look()).toEqual({ answers: false, contexts: [] });
  expect(asked.times).toBe(1);
  hanging.resolve([]);
  await hanging.promise;
  await new Promise(setImmediate);
  expect(await health.look()).toEqual({ answers: true, contexts: [] });
  expect(asked.times).toBe(2);
}, 20_000);
