import { PERMISSIONS } from '#access';
import { cases } from '#cases';
import { mandates } from '#mandates';
import { partners } from '#partners';
import { teams } from '#teams';
import { type Client, startTestService, type TestService } from '#testing/http';
import { ROUTES } from './permissions.js';

const [SERVED, OTHER] = ['44021', '11002'];
const guarded = ROUTES.filter(({ requires }) => requires !== 'public');
const refusal = { status: 403, body: { code: 'access.city-not-served', city: OTHER, cities: [SERVED] } };

let service: TestService;

beforeAll(async () => {
  service = await startTestService([mandates, cases, partners, teams], undefined, { REGIE_CITIES: SERVED });
});
afterAll(() => service.stop());

/** Calls a route with placeholders in its path, as a role that may call it in the given city. */
const call = async ({ method, path, requires }: (typeof guarded)[number], city: string, body?: object) => {
  const [role] = PERMISSIONS[requires as keyof typeof PERMISSIONS];
  const client = await service.as({ city, role, agency: 'stad-gent' });
  const send: Client['post'] = client[method.toLowerCase() as keyof Client];
  return send(path.replaceAll(/\{\w+\}/g, 'anything'), method === 'GET' || method === 'DELETE' ? undefined : body);
};

describe('a token of a city that the hub does not serve', () => {
  it('is tested on every route that needs a token', () => {
    expect(guarded.length).toBeGreaterThan(60);
    expect(guarded.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/v1/feed', '/v1/feed/stream', '/v1/mandates/import', '/v1/neighbourhoods/import']),
    );
  });

  it.each(guarded.map((route) => [route.method, route.path, route] as const))(
    'is refused on %s %s, with and without a body',
    async (_method, _path, route) => {
      expect(await call(route, OTHER)).toMatchObject(refusal);
      expect(await call(route, OTHER, { city: SERVED })).toMatchObject(refusal);
    },
  );

  it('enrols nothing, and a token of a served city does', async () => {
    const enrolment = { agency: 'stad-gent', name: 'Stad Gent', kind: 'city-service', kbo: '0207.451.227' };
    const [other, served] = await Promise.all([OTHER, SERVED].map((city) => service.as({ city, role: 'manager' })));
    expect(await other!.post('/v1/agencies', enrolment)).toMatchObject(refusal);
    expect(await service.store.readAll('0', 10)).toEqual([]);
    expect(await served!.post('/v1/agencies', enrolment)).toMatchObject({ status: 201 });
  });

  it('is refused again when it is sent again, although valid tokens are remembered', async () => {
    const client = await service.as({ city: OTHER, role: 'manager' });
    for (let times = 0; times < 2; times++) expect(await client.get('/v1/agencies')).toMatchObject(refusal);
  });
});
