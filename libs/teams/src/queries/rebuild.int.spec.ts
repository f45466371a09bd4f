import { getDataSourceToken } from '@nestjs/typeorm';
import { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import {
  agencyChanged,
  agencyEnrolled,
  agencySuspended,
  cooperationPolicySet,
  type PublicEvent,
  toPublicEvent,
} from '#contracts';
import { PostgresEventStore } from '#event-store';
import { consumeOwnEvents, embeddedLog, LOG, type Publishes, rebuild } from '#messaging';
import { typeParsers } from '#postgres';
import { daysFromNow, today } from '#testing/days';
import { type Client, startTestService, type TestService } from '#testing/http';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { publishing } from '#testing/published-events';
import { teams, teamsContext } from '../index.js';

const CITY = '44021';

let postgres: TestPostgres;
let pool: Pool;
let service: TestService;
let db: DataSource;
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

/** Fills every table of the read models of this context by events, some of them changes and repeats. */
beforeAll(async () => {
  postgres = await startPostgres();
  pool = new Pool({ connectionString: await postgres.createDatabase(), types: typeParsers });
  const store = new PostgresEventStore(pool);
  await store.migrate();
  service = await startTestService([teams], store);
  db = service.app.get<DataSource>(getDataSourceToken('teams'));
  const publish = publishing(service, ['partners']);
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
afterAll(async () => {
  await service.stop();
  await pool.end();
  await postgres.stop();
});

const contentOf = async (table: string): Promise<readonly string[]> =>
  (
    await db.query<{ row: string }[]>(`SELECT to_jsonb(content)::text AS row FROM teams.${table} AS content ORDER BY 1`)
  ).map(({ row }) => row);

describe.each(teamsContext.projections)('the read model $name, rebuilt from the log,', (model) => {
  const publishes = new Map<'teams' | 'partners', Publishes>([
    ['teams', teamsContext.publishes],
    ['partners', (event) => event.data as PublicEvent],
  ]);
  const rebuilt = () => {
    const { store } = service;
    const source =
      model.from.kind === 'public'
        ? embeddedLog(store, publishes).consume(model.name, model.from.topics)
        : consumeOwnEvents(store, 'teams');
    return rebuild(db, 'teams', model, source, async () => new Map([[LOG, await store.head()]]));
  };

  it('equals the live one (P5)', async () => {
    const live = await Promise.all(model.tables.map(contentOf));
    expect(live.every((rows) => rows.length > 0)).toBe(true);
    // Empty live tables prove that a rebuild reads the log and copies nothing.
    for (const table of model.tables) await db.query(`DELETE FROM teams.${table}`);
    expect(await rebuilt()).toBeGreaterThan(0);
    expect(await Promise.all(model.tables.map(contentOf))).toEqual(live);
  });
});

it('rebuilt read models apply later events', async () => {
  const name = `Rabot - Blaisantvest, ${today}`;
  await manager.post('/v1/neighbourhoods/import', {
    source: 'test',
    neighbourhoods: [{ code: '7', name, centre: { lon: 3.7, lat: 51.05 } }],
  });
  const { headers } = await manager.post('/v1/teams', { name: 'Second team', neighbourhoods: ['7'] });
  expect((await manager.get('/v1/neighbourhoods/7')).body).toMatchObject({ name, version: 2 });
  expect(
    (await ocmw.post(`${headers.get('location')}/members`, { memberId: 'm-9', function: 'werker', from: today }))
      .status,
  ).toBe(201);
  expect((await manager.get(headers.get('location')!)).body).toMatchObject({
    version: 2,
    members: [{ memberId: 'm-9' }],
  });
});
