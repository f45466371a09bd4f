import { randomUUID } from 'node:crypto';
import { handle, migrateEventStore, openEventStore, StateCache } from '#event-store';
import { DomainError } from '#kernel';
import { register } from '../../../libs/mandates/src/commands/mandate.handler.js';
import type { RegisterEvent } from '../../../libs/mandates/src/domain/mandate-events.js';
import { registerStream } from '../../../libs/mandates/src/domain/mandate-register.js';
import { command, endorsed, granted, proposed, usual } from '../../../libs/mandates/src/testing/mandate-fixtures.js';
import { type Contest, medianLatency, type OpenSide } from '../contest.js';

const FACTS_PER_MANDATE = 4;
const AT_ONCE = 1_000;
const LOADS = 15;
const STREAM = registerStream('44021');

/**
 * Measures the first command of a process on the register of a city. A register of many facts, with a snapshot, runs
 * against one of few facts. Each mandate has four facts: a proposal, two endorsements and a grant. The command is
 * refused, so that nothing is written.
 */
export const registerLoad = (many: number, few: number): Contest => {
  const loading =
    (facts: number): OpenSide =>
    async ({ createDatabase, onProgress }) => {
      const postgresUrl = await createDatabase();
      await migrateEventStore(postgresUrl, 'postgres');
      const { store, cache, close } = await openEventStore({ eventStore: 'postgres', postgresUrl });
      onProgress(`writing ${facts} facts`);
      const all = Array.from({ length: facts / FACTS_PER_MANDATE }, (_, n) => mandate(n)).flat();
      for (let from = 0; from < all.length; from += AT_ONCE)
        await store.append(STREAM, 'any', all.slice(from, from + AT_ONCE), { commandId: randomUUID() });
      const firstCommand = async (): Promise<void> => {
        const emptyCache = new StateCache(10, cache.snapshots);
        const endUnknown = command('EndMandate', { mandateId: 'none' });
        const options = { commandId: randomUUID() };
        const refused = await handle(store, emptyCache, register, STREAM, endUnknown, options, usual).catch(
          (error: unknown) => error,
        );
        if (!(refused instanceof DomainError)) throw new Error('it should have been refused', { cause: refused });
      };
      return { run: (measure) => medianLatency(measure, LOADS, firstCommand), close };
    };
  return {
    name: 'register-load',
    question: `the first command on a register of ${many} facts (p50 of ${LOADS}), against one of ${few}`,
    unit: 'ms',
    goal: 10,
    ours: loading(many),
    peer: loading(few),
  };
};

const mandate = (n: number): readonly RegisterEvent[] => {
  const id = `m${n}`;
  const slots = [{ neighbourhood: String(n), theme: 'wonen' }];
  return [proposed({ slots }, id), ...endorsed(id), granted({ slots }, id)];
};
