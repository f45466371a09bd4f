import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Build } from './builds.js';
import type { Exchange, Journey } from './journey.js';

/** The requests of the load: lists, a look-up, the feed and a write, by the users that send them. */
const REQUESTS = [
  ['an.peeters', 'GET', '/v1/cases'],
  ['marc.claes', 'GET', '/v1/mandates/holder?neighbourhood=7&theme=leefbaarheid'],
  ['woningent-api', 'GET', '/v1/feed?limit=50'],
  ['fatma.yilmaz', 'GET', '/v1/agencies'],
  [
    'an.peeters',
    'POST',
    '/v1/cases',
    {
      title: 'Litter around the park',
      neighbourhood: '7',
      theme: 'leefbaarheid',
      why: 'People meet in that square; its users live around it.',
      scope: 'The square and the streets around it.',
      invite: ['woningent'],
    },
  ],
] as const;

/**
 * The result of a load. `refused` are the requests that failed, without those that a repeat after a 503 with
 * `Retry-After` answered. `longestMs` is the longest time to an answer.
 */
export type LoadResult = Readonly<{ requests: number; longestMs: number; refused: readonly Exchange[] }>;

const RETRY_WITHIN_MS = 30_000;
const PAUSE_MS = 100;

/** Sends requests to a release, one after the other for each of {@link REQUESTS}, while the work is done. */
export const underLoad = async (
  journey: Journey,
  release: Build,
  work: () => Promise<unknown>,
): Promise<LoadResult> => {
  let [requests, longestMs, over] = [0, 0, false];
  const refused: Exchange[] = [];
  const repeat = async ([who, method, path, body]: (typeof REQUESTS)[number]): Promise<void> => {
    while (!over) {
      const [key, deadline] = [randomUUID(), Date.now() + RETRY_WITHIN_MS];
      for (;;) {
        const { exchange } = await journey.once(who, method, path, key, body, release.name, false);
        const { status, retryAfter, ms } = exchange;
        requests++;
        longestMs = Math.max(longestMs, ms);
        if (status < 400) break;
        if (status !== 503 || retryAfter === undefined || Date.now() > deadline) {
          refused.push(exchange);
          break;
        }
        await pause(retryAfter * 1_000);
      }
      await pause(PAUSE_MS);
    }
  };
  const loops = REQUESTS.map(repeat);
  try {
    await work();
  } finally {
    over = true;
    await Promise.all(loops);
  }
  return { requests, longestMs, refused };
};
