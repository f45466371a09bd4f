import { randomUUID } from 'node:crypto';
import type { Contest } from '../contest.js';
import type { HttpClients, HttpRequest } from '../http-clients.js';
import { today } from './bare-service.js';
import { commitmentIn, enrolAgencies, openCases, settled } from './ghent-cases.js';
import { type GhentHub } from './ghent-hub.js';
import { httpContest } from './http.js';
import { CITY, commitment } from './partners-database.js';

const CASES = 8;
const PARTICIPANTS = 10;
const COMMITMENTS = 20;
const FEED_PAGE = 100;

const get = (path: string, token: string): HttpRequest => ({ method: 'GET', path, token });

/** Asks for the holder of a slot today. */
export const httpHolder = (milliseconds: number): Contest => {
  const asking = (token: string) => () => get('/v1/mandates/holder?neighbourhood=4&theme=leefbaarheid', token);
  return httpContest({
    name: 'http-holder',
    what: 'the holder of a slot over HTTP',
    goal: 0.9,
    milliseconds,
    ours: async (hub) => asking(await hub.tokenOf('an.peeters')),
    peer: async ({ token, query }) => {
      await query(
        `insert into held select $1, n::text, theme, '2026-01-01', 'infinity', 'stad-gent', 'm1', $2
           from generate_series(1, 25) n, unnest(array['leefbaarheid', 'veiligheid']) theme`,
        [CITY, { body: 'gemeenteraad', reference: '2026_GR_00031', date: '2026-01-01' }],
      );
      return asking(token);
    },
  });
};

/** Reads cases with ten participants and twenty commitments. The peer has each as one JSON value. */
export const httpCase = (milliseconds: number): Contest => {
  const reading = (ids: readonly string[], token: string) => (nth: number) =>
    get(`/v1/cases/${ids[nth % ids.length]!}`, token);
  return httpContest({
    name: 'http-case',
    what: `a case of ${PARTICIPANTS} participants and ${COMMITMENTS} commitments over HTTP`,
    goal: 0.6,
    milliseconds,
    ours: async (hub, clients) => reading(await fullCases(hub, clients), await hub.tokenOf('an.peeters')),
    peer: async ({ token, query }) => {
      const ids = Array.from({ length: CASES }, () => randomUUID());
      for (const id of ids) await query('insert into kept values ($1, $2, $3)', [CITY, id, caseBody(id)]);
      return reading(ids, token);
    },
  });
};

/** Reads the first page of a feed. The peer sends the stored JSON of its events as it is. */
export const httpFeed = (milliseconds: number): Contest =>
  httpContest({
    name: 'http-feed',
    what: `a feed page of ${FEED_PAGE} events over HTTP`,
    goal: 0.9,
    milliseconds,
    ours: async (hub, clients) => {
      // The feed of an agency has several events of each case in which it takes part.
      await openCases(hub, clients, FEED_PAGE, ['woningent']);
      const page = get(
        `/v1/feed?limit=${FEED_PAGE}`,
        await hub.provider.token({ agency: 'woningent', role: 'partner-api' }),
      );
      const [first] = await clients.sendAll([page]);
      const { events } = JSON.parse(first!.body) as { events: unknown[] };
      if (events.length !== FEED_PAGE) throw new Error(`the page has ${events.length} events`);
      return () => page;
    },
    peer: async ({ token, query }) => {
      await query(`insert into entry select $1, 'stad-gent', n, $2 from generate_series(1, 1000) n`, [
        CITY,
        commitment(0),
      ]);
      return () => get(`/v1/feed?limit=${FEED_PAGE}`, token);
    },
  });

const fullCases = async (hub: GhentHub, clients: HttpClients): Promise<readonly string[]> => {
  const agencies = await enrolAgencies(hub, clients, PARTICIPANTS - 1);
  const ids = await openCases(hub, clients, CASES, agencies);
  const an = await hub.tokenOf('an.peeters');
  const proposals = Array.from({ length: COMMITMENTS }, (_, nth) =>
    ids.map((id) => commitmentIn(id, an, agencies[nth % agencies.length]!, today())),
  );
  await settled(hub, await clients.sendAll(proposals.flat()));
  return ids;
};

/** A case as the hub shows it to its participants. */
const caseBody = (id: string): object => ({
  id,
  view: 'full',
  reason: 'participant',
  title: 'Litter around the park',
  neighbourhood: '4',
  theme: 'leefbaarheid',
  why: 'Who uses it live around it.',
  scope: 'The park.',
  status: 'open',
  openedBy: 'stad-gent',
  openedAt: new Date().toISOString(),
  coordination: { holder: 'stad-gent', mandateId: randomUUID(), steeringModel: 'coordination', since: '2026-01-01' },
  participants: Array.from({ length: PARTICIPANTS }, (_, nth) => ({
    agency: `housing-${nth}`,
    status: 'accepted',
    invitedBy: 'stad-gent',
    since: new Date().toISOString(),
  })),
  commitments: Array.from({ length: COMMITMENTS }, (_, nth) => ({
    id: randomUUID(),
    what: 'Repair the lights along the path',
    owner: `housing-${nth % PARTICIPANTS}`,
    proposedBy: 'stad-gent',
    dueOn: today(),
    binding: false,
    status: 'proposed',
    proposedAt: new Date().toISOString(),
  })),
});
