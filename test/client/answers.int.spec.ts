import { brusselsDate } from '#kernel';
import { ApiDescription, type Checked } from '#testing/api-description';
import { type Person, tokenFor } from '../../apps/hub/src/demonstration/load.js';
import { Receiver } from '../../libs/partners/src/testing/receiver.js';
import { type Ask, type Body, daysAfter, EVERY_OPERATION } from '../journeys/every-operation.js';
import { HubProcess } from '../journeys/hub-process.js';
import { mainJob } from '../journeys/main-job.js';
import { peopleAt, systemToken } from '../journeys/people.js';

let hub: HubProcess;
let receiver: Receiver;
let described: ApiDescription;
const checked: Checked[] = [];
const plainFetch = globalThis.fetch;
/** Parses a JSON body, and returns any other body as text. */
const bodyOf = (response: Response): Promise<unknown> =>
  response.headers.get('content-type')?.includes('json') ? response.json() : response.text();

beforeAll(async () => {
  receiver = await Receiver.start();
  hub = await HubProcess.start({ environment: { REGIE_WEBHOOK_ALLOW: '127.0.0.1/32' } });
  described = new ApiDescription(
    (await (await fetch(`${hub.url}/openapi.json`)).json()) as ConstructorParameters<typeof ApiDescription>[0],
  );
  globalThis.fetch = async (input, init) => {
    const response = await plainFetch(input, init);
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    if (pathname.startsWith('/v1/') && pathname !== '/v1/feed/stream') {
      checked.push(
        described.check(
          init?.method ?? 'GET',
          pathname,
          response.status,
          response.headers,
          await bodyOf(response.clone()),
        ),
      );
    }
    return response;
  };
});

afterAll(async () => {
  globalThis.fetch = plainFetch;
  await hub.remove();
  await receiver.stop();
});

it('the API description states the response and the refusals of every operation', () => {
  expect(described.operations.length).toBeGreaterThan(50);
  for (const { name, operation, success } of described.operations) {
    const contents = Object.values((success['content'] ?? {}) as Record<string, { schema?: object }>);
    expect({ name, description: success['description'], schemas: contents.map(({ schema }) => schema) }).toEqual({
      name,
      description: expect.stringMatching(/\S/),
      schemas: contents.map(() => expect.objectContaining({})),
    });
    expect({ name, answers: contents.length }).not.toEqual({ name, answers: 0 });
    expect({ name, refusal: operation['responses'].default }).toEqual({
      name,
      refusal: expect.objectContaining({
        content: expect.objectContaining({ 'application/problem+json': expect.anything() }),
      }),
    });
  }
});

it('the API description lists Regie-After for every operation, Idempotency-Key for a write, and If-Match for a write that returns an ETag', () => {
  for (const { name, operation, success } of described.operations.filter((each) => each.name.includes(' /v1/'))) {
    const listed = (operation['parameters'] as { in: string; name: string }[])
      .filter((each) => each.in === 'header')
      .map((each) => each.name);
    const ofWrites = name.startsWith('GET ')
      ? []
      : ['Idempotency-Key', ...('ETag' in (success['headers'] as object) ? ['If-Match'] : [])];
    expect({ name, listed }).toEqual({ name, listed: expect.arrayContaining(['Regie-After', ...ofWrites]) });
  }
});

it('the check of a response reports each deviation from the API description', () => {
  const headers = new Headers({ 'content-type': 'application/json' });
  const page = { agencies: [], next: null };
  expect(described.check('GET', '/v1/agencies', 200, headers, page).problems).toEqual([]);
  expect(described.check('GET', '/v1/agencies', 200, headers, { ...page, more: true }).problems).not.toEqual([]);
  expect(described.check('GET', '/v1/agencies', 200, headers, { agencies: [] }).problems).not.toEqual([]);
  expect(
    described.check('GET', '/v1/agencies', 200, headers, { ...page, agencies: [{ agency: 'x' }] }).problems,
  ).not.toEqual([]);
  expect(
    described.check('GET', '/v1/agencies', 200, new Headers({ 'content-type': 'application/json', etag: '"1"' }), page)
      .problems,
  ).toEqual(['header ETag is not described']);
  expect(described.check('GET', '/v1/agencies/x', 200, headers, page).problems).toContainEqual('no header ETag');
});

describe('a hub at work', () => {
  const today = brusselsDate(new Date());

  const asking = (token: string): Ask => {
    return async (method, path, body) => {
      const headers = {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(position && { 'regie-after': position }),
      };
      const response = await fetch(`${hub.url}/v1/${path}`, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      position = response.headers.get('regie-position') ?? position;
      return bodyOf(response);
    };
  };
  let position: string | undefined;
  const as = async (person: Person): Promise<Ask> => asking(await tokenFor(hub.url, person));

  /** Returns the fields of a response that are ids, and not in the path: those of a new resource within another one. */
  const newIdsOf = (name: string, success: Body): readonly string[] => {
    const resource = name.split('/')[2]!.replace(/s$/, '');
    const { $ref: ref } = success['content']['application/json'].schema as { $ref?: string };
    const schema = ref ? described.description['components'].schemas[ref.split('/').at(-1)!] : undefined;
    return Object.keys((schema?.properties ?? {}) as object).filter(
      (field) => field.endsWith('Id') && field !== `${resource}Id` && !name.includes(`{${field}}`),
    );
  };
  /** Proposes and grants two mandates, and opens a case under each. */
  const twoOfEach = async (an: Ask): Promise<Readonly<Record<string, readonly string[]>>> => {
    const marc = await as('marc.claes');
    const decision = { body: 'college', reference: 'CBS_5', date: today };
    const [mandates, cases]: [string[], string[]] = [[], []];
    for (const theme of ['wonen', 'gezondheid']) {
      const slots = [{ neighbourhood: '14', theme }];
      const terms = { slots, kind: 'hybrid', holder: 'stad-gent', executingFunction: 'gebiedsregisseur' };
      const { mandateId } = await an('POST', 'mandates', terms);
      for (const [level, body] of [
        ['political', 'college'],
        ['administrative', 'managementteam'],
      ])
        await marc('POST', `mandates/${mandateId}/endorsements`, { level, decision: { ...decision, body } });
      await marc('POST', `mandates/${mandateId}/grant`, {
        period: { from: today, until: daysAfter(today, 400) },
        evaluateOn: daysAfter(today, 200),
        decision,
      });
      mandates.push(mandateId);
      const fields = { neighbourhood: '14', theme, title: 'Lights', why: 'w', scope: 's', invite: [] };
      cases.push((await an('POST', 'cases', fields)).caseId);
    }
    return { mandates, cases };
  };

  it('does the main job', () => mainJob({ today, as: peopleAt(hub.url), say: () => undefined }), 90_000);

  it.each(Object.entries(EVERY_OPERATION))(
    '%s',
    (_, ask) => ask({ today, as, asSystem: async (client) => asking(await systemToken(hub.url, client)), receiver }),
    90_000,
  );

  it('gives a resource another id in another parent under the same Idempotency-Key, or refuses the key', async () => {
    const an = await tokenFor(hub.url, 'an.peeters');
    const send = async (path: string, body: object, key: string) => {
      const headers = { authorization: `Bearer ${an}`, 'content-type': 'application/json', 'idempotency-key': key };
      const response = await fetch(hub.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
      return (await bodyOf(response)) as Body;
    };
    const parents = await twoOfEach(await as('an.peeters'));
    const decision = { body: 'college', reference: 'CBS_4', date: today };
    const bodies: Readonly<Record<string, object>> = {
      '/v1/cases/{id}/commitments': { what: 'Repair the lights', owner: 'stad-gent', dueOn: daysAfter(today, 3) },
      '/v1/mandates/{id}/transfers': {
        to: 'ocmw-gent',
        on: daysAfter(today, 9),
        decision,
        reason: 'They know it better.',
      },
    };
    const nested = described.operations
      .filter(({ name, success }) => /^POST .*\{id\}/.test(name) && newIdsOf(name, success).length > 0)
      .map(({ name, success }) => ({ path: name.replace('POST ', ''), ids: newIdsOf(name, success) }));
    expect(nested.map(({ path }) => path).toSorted()).toEqual(Object.keys(bodies));
    for (const { path, ids } of nested) {
      const key = `one-key-${path}`;
      const answers: Body[] = [];
      for (const parent of parents[path.split('/')[2]!]!)
        answers.push(await send(path.replace('{id}', parent), bodies[path]!, key));
      const [here, there] = answers;
      expect(here).toEqual(expect.objectContaining(Object.fromEntries(ids.map((id) => [id, expect.any(String)]))));
      // The mandates of a city share one stream, in which a key belongs to one request.
      if (there.code !== 'request.key-reused') for (const id of ids) expect(there[id]).not.toBe(here[id]);
      if (path.includes('commitments')) expect(there.code).toBeUndefined();
    }
  });

  it('streams the feed', async () => {
    const stream = await plainFetch(`${hub.url}/v1/feed/stream`, {
      headers: { authorization: `Bearer ${await systemToken(hub.url, 'ocmw-gent-api')}` },
    });
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    await stream.body!.cancel();
  });

  it('gave every response as described', () => {
    expect(checked.filter(({ problems }) => problems.length > 0)).toEqual([]);
  });

  it('succeeded at every operation of its description', () => {
    const asked = new Set(checked.filter(({ status }) => status < 300).map(({ operation }) => operation));
    const all = described.operations.map(({ name }) => name).filter((name) => name.includes(' /v1/'));
    expect(all.filter((name) => !asked.has(name))).toEqual(['GET /v1/feed/stream']);
  });
});
