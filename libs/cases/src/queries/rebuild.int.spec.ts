import { randomUUID } from 'node:crypto';
import { getDataSourceToken } from '@nestjs/typeorm';
import { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import {
  agencyEnrolled,
  type ContextName,
  cooperationPolicySet,
  mandateEnded,
  mandateGranted,
  mandateProposed,
  mandateTransferred,
  neighbourhoodRecorded,
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
import { cases, casesContext } from '../index.js';

const CITY = '44021';
const slots = [{ neighbourhood: '4', theme: 'leefbaarheid' as const }];
const period = { from: daysFromNow(-10), until: daysFromNow(700) };
const decision = { body: 'college', reference: '2026_CBS_00123', date: '2026-01-15' };

let postgres: TestPostgres;
let pool: Pool;
let service: TestService;
let db: DataSource;
let stad: Client;
let ocmw: Client;
let path: string;

let published = 0;
const origin = () => ({
  id: randomUUID(),
  stream: 's',
  revision: published++,
  recordedAt: new Date().toISOString(),
  metadata: {},
});
const settled = async (): Promise<void> => {
  // The second round processes the events that cases append in the first one.
  for (let times = 0; times < 2; times++) await service.settled();
};

/** Fills every table of the read models of this context by events on a real log. */
beforeAll(async () => {
  postgres = await startPostgres();
  pool = new Pool({ connectionString: await postgres.createDatabase(), types: typeParsers });
  const store = new PostgresEventStore(pool);
  await store.migrate();
  service = await startTestService([cases], store);
  db = service.app.get<DataSource>(getDataSourceToken('cases'));
  const publish = publishing(service, ['mandates', 'partners', 'teams']);
  await publish(
    'partners',
    toPublicEvent(agencyEnrolled, origin(), CITY, { agency: 'stad-gent', name: 'Stad Gent', kind: 'city-service' }),
    toPublicEvent(agencyEnrolled, origin(), CITY, { agency: 'ocmw-gent', name: 'OCMW Gent', kind: 'ocmw' }),
    toPublicEvent(cooperationPolicySet, origin(), CITY, { agency: 'ocmw-gent', allows: ['joint-case'] }),
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
  const mandateId = randomUUID();
  await publish(
    'mandates',
    toPublicEvent(mandateProposed, origin(), CITY, {
      mandateId,
      slots,
      kind: 'hybrid',
      steeringModel: 'commissioning',
      holder: 'stad-gent',
    }),
    toPublicEvent(mandateGranted, origin(), CITY, {
      mandateId,
      slots,
      holder: 'stad-gent',
      period,
      evaluateOn: daysFromNow(1),
      decision,
    }),
  );
  await settled();
  stad = await service.as();
  ocmw = await service.as({ agency: 'ocmw-gent' });
  const open = async (title: string): Promise<string> => {
    const body = { title, neighbourhood: '4', theme: 'leefbaarheid', why: 'w', scope: 's', invite: ['ocmw-gent'] };
    return (await stad.post('/v1/cases', body)).headers.get('location')!;
  };
  path = await open('goes on');
  const closing = await open('is closed');
  await stad.post(`${closing}/closure`, { outcome: 'solved', reason: 'r' });
  await ocmw.post(`${path}/participants/ocmw-gent/acceptance`);
  for (const binding of [true, false])
    await stad.post(`${path}/commitments`, { what: 'w', owner: 'ocmw-gent', dueOn: daysFromNow(9), binding });
  await publish(
    'mandates',
    toPublicEvent(mandateTransferred, origin(), CITY, {
      mandateId,
      slots,
      from: 'stad-gent',
      to: 'ocmw-gent',
      on: daysFromNow(5),
      period,
      decision,
    }),
  );
  await publish(
    'mandates',
    toPublicEvent(mandateEnded, origin(), CITY, {
      mandateId,
      slots,
      holder: 'ocmw-gent',
      on: daysFromNow(90),
      cause: 'ended',
    }),
  );
  await settled();
  await open('waits for a day that is known');
  await settled();
});
afterAll(async () => {
  await service.stop();
  await pool.end();
  await postgres.stop();
});

const contentOf = async (table: string): Promise<readonly string[]> =>
  (
    await db.query<{ row: string }[]>(`SELECT to_jsonb(content)::text AS row FROM cases.${table} AS content ORDER BY 1`)
  ).map(({ row }) => row);

describe.each(casesContext.projections)('the read model $name, rebuilt from the log,', (model) => {
  const unchanged: Publishes = (event) => event.data as PublicEvent;
  const publishes = new Map<ContextName, Publishes>([
    ['mandates', unchanged],
    ['partners', unchanged],
    ['teams', unchanged],
    ['cases', casesContext.publishes],
  ]);

  it('equals the live one (P5), and dispatches no command again', async () => {
    const { store } = service;
    const source =
      model.from.kind === 'public'
        ? embeddedLog(store, publishes).consume(model.name, model.from.topics)
        : consumeOwnEvents(store, 'cases');
    const live = await Promise.all(model.tables.map(contentOf));
    expect(live.every((rows) => rows.length > 0)).toBe(true);
    const head = await store.head();
    // Empty live tables prove that a rebuild reads the log and copies nothing.
    for (const table of model.tables) await db.query(`DELETE FROM cases.${table}`);
    expect(
      await rebuild(db, 'cases', model, source as never, async () => new Map([[LOG, await store.head()]])),
    ).toBeGreaterThan(0);
    expect(await Promise.all(model.tables.map(contentOf))).toEqual(live);
    expect(await store.head()).toBe(head);
  });
});

it('rebuilt read models apply later events', async () => {
  expect((await stad.get(path)).body).toMatchObject({
    view: 'full',
    holder: 'stad-gent',
    coordination: { until: daysFromNow(5) },
  });
  expect((await stad.post(`${path}/commitments`, { what: 'x', owner: 'stad-gent', dueOn: today })).status).toBe(201);
  expect((await stad.get(path)).body['commitments']).toHaveLength(3);
});
