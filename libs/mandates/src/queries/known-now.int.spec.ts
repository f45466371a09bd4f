import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { caseOpened, coordinationLost, toPublicEvent } from '#contracts';
import { Directory } from '#directory';
import type { StoredEvent } from '#event-store';
import { type Actor, brusselsDate } from '#kernel';
import { databaseOptions, prepareSchema } from '#runtime';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import type { RegisterEvent } from '../domain/mandate-events.js';
import { mandatesContext } from '../mandates.module.js';
import { applyFacts } from '../testing/compare-with-model.js';
import { ContinuityOf, ContinuityOfHandler } from './continuity.js';
import { GapsOf, GapsOfHandler } from './gaps.js';
import { HolderOfSlot, HolderOfSlotHandler } from './holders.js';
import { mandates } from './mandates.js';
import { MatrixOf, MatrixOfHandler } from './matrix.js';
import { uncoordinatedCases } from './uncoordinated-cases.js';
import { WholeRegister, WholeRegisterHandler } from './whole-register.js';

const DAY_MS = 86_400_000;
const slot = { neighbourhood: '4', theme: 'wonen' } as const;

let postgres: TestPostgres;
let db: DataSource;

beforeAll(async () => {
  postgres = await startPostgres();
  const url = await postgres.createDatabase();
  await prepareSchema(mandatesContext, url);
  db = await new DataSource(databaseOptions(mandatesContext, url)).initialize();
});
afterAll(async () => {
  await db.destroy();
  await postgres.stop();
});

const inDays = (days: number): string => brusselsDate(new Date(Date.now() + days * DAY_MS));

/** Records a grant and a case without coordination in a city, as if the clock were ahead by `aheadMs`. */
const record = async (city: string, aheadMs: number): Promise<void> => {
  const at = Date.now() + aheadMs;
  const recordedAt = new Date(at).toISOString();
  const period = { from: inDays(-100) };
  const terms = {
    slots: [slot],
    kind: 'internal',
    steeringModel: 'coordination',
    holder: 'stad-gent',
    executingFunction: 'regisseur',
    powers: ['convene'],
    period,
  } as const;
  const decision = { body: 'college', reference: 'B1', date: inDays(-100) };
  const events = [
    { type: 'MandateProposed', data: { mandateId: 'm1', ...terms } },
    {
      type: 'MandateGranted',
      data: { mandateId: 'm1', slots: [slot], holder: 'stad-gent', period, evaluateOn: inDays(100), decision },
    },
  ] as unknown as RegisterEvent[];
  const stored = events.map((event, revision): StoredEvent => ({
    ...event,
    id: `${city}/${revision}`,
    stream: `mandates-${city}`,
    revision,
    position: String(revision + 1),
    recordedAt,
    metadata: { commandId: 'c' },
  }));
  const origin = { id: `${city}/2`, stream: 's', revision: 0, recordedAt, metadata: {} } as never;
  const opened = { caseId: `case-${city}`, ...slot, openedBy: 'stad-gent', mandateId: 'm', holder: 'stad-gent' };
  const lost = { caseId: `case-${city}`, mandateId: 'm', on: inDays(-1) };
  await db.transaction(async (tx) => {
    await applyFacts(
      tx,
      city,
      events.map((event) => ({ event, at, day: inDays(0) })),
    );
    await mandates.apply(stored, tx);
    await uncoordinatedCases.apply([toPublicEvent(caseOpened, origin, city, opened)], tx);
    await uncoordinatedCases.apply([toPublicEvent(coordinationLost, origin, city, lost)], tx);
    await tx.query('INSERT INTO known_neighbourhood VALUES ($1, $2, $3)', [city, '4', 'Wijk 4']);
    await tx.query(
      `INSERT INTO known_agency (city, code, name, kind, status) VALUES ($1, 'stad-gent', 'Gent', 'city-service', 'active')`,
      [city],
    );
  });
};

/** The answers of every view about today, as known at a moment. */
const answers = async (city: string, knownAt: string | undefined): Promise<unknown> => {
  const by: Actor = { city, agency: 'stad-gent', role: 'manager', subject: 's' };
  const directory = new Directory(db);
  const question = { on: inDays(0), knownAt, limit: 200 };
  const register = [];
  for await (const mandate of await new WholeRegisterHandler(db).execute(new WholeRegister(by, knownAt)))
    register.push(mandate);
  return {
    holder: await new HolderOfSlotHandler(db).execute(new HolderOfSlot(city, slot, inDays(0), knownAt)),
    matrix: await new MatrixOfHandler(db, directory).execute(new MatrixOf(by, { ...question, isAboutNow: false })),
    gaps: await new GapsOfHandler(db, directory).execute(new GapsOf(by, question)),
    continuity: await new ContinuityOfHandler(db, directory).execute(
      new ContinuityOf(by, { from: inDays(-50), until: inDays(1), knownAt, limit: 200 }),
    ),
    register,
  };
};

describe('a fact that was recorded three days ahead of the clock', () => {
  const city = 'ahead';
  beforeAll(() => record(city, 3 * DAY_MS));

  it.each([
    ['the instant of the question', () => new Date().toISOString()],
    ['an instant some seconds ago, since which nothing was recorded', () => new Date(Date.now() - 5_000).toISOString()],
    ['an instant in an hour', () => new Date(Date.now() + 3_600_000).toISOString()],
    ['today', () => inDays(0)],
    ['tomorrow', () => inDays(1)],
  ])('is known now, and so as known at %s', async (_, knownAt) => {
    const now = await answers(city, undefined);
    expect(now).toMatchObject({
      holder: { holder: 'stad-gent' },
      gaps: { cases: [{ caseId: 'case-ahead' }] },
      continuity: { slots: [{ gapDays: 0 }] },
      register: [{ status: 'granted' }],
    });
    expect(await answers(city, knownAt())).toEqual(now);
  });

  it('was not known yesterday, or some minutes ago', async () => {
    for (const knownAt of [inDays(-1), new Date(Date.now() - 120_000).toISOString()])
      expect(await answers(city, knownAt)).toMatchObject({
        holder: undefined,
        gaps: { cases: [] },
        continuity: { slots: [] },
        register: [],
      });
  });
});

it('a fact that was recorded just now was not known the moment before', async () => {
  const before = new Date().toISOString();
  await pause(5);
  await record('present', 0);
  expect(await answers('present', before)).toMatchObject({ holder: undefined, gaps: { cases: [] }, register: [] });
  expect(await answers('present', new Date().toISOString())).toEqual(await answers('present', undefined));
});
