import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tokenFor } from '../../apps/hub/src/demonstration/load.js';
import { HubProcess } from '../journeys/hub-process.js';
import { random } from './random.js';

export type PowerCuts = Readonly<{
  /** the number of cuts, and the time between two of them, in ms */
  cuts: number;
  everyMs: number;
  writers: number;
  /** the seed of the targets and times; printed so that a run can be repeated */
  seed: number;
  say(line: string): void;
}>;

/** The result after the cuts. `lost`: acknowledged writes that are missing. `doubled`: writes that were applied more than once. */
export type Aftermath = Readonly<{
  acknowledged: number;
  answersLost: number;
  lost: readonly string[];
  doubled: readonly string[];
  restarts: number;
}>;

const killPostgres = async ({ folder }: HubProcess): Promise<void> => {
  const [pid] = (await readFile(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8').catch(() => '')).split(
    '\n',
  );
  if (Number(pid) > 0) process.kill(Number(pid), 'SIGKILL');
};

/**
 * Writers form teams and propose mandates over HTTP while the hub, its database or both are killed (-9) and started
 * again. Every write has its own Idempotency-Key and is repeated until it is acknowledged. In the end each write must
 * be there exactly once: no acknowledged command is lost, and a command is applied once per key.
 */
export const powerCuts = async ({ cuts, everyMs, writers, seed, say }: PowerCuts): Promise<Aftermath> => {
  const next = random(seed);
  let hub = await HubProcess.start();
  let restarts = 0;
  try {
    const token = await tokenFor(hub.url, 'an.peeters');
    const acknowledged: { kind: 'teams' | 'mandates'; id: string; key: string }[] = [];
    let answersLost = 0;
    let writing = true;

    const write = async (kind: 'teams' | 'mandates', name: string): Promise<void> => {
      const key = randomUUID();
      const body =
        kind === 'teams'
          ? { name, neighbourhoods: ['4'] }
          : {
              slots: [{ neighbourhood: '4', theme: 'jeugd' }],
              kind: 'hybrid',
              holder: 'stad-gent',
              executingFunction: name,
            };
      for (;;) {
        try {
          const response = await fetch(`${hub.url}/v1/${kind}`, {
            method: 'POST',
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
            body: JSON.stringify(body),
            signal: AbortSignal.timeout(20_000),
          });
          const answer = (await response.json()) as { teamId?: string; mandateId?: string };
          if (response.status === 201)
            return void acknowledged.push({ kind, id: (answer.teamId ?? answer.mandateId)!, key: name });
          if (response.status < 500) throw new Error(`${kind} refused: ${JSON.stringify(answer)}`);
        } catch (error) {
          if (error instanceof Error && error.message.includes('refused')) throw error;
          answersLost++;
        }
        await sleep(50);
      }
    };
    const work = Array.from({ length: writers }, async (_, writer) => {
      for (let n = 0; writing; n++) await write(n % 4 === 0 ? 'mandates' : 'teams', `w${writer}-${n}`);
    });

    for (let cut = 1; cut <= cuts; cut++) {
      await sleep(everyMs * (0.5 + next()));
      const what = (['the hub', 'the database', 'both'] as const)[Math.floor(next() * 3)]!;
      say(`cut ${cut} of ${cuts}: ${what}, after ${acknowledged.length} acknowledged writes`);
      if (what !== 'the hub') await killPostgres(hub);
      if (what !== 'the database') {
        await hub.kill();
        hub = await hub.startAgain();
        restarts++;
      }
    }
    await sleep(everyMs);
    writing = false;
    await Promise.all(work);

    const names = new Map<string, number>();
    for (const [kind, nameOf] of [
      ['teams', 'name'],
      ['mandates', 'executingFunction'],
    ] as const) {
      for (let after = ''; ;) {
        const response = await fetch(`${hub.url}/v1/${kind}?limit=200${after && `&after=${after}`}`, {
          headers: { authorization: `Bearer ${token}`, 'regie-after': await headOf(hub.url, token) },
        });
        const page = (await response.json()) as Record<string, Record<string, string>[]> & { next: string | null };
        for (const row of page[kind]!) names.set(row[nameOf]!, (names.get(row[nameOf]!) ?? 0) + 1);
        if (page.next === null) break;
        after = page.next;
      }
    }
    const written = acknowledged.map(({ key }) => key);
    return {
      acknowledged: written.length,
      answersLost,
      lost: written.filter((name) => !names.has(name)),
      doubled: [...names].filter(([name, times]) => /^w\d+-\d+$/.test(name) && times > 1).map(([name]) => name),
      restarts,
    };
  } finally {
    await hub.remove();
  }
};

/** Returns a position after all events in the log, which is that of one more write. */
const headOf = async (url: string, token: string): Promise<string> => {
  const response = await fetch(`${url}/v1/teams`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'the last one', neighbourhoods: ['4'] }),
  });
  return response.headers.get('regie-position')!;
};
