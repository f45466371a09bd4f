import type { Answer, HttpClients, HttpRequest } from '../http-clients.js';
import type { GhentHub } from './ghent-hub.js';

type Slot = Readonly<{ neighbourhood: string; theme: string }>;

/** The slots in which the demonstration has a mandate. */
const SLOTS: readonly Slot[] = [
  { neighbourhood: '4', theme: 'leefbaarheid' },
  { neighbourhood: '4', theme: 'veiligheid' },
  { neighbourhood: '7', theme: 'leefbaarheid' },
];

/** Returns the request that opens a case, in one of these slots by turns. */
export const openingOf = (
  nth: number,
  token: string,
  invite: readonly string[],
  slots: readonly Slot[] = SLOTS,
): HttpRequest => ({
  method: 'POST',
  path: '/v1/cases',
  token,
  body: {
    title: `Litter around the park ${nth}`,
    ...slots[nth % slots.length]!,
    why: 'Who uses it live around it.',
    scope: 'The park.',
    invite,
  },
});

export const commitmentIn = (caseId: string, token: string, owner: string, dueOn: string): HttpRequest => ({
  method: 'POST',
  path: `/v1/cases/${caseId}/commitments`,
  token,
  body: { what: 'Repair the lights along the path', owner, dueOn },
});

/**
 * Opens this many cases of Stad Gent in which these agencies take part, in these slots by turns, and returns their ids
 * when every processor has applied them.
 */
export const openCases = async (
  hub: GhentHub,
  clients: HttpClients,
  count: number,
  agencies: readonly string[],
  slots = SLOTS,
): Promise<readonly string[]> => {
  const an = await hub.tokenOf('an.peeters');
  const opened = await clients.sendAll(Array.from({ length: count }, (_, nth) => openingOf(nth, an, agencies, slots)));
  await settled(hub, opened);
  const ids = opened.map(({ body }) => (JSON.parse(body) as { caseId: string }).caseId);
  for (const agency of agencies) {
    const token = await hub.provider.token({ agency, role: 'worker' });
    const path = (id: string): string => `/v1/cases/${id}/participants/${agency}/acceptance`;
    await settled(hub, await clients.sendAll(ids.map((id) => ({ method: 'POST', path: path(id), token }))));
  }
  return ids;
};

/** Enrols this many housing companies, and returns their codes when every processor knows them. */
export const enrolAgencies = async (hub: GhentHub, clients: HttpClients, count: number): Promise<readonly string[]> => {
  const token = await hub.tokenOf('marc.claes');
  const agencies = Array.from({ length: count }, (_, nth) => ({
    agency: `housing-${nth}`,
    name: `Housing ${nth}`,
    kind: 'social-housing',
    ovo: `OVO${String(nth).padStart(6, '0')}`,
  }));
  for (const body of agencies)
    await settled(hub, await clients.sendAll([{ method: 'POST', path: '/v1/agencies', token, body }]));
  return agencies.map(({ agency }) => agency);
};

/** Waits until every processor of the hub has applied these writes. */
export const settled = (hub: GhentHub, answers: readonly Answer[]): Promise<unknown> =>
  Promise.all(answers.map(({ position }) => hub.settled(position!)));
