import { PostgresEventStore } from '#event-store';
import { positionToken } from '#http';
import type { Contest } from '../contest.js';
import { openGhentHub } from './ghent-hub.js';
import { plantLog } from './planted-log.js';
import { poolOn } from './stores.js';

const LEAST_PER_SECOND = 3_000;

/**
 * Measures all processors of a hub at once. The events are appended by another process as fast as it can, and count
 * when every processor of the hub has applied them.
 */
export const projectAll = (events: number): Contest => ({
  name: 'project-all',
  question: `every processor of a hub over ${events} new events of cases, against ${LEAST_PER_SECOND} events/s`,
  unit: 'events/s',
  goal: 1,
  peer: LEAST_PER_SECOND,
  ours: async (surroundings) => {
    const hub = await openGhentHub(surroundings);
    const pool = poolOn(hub.databaseUrl);
    const store = new PostgresEventStore(pool);
    return {
      counted: [hub.pid],
      run: (measure) =>
        measure(async () => {
          await plantLog(store, 'cases', events, () => undefined);
          const [last] = await store.readAllBackwards(1);
          await hub.settled(positionToken({ ...last!, context: 'cases' }));
          return events;
        }),
      close: async () => {
        await store.close();
        await pool.end();
        await hub.close();
      },
    };
  },
});
