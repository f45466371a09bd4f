import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FeedStep, followFeed, regieClient, RegieProblem } from '#client';
import { tokenFor } from '../../apps/hub/src/demonstration/load.js';
import { ROOT } from '../architecture/files.js';
import { HubProcess } from '../journeys/hub-process.js';
import { systemToken } from '../journeys/people.js';
import { typesOf, written } from './types.js';

let hub: HubProcess;

beforeAll(async () => {
  hub = await HubProcess.start();
});
afterAll(() => hub.remove());

const client = (who = 'woningent-api') => regieClient({ url: hub.url, token: () => systemToken(hub.url, who) });
const person = (who: Parameters<typeof tokenFor>[1]) =>
  regieClient({ url: hub.url, token: () => tokenFor(hub.url, who) });

describe('the committed API description and types', () => {
  it('equal the output of the hub; npm run openapi updates them', async () => {
    const description = (await (await fetch(`${hub.url}/openapi.json`)).json()) as object;
    expect(await readFile(join(ROOT, 'docs/openapi.json'), 'utf8')).toBe(written(description));
    expect(await readFile(join(ROOT, 'libs/client/src/api.ts'), 'utf8')).toBe(await typesOf(description));
  });
});

describe('the client', () => {
  it('reads the case that it opened, and gets the code of a refusal', async () => {
    const an = person('an.peeters');
    const opened = await an.POST('/v1/cases', {
      params: { header: { 'Idempotency-Key': 'one-case' } },
      body: {
        title: 'Litter',
        neighbourhood: '4',
        theme: 'leefbaarheid',
        why: 'It is there.',
        scope: 'The park.',
        invite: ['woningent'],
      },
    });
    const { data } = await an.GET('/v1/cases/{id}', { params: { path: { id: opened.data!.caseId } } });
    expect(data).toMatchObject({ view: 'full', title: 'Litter', holder: 'stad-gent' });
    const refused = await an.GET('/v1/cases/{id}', { params: { path: { id: '00000000' } } });
    expect(refused.error).toMatchObject({ code: 'case.unknown', status: 404 });
  });
});

/** Returns the steps of a feed up to the first one for which `enough` is true. */
const steps = async (
  following: AsyncIterable<FeedStep>,
  enough: (events: readonly string[]) => boolean,
): Promise<readonly FeedStep[]> => {
  const taken: FeedStep[] = [];
  for await (const step of following) {
    taken.push(step);
    if (enough(taken.flatMap(({ events }) => events.map(({ id }) => id)))) break;
  }
  return taken;
};
const idsOf = (taken: readonly FeedStep[]): readonly string[] =>
  taken.flatMap(({ events }) => events.map(({ id }) => id));

describe('the feed', () => {
  const everything = async (): Promise<readonly string[]> => {
    const { data } = await client().GET('/v1/feed', { params: { query: { limit: 500 } } });
    return data!.events.map(({ id }) => id);
  };

  it.each(['pages', 'stream'] as const)(
    'arrives complete and in order through %s, and continues after a cursor',
    async (via) => {
      const all = await everything();
      expect(all.length).toBeGreaterThan(5);
      const taken = await steps(followFeed(client(), { via }), (ids) => ids.length >= all.length);
      expect(idsOf(taken)).toEqual(all);
      const { data: first } = await client().GET('/v1/feed', { params: { query: { limit: 3 } } });
      const rest = await steps(
        followFeed(client(), { via, after: first!.next }),
        (ids) => ids.length >= all.length - 3,
      );
      expect(idsOf(rest)).toEqual(all.slice(3));
      expect(rest.at(-1)!.cursor).toBe(taken.at(-1)!.cursor);
    },
  );

  it.each(['pages', 'stream'] as const)('brings an event that is recorded while the client waits (%s)', async (via) => {
    const { data } = await client().GET('/v1/feed', { params: { query: { limit: 500 } } });
    const ended = new AbortController();
    const following = steps(
      followFeed(client(), {
        via,
        after: data!.next,
        pause: 200,
        types: ['be.regie.case.participant-invited.v1'],
        signal: ended.signal,
      }),
      (ids) => ids.length > 0,
    );
    const title = `While ${via} waits`;
    const opened = await person('an.peeters').POST('/v1/cases', {
      params: {},
      body: {
        title,
        neighbourhood: '4',
        theme: 'leefbaarheid',
        why: 'It is there.',
        scope: 'The park.',
        invite: ['woningent'],
      },
    });
    const events = (await following).flatMap((step) => step.events);
    ended.abort();
    expect(events).toMatchObject([{ type: 'be.regie.case.participant-invited.v1', subject: opened.data!.caseId }]);
  });

  it.each(['pages', 'stream'] as const)(
    'starts again, with resync set, when its cursor is unknown (%s)',
    async (via) => {
      const all = await everything();
      // a cursor of a feed that was replaced
      const unknown = Buffer.from('feed:44021/woningent:3:7').toString('base64url');
      const taken = await steps(followFeed(client(), { via, after: unknown }), (ids) => ids.length >= all.length);
      expect(taken.map(({ resync }) => resync)).toEqual(taken.map((_, index) => index === 0));
      expect(idsOf(taken)).toEqual(all);
    },
  );

  it.each(['pages', 'stream'] as const)('reports an error that a retry does not solve (%s)', async (via) => {
    await expect(steps(followFeed(client(), { via, after: 'nonsense' }), () => true)).rejects.toMatchObject({
      name: 'RegieProblem',
      code: 'feed.cursor-malformed',
      status: 400,
    });
    const nobody = regieClient({ url: hub.url, token: 'a.b.c' });
    await expect(steps(followFeed(nobody, { via }), () => true)).rejects.toThrow(RegieProblem);
  });
});
