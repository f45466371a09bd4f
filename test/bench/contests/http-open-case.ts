import type { Contest } from '../contest.js';
import { httpContest } from './http.js';

const SLOTS = [
  { neighbourhood: '4', theme: 'leefbaarheid' },
  { neighbourhood: '4', theme: 'veiligheid' },
  { neighbourhood: '7', theme: 'leefbaarheid' },
];

/** The body of a request that opens a case in one of the slots in which the demonstration has a mandate. */
export const opening = (nth: number) => ({
  title: `Litter around the park ${nth}`,
  ...SLOTS[nth % SLOTS.length]!,
  why: 'Who uses it live around it.',
  scope: 'The park.',
  invite: ['woningent'],
});

/** Opens cases in three slots, each with one invited agency. */
export const httpOpenCase = (milliseconds: number): Contest => {
  const openingAs = (token: string) => (nth: number) =>
    ({ method: 'POST', path: '/v1/cases', token, body: opening(nth) }) as const;
  return httpContest({
    name: 'http-open-case',
    what: 'opening a case over HTTP',
    goal: 0.33,
    limits: { processor: 3_000, node: 1_800, memory: 350 },
    milliseconds,
    ours: async (hub) => openingAs(await hub.tokenOf('an.peeters')),
    peer: async ({ token }) => openingAs(token),
  });
};
