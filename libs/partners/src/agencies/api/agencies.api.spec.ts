import { PUBLIC_EVENTS } from '#contracts';
import type { Actor } from '#kernel';
import { type Client, startTestService, type TestService } from '#testing/http';
import { partners } from '../../index.js';
import { publishes } from '../../integration/publishes.js';
import type { RegisterEvent } from '../domain/agency-register.js';

const stad = { agency: 'stad-gent', name: 'Stad Gent', kind: 'city-service', kbo: '0207.451.227' };
const ocmw = { agency: 'ocmw-gent', name: 'OCMW Gent', kind: 'ocmw', kbo: '0212.214.125' };
const police = { agency: 'politiezone-gent', name: 'Politiezone Gent', kind: 'police', policeZone: '5415' };

let service: TestService;
let cities = 40_000;
beforeAll(async () => (service = await startTestService([partners])));
afterAll(() => service.stop());

/** Creates a city for one test, with Stad Gent and the other agencies enrolled, and clients for its people. */
const aCity = async (...others: readonly object[]) => {
  const city = String(++cities);
  const as = (agency: string, role: Actor['role']): Promise<Client> => service.as({ city, agency, role });
  const manager = await as('stad-gent', 'manager');
  for (const facts of [stad, ...others]) expect((await manager.post('/v1/agencies', facts)).status).toBe(201);
  return { city, as, manager };
};

const wrongFields = ({ errors }: Record<string, unknown>): string[] => [
  ...new Set((errors as { field: string }[]).map(({ field }) => field)),
];

describe('enrolling an agency', () => {
  it('is refused before the city service of the manager is enrolled', async () => {
    const manager = await service.as({ city: String(++cities), role: 'manager' });
    expect(await manager.post('/v1/agencies', ocmw)).toMatchObject({
      status: 409,
      body: { code: 'agency.first-is-your-city-service', agency: 'stad-gent' },
    });
    expect((await manager.post('/v1/agencies', stad)).status).toBe(201);
    expect((await manager.post('/v1/agencies', ocmw)).status).toBe(201);
  });

  it('returns its location and version, and the agency shows the digits that were stored', async () => {
    const { manager, as } = await aCity();
    const { status, body, headers } = await manager.post('/v1/agencies', ocmw);
    expect({ status, body }).toEqual({ status: 201, body: { agency: 'ocmw-gent', outcome: 'enrolled' } });
    expect(headers.get('location')).toBe('/v1/agencies/ocmw-gent');
    expect(headers.get('etag')).toBe('"1"');
    expect(headers.get('regie-position')).toBeTruthy();
    const shown = await (await as('ocmw-gent', 'worker')).get(headers.get('location')!);
    expect(shown.headers.get('etag')).toBe('"1"');
    expect(shown.body).toEqual({
      agency: 'ocmw-gent',
      version: 1,
      name: 'OCMW Gent',
      kind: 'ocmw',
      kbo: '0212214125',
      ovo: null,
      policeZone: null,
      status: 'active',
      reason: null,
      allows: null,
      enrolledAt: expect.any(String),
    });
  });

  it.each([
    ['agency.kbo-invalid', { ...ocmw, kbo: '0212.214.126' }],
    ['agency.kbo-invalid', { ...ocmw, kbo: '9212214125' }],
    ['agency.ovo-invalid', { ...ocmw, ovo: 'OVO12345' }],
    ['agency.police-zone-invalid', { ...police, policeZone: '54150' }],
    ['agency.identifier-missing', { ...ocmw, kbo: undefined }],
  ])('with a wrong number is refused as %s', async (code, facts) => {
    const { manager } = await aCity();
    expect(await manager.post('/v1/agencies', facts)).toMatchObject({ status: 422, body: { code } });
    expect((await manager.get(`/v1/agencies/${facts.agency}`)).status).toBe(404);
  });

  it('with a taken KBO number is refused in the same city, and accepted in another', async () => {
    const { manager } = await aCity(ocmw);
    expect(await manager.post('/v1/agencies', { ...ocmw, agency: 'ocmw-2', kbo: '0212214125' })).toMatchObject({
      status: 409,
      body: {
        code: 'agency.identifier-taken',
        identifier: 'kbo',
        value: '0212214125',
        agency: 'ocmw-gent',
        name: 'OCMW Gent',
      },
    });
    await aCity(ocmw);
  });

  it('accepts an OVO number and the number of a police zone, each once', async () => {
    const { manager } = await aCity(police, { ...ocmw, ovo: 'OVO002949' });
    expect((await manager.get('/v1/agencies/politiezone-gent')).body).toMatchObject({ kbo: null, policeZone: '5415' });
    expect((await manager.get('/v1/agencies/ocmw-gent')).body).toMatchObject({ kbo: '0212214125', ovo: 'OVO002949' });
    expect(await manager.post('/v1/agencies', { ...police, agency: 'politie-2' })).toMatchObject({
      status: 409,
      body: { identifier: 'policeZone' },
    });
  });

  it('under a taken code is refused', async () => {
    const { manager } = await aCity(ocmw);
    expect(await manager.post('/v1/agencies', { ...police, agency: 'ocmw-gent' })).toMatchObject({
      status: 409,
      body: { code: 'agency.code-taken' },
    });
  });

  it('is refused to all but a manager of a city service', async () => {
    const { as } = await aCity(ocmw);
    expect(await (await as('stad-gent', 'agency-admin')).post('/v1/agencies', police)).toMatchObject({
      status: 403,
      body: { code: 'access.role' },
    });
    expect(await (await as('ocmw-gent', 'manager')).post('/v1/agencies', police)).toMatchObject({
      status: 403,
      body: { code: 'access.agencies-by-the-city' },
    });
  });

  it('with a repeated Idempotency-Key returns the first response, and is refused with another body', async () => {
    const { manager } = await aCity();
    const key = { 'idempotency-key': 'enrol/ocmw' };
    const first = await manager.post('/v1/agencies', ocmw, key);
    await manager.put('/v1/agencies/ocmw-gent', { ...ocmw, agency: undefined, name: 'OCMW' });
    const again = await manager.post('/v1/agencies', ocmw, key);
    for (const answer of [first, again])
      expect({ status: answer.status, body: answer.body }).toEqual({
        status: 201,
        body: { agency: 'ocmw-gent', outcome: 'enrolled' },
      });
    // The first response comes again, although the agency has changed since.
    expect(again.headers.get('regie-position')).toBe(first.headers.get('regie-position'));
    expect(first.headers.get('etag')).toBe('"1"');
    expect(again.headers.get('etag')).toBeNull();
    expect(await manager.post('/v1/agencies', police, key)).toMatchObject({
      status: 422,
      body: { code: 'request.key-reused' },
    });
    expect((await manager.get('/v1/agencies')).body['agencies']).toHaveLength(2);
  });

  it.each([
    [{ ...ocmw, city: '44021' }, 'city'],
    [{ ...ocmw, kind: 'bakery' }, 'kind'],
    [{ ...ocmw, agency: 'OCMW Gent' }, 'agency'],
    [{ ...ocmw, name: 7 }, 'name'],
    [{ ...ocmw, kbo: 212214125 }, 'kbo'],
    [{ ...ocmw, kbo: null }, 'kbo'],
    [{ ...ocmw, name: ' ' }, 'name'],
  ])('with a wrong field is refused: %j', async (facts, field) => {
    const { manager } = await aCity();
    const { status, body } = await manager.post('/v1/agencies', facts);
    expect({ status, code: body['code'], fields: wrongFields(body) }).toEqual({
      status: 400,
      code: 'request.invalid',
      fields: [field],
    });
    expect((await manager.get('/v1/agencies')).body['agencies']).toHaveLength(1);
  });
});

describe('changing an agency', () => {
  const facts = { name: 'OCMW Gent', kind: 'ocmw', kbo: '0212.214.125' };

  it('replaces all facts at the version that its agency-admin read, and is refused at an older one', async () => {
    const { as, manager } = await aCity({ ...ocmw, ovo: 'OVO002949' });
    const admin = await as('ocmw-gent', 'agency-admin');
    const changed = await admin.put('/v1/agencies/ocmw-gent', { ...facts, name: 'OCMW' }, { 'if-match': '"1"' });
    expect({ status: changed.status, body: changed.body }).toEqual({
      status: 200,
      body: { agency: 'ocmw-gent', outcome: 'changed' },
    });
    expect(changed.headers.get('etag')).toBe('"2"');
    expect((await manager.get('/v1/agencies/ocmw-gent')).body).toMatchObject({ version: 2, name: 'OCMW', ovo: null });
    expect(await admin.put('/v1/agencies/ocmw-gent', facts, { 'if-match': '"1"' })).toMatchObject({
      status: 412,
      body: { code: 'request.stale', expected: 1, actual: 2 },
    });
  });

  it('is refused to another agency, and a change of kind to all but the city', async () => {
    const { as, manager } = await aCity(ocmw, police);
    expect(
      await (await as('politiezone-gent', 'agency-admin')).put('/v1/agencies/ocmw-gent', { ...facts, name: 'OCMW' }),
    ).toMatchObject({
      status: 403,
      body: { code: 'access.not-your-agency' },
    });
    expect(
      await (await as('ocmw-gent', 'agency-admin')).put('/v1/agencies/ocmw-gent', { ...facts, kind: 'city-service' }),
    ).toMatchObject({
      status: 403,
      body: { code: 'access.kind-by-the-city' },
    });
    expect((await manager.put('/v1/agencies/ocmw-gent', { ...facts, kind: 'welfare' })).status).toBe(200);
  });

  it('is refused for an agency that is unknown in the city of the caller', async () => {
    const { manager } = await aCity(ocmw);
    const elsewhere = await aCity();
    expect(await manager.put('/v1/agencies/nobody', facts)).toMatchObject({
      status: 404,
      body: { code: 'agency.unknown', agency: 'nobody' },
    });
    expect(await elsewhere.manager.put('/v1/agencies/ocmw-gent', facts)).toMatchObject({
      status: 404,
      body: { code: 'agency.unknown' },
    });
    expect(await elsewhere.manager.get('/v1/agencies/ocmw-gent')).toMatchObject({
      status: 404,
      body: { code: 'agency.unknown' },
    });
  });
});

describe('a code that no agency can have', () => {
  it.each(['%00', 'ocmw%00gent', '%1f', 'k'.repeat(101)])('is refused before any look-up: %s', async (code) => {
    const { manager } = await aCity(ocmw);
    const path = `/v1/agencies/${code}`;
    for (const answer of [
      await manager.get(path),
      await manager.put(path, { name: 'OCMW', kind: 'ocmw', kbo: '0212.214.125' }),
      await manager.put(`${path}/cooperation-policy`, { allows: [] }),
      await manager.post(`${path}/suspension`, { reason: 'x' }),
      await manager.post(`${path}/resumption`),
      await manager.post(`${path}/end`, { reason: 'x' }),
    ]) {
      expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid', errors: [{ field: 'code' }] } });
    }
  });
});

describe('the cooperation policy (R10)', () => {
  it('is replaced as a whole by the agency-admin of the agency', async () => {
    const { as, manager } = await aCity(ocmw);
    const admin = await as('ocmw-gent', 'agency-admin');
    const set = await admin.put('/v1/agencies/ocmw-gent/cooperation-policy', {
      allows: ['joint-case', 'neighbourhood-team'],
    });
    expect({ status: set.status, body: set.body, etag: set.headers.get('etag') }).toEqual({
      status: 200,
      body: { agency: 'ocmw-gent', outcome: 'cooperation-policy-set' },
      etag: '"2"',
    });
    expect((await manager.get('/v1/agencies/ocmw-gent')).body).toMatchObject({
      version: 2,
      allows: ['joint-case', 'neighbourhood-team'],
    });
    await admin.put('/v1/agencies/ocmw-gent/cooperation-policy', { allows: [] });
    expect((await manager.get('/v1/agencies/ocmw-gent')).body).toMatchObject({ version: 3, allows: [] });
  });

  it('is refused to another agency, to a worker, and with an unknown kind of work', async () => {
    const { as, manager } = await aCity(ocmw, police);
    const request = ['/v1/agencies/ocmw-gent/cooperation-policy', { allows: ['joint-case'] }] as const;
    expect(await (await as('politiezone-gent', 'agency-admin')).put(...request)).toMatchObject({
      status: 403,
      body: { code: 'access.not-your-agency' },
    });
    expect(await (await as('ocmw-gent', 'worker')).put(...request)).toMatchObject({
      status: 403,
      body: { code: 'access.role' },
    });
    expect(await (await as('ocmw-gent', 'agency-admin')).put(request[0], { allows: ['dancing'] })).toMatchObject({
      status: 400,
      body: { code: 'request.invalid' },
    });
    expect((await manager.get('/v1/agencies/ocmw-gent')).body).toMatchObject({ version: 1, allows: null });
  });
});

describe('the suspension or end of an agency', () => {
  const reason = 'No agreement yet.';

  it('is shown in the register, and its reason to the agency and the managers of the city alone', async () => {
    const { as, manager } = await aCity(ocmw, police);
    const suspended = await manager.post('/v1/agencies/ocmw-gent/suspension', { reason });
    expect({ status: suspended.status, body: suspended.body, etag: suspended.headers.get('etag') }).toEqual({
      status: 200,
      body: { agency: 'ocmw-gent', outcome: 'suspended' },
      etag: '"2"',
    });
    const seenBy = async (agency: string, role: Actor['role']) =>
      (await (await as(agency, role)).get('/v1/agencies/ocmw-gent')).body;
    expect(await seenBy('ocmw-gent', 'worker')).toMatchObject({ status: 'suspended', reason });
    expect(await seenBy('stad-gent', 'manager')).toMatchObject({ status: 'suspended', reason });
    expect(await seenBy('stad-gent', 'worker')).toMatchObject({ status: 'suspended', reason: null });
    expect(await seenBy('politiezone-gent', 'manager')).toMatchObject({ status: 'suspended', reason: null });
    expect(JSON.stringify((await manager.get('/v1/agencies')).body)).not.toContain(reason);
  });

  it('keeps the agency from changing its settings until it is resumed', async () => {
    const { as, manager } = await aCity(ocmw);
    const admin = await as('ocmw-gent', 'agency-admin');
    await manager.post('/v1/agencies/ocmw-gent/suspension', { reason });
    const policy = ['/v1/agencies/ocmw-gent/cooperation-policy', { allows: ['joint-case'] }] as const;
    expect(await admin.put(...policy)).toMatchObject({
      status: 409,
      body: { code: 'agency.not-active', state: 'suspended' },
    });
    expect((await manager.post('/v1/agencies/ocmw-gent/resumption')).body).toEqual({
      agency: 'ocmw-gent',
      outcome: 'resumed',
    });
    expect((await manager.get('/v1/agencies/ocmw-gent')).body).toMatchObject({ status: 'active', reason: null });
    expect((await admin.put(...policy)).status).toBe(200);
  });

  it('is final in the case of an end: the number becomes free, the code does not', async () => {
    const { manager } = await aCity(ocmw);
    expect((await manager.post('/v1/agencies/ocmw-gent/end', { reason: 'Merged.' })).body).toEqual({
      agency: 'ocmw-gent',
      outcome: 'ended',
    });
    expect((await manager.get('/v1/agencies/ocmw-gent')).body).toMatchObject({ status: 'ended', reason: 'Merged.' });
    expect(await manager.post('/v1/agencies/ocmw-gent/resumption')).toMatchObject({
      status: 409,
      body: { code: 'agency.ended' },
    });
    expect(await manager.post('/v1/agencies', ocmw)).toMatchObject({
      status: 409,
      body: { code: 'agency.code-taken' },
    });
    expect((await manager.post('/v1/agencies', { ...ocmw, agency: 'ocmw-nieuw' })).status).toBe(201);
  });

  it('is refused for the last active city service', async () => {
    const { manager } = await aCity(ocmw);
    for (const path of ['suspension', 'end']) {
      expect(await manager.post(`/v1/agencies/stad-gent/${path}`, { reason })).toMatchObject({
        status: 409,
        body: { code: 'agency.last-city-service' },
      });
    }
  });

  it('is refused without a reason', async () => {
    const { manager } = await aCity(ocmw);
    const { status, body } = await manager.post('/v1/agencies/ocmw-gent/suspension', {});
    expect({ status, fields: wrongFields(body) }).toEqual({ status: 400, fields: ['reason'] });
  });

  it('records one event when it is requested twice', async () => {
    const { manager } = await aCity(ocmw);
    await manager.post('/v1/agencies/ocmw-gent/suspension', { reason });
    const again = await manager.post('/v1/agencies/ocmw-gent/suspension', { reason });
    expect({ status: again.status, etag: again.headers.get('etag') }).toEqual({ status: 200, etag: '"2"' });
  });
});

describe('the list of agencies', () => {
  it('comes in pages in the order of codes, with the agencies of the city of the caller alone', async () => {
    const { manager, as } = await aCity(police, ocmw);
    await aCity({ ...ocmw, agency: 'ocmw-elders' });
    const worker = await as('politiezone-gent', 'worker');
    const codes = (body: Record<string, unknown>) =>
      (body['agencies'] as { agency: string }[]).map(({ agency }) => agency);
    expect(codes((await worker.get('/v1/agencies')).body)).toEqual(['ocmw-gent', 'politiezone-gent', 'stad-gent']);
    const first = await worker.get('/v1/agencies?limit=2');
    expect(codes(first.body)).toEqual(['ocmw-gent', 'politiezone-gent']);
    const second = await worker.get(`/v1/agencies?limit=2&after=${String(first.body['next'])}`);
    expect(second.body).toMatchObject({ agencies: [{ agency: 'stad-gent' }], next: null });
    await manager.post('/v1/agencies/ocmw-gent/suspension', { reason: 'No agreement yet.' });
    expect(codes((await worker.get('/v1/agencies?status=suspended')).body)).toEqual(['ocmw-gent']);
    expect(codes((await worker.get('/v1/agencies?kind=police')).body)).toEqual(['politiezone-gent']);
  });

  it('is refused without a token', async () => {
    expect(await service.withToken().get('/v1/agencies')).toMatchObject({
      status: 401,
      body: { code: 'access.token-missing' },
    });
  });

  it.each(['limit=0', 'limit=201', 'limit=two', 'kind=bakery', 'order=name'])('is refused with %s', async (query) => {
    const { manager } = await aCity();
    expect(await manager.get(`/v1/agencies?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'request.invalid' },
    });
  });
});

describe('the public events of the register', () => {
  it('match the schemas of the public language, and contain no reasons', async () => {
    const { city, manager } = await aCity(police, ocmw);
    await manager.put('/v1/agencies/ocmw-gent', { name: 'OCMW', kind: 'ocmw', kbo: '0212214125', ovo: 'OVO002949' });
    await manager.put('/v1/agencies/ocmw-gent/cooperation-policy', { allows: ['joint-case'] });
    await manager.post('/v1/agencies/ocmw-gent/suspension', { reason: 'a secret' });
    await manager.post('/v1/agencies/ocmw-gent/resumption');
    await manager.post('/v1/agencies/ocmw-gent/end', { reason: 'a secret' });
    const published = (await service.store.read<RegisterEvent>(`agencies-${city}`)).map((event) => publishes(event));
    expect(published.map(({ type }) => type.split('.')[3])).toEqual([
      'enrolled',
      'enrolled',
      'enrolled',
      'changed',
      'cooperation-policy-set',
      'suspended',
      'resumed',
      'ended',
    ]);
    for (const { type, data } of published)
      expect({ type, problems: PUBLIC_EVENTS.get(type)!.problems(data) }).toEqual({ type, problems: [] });
    expect(JSON.stringify(published)).not.toContain('a secret');
    expect(published[1]).toMatchObject({
      subject: 'politiezone-gent',
      source: `urn:be:nis:${city}:regie:partners`,
      data: { city, policeZone: '5415' },
    });
  });
});
