import { getDataSourceToken } from '@nestjs/typeorm';
import { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import {
  agencyEnrolled,
  caseClosed,
  caseOpened,
  commitmentAccepted,
  commitmentProposed,
  type ContextName,
  coordinationLost,
  coordinationTakenOver,
  neighbourhoodRecorded,
  participantInvited,
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
import { mandates, mandatesContext } from '../index.js';

const CITY = '44021';
const decision = { body: 'college', reference: '2026_CBS_00123', date: today };
const slot = { neighbourhood: '4', theme: 'leefbaarheid' as const };

let postgres: TestPostgres;
let pool: Pool;
let service: TestService;
let db: DataSource;
let publish: ReturnType<typeof publishing>;
let manager: Client;

let published = 0;
const origin = (days = 0) => ({
  id: `o${published++}`,
  stream: 's',
  revision: 0,
  recordedAt: new Date(Date.now() + days * 86_400_000).toISOString(),
  metadata: {},
});
const opened = (caseId: string, until?: string, city = CITY): PublicEvent =>
  toPublicEvent(caseOpened, origin(-40), city, {
    caseId,
    ...slot,
    openedBy: 'stad-gent',
    mandateId: 'm',
    holder: 'stad-gent',
    ...(until !== undefined && { until }),
  });
const lost = (caseId: string, on: string): PublicEvent =>
  toPublicEvent(coordinationLost, origin(-20), CITY, { caseId, mandateId: 'm', on });

/** Fills every read model of this context from a real log, with changes. */
beforeAll(async () => {
  postgres = await startPostgres();
  pool = new Pool({ connectionString: await postgres.createDatabase(), types: typeParsers });
  const store = new PostgresEventStore(pool);
  await store.migrate();
  service = await startTestService([mandates], store);
  db = service.app.get<DataSource>(getDataSourceToken('mandates'));
  manager = await service.as({ role: 'manager' });
  publish = publishing(service, ['partners', 'teams', 'cases']);
  await publish(
    'partners',
    toPublicEvent(agencyEnrolled, origin(), CITY, { agency: 'stad-gent', name: 'Stad Gent', kind: 'city-service' }),
    toPublicEvent(agencyEnrolled, origin(), CITY, { agency: 'ocmw-gent', name: 'OCMW Gent', kind: 'ocmw' }),
  );
  await publish(
    'teams',
    toPublicEvent(neighbourhoodRecorded, origin(), CITY, {
      code: '4',
      name: 'Brugse Poort',
      version: 1,
      centre: { lon: 3.7, lat: 51 },
    }),
  );
  await service.settled();

  const proposal = { slots: [slot], kind: 'hybrid', holder: 'ocmw-gent', executingFunction: 'wijkregisseur' };
  const path = (await manager.post('/v1/mandates', proposal)).headers.get('location')!;
  const period = { from: daysFromNow(-100), until: daysFromNow(700) };
  const dispatch = async (route: string, data: object): Promise<void> => {
    const { status, body } = await manager.post(`${path}/${route}`, data);
    expect({ route, done: status < 300, body }).toMatchObject({ route, done: true });
  };
  await dispatch('grant', {
    period,
    evaluateOn: daysFromNow(300),
    decision,
    provisional: { decisionDueOn: daysFromNow(30) },
  });
  for (const [level, body] of [
    ['political', 'college'],
    ['administrative', 'managementteam'],
  ])
    await dispatch('endorsements', { level, decision: { ...decision, body } });
  await dispatch('confirmation', { decision: { ...decision, reference: '2026_CBS_00200' } });
  await dispatch('suspension', { on: daysFromNow(10), reason: 'An inquiry.', decision });
  await dispatch('corrections', {
    fact: 2,
    instead: { period: { ...period, from: daysFromNow(-90) } },
    reason: 'It began later.',
  });

  const commitment = { caseId: 'taken-over', commitmentId: 'c-1', owner: 'ocmw-gent' };
  await publish(
    'cases',
    opened('without', daysFromNow(-10)),
    opened('taken-over'),
    opened('closed'),
    opened('without', undefined, '11002'),
    toPublicEvent(commitmentProposed, origin(), CITY, { ...commitment, proposedBy: 'stad-gent', dueOn: today }),
    toPublicEvent(commitmentAccepted, origin(), CITY, commitment),
    lost('taken-over', daysFromNow(-20)),
    toPublicEvent(participantInvited, origin(), CITY, {
      caseId: 'closed',
      agency: 'ocmw-gent',
      invitedBy: 'stad-gent',
    }),
    toPublicEvent(coordinationTakenOver, origin(-5), CITY, {
      caseId: 'taken-over',
      mandateId: 'm',
      holder: 'ocmw-gent',
      from: daysFromNow(-5),
      until: daysFromNow(90),
    }),
    lost('closed', daysFromNow(-20)),
    toPublicEvent(caseClosed, origin(), CITY, { caseId: 'closed', outcome: 'solved' }),
  );
  await service.settled();
});
afterAll(async () => {
  await service.stop();
  await pool.end();
  await postgres.stop();
});

const contentOf = async (table: string): Promise<readonly string[]> =>
  (
    await db.query<{ row: string }[]>(
      `SELECT to_jsonb(content)::text AS row FROM mandates.${table} AS content ORDER BY 1`,
    )
  ).map(({ row }) => row);
const gapsOn = async (days: number): Promise<unknown> =>
  (await manager.get(`/v1/mandates/gaps?on=${daysFromNow(days)}`)).body['cases'];

describe.each(mandatesContext.projections)('the read model $name, rebuilt from the log', (model) => {
  const unchanged: Publishes = (event) => event.data as PublicEvent;
  const publishes = new Map<ContextName, Publishes>([
    ['partners', unchanged],
    ['teams', unchanged],
    ['cases', unchanged],
    ['mandates', mandatesContext.publishes],
  ]);

  it('is equal to the live one (P5)', async () => {
    const { store } = service;
    const source =
      model.from.kind === 'public'
        ? embeddedLog(store, publishes).consume(model.name, model.from.topics)
        : consumeOwnEvents(store, 'mandates');
    const live = await Promise.all(model.tables.map(contentOf));
    expect(live.every((rows) => rows.length > 0)).toBe(true);
    // The live tables are emptied first, so that the rebuild cannot copy their rows.
    for (const table of model.tables) await db.query(`DELETE FROM mandates.${table}`);
    expect(
      await rebuild(db, 'mandates', model, source as never, async () => new Map([[LOG, await store.head()]])),
    ).toBeGreaterThan(0);
    expect(await Promise.all(model.tables.map(contentOf))).toEqual(live);
  });
});

it('rebuilt read models go on with new events', async () => {
  expect(await gapsOn(0)).toMatchObject([{ caseId: 'without', since: daysFromNow(-10), days: 11 }]);
  expect(await gapsOn(-6)).toMatchObject([
    { caseId: 'closed' },
    { caseId: 'taken-over', since: daysFromNow(-20), days: 15 },
    { caseId: 'without' },
  ]);
  await publish(
    'cases',
    toPublicEvent(coordinationLost, origin(), CITY, { caseId: 'taken-over', mandateId: 'm', on: today }),
  );
  await service.settled();
  expect(await gapsOn(0)).toMatchObject([{ caseId: 'without' }, { caseId: 'taken-over', since: today, days: 1 }]);
});
