import { randomUUID } from 'node:crypto';
import type { Contest } from '../contest.js';
import type { HttpRequest } from '../http-clients.js';
import { today } from './bare-service.js';
import { commitmentIn, openCases, openingOf } from './ghent-cases.js';
import { httpContest } from './http.js';

/** Opens cases in three slots, each with one invited agency. */
export const httpOpenCase = (milliseconds: number): Contest => {
  const openingBy = (token: string) => (nth: number) => openingOf(nth, token, ['woningent']);
  return httpContest({
    name: 'http-open-case',
    what: 'opening a case over HTTP',
    goal: 0.33,
    limits: { processor: 3_000, node: 1_800, memory: 350 },
    milliseconds,
    ours: async (hub) => openingBy(await hub.tokenOf('an.peeters')),
    peer: async ({ token }) => openingBy(token),
  });
};

/** Proposes commitments of another agency, in as many cases by turns. */
export const httpCommit = (milliseconds: number, cases: number): Contest => {
  const proposing =
    (ids: readonly string[], token: string) =>
    (nth: number): HttpRequest =>
      commitmentIn(ids[nth % ids.length]!, token, 'woningent', today());
  return httpContest({
    name: 'http-commit',
    what: `proposing a commitment over HTTP, spread over ${cases} cases`,
    goal: 0.4,
    limits: { processor: 2_000, node: 1_200 },
    milliseconds,
    ours: async (hub, clients) =>
      proposing(await openCases(hub, clients, cases, ['woningent']), await hub.tokenOf('an.peeters')),
    peer: async ({ token }) =>
      proposing(
        Array.from({ length: cases }, () => randomUUID()),
        token,
      ),
  });
};
