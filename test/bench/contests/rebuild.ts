import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { PostgresEventStore } from '#event-store';
import { positionToken } from '#http';
import type { Contest } from '../contest.js';
import { HttpClients } from '../http-clients.js';
import { type GhentHub, openGhentHub } from './ghent-hub.js';
import { plantLog } from './planted-log.js';
import { poolOn } from './stores.js';

const WITHIN_MS = 300_000;
const ASK_EVERY_MS = 200;
const MODELS = ['cases.directory', 'cases.register', 'cases.cases', 'cases.timeline', 'cases.deadlines'];

/**
 * Measures the rebuild of every read model of the context cases, one after the other, by the command of operators. The
 * hub keeps running, and must answer a list of cases all the time.
 */
export const rebuildContext = (events: number): Contest => ({
  name: 'rebuild-500k',
  question: `every read model of the context cases rebuilt from ${events} events, against ${WITHIN_MS / 60_000} minutes`,
  unit: 'ms',
  goal: 1,
  once: true,
  peer: WITHIN_MS,
  ours: async (surroundings) => {
    const { onProgress } = surroundings;
    const hub = await openGhentHub(surroundings);
    const pool = poolOn(hub.databaseUrl);
    const store = new PostgresEventStore(pool);
    await plantLog(store, 'cases', events, onProgress);
    const [last] = await store.readAllBackwards(1);
    onProgress('waiting for the processors of the hub');
    await hub.settled(positionToken({ ...last!, context: 'cases' }));
    return {
      counted: [process.pid],
      run: async (measure) => {
        const questions = await Questions.start(hub);
        const start = performance.now();
        const run = await measure(async () => {
          for (const model of MODELS) onProgress(await rebuild(model, hub.databaseUrl));
          return events;
        });
        const value = performance.now() - start;
        onProgress(`the hub answered in ${(await questions.stop()).toFixed(0)} ms at most`);
        return { ...run, value };
      },
      close: async () => {
        await store.close();
        await pool.end();
        await hub.close();
      },
    };
  },
});

/** Returns the last line of the command. */
const rebuild = async (model: string, postgresUrl: string): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/apps/regie/src/main.js', 'rebuild', model], {
    env: { ...process.env, REGIE_POSTGRES_URL: postgresUrl },
  });
  return stdout.trim();
};

/** Asks a hub for a list of cases, again and again. */
class Questions {
  private longest = 0;
  private stopping = false;
  private readonly asking: Promise<void>;

  private constructor(
    private readonly clients: HttpClients,
    private readonly token: string,
  ) {
    this.asking = this.ask();
    // An error of `ask` reaches the caller by `stop`.
    this.asking.catch(() => undefined);
  }

  static async start(hub: GhentHub): Promise<Questions> {
    return new Questions(new HttpClients(hub.url, 1), await hub.tokenOf('an.peeters'));
  }

  /** Returns the longest time of an answer in ms. */
  async stop(): Promise<number> {
    this.stopping = true;
    await this.asking;
    await this.clients.close();
    return this.longest;
  }

  private async ask(): Promise<void> {
    for (; !this.stopping; await pause(ASK_EVERY_MS)) {
      const start = performance.now();
      await this.clients.sendAll([{ method: 'GET', path: '/v1/cases?limit=10', token: this.token }]);
      this.longest = Math.max(this.longest, performance.now() - start);
    }
  }
}
