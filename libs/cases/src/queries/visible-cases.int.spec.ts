import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { Directory, directory } from '#directory';
import type { StoredEvent } from '#event-store';
import { type Actor, daysAfter, type LocalDate } from '#kernel';
import { databaseOptions, prepareSchema } from '#runtime';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { repeatMigration } from '#testing/repeat-migration';
import { casesContext } from '../cases.module.js';
import type { CaseEvent } from '../domain/case-history.js';
import { CaseGaps1797000000001 } from '../migrations/case-gaps-1797000000001.js';
import { cases } from './cases.projection.js';
import { type CasesFilter, ListCases, ListCasesHandler } from './visible-cases.js';

const CITY = '44021';
const AGENCIES = ['stad-gent', 'ocmw-gent', 'woningent'] as const;
const DAYS = 12;
const dayOf = (day: number): LocalDate => daysAfter('2026-01-01', day);

let postgres: TestPostgres;
let db: DataSource;
let handler: ListCasesHandler;

beforeAll(async () => {
  postgres = await startPostgres();
  const url = await postgres.createDatabase();
  await prepareSchema(casesContext, url);
  db = await new DataSource(databaseOptions(casesContext, url)).initialize();
  handler = new ListCasesHandler(db, new Directory(db));
  for (const [agency, kind] of [
    ['stad-gent', 'city-service'],
    ['ocmw-gent', 'ocmw'],
    ['woningent', 'social-housing'],
  ] as const)
    await db.query(
      `INSERT INTO ${directory('cases').tables[0]!} (city, code, name, kind, status) VALUES ($1, $2, $2, $3, 'active')`,
      [CITY, agency, kind],
    );
});
afterAll(async () => {
  await db?.destroy();
  await postgres?.stop();
});

type Change =
  | Readonly<{ kind: 'take over'; from: number; length: number | null; holder: string }>
  | Readonly<{ kind: 'lose'; on: number }>
  | Readonly<{ kind: 'invite' | 'accept' | 'leave'; agency: string }>
  | Readonly<{ kind: 'close'; on: number }>;
type History = Readonly<{
  neighbourhood: string;
  theme: string;
  opener: string;
  length: number | null;
  changes: readonly Change[];
}>;

const agency = fc.constantFrom(...AGENCIES);
const day = fc.integer({ min: 0, max: DAYS });
const length = fc.option(fc.integer({ min: 1, max: DAYS }), { nil: null });
const histories = fc.array(
  fc.record<History>({
    neighbourhood: fc.constantFrom('4', '7'),
    theme: fc.constantFrom('wonen', 'jeugd'),
    opener: agency,
    length,
    changes: fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant('take over' as const), from: day, length, holder: agency }),
        fc.record({ kind: fc.constant('lose' as const), on: day }),
        fc.record({ kind: fc.constantFrom('invite' as const, 'accept' as const, 'leave' as const), agency }),
        fc.record({ kind: fc.constant('close' as const), on: day }),
      ),
      { maxLength: 6 },
    ),
  }),
  { minLength: 3, maxLength: 12 },
);

const untilAfter = (from: number, days: number | null): { until?: LocalDate } =>
  days === null ? {} : { until: dayOf(from + days) };

/** The events of a case; nothing follows its end. */
const eventsOf = (history: History, nth: number): readonly StoredEvent<CaseEvent>[] => {
  const caseId = `k${String(nth).padStart(4, '0')}`;
  const { neighbourhood, theme, opener: openedBy } = history;
  const tenure = { mandateId: 'm', holder: openedBy, steeringModel: 'coordination' as const };
  const coordination = { ...tenure, from: dayOf(0), ...untilAfter(0, history.length) };
  const text = { title: 't', why: 'w', scope: 's' };
  const events: Pick<CaseEvent, 'type' | 'data'>[] = [
    { type: 'CaseOpened', data: { caseId, neighbourhood, theme, openedBy, coordination, ...text } },
  ];
  for (const change of history.changes) {
    if (change.kind === 'take over') {
      const { from, holder } = change;
      const data = { ...tenure, caseId, holder, from: dayOf(from), ...untilAfter(from, change.length) };
      events.push({ type: 'CoordinationTakenOver', data });
    }
    if (change.kind === 'lose')
      events.push({ type: 'CoordinationLost', data: { caseId, mandateId: 'm', on: dayOf(change.on) } });
    if (change.kind === 'invite')
      events.push({ type: 'ParticipantInvited', data: { caseId, agency: change.agency, invitedBy: openedBy } });
    if (change.kind === 'accept') events.push({ type: 'ParticipantAccepted', data: { caseId, agency: change.agency } });
    if (change.kind === 'leave')
      events.push({ type: 'ParticipantWithdrawn', data: { caseId, agency: change.agency, by: change.agency } });
    if (change.kind === 'close') {
      const closed = { outcome: 'solved' as const, reason: 'r', closedBy: openedBy, on: dayOf(change.on) };
      events.push({ type: 'CaseClosed', data: { caseId, ...closed } });
      break;
    }
  }
  return events.map(
    (event, revision) =>
      ({
        ...event,
        id: `${caseId}/${revision}`,
        stream: `case-${CITY}-${caseId}`,
        revision,
        recordedAt: '2026-01-01T10:00:00.000Z',
        metadata: {},
      }) as unknown as StoredEvent<CaseEvent>,
  );
};

/** Lists the cases by looking at every one of them: the ids with the rank, in order. */
const byLookingAtAll = (actor: Actor, filter: CasesFilter, today: LocalDate): Promise<{ id: string; rank: number }[]> =>
  db.query(
    `SELECT id, rank FROM (
       SELECT c.id, CASE WHEN c.status = 'open' AND held.holder IS NULL THEN 0 ELSE 1 END AS rank, own.status AS part, held.holder
         FROM joint_case c
        CROSS JOIN LATERAL (SELECT coalesce((c.closed ->> 'on')::date, $3::date) AS day) asked
         LEFT JOIN participant own ON own.city = c.city AND own.case_id = c.id AND own.agency = $2
         LEFT JOIN coordination held ON held.city = c.city AND held.case_id = c.id
               AND held.held_from <= asked.day AND coalesce(held.held_until, 'infinity') > asked.day
        WHERE c.city = $1 AND ($5::text IS NULL OR c.neighbourhood = $5) AND ($6::text IS NULL OR c.theme = $6) AND ($7::text IS NULL OR c.status = $7)) every
      WHERE ($4 OR part IN ('invited', 'accepted') OR holder = $2) AND ($8 OR rank = 0)
      ORDER BY rank, id`,
    [
      actor.city,
      actor.agency,
      today,
      actor.agency === 'stad-gent' && actor.role === 'manager',
      filter.neighbourhood ?? null,
      filter.theme ?? null,
      filter.status ?? null,
      filter.coordination !== 'none',
    ],
  );

/** Lists the cases page by page. */
const inPages = async (actor: Actor, filter: CasesFilter, today: LocalDate): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let after: string | undefined; ;) {
    const { items, next } = await handler.execute(new ListCases(actor, { ...filter, after }, today));
    expect(items.length).toBeLessThanOrEqual(filter.limit);
    ids.push(...items.map(({ caseId }) => caseId));
    if (next === null || next === undefined) return ids;
    after = next;
  }
};

it('the migration gives cases that are there the gaps that their events give them', async () => {
  await db.query(`TRUNCATE ${cases.tables.join(', ')}`);
  const all = fc.sample(histories, { numRuns: 80, seed: 20_260_101 }).flat();
  await db.transaction((tx) => cases.apply(all.flatMap(eventsOf), tx));
  const gaps = () => db.query<object[]>('SELECT * FROM case_gap ORDER BY case_id, gap_from');
  const before = await gaps();
  expect(before.length).toBeGreaterThan(200);
  await repeatMigration(db, new CaseGaps1797000000001());
  expect(await gaps()).toEqual(before);
});

it('the list has the same cases in the same order as a look at every case, for any history, day, reader, filter and page', async () => {
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const filter = fc.record({
    neighbourhood: optional(fc.constantFrom('4', '7')),
    theme: optional(fc.constantFrom('wonen', 'jeugd')),
    status: optional(fc.constantFrom('open' as const, 'closed' as const)),
    coordination: optional(fc.constant('none' as const)),
    limit: fc.integer({ min: 1, max: 5 }),
  });
  const question = fc.record({ agency, isManager: fc.boolean(), filter, on: fc.integer({ min: 0, max: 2 * DAYS }) });
  const counted = { without: 0, withCoordinator: 0, ofFew: 0 };
  await fc.assert(
    fc.asyncProperty(histories, fc.array(question, { minLength: 4, maxLength: 8 }), async (all, questions) => {
      await db.query(`TRUNCATE ${cases.tables.join(', ')}`);
      await db.transaction((tx) => cases.apply(all.flatMap(eventsOf), tx));
      for (const { agency: asking, isManager, filter: given, on } of questions) {
        const actor: Actor = { city: CITY, agency: asking, role: isManager ? 'manager' : 'worker', subject: 's' };
        const expected = await byLookingAtAll(actor, given, dayOf(on));
        counted.without += expected.filter(({ rank }) => rank === 0).length;
        counted.withCoordinator += expected.filter(({ rank }) => rank === 1).length;
        counted.ofFew += asking === 'stad-gent' ? 0 : expected.length;
        expect(await inPages(actor, given, dayOf(on))).toEqual(expected.map(({ id }) => id));
      }
    }),
    { numRuns: 100 },
  );
  // Lists without cases would prove nothing.
  for (const count of Object.values(counted)) expect(count).toBeGreaterThan(20);
});
