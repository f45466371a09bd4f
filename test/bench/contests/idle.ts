import { setTimeout as pause } from 'node:timers/promises';
import type { Contest } from '../contest.js';
import { openGhentHub } from './ghent-hub.js';
import { poolOn } from './stores.js';

const MOST_PER_SECOND_MS = 10;
/** The time after the start in which a hub still has work. */
const SETTLES_WITHIN_MS = 3_000;

/** Measures the processor time in ms for each second of a hub that has nothing to do, with its PostgreSQL. */
export const idle = (seconds: number): Contest => ({
  name: 'idle',
  question: `processor time of an idle hub for each second of ${seconds}, against ${MOST_PER_SECOND_MS} ms`,
  unit: 'ms',
  goal: 1,
  peer: MOST_PER_SECOND_MS,
  ours: async (surroundings) => {
    const hub = await openGhentHub(surroundings);
    // The statistics of a database are read from another one, so that the look itself does not count.
    const { pathname } = new URL(hub.databaseUrl);
    const pool = poolOn(Object.assign(new URL(hub.databaseUrl), { pathname: '/postgres' }).href);
    const transactions = async (): Promise<number> => {
      const { rows } = await pool.query<{ count: string }>(
        'select xact_commit + xact_rollback as count from pg_stat_database where datname = $1',
        [pathname.slice(1)],
      );
      return Number(rows[0]!.count);
    };
    await pause(SETTLES_WITHIN_MS);
    return {
      counted: [hub.pid],
      run: async (measure) => {
        const before = await transactions();
        const run = await measure(async () => {
          await pause(seconds * 1_000);
          return seconds;
        });
        const perSecond = ((await transactions()) - before) / seconds;
        surroundings.onProgress(`${perSecond.toFixed(1)} transactions a second`);
        const { node = NaN, postgres = NaN } = run.processor ?? {};
        return { ...run, value: (node + postgres) / 1_000 };
      },
      close: async () => {
        await pool.end();
        await hub.close();
      },
    };
  },
});
