import { agencyEnrolled, agencySuspended, cooperationPolicySet, toPublicEvent } from '#contracts';
import type { Actor } from '#kernel';
import { daysFromNow, today } from '#testing/days';
import { type Answer, type Client, startTestService, type TestService } from '#testing/http';
import { publishing } from '#testing/published-events';
import { teams } from '../index.js';

let service: TestService;
let publish: ReturnType<typeof publishing>;
let cities = 50_000;

beforeAll(async () => {
  service = await startTestService([teams]);
  publish = publishing(service, ['partners']);
});
afterAll(() => service.stop());

const origin = (id: string) => ({ id, stream: 's', revision: 0, recordedAt: new Date().toISOString(), metadata: {} });

/** A city that no other test uses, with three agencies, neighbourhoods 4, 7 and 9, and clients of several roles. */
const aCity = async () => {
  const city = String(++cities);
  for (const [agency, kind] of [
    ['stad-gent', 'city-service'],
    ['ocmw-gent', 'ocmw'],
    ['politiezone-gent', 'police'],
  ] as const) {
    await publish(
      'partners',
      toPublicEvent(agencyEnrolled, origin(`${city}/${agency}`), city, { agency, name: agency, kind }),
    );
  }
  await service.settled();
  const as = (role: Actor['role'], agency = 'stad-gent'): Promise<Client> => service.as({ city, agency, role });
  const manager = await as('manager');
  const neighbourhoods = ['4', '7', '9'].map((code) => ({
    code,
    name: `Wijk ${code}`,
    centre: { lon: 3.7, lat: 51.05 },
  }));
  expect((await manager.post('/v1/neighbourhoods/import', { source: 'test', neighbourhoods })).status).toBe(200);
  return {
    city,
    as,
    manager,
    coordinator: await as('coordinator'),
    ocmw: await as('agency-admin', 'ocmw-gent'),
    police: await as('agency-admin', 'politiezone-gent'),
  };
};
type City = Awaited<ReturnType<typeof aCity>>;

const teamFields = (over: object = {}) => ({ name: 'Wijkteam Brugse Poort', neighbourhoods: ['4', '7'], ...over });
const member = (over: object = {}) => ({
  memberId: 'm-0042',
  function: 'maatschappelijk werker',
  from: today,
  ...over,
});
const formed = async ({ coordinator }: City, over: object = {}): Promise<string> => {
  const agencies = ['ocmw-gent', 'politiezone-gent'];
  const { status, body } = await coordinator.post('/v1/teams', teamFields({ agencies, ...over }));
  expect({ status, body }).toMatchObject({ status: 201, body: { outcome: 'formed' } });
  return `/v1/teams/${String(body['teamId'])}`;
};
const refused = (answer: Answer, status: number, code: string, facts: object = {}): void => {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body).toMatchObject({ status, code, title: expect.any(String), ...facts });
  expect(answer.status).toBe(status);
};
const wrongFields = ({ body }: Answer): string[] => [
  ...new Set((body['errors'] as unknown as { field: string }[]).map(({ field }) => field)),
];
const membersOf = async ({ manager }: City, team: string) =>
  (await manager.get(team)).body['members'] as unknown as object[];

describe('forming a team', () => {
  it('records its neighbourhoods and no members', async () => {
    const { coordinator, manager } = await aCity();
    const answer = await coordinator.post('/v1/teams', teamFields());
    expect(answer).toMatchObject({ status: 201, body: { teamId: expect.any(String), outcome: 'formed' } });
    const team = answer.headers.get('location')!;
    expect(team).toBe(`/v1/teams/${String(answer.body['teamId'])}`);
    expect(answer.headers.get('etag')).toBe('"1"');
    const shown = await manager.get(team);
    expect(shown.headers.get('etag')).toBe('"1"');
    expect(shown.body).toEqual({
      teamId: answer.body['teamId'],
      version: 1,
      ...teamFields(),
      agencies: ['stad-gent'],
      formedBy: 'stad-gent',
      formedAt: expect.any(String),
      members: [],
    });
  });

  it.each([
    ['without a neighbourhood', { neighbourhoods: [] }, 'neighbourhoods'],
    ['with a neighbourhood twice', { neighbourhoods: ['4', '4'] }, 'neighbourhoods'],
    ['without a name', { name: undefined }, 'name'],
    ['with a name of blanks', { name: '  ' }, 'name'],
    ['with an unknown field', { leader: 'eva' }, 'leader'],
    ['with a field that the hub sets', { teamId: 't1' }, 'teamId'],
  ])('is refused %s', async (_, over, field) => {
    const { coordinator, manager } = await aCity();
    const answer = await coordinator.post('/v1/teams', teamFields(over));
    refused(answer, 400, 'request.invalid');
    expect(wrongFields(answer)).toEqual([field]);
    expect((await manager.get('/v1/teams')).body).toEqual({ teams: [], next: null });
  });

  it('is refused for an unknown neighbourhood, and to roles without the permission', async () => {
    const { coordinator, as, ocmw } = await aCity();
    refused(
      await coordinator.post('/v1/teams', teamFields({ neighbourhoods: ['4', '99'] })),
      422,
      'neighbourhood.not-known',
      { neighbourhood: '99' },
    );
    refused(await (await as('worker')).post('/v1/teams', teamFields()), 403, 'access.role');
    refused(await ocmw.post('/v1/teams', teamFields()), 403, 'access.role');
    refused(await service.withToken().post('/v1/teams', teamFields()), 401, 'access.token-missing');
  });
});

describe('seconding a member', () => {
  it('is open to their own agency, and shows a reference without a name', async () => {
    const city = await aCity();
    const team = await formed(city);
    const answer = await city.ocmw.post(`${team}/members`, member({ until: daysFromNow(90) }));
    expect(answer).toMatchObject({ status: 201, body: { outcome: 'seconded' } });
    expect(answer.headers.get('etag')).toBe('"2"');
    expect(
      (await city.police.post(`${team}/members`, member({ agency: 'politiezone-gent', function: 'wijkinspecteur' })))
        .status,
    ).toBe(201);
    const shown = await city.manager.get(team);
    expect(shown.headers.get('etag')).toBe('"3"');
    expect(shown.body['members']).toEqual([
      {
        agency: 'ocmw-gent',
        memberId: 'm-0042',
        function: 'maatschappelijk werker',
        from: today,
        until: daysFromNow(90),
      },
      { agency: 'politiezone-gent', memberId: 'm-0042', function: 'wijkinspecteur', from: today, until: null },
    ]);
  });

  it('is refused for staff of another agency, and to every role but agency-admin', async () => {
    const city = await aCity();
    const team = await formed(city);
    refused(
      await city.ocmw.post(`${team}/members`, member({ agency: 'politiezone-gent' })),
      403,
      'access.own-staff-only',
      { agency: 'politiezone-gent', yours: 'ocmw-gent' },
    );
    for (const role of ['worker', 'coordinator', 'manager', 'partner-api'] as const) {
      refused(await (await city.as(role, 'ocmw-gent')).post(`${team}/members`, member()), 403, 'access.role', {
        needed: ['agency-admin'],
      });
    }
    expect(await membersOf(city, team)).toEqual([]);
  });

  it('follows the present cooperation policy of the agency (R10)', async () => {
    const city = await aCity();
    const team = await formed(city);
    const set = async (...allows: ('joint-case' | 'neighbourhood-team')[]) => {
      await publish(
        'partners',
        toPublicEvent(cooperationPolicySet, origin(`${city.city}/policy/${allows.length}`), city.city, {
          agency: 'ocmw-gent',
          allows,
        }),
      );
      await service.settled();
    };
    await set('joint-case');
    refused(await city.ocmw.post(`${team}/members`, member()), 409, 'team.not-allowed-by-agency', {
      agency: 'ocmw-gent',
      needs: 'neighbourhood-team',
    });
    expect((await city.police.post(`${team}/members`, member())).status).toBe(201);
    await set('joint-case', 'neighbourhood-team');
    expect((await city.ocmw.post(`${team}/members`, member())).status).toBe(201);
  });

  it('twice on the same days is refused with these days, and accepted from the end of the first one on', async () => {
    const city = await aCity();
    const team = await formed(city);
    await city.ocmw.post(`${team}/members`, member({ until: daysFromNow(30) }));
    refused(await city.ocmw.post(`${team}/members`, member({ from: daysFromNow(29) })), 409, 'team.already-member', {
      memberId: 'm-0042',
      from: today,
      until: daysFromNow(30),
    });
    expect((await city.ocmw.post(`${team}/members`, member({ from: daysFromNow(30) }))).status).toBe(201);
    expect(await membersOf(city, team)).toMatchObject([
      { until: daysFromNow(30) },
      { from: daysFromNow(30), until: null },
    ]);
  });

  it.each([
    ['a day that does not exist', { from: '2026-02-29' }, 'from'],
    ['no first day', { from: undefined }, 'from'],
    ['a name', { memberId: 'Jan Janssens' }, 'memberId'],
    ['an address', { memberId: 'jan@gent.example' }, 'memberId'],
    ['a register number', { memberId: '93051822361' }, 'memberId'],
    ['null for an open end', { until: null }, 'until'],
    ['an unknown field', { phone: '09 266' }, 'phone'],
  ])('with %s is refused', async (_, over, field) => {
    const city = await aCity();
    const team = await formed(city);
    const answer = await city.ocmw.post(`${team}/members`, member(over));
    refused(answer, 400, 'request.invalid');
    expect(wrongFields(answer)).toEqual([field]);
  });

  it('for a period without a day is refused', async () => {
    const city = await aCity();
    const team = await formed(city);
    refused(await city.ocmw.post(`${team}/members`, member({ until: today })), 422, 'period.ends-before-it-starts', {
      period: { from: today, until: today },
    });
  });
});

describe('ending a secondment', () => {
  it('removes the member from the team today', async () => {
    const city = await aCity();
    const team = await formed(city);
    await city.ocmw.post(`${team}/members`, member({ from: daysFromNow(-10) }));
    const answer = await city.ocmw.post(`${team}/members/m-0042/end`, {});
    expect(answer).toMatchObject({ status: 200, body: { outcome: 'ended' } });
    expect(answer.headers.get('etag')).toBe('"3"');
    expect(await membersOf(city, team)).toEqual([]);
    expect((await city.ocmw.post(`${team}/members/m-0042/end`, {})).headers.get('etag')).toBe('"3"');
  });

  it('on a later day shows that day, and removes later secondments', async () => {
    const city = await aCity();
    const team = await formed(city);
    await city.ocmw.post(`${team}/members`, member({ until: daysFromNow(30) }));
    await city.ocmw.post(`${team}/members`, member({ from: daysFromNow(60) }));
    await city.ocmw.post(`${team}/members/m-0042/end`, { on: daysFromNow(20) });
    expect(await membersOf(city, team)).toMatchObject([{ from: today, until: daysFromNow(20) }]);
  });

  it('is refused to another agency, for a past day and for an unknown member', async () => {
    const city = await aCity();
    const team = await formed(city);
    await city.ocmw.post(`${team}/members`, member({ from: daysFromNow(-10) }));
    refused(await city.police.post(`${team}/members/m-0042/end`, {}), 403, 'access.own-staff-only', {
      agency: 'ocmw-gent',
      yours: 'politiezone-gent',
    });
    refused(await city.ocmw.post(`${team}/members/m-0042/end`, { on: daysFromNow(-1) }), 422, 'team.end-in-the-past', {
      today,
    });
    refused(await city.ocmw.post(`${team}/members/m-9/end`, {}), 404, 'member.unknown', { memberId: 'm-9' });
    refused(await city.manager.post(`${team}/members/m-0042/end`, {}), 403, 'access.role');
    expect(await membersOf(city, team)).toMatchObject([{ until: null }]);
  });
});

describe('a suspended agency', () => {
  it('forms no team and seconds nobody, but ends a secondment and gets the first response to a repeat', async () => {
    const city = await aCity();
    const team = await formed(city);
    const key = { 'idempotency-key': 'before-it-was-suspended' };
    const first = await city.ocmw.post(`${team}/members`, member(), key);
    await publish(
      'partners',
      toPublicEvent(agencySuspended, origin(`${city.city}/suspended`), city.city, { agency: 'ocmw-gent' }),
    );
    await service.settled();
    expect(await city.ocmw.post(`${team}/members`, member(), key)).toMatchObject({ status: 201, body: first.body });
    refused(
      await (await city.as('coordinator', 'ocmw-gent')).post('/v1/teams', teamFields()),
      409,
      'agency.not-active',
      {
        agency: 'ocmw-gent',
      },
    );
    refused(await city.ocmw.post(`${team}/members`, member({ memberId: 'm-7' })), 409, 'agency.not-active', {
      agency: 'ocmw-gent',
    });
    expect((await city.ocmw.post(`${team}/members/m-0042/end`, {})).status).toBe(200);
    expect(await membersOf(city, team)).toEqual([]);
  });
});

describe('reading teams', () => {
  it('returns one page at a time, of all or of one neighbourhood', async () => {
    const city = await aCity();
    const made: string[] = [];
    for (let n = 0; n < 5; n++) made.push(await formed(city, { neighbourhoods: n % 2 === 0 ? ['4', '9'] : ['7'] }));
    const pages = async (query: string) => {
      const read: string[] = [];
      for (let next: string | null = null, first = true; first || next !== null; first = false) {
        const { body } = await city.manager.get(`/v1/teams?limit=2${query}${next === null ? '' : `&after=${next}`}`);
        const page = body as unknown as { teams: { teamId: string }[]; next: string | null };
        expect(page.teams.length).toBeLessThanOrEqual(2);
        read.push(...page.teams.map(({ teamId }) => `/v1/teams/${teamId}`));
        ({ next } = page);
      }
      return read;
    };
    expect(await pages('')).toEqual(made.toSorted());
    expect(await pages('&neighbourhood=9')).toEqual([made[0], made[2], made[4]].toSorted());
    expect(await pages('&neighbourhood=99')).toEqual([]);
    refused(await city.manager.get('/v1/teams?neighbourhood=no%20code'), 400, 'request.invalid');
    refused(await city.manager.get('/v1/teams?city=44021'), 400, 'request.invalid');
  });

  it('of another city returns none, and changing them is refused', async () => {
    const [gent, elsewhere] = [await aCity(), await aCity()];
    const team = await formed(gent);
    await gent.ocmw.post(`${team}/members`, member());
    const teamId = team.split('/').at(-1);
    expect((await elsewhere.manager.get('/v1/teams')).body).toEqual({ teams: [], next: null });
    refused(await elsewhere.manager.get(team), 404, 'team.unknown', { teamId });
    refused(await elsewhere.ocmw.post(`${team}/members`, member({ memberId: 'm-7' })), 404, 'team.unknown', { teamId });
    refused(await elsewhere.ocmw.post(`${team}/members/m-0042/end`, {}), 404, 'team.unknown', { teamId });
    expect(await membersOf(gent, team)).toHaveLength(1);
  });

  it('answers in full, also to a client that has the version, and the response is not to be stored', async () => {
    const { coordinator, ...city } = await aCity();
    const team = await formed({ coordinator, ...city });
    const etag = (await coordinator.get(team)).headers.get('etag')!;
    for (const path of [team, team.replace('/v1', '/V1')]) {
      const again = await coordinator.get(path, { 'if-none-match': etag });
      expect([again.status, again.headers.get('cache-control')]).toEqual([200, 'no-store']);
    }
  });

  it('by an unknown id is refused', async () => {
    const { manager } = await aCity();
    refused(await manager.get('/v1/teams/nothing'), 404, 'team.unknown', { teamId: 'nothing' });
    refused(await manager.get('/v1/teams/no%00thing'), 400, 'request.invalid');
  });
});

describe('accepting an agency on a team', () => {
  it('is needed before the agency seconds its staff, and shown on the team', async () => {
    const city = await aCity();
    const team = await formed(city, { agencies: [] });
    refused(await city.ocmw.post(`${team}/members`, member()), 409, 'team.agency-not-accepted', {
      agency: 'ocmw-gent',
      formedBy: 'stad-gent',
    });
    expect(await membersOf(city, team)).toEqual([]);
    expect(await city.coordinator.post(`${team}/agencies`, { agency: 'ocmw-gent' })).toMatchObject({
      status: 201,
      body: { outcome: 'agency-accepted' },
    });
    expect((await city.manager.get(team)).body).toMatchObject({ version: 2, agencies: ['ocmw-gent', 'stad-gent'] });
    expect((await city.ocmw.post(`${team}/members`, member())).status).toBe(201);
    refused(await city.police.post(`${team}/members`, member()), 409, 'team.agency-not-accepted');
  });

  it('is for the agency that formed the team and for the managers of the city', async () => {
    const city = await aCity();
    const ocmwCoordinator = await city.as('coordinator', 'ocmw-gent');
    const { body } = await ocmwCoordinator.post('/v1/teams', teamFields());
    const agencies = `/v1/teams/${String(body['teamId'])}/agencies`;
    const police = { agency: 'politiezone-gent' };
    refused(await city.coordinator.post(agencies, police), 403, 'access.not-the-forming-agency', {
      formedBy: 'ocmw-gent',
    });
    refused(await city.police.post(agencies, police), 403, 'access.role');
    expect((await city.manager.post(agencies, police)).status).toBe(201);
    expect((await ocmwCoordinator.post(agencies, { agency: 'stad-gent' })).status).toBe(201);
    refused(await ocmwCoordinator.post(agencies, { agency: 'nobody' }), 422, 'agency.not-known', { agency: 'nobody' });
    refused(await city.manager.post('/v1/teams', teamFields({ agencies: ['nobody'] })), 422, 'agency.not-known');
  });
});

describe('a write to a team', () => {
  it('counts once per key and gets the first response again', async () => {
    const city = await aCity();
    const key = { 'idempotency-key': 'team-1' };
    const fields = teamFields({ agencies: ['ocmw-gent'] });
    const first = await city.coordinator.post('/v1/teams', fields, key);
    const again = await city.coordinator.post('/v1/teams', fields, key);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get('regie-position')).toBe(first.headers.get('regie-position'));
    refused(await city.coordinator.post('/v1/teams', teamFields({ name: 'Another' }), key), 422, 'request.key-reused');
    expect((await city.manager.get('/v1/teams')).body['teams']).toHaveLength(1);

    const members = `${first.headers.get('location')}/members`;
    for (let sent = 0; sent < 2; sent++)
      expect(await city.ocmw.post(members, member(), key)).toMatchObject({
        status: 201,
        body: { outcome: 'seconded' },
      });
    refused(await city.ocmw.post(members, member({ memberId: 'm-7' }), key), 422, 'request.key-reused');
    refused(
      await city.ocmw.post(members, member({ memberId: 'm-7' }), { 'idempotency-key': 'two words' }),
      400,
      'request.key-malformed',
    );
    expect((await city.manager.get(first.headers.get('location')!)).body).toMatchObject({
      version: 2,
      members: [{ memberId: 'm-0042' }],
    });
  });

  it('is refused on a stale version, and changes nothing', async () => {
    const city = await aCity();
    const team = await formed(city);
    const seen = (await city.manager.get(team)).headers.get('etag')!;
    expect((await city.ocmw.post(`${team}/members`, member(), { 'if-match': seen })).status).toBe(201);
    refused(await city.police.post(`${team}/members`, member(), { 'if-match': seen }), 412, 'request.stale', {
      expected: 1,
      actual: 2,
    });
    refused(await city.ocmw.post(`${team}/members/m-0042/end`, {}, { 'if-match': seen }), 412, 'request.stale', {
      expected: 1,
      actual: 2,
    });
    expect((await city.manager.get(team)).body).toMatchObject({
      version: 2,
      members: [{ agency: 'ocmw-gent', until: null }],
    });
  });

  it('among many at the same time succeeds when it is valid', async () => {
    const city = await aCity();
    const team = await formed(city);
    const requests = Array.from({ length: 20 }, (_, index) =>
      city.ocmw.post(`${team}/members`, member({ memberId: `m-${index % 10}`, function: `function ${index}` })),
    );
    const statuses = (await Promise.all(requests)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(10);
    expect(statuses.filter((status) => status === 409)).toHaveLength(10);
    await service.settled();
    expect((await city.manager.get(team)).body).toMatchObject({ version: 11, members: { length: 10 } });
  });
});

describe('a team of many members', () => {
  it('shows a hundred of them, and all by pages', async () => {
    const city = await aCity();
    const team = await formed(city);
    const expected: string[] = [];
    for (let nth = 0; nth < 101; nth++) {
      const memberId = `m-${String(nth).padStart(4, '0')}`;
      expect((await city.ocmw.post(`${team}/members`, member({ memberId }))).status).toBe(201);
      expected.push(memberId);
    }
    const idsIn = (body: Answer['body']) =>
      (body['members'] as unknown as { memberId: string }[]).map(({ memberId }) => memberId);
    const { body } = await city.manager.get(team);
    expect(body).toMatchObject({ membersLeftOut: true });
    expect(idsIn(body)).toEqual(expected.slice(0, 100));
    const first = await city.manager.get(`${team}/members?limit=60`);
    const second = await city.manager.get(`${team}/members?limit=60&after=${String(first.body['next'])}`);
    expect([...idsIn(first.body), ...idsIn(second.body)]).toEqual(expected);
    expect(second.body['next']).toBeNull();
    refused(await city.manager.get('/v1/teams/nothing/members'), 404, 'team.unknown');
    refused(await city.manager.get(`${team}/members?after=m-0001`), 400, 'request.invalid');
  });
});
