import { brusselsDate } from '#kernel';
import type { Contest } from '../contest.js';
import { HttpClients } from '../http-clients.js';
import { openCases } from './ghent-cases.js';
import { type GhentHub, openGhentHub } from './ghent-hub.js';
import { poolOn } from './stores.js';

const SETTLED_WITHIN_MS = 5_000;
const CLIENTS = 32;
const SLOT = { neighbourhood: '4', theme: 'leefbaarheid' };

/**
 * Measures how long a transfer of a mandate takes until all of its open cases have the new coordinator in every read
 * model. Each run transfers the mandate to the other one of two agencies.
 */
export const transferOfMandate = (cases: number): Contest => ({
  name: 'transfer-1500',
  question: `the transfer of a mandate until its ${cases} open cases follow, against ${SETTLED_WITHIN_MS / 1_000} s`,
  unit: 'ms',
  goal: 1,
  peer: SETTLED_WITHIN_MS,
  ours: async (surroundings) => {
    const hub = await openGhentHub(surroundings);
    const clients = new HttpClients(hub.url, CLIENTS);
    surroundings.onProgress(`opening ${cases} cases`);
    await openCases(hub, clients, cases, [], [SLOT]);
    const pool = poolOn(hub.databaseUrl);
    const followed = async (): Promise<number> => {
      const { rows } = await pool.query<{ count: number }>(
        `select count(*)::int as count from event_store.events where type = 'CoordinationTakenOver'`,
      );
      return rows[0]!.count;
    };
    let holder = 'stad-gent';
    return {
      counted: [hub.pid],
      run: async (measure) => {
        holder = holder === 'stad-gent' ? 'ocmw-gent' : 'stad-gent';
        const before = await followed();
        const accept = await propose(hub, clients, holder);
        const start = performance.now();
        let milliseconds = 0;
        const run = await measure(async () => {
          await hub.settled(await accept());
          milliseconds = performance.now() - start;
          return 1;
        });
        const after = await followed();
        if (after - before !== cases) throw new Error(`${after - before} of ${cases} cases follow the transfer`);
        return { ...run, value: milliseconds };
      },
      close: async () => {
        await pool.end();
        await clients.close();
        await hub.close();
      },
    };
  },
});

/** Proposes the transfer to this agency from today on, and returns its acceptance, which answers with its position. */
const propose = async (hub: GhentHub, clients: HttpClients, to: string): Promise<() => Promise<string>> => {
  const today = brusselsDate(new Date());
  const marc = await hub.tokenOf('marc.claes');
  const receiver = await hub.provider.token({ agency: to, role: 'coordinator' });
  const send = async (path: string, token: string, body: object) =>
    (await clients.sendAll([{ method: 'POST', path, token, body }]))[0]!;
  const mandates = await clients.sendAll([{ method: 'GET', path: '/v1/mandates', token: marc }]);
  const listed = (
    JSON.parse(mandates[0]!.body) as { mandates: { mandateId: string; slots: { neighbourhood: string }[] }[] }
  ).mandates;
  const { mandateId: id } = listed.find(({ slots }) =>
    slots.some(({ neighbourhood }) => neighbourhood === SLOT.neighbourhood),
  )!;
  const transfer = {
    to,
    on: today,
    decision: { body: 'college', reference: '2026_CBS_00777', date: today },
    reason: 'The work moves.',
  };
  const proposed = await send(`/v1/mandates/${id}/transfers`, marc, transfer);
  const { transferId } = JSON.parse(proposed.body) as { transferId: string };
  return async () => (await send(`/v1/mandates/${id}/transfers/${transferId}/acceptance`, receiver, {})).position!;
};
