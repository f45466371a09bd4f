import { agencyChanged, agencyEnrolled, agencySuspended, cooperationPolicySet, toPublicEvent } from '#contracts';
import { daysFromNow, today } from '#testing/days';
import type { Client } from '#testing/http';
import { type RebuildFixture, rebuildOf } from '#testing/rebuilds';
import { repeatMigration } from '#testing/repeat-migration';
import { teams, teamsContext } from '../index.js';
import { TeamAgencies1799100000010 } from '../migrations/team-agencies-1799100000010.js';

const CITY = '44021';

let fixture: RebuildFixture;
let manager: Client;
let ocmw: Client;

const origin = (id: string) => ({ id, stream: 's', revision: 0, recordedAt: new Date().toISOString(), metadata: {} });
const area = (side: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [3, 51],
      [3 + side, 51],
      [3 + side, 51 + side],
      [3, 51 + side],
      [3, 51],
    ],
  ],
});

/** Fills every table of the read models of this context with events, some of them changes and repeats. */
beforeAll(async () => {
  fixture = await rebuildOf(teams, teamsContext, ['partners']);
  const { service, publish } = fixture;
  const stad = { agency: 'stad-gent', name: 'Stad Gent', kind: 'city-service' } as const;
  const welzijn = { agency: 'ocmw-gent', name: 'OCMW', kind: 'ocmw' } as const;
  const changed = toPublicEvent(agencyChanged, origin('changed'), CITY, { ...welzijn, name: 'OCMW Gent' });
  await publish(
    'partners',
    toPublicEvent(agencyEnrolled, origin('enrolled/stad'), CITY, stad),
    toPublicEvent(agencyEnrolled, origin('enrolled/ocmw'), CITY, welzijn),
    toPublicEvent(agencyEnrolled, origin('enrolled/elsewhere'), '11002', stad),
    changed,
    toPublicEvent(agencySuspended, origin('suspended'), '11002', { agency: 'stad-gent' }),
    toPublicEvent(cooperationPolicySet, origin('policy'), CITY, {
      agency: 'ocmw-gent',
      allows: ['neighbourhood-team'],
    }),
    changed,
  );
  await service.settled();
  manager = await service.as({ role: 'manager' });
  ocmw = await service.as({ agency: 'ocmw-gent', role: 'agency-admin' });
  const importing = (neighbourhoods: readonly object[]) =>
    manager.post('/v1/neighbourhoods/import', { source: 'test', neighbourhoods });
  const centre = { lon: 3.7, lat: 51.05 };
  await importing([
    { code: '4', name: 'Brugse Poort', area: area(2) },
    { code: '7', name: 'Rabot', centre },
  ]);
  await importing([
    { code: '4', name: 'Brugse Poort - Rooigem', centre },
    { code: '7', name: 'Rabot', centre },
  ]);
  const { headers } = await manager.post('/v1/teams', { name: 'Wijkteam', neighbourhoods: ['4', '7'] });
  await manager.post(`${headers.get('location')}/agencies`, { agency: 'ocmw-gent' });
  const members = `${headers.get('location')}/members`;
  for (const [memberId, from, until] of [
    ['m-1', -20, -10],
    ['m-1', 0, 40],
    ['m-2', 5, undefined],
    ['m-3', 0, undefined],
  ] as const) {
    await ocmw.post(members, {
      memberId,
      function: 'werker',
      from: daysFromNow(from),
      ...(until !== undefined && { until: daysFromNow(until) }),
    });
  }
  await ocmw.post(`${members}/m-1/end`, { on: daysFromNow(20) });
  await ocmw.post(`${members}/m-2/end`, { on: daysFromNow(1) });
  await service.settled();
});
afterAll(() => fixture.stop());

describe.each(teamsContext.projections)('the read model $name, rebuilt from the log,', (model) => {
  it('equals the live one (P5)', async () => {
    const { contentOf, rebuildFromEmpty } = fixture;
    const live = await contentOf(model);
    expect(live.every((rows) => rows.length > 0)).toBe(true);
    expect(await rebuildFromEmpty(model)).toBeGreaterThan(0);
    expect(await contentOf(model)).toEqual(live);
  });
});

it('the migration accepts for an existing team the agency that formed it and those with members', async () => {
  const db = await fixture.service.asOwner(teamsContext);
  const agencies = () => db.query<{ agencies: string[] }[]>('SELECT id, agencies FROM team ORDER BY id');
  const live = await agencies();
  expect(live.map((team) => team.agencies)).toEqual([['ocmw-gent', 'stad-gent']]);
  await repeatMigration(db, new TeamAgencies1799100000010());
  expect(await agencies()).toEqual(live);
});

it('rebuilt read models apply later events', async () => {
  const name = `Rabot - Blaisantvest, ${today}`;
  await manager.post('/v1/neighbourhoods/import', {
    source: 'test',
    neighbourhoods: [{ code: '7', name, centre: { lon: 3.7, lat: 51.05 } }],
  });
  const team = { name: 'Second team', neighbourhoods: ['7'], agencies: ['ocmw-gent'] };
  const { headers } = await manager.post('/v1/teams', team);
  expect((await manager.get('/v1/neighbourhoods/7')).body).toMatchObject({ name, version: 2 });
  expect(
    (await ocmw.post(`${headers.get('location')}/members`, { memberId: 'm-9', function: 'werker', from: today }))
      .status,
  ).toBe(201);
  expect((await manager.get(headers.get('location')!)).body).toMatchObject({
    version: 2,
    agencies: ['ocmw-gent', 'stad-gent'],
    members: [{ memberId: 'm-9' }],
  });
});
