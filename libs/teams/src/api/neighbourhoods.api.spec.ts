import { agencyEnrolled, agencySuspended, toPublicEvent } from '#contracts';
import type { Actor } from '#kernel';
import { type Answer, type Client, startTestService, type TestService } from '#testing/http';
import { publishing } from '#testing/published-events';
import type { ImportedNeighbourhood } from '../domain/neighbourhood-register.js';
import { teams } from '../index.js';

const source = 'Stad Gent, Stadswijken Gent';
let service: TestService;
let publish: ReturnType<typeof publishing>;
let cities = 40_000;

beforeAll(async () => {
  service = await startTestService([teams]);
  publish = publishing(service, ['partners']);
});
afterAll(() => service.stop());

const origin = (id: string) => ({ id, stream: 's', revision: 0, recordedAt: new Date().toISOString(), metadata: {} });

/** A city that no other test uses, with Stad Gent and WoninGent, and clients of several roles. */
const aCity = async () => {
  const city = String(++cities);
  const enrol = (agency: string, kind: 'city-service' | 'social-housing') =>
    publish(
      'partners',
      toPublicEvent(agencyEnrolled, origin(`${city}/${agency}`), city, { agency, name: agency, kind }),
    );
  await enrol('stad-gent', 'city-service');
  await enrol('woningent', 'social-housing');
  await service.settled();
  const as = (role: Actor['role'], agency = 'stad-gent'): Promise<Client> => service.as({ city, agency, role });
  return { city, as, manager: await as('manager'), worker: await as('worker') };
};

const row = (code: number | string, over: object = {}): ImportedNeighbourhood => ({
  code: String(code),
  name: `Wijk ${code}`,
  centre: { lon: 3.7, lat: 51.05 },
  ...over,
});
const rows = (most: number) => Array.from({ length: most }, (_, index) => row(index + 1));
const importing = (
  manager: Client,
  neighbourhoods: readonly unknown[],
  over: object = {},
  headers?: Record<string, string>,
) => manager.post('/v1/neighbourhoods/import', { source, neighbourhoods, ...over }, headers);

const refused = (answer: Answer, status: number, code: string, facts: object = {}): void => {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body).toMatchObject({ status, code, title: expect.any(String), ...facts });
  expect(answer.status).toBe(status);
};
const known = async (client: Client): Promise<readonly string[]> => {
  const { neighbourhoods } = (await client.get('/v1/neighbourhoods?limit=200')).body as unknown as {
    neighbourhoods: { code: string }[];
  };
  return neighbourhoods.map(({ code }) => code);
};

describe('importing the neighbourhoods of a city', () => {
  it('records all 25 in the order of their numbers', async () => {
    const { city, manager, worker } = await aCity();
    const answer = await importing(manager, rows(25).toReversed(), { city });
    expect(answer).toMatchObject({
      status: 200,
      body: { outcome: 'imported', recorded: 25, changed: 0, unchanged: 0 },
    });
    expect(answer.headers.get('location')).toBe('/v1/neighbourhoods');
    const list = await worker.get('/v1/neighbourhoods');
    expect(list.body['next']).toBeNull();
    expect(list.body['neighbourhoods']).toHaveLength(25);
    expect((list.body['neighbourhoods'] as unknown as unknown[])[3]).toEqual({
      ...row(4),
      version: 1,
      source,
      recordedAt: expect.any(String),
    });
    expect(await known(worker)).toEqual(rows(25).map(({ code }) => code));
  });

  it('twice changes nothing the second time', async () => {
    const { manager } = await aCity();
    const first = await importing(manager, rows(25));
    const again = await importing(manager, rows(25));
    expect(again.body).toMatchObject({ recorded: 0, changed: 0, unchanged: 25 });
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(again.headers.get('regie-position')).toBe(first.headers.get('regie-position'));
    expect((await manager.get('/v1/neighbourhoods/4')).body).toMatchObject({ version: 1, source });
  });

  it('from another source records a new version with that source', async () => {
    const { manager } = await aCity();
    await importing(manager, rows(3));
    expect((await importing(manager, rows(2), { source: 'Stad Gent' })).body).toMatchObject({
      recorded: 0,
      changed: 2,
      unchanged: 0,
    });
    expect((await manager.get('/v1/neighbourhoods/2')).body).toMatchObject({
      version: 2,
      source: 'Stad Gent',
      name: 'Wijk 2',
    });
    expect((await manager.get('/v1/neighbourhoods/3')).body).toMatchObject({ version: 1, source });
  });

  it('records a new version of a changed row, keeps the other rows, and keeps an area that is not sent again', async () => {
    const { manager, worker } = await aCity();
    const ring = [
      [3, 51],
      [5, 51],
      [5, 53],
      [3, 53],
      [3, 51],
    ];
    const area = { type: 'Polygon', coordinates: [ring] };
    const { centre: _, ...unplaced } = row(4);
    await importing(manager, [{ ...unplaced, area }, row(7)]);
    expect((await worker.get('/v1/neighbourhoods/4')).body).toMatchObject({
      version: 1,
      centre: { lon: 4, lat: 52 },
      area,
    });
    const answer = await importing(manager, [row(4, { name: 'Brugse Poort' }), row(8), row(7)]);
    expect(answer.body).toMatchObject({ recorded: 1, changed: 1, unchanged: 1 });
    const changed = await worker.get('/v1/neighbourhoods/4');
    expect(changed.body).toEqual({
      ...row(4, { name: 'Brugse Poort' }),
      version: 2,
      area,
      source,
      recordedAt: expect.any(String),
    });
    expect(changed.headers.get('etag')).toBe('"2"');
    const list = (await worker.get('/v1/neighbourhoods')).body['neighbourhoods'] as unknown as object[];
    expect(list.map((each) => 'area' in each)).toEqual([false, false, false]);
  });

  it('accepts two thousand at once, and refuses one more', async () => {
    const { manager } = await aCity();
    refused(await importing(manager, rows(2001)), 400, 'request.invalid', {
      errors: [{ field: 'neighbourhoods', problem: expect.stringContaining('2000') }],
    });
    expect(await known(manager)).toEqual([]);
    expect((await importing(manager, rows(2000))).body).toMatchObject({ recorded: 2000 });
    expect((await importing(manager, rows(2000))).body).toMatchObject({ recorded: 0, unchanged: 2000 });
    expect((await manager.get('/v1/neighbourhoods/2000')).body).toMatchObject({ code: '2000', version: 1 });
  });

  it('accepts polygons of three megabytes', async () => {
    const { manager, worker } = await aCity();
    const corner = (index: number) =>
      [3.7 + Math.cos(index) / 10, 51 + Math.sin(index) / 10].map((degrees) => Number(degrees.toFixed(6)));
    const ring = Array.from({ length: 6500 }, (_, index) => corner((2 * Math.PI * (index % 6499)) / 6499));
    const detailed = rows(25).map((each) => ({ ...each, area: { type: 'Polygon', coordinates: [ring] } }));
    expect(JSON.stringify(detailed).length).toBeGreaterThan(3_000_000);
    expect((await importing(manager, detailed)).body).toMatchObject({ recorded: 25 });
    expect(JSON.stringify((await worker.get('/v1/neighbourhoods/25')).body['area'])).toBe(
      JSON.stringify(detailed[24]!.area),
    );
  });
});

describe('an import of neighbourhoods', () => {
  it('with wrong rows changes nothing, and gets every wrong row with its reasons', async () => {
    const { manager } = await aCity();
    await importing(manager, [row(4)]);
    const open = {
      type: 'Polygon',
      coordinates: [
        [
          [3, 51],
          [4, 51],
          [4, 52],
          [3, 52],
        ],
      ],
    };
    const answer = await importing(manager, [
      row(4, { name: 'Brugse Poort' }),
      row('wijk 5'),
      row(6, { centre: { lon: 104_650, lat: 193_940 } }),
      { code: '7', name: 'Rabot' },
      row(8),
      row(8, { area: open }),
    ]);
    refused(answer, 422, 'neighbourhood.rows-invalid', {
      rows: [
        { row: 2, code: 'wijk 5', problem: 'a code has at most 20 letters, digits and dashes' },
        { row: 3, code: '6', problem: expect.stringContaining('WGS84') },
        { row: 4, code: '7', problem: 'a centre or an area is needed' },
        { row: 6, code: '8', problem: 'the code 8 is that of Wijk 8 already' },
        { row: 6, code: '8', problem: expect.stringContaining('a ring ends where it starts') },
      ],
    });
    expect(await known(manager)).toEqual(['4']);
    expect((await manager.get('/v1/neighbourhoods/4')).body).toMatchObject({ name: 'Wijk 4', version: 1 });
  });

  it('with wrong fields changes nothing, and gets every wrong field', async () => {
    const { manager } = await aCity();
    const answer = await importing(
      manager,
      [
        row(1, { colour: 'red' }),
        row(2, { name: 7 }),
        row(3, { centre: { lon: '3.7', lat: 51, height: 8 } }),
        row(4, { area: 'round' }),
        null,
        row(''),
        row(6, { name: 'Jan, 93.05.18-223.61' }),
      ],
      { colour: 'red', city: 'Gent' },
    );
    refused(answer, 400, 'request.invalid');
    const fields = (answer.body['errors'] as unknown as { field: string }[]).map(({ field }) => field);
    expect([...new Set(fields)].toSorted()).toEqual([
      'city',
      'colour',
      'neighbourhoods',
      'neighbourhoods.0.colour',
      'neighbourhoods.1.name',
      'neighbourhoods.2.centre.height',
      'neighbourhoods.2.centre.lon',
      'neighbourhoods.3.area',
      'neighbourhoods.4',
      'neighbourhoods.5.code',
      'neighbourhoods.6.name',
    ]);
    expect(await known(manager)).toEqual([]);
  });

  it('without rows or for another city is refused', async () => {
    const { city, manager } = await aCity();
    refused(await importing(manager, []), 422, 'neighbourhood.import-empty');
    refused(await importing(manager, rows(2), { city: '11002' }), 403, 'access.other-city', {
      city: '11002',
      yours: city,
    });
    expect(await known(manager)).toEqual([]);
  });

  it('without a valid JSON body is refused', async () => {
    const { manager } = await aCity();
    refused(await manager.post('/v1/neighbourhoods/import', '{"neighbourhoods": ['), 400, 'request.not-json');
    refused(await manager.post('/v1/neighbourhoods/import'), 400, 'request.invalid');
    refused(await manager.post('/v1/neighbourhoods/import', []), 400, 'request.invalid');
  });

  it('over the limit of size is refused', async () => {
    const { manager } = await aCity();
    refused(await importing(manager, rows(3), { source: 'x'.repeat(10_000_000) }), 413, 'request.too-large');
    expect(await known(manager)).toEqual([]);
  });

  it('is refused to everybody but a manager of an active city service', async () => {
    const { city, as, manager } = await aCity();
    for (const role of ['worker', 'coordinator', 'agency-admin', 'partner-api'] as const)
      refused(await importing(await as(role), rows(2)), 403, 'access.role', { needed: ['manager'] });
    refused(await importing(await as('manager', 'woningent'), rows(2)), 403, 'access.city-manager-only', {
      agencyKind: 'social-housing',
    });
    refused(await importing(await as('manager', 'nobody'), rows(2)), 422, 'agency.not-known', { agency: 'nobody' });
    await publish(
      'partners',
      toPublicEvent(agencySuspended, origin(`${city}/suspended`), city, { agency: 'stad-gent' }),
    );
    await service.settled();
    refused(await importing(manager, rows(2)), 409, 'agency.not-active', { agency: 'stad-gent' });
    expect(await known(manager)).toEqual([]);
  });
});

describe('reading neighbourhoods', () => {
  it('returns one page at a time, with each neighbourhood once', async () => {
    const { manager } = await aCity();
    await importing(manager, rows(25));
    const read: string[] = [];
    const sizes: number[] = [];
    for (let next: string | null = '', path = ''; next !== null;) {
      const { body } = await manager.get(`/v1/neighbourhoods?limit=10${path}`);
      const page = (body as unknown as { neighbourhoods: { code: string }[] }).neighbourhoods.map(({ code }) => code);
      read.push(...page);
      sizes.push(page.length);
      next = (body as unknown as { next: string | null }).next;
      path = `&after=${next}`;
    }
    expect(sizes).toEqual([10, 10, 5]);
    expect(read).toEqual(rows(25).map(({ code }) => code));
  });

  it.each(['limit=0', 'limit=201', 'limit=ten', 'limit=1&limit=2', 'after=', 'colour=red'])(
    'with %s is refused',
    async (query) => {
      const { worker } = await aCity();
      refused(await worker.get(`/v1/neighbourhoods?${query}`), 400, 'request.invalid', {
        errors: expect.arrayContaining([{ field: query.split('=')[0], problem: expect.any(String) }]),
      });
    },
  );

  it('of another city returns none', async () => {
    const [gent, elsewhere] = [await aCity(), await aCity()];
    await importing(gent.manager, rows(3));
    expect(await elsewhere.worker.get('/v1/neighbourhoods')).toMatchObject({
      body: { neighbourhoods: [], next: null },
    });
    refused(await elsewhere.worker.get('/v1/neighbourhoods/3'), 404, 'neighbourhood.unknown', { neighbourhood: '3' });
  });

  it('by a malformed code is refused', async () => {
    const { worker } = await aCity();
    refused(await worker.get('/v1/neighbourhoods/brugse%20poort'), 404, 'neighbourhood.unknown', {
      neighbourhood: 'brugse poort',
    });
    refused(await worker.get('/v1/neighbourhoods/4%00'), 400, 'request.invalid', {
      errors: [{ field: 'code', problem: expect.any(String) }],
    });
  });

  it('without a token is refused', async () =>
    refused(await service.withToken().get('/v1/neighbourhoods'), 401, 'access.token-missing'));
});

describe('an import under a key or a version', () => {
  it('counts once per key and gets the first response again', async () => {
    const { manager } = await aCity();
    const first = await importing(manager, rows(3), {}, { 'idempotency-key': 'import-1' });
    const again = await importing(manager, rows(3), {}, { 'idempotency-key': 'import-1' });
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(again.headers.get('regie-position')).toBe(first.headers.get('regie-position'));
    refused(await importing(manager, rows(4), {}, { 'idempotency-key': 'import-1' }), 422, 'request.key-reused');
    expect(await known(manager)).toEqual(['1', '2', '3']);
  });

  it('gets the first response to a repeat with its key, even when the agency is suspended now', async () => {
    const { city, manager } = await aCity();
    const key = { 'idempotency-key': 'import-2' };
    const first = await importing(manager, rows(2), {}, key);
    await publish(
      'partners',
      toPublicEvent(agencySuspended, origin(`${city}/suspended`), city, { agency: 'stad-gent' }),
    );
    await service.settled();
    expect(await importing(manager, rows(2), {}, key)).toMatchObject({ status: 200, body: first.body });
    refused(await importing(manager, rows(2)), 409, 'agency.not-active', { agency: 'stad-gent' });
  });

  it('is refused on a stale version of the list', async () => {
    const { manager } = await aCity();
    await importing(manager, rows(3));
    const { headers } = await manager.get('/v1/neighbourhoods?limit=1');
    expect(headers.get('etag')).toBe('"3"');
    const { headers: then } = await importing(
      manager,
      [row(1, { name: 'Binnenstad' })],
      {},
      { 'if-match': headers.get('etag')! },
    );
    expect(then.get('etag')).toBe('"4"');
    refused(
      await importing(manager, [row(2, { name: 'Ham' })], {}, { 'if-match': headers.get('etag')! }),
      412,
      'request.stale',
      { expected: 3, actual: 4 },
    );
    refused(await importing(manager, rows(3), {}, { 'if-match': '4' }), 400, 'request.if-match-malformed');
    expect((await manager.get('/v1/neighbourhoods/2')).body).toMatchObject({ name: 'Wijk 2', version: 1 });
    expect((await manager.get('/v1/neighbourhoods')).headers.get('etag')).toBe('"4"');
  });
});
