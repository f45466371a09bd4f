import { brusselsDate } from '#kernel';
import { ApiDescription, type Checked } from '#testing/api-description';
import { until } from '#testing/until';
import { type Person, tokenFor } from '../../apps/hub/src/demonstration/load.js';
import { Receiver } from '../../libs/partners/src/testing/receiver.js';
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
  const later = (days: number): string => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
  /** an untyped body, because the test checks it against the description at run time */
  type Body = ReturnType<typeof JSON.parse>;
  type Ask = (method: string, path: string, body?: unknown) => Promise<Body>;

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
        period: { from: today, until: later(400) },
        evaluateOn: later(200),
        decision,
      });
      mandates.push(mandateId);
      const fields = { neighbourhood: '14', theme, title: 'Lights', why: 'w', scope: 's', invite: [] };
      cases.push((await an('POST', 'cases', fields)).caseId);
    }
    return { mandates, cases };
  };

  it('does the main job', () => mainJob({ today, as: peopleAt(hub.url), say: () => undefined }), 90_000);

  it('serves neighbourhoods, agencies and teams', async () => {
    const [marc, an, fatma] = await Promise.all([as('marc.claes'), as('an.peeters'), as('fatma.yilmaz')]);
    const area = {
      type: 'Polygon',
      coordinates: [
        [
          [3.7, 51],
          [3.71, 51],
          [3.71, 51.01],
          [3.7, 51],
        ],
      ],
    };
    await marc('POST', 'neighbourhoods/import', {
      source: 'a spec',
      neighbourhoods: [{ code: '90', name: 'Elders', area }],
    });
    await an('GET', 'neighbourhoods?limit=3');
    await an('GET', 'neighbourhoods/90');
    await an('GET', 'neighbourhoods/4');
    const facts = { name: 'Samenlevingsopbouw', kind: 'welfare', ovo: 'OVO002949' };
    await marc('POST', 'agencies', { agency: 'opbouw', ...facts });
    await marc('PUT', 'agencies/opbouw', { ...facts, name: 'SAAMO' });
    for (const step of ['suspension', 'resumption', 'end'])
      await marc('POST', `agencies/opbouw/${step}`, step === 'resumption' ? undefined : { reason: 'It is over.' });
    await fatma('PUT', 'agencies/ocmw-gent/cooperation-policy', {
      allows: ['joint-case', 'neighbourhood-team', 'programme'],
    });
    for (const path of ['agencies', 'agencies/opbouw', 'agencies/ocmw-gent']) await marc('GET', path);
    const { teamId } = await an('POST', 'teams', { name: 'Wijkteam Brugse Poort', neighbourhoods: ['4'] });
    await an('POST', `teams/${teamId}/agencies`, { agency: 'ocmw-gent' });
    await fatma('POST', `teams/${teamId}/members`, {
      memberId: 'm-0042',
      function: 'maatschappelijk werker',
      from: today,
    });
    await an('GET', `teams/${teamId}`);
    await an('GET', 'teams');
    await fatma('POST', `teams/${teamId}/members/m-0042/end`, {});
  });

  it('serves a mandate from proposal to end, with a transfer that is declined', async () => {
    const [marc, an, karim] = await Promise.all([as('marc.claes'), as('an.peeters'), as('karim.haddad')]);
    const decision = { body: 'college', reference: 'CBS_1', date: today };
    const terms = {
      slots: [{ neighbourhood: '12', theme: 'jeugd' }],
      kind: 'hybrid',
      holder: 'stad-gent',
      executingFunction: 'gebiedsregisseur',
    };
    const { mandateId } = await an('POST', 'mandates', terms);
    await marc('GET', `mandates/${mandateId}`);
    for (const [level, body] of [
      ['political', 'college'],
      ['administrative', 'managementteam'],
    ])
      await marc('POST', `mandates/${mandateId}/endorsements`, { level, decision: { ...decision, body } });
    await marc('POST', `mandates/${mandateId}/grant`, {
      period: { from: today, until: later(400) },
      evaluateOn: later(200),
      decision,
    });
    const { transferId } = await an('POST', `mandates/${mandateId}/transfers`, {
      to: 'ocmw-gent',
      on: later(9),
      decision,
      reason: 'They know it better.',
    });
    await karim('POST', `mandates/${mandateId}/transfers/${transferId}/refusal`, { reason: 'No room for it.' });
    await marc('POST', `mandates/${mandateId}/end`, { on: later(3), reason: 'It is done.', decision });
    await marc('GET', `mandates/${mandateId}`);
    await marc('GET', 'mandates');
    for (const theme of ['jeugd', 'wonen']) await marc('GET', `mandates/holder?neighbourhood=12&theme=${theme}`);
  });

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
      '/v1/cases/{id}/commitments': { what: 'Repair the lights', owner: 'stad-gent', dueOn: later(3) },
      '/v1/mandates/{id}/transfers': { to: 'ocmw-gent', on: later(9), decision, reason: 'They know it better.' },
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

  it('serves a mandate from draft to revocation, with a correction', async () => {
    const [marc, an, karim] = await Promise.all([as('marc.claes'), as('an.peeters'), as('karim.haddad')]);
    const decision = { body: 'college', reference: 'CBS_2', date: today, link: 'https://decisions.example.be/CBS_2' };
    const why = { reason: 'It is better so.', decision };
    const terms = {
      slots: [
        { neighbourhood: '13', theme: 'jeugd' },
        { neighbourhood: '13', theme: 'wonen' },
      ],
      kind: 'hybrid',
      holder: 'stad-gent',
      executingFunction: 'gebiedsregisseur',
      means: ['a room'],
      consequences: ['the others join'],
    };
    const { mandateId } = await an('POST', 'mandates', { ...terms, draft: true });
    const path = `mandates/${mandateId}`;
    await an('GET', path);
    await an('PUT', path, { ...terms, powers: ['calls the others together'] });
    await an('POST', `${path}/proposal`);
    await marc('GET', `${path}/overlaps`);
    const provisional = { decisionDueOn: later(30) };
    await marc('POST', `${path}/grant`, {
      period: { from: today, until: later(400) },
      evaluateOn: later(200),
      decision,
      provisional,
      consequencesAccepted: true,
    });
    for (const ask of [marc, karim])
      for (const view of ['matrix', 'gaps', 'continuity']) await ask('GET', `mandates/${view}?limit=200`);
    for (const [level, body] of [
      ['political', 'college'],
      ['administrative', 'managementteam'],
    ])
      await marc('POST', `${path}/endorsements`, { level, decision: { ...decision, body } });
    await marc('POST', `${path}/confirmation`, { decision: { ...decision, reference: 'CBS_3' } });
    await an('POST', `${path}/evaluations`, { on: today, findings: 'It works.', nextOn: later(100) });
    await marc('POST', `${path}/extension`, { until: later(500), ...why, evaluateOn: later(450) });
    await marc('POST', `${path}/narrowing`, { on: later(1), slots: [terms.slots[1]], ...why });
    await marc('POST', `${path}/widening`, { on: later(2), slots: [terms.slots[1]], ...why });
    await marc('POST', `${path}/suspension`, { on: later(3), ...why });
    const suspended = `neighbourhood=13&theme=jeugd&on=${later(3)}`;
    await marc('GET', `mandates/holder?${suspended}&knownAt=${later(1)}`);
    await marc('GET', `mandates/matrix?on=${later(3)}&knownAt=${later(1)}&limit=200`);
    await marc('GET', `mandates/gaps?on=${later(3)}&knownAt=${later(1)}&limit=200`);
    await marc('GET', `mandates/continuity?until=${later(4)}&knownAt=${later(1)}&limit=200`);
    await marc('POST', `${path}/resumption`, { on: later(4), decision });
    const { transferId } = await an('POST', `${path}/transfers`, {
      to: 'ocmw-gent',
      on: later(9),
      ...why,
      answerBy: later(8),
    });
    await karim('GET', `${path}/transfers/${transferId}`);
    await an('POST', `${path}/transfers/${transferId}/withdrawal`, { reason: 'Not yet.' });
    await marc('POST', `${path}/corrections`, {
      fact: 3,
      instead: { executingFunction: 'wijkregisseur' },
      reason: 'It was written down wrongly.',
    });
    const { mandateId: other } = await an('POST', 'mandates', {
      ...terms,
      steeringModel: 'commissioning',
      steeringReason: 'It must be.',
      steeringBasis: 'The protocol.',
    });
    await marc('GET', `mandates/${other}/overlaps?until=${later(50)}`);
    await marc('POST', `${path}/revocation`, { on: later(10), ...why });
    await marc('GET', path);
    await marc('GET', `${path}/history`);
    await marc('GET', `${path}/report`);
    for (const format of ['csv', 'json', 'jsonld']) await marc('GET', `mandates/export?format=${format}`);
  });

  it('imports an earlier register, and finds it unchanged at the next import', async () => {
    const marc = await as('marc.claes');
    const decision = { body: 'college', reference: 'CBS_2019_1', date: '2019-01-10' };
    const endorsements = { political: decision, administrative: { ...decision, body: 'managementteam' } };
    const terms = {
      slots: [{ neighbourhood: '14', theme: 'wonen' }],
      kind: 'hybrid',
      holder: 'stad-gent',
      executingFunction: 'gebiedsregisseur',
    };
    const mandates = [
      {
        ...terms,
        reference: 'REG-1',
        period: { from: '2019-02-01', until: '2020-02-01' },
        evaluateOn: '2019-09-01',
        decision,
        endorsements,
      },
    ];
    for (const dryRun of [true, false])
      expect(await marc('POST', 'mandates/import', { mandates, dryRun })).toMatchObject({ recorded: 1 });
    expect(await marc('POST', 'mandates/import', { mandates })).toMatchObject({ outcome: 'imported', unchanged: 1 });
  });

  it('serves each actor their own view of a case', async () => {
    const [marc, an, tom, sofie] = await Promise.all([
      as('marc.claes'),
      as('an.peeters'),
      as('tom.maes'),
      as('sofie.desmet'),
    ]);
    const { caseId } = await an('POST', 'cases', {
      title: 'Noise',
      neighbourhood: '4',
      theme: 'veiligheid',
      why: 'It is there.',
      scope: 'The square.',
      invite: ['woningent'],
    });
    await an('POST', `cases/${caseId}/participants`, { agency: 'ocmw-gent', past: 'summary' });
    for (const ask of [an, tom]) await ask('GET', `cases/${caseId}`);
    await tom('POST', `cases/${caseId}/participants/woningent/acceptance`);
    const { commitmentId } = await an('POST', `cases/${caseId}/commitments`, {
      what: 'Count it',
      owner: 'woningent',
      dueOn: later(7),
    });
    await tom('POST', `cases/${caseId}/commitments/${commitmentId}/refusal`, { reason: 'It is not ours.' });
    await sofie('POST', `cases/${caseId}/participants/ocmw-gent/acceptance`);
    for (const ask of [an, tom, sofie, marc]) {
      await ask('GET', `cases/${caseId}`);
      await ask('GET', 'cases');
      await ask('GET', `cases/${caseId}/timeline`);
    }
    await tom('POST', `cases/${caseId}/participants/woningent/withdrawal`, {});
  });

  it('serves a feed, and delivers it to a subscription', async () => {
    const system = asking(await systemToken(hub.url, 'ocmw-gent-api'));
    const url = `${receiver.url}/`;
    const { next } = await system('GET', 'feed?limit=5');
    const subscription = await system('POST', 'subscriptions', { url, contact: 'ict@partner.example.be', after: next });
    const path = `subscriptions/${subscription.subscriptionId}`;
    const comesTo = (holds: (shown: Body) => boolean): Promise<boolean> =>
      until(async () => holds(await system('GET', path)));
    // Wait until no delivery is in progress, so that the failing answers below affect replayed deliveries only.
    await comesTo(({ deliveries: { delivered, pending, behind } }) => delivered > 0 && pending + behind === 0);
    await system('POST', `${path}/pause`);
    receiver.answer = () => [500, {}, 'not today'];
    await system('POST', `${path}/replay`, { after: next });
    await system('POST', `${path}/resume`);
    await comesTo(({ problem }) => problem !== null);
    const pending = await system('GET', `${path}/deliveries?state=pending`);
    expect(
      await system('POST', `${path}/skip`, { eventId: pending.deliveries[0].eventId, reason: 'We have it.' }),
    ).not.toHaveProperty('code');
    await comesTo(({ deliveries }) => deliveries.dead > 0);
    for (const state of ['delivered', 'dead']) await system('GET', `${path}/deliveries?state=${state}`);
    await system('PATCH', path, { types: ['be.regie.mandate.granted.v1'] });
    await system('POST', `${path}/rotate-secret`);
    await system('GET', 'subscriptions');
    await system('DELETE', path);
    await system('GET', 'feed?limit=500');
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
