import { randomUUID } from 'node:crypto';
import { handle, openEventStore, StateCache } from '#event-store';
import { DomainError } from '#kernel';
import { register } from '../../libs/mandates/src/commands/mandate.handler.js';
import type { RegisterEvent } from '../../libs/mandates/src/domain/mandate-history.js';
import { registerStream } from '../../libs/mandates/src/domain/mandate-register.js';
import { endorsed, granted, proposed, wishing } from '../../libs/mandates/src/testing/mandate-fixtures.js';
import { type Contest, median } from './contest.js';
import type { BenchServer } from './server.js';

const FACTS_PER_MANDATE = 4;
const AT_ONCE = 1_000;
const LOADS = 15;

/**
 * What a process that has just started takes for its first command on the register of a city: one of many facts, from its snapshot, against one of few. Each
 * mandate was proposed, endorsed twice and granted. The command is refused, so that nothing is written.
 */
export const registerLoad = (many: number, few: number, server: BenchServer): Contest => ({
  name: 'register-load',
  question: `the first command on a register of ${many} facts (p50 of ${LOADS}), against one of ${few}`,
  unit: 'ms',
  goal: 10,
  open: async (say) => {
    const { store, cache, close } = await openEventStore({
      eventStore: 'postgres',
      postgresUrl: await server.createDatabase(),
    });
    for (const [city, facts] of [
      ['many', many],
      ['few', few],
    ] as const) {
      say(`writing ${facts} facts`);
      const all = Array.from({ length: facts / FACTS_PER_MANDATE }, (_, n) => mandate(n)).flat();
      for (let from = 0; from < all.length; from += AT_ONCE)
        await store.append(registerStream(city), 'any', all.slice(from, from + AT_ONCE), { commandId: randomUUID() });
    }
    const first = async (city: string): Promise<number> => {
      const start = performance.now();
      const refused = await handle(
        store,
        new StateCache(10, cache.snapshots),
        register,
        registerStream(city),
        wishing('EndMandate', { mandateId: 'none' }),
        { commandId: randomUUID() },
      ).catch((error: unknown) => error);
      if (!(refused instanceof DomainError)) throw new Error('it should have been refused', { cause: refused });
      return performance.now() - start;
    };
    const p50 = async (city: string): Promise<number> => {
      const times: number[] = [];
      for (let n = 0; n < LOADS; n++) times.push(await first(city));
      return median(times);
    };
    return {
      ours: () => p50('many'),
      peer: () => p50('few'),
      close,
    };
  },
});

const mandate = (n: number): readonly RegisterEvent[] => {
  const id = `m${n}`;
  const slots = [{ neighbourhood: String(n), theme: 'wonen' }];
  return [proposed({ slots }, id), ...endorsed(id), granted({ slots }, id)];
};
