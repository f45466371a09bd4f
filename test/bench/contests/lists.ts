import { DataSource } from 'typeorm';
import { casesContext } from '#cases';
import { Directory } from '#directory';
import type { StoredEvent } from '#event-store';
import { type Actor, brusselsDate, type Message } from '#kernel';
import { mandatesContext } from '#mandates';
import { type ContextDefinition, databaseOptions, prepareSchema } from '#runtime';
import { cases } from '../../../libs/cases/src/queries/cases.projection.js';
import { ListCases, ListCasesHandler } from '../../../libs/cases/src/queries/visible-cases.js';
import { GapsOf, GapsOfHandler } from '../../../libs/mandates/src/queries/gaps.js';
import { uncoordinatedCases } from '../../../libs/mandates/src/queries/uncoordinated-cases.js';
import { type Contest, medianLatency, type OpenSide } from '../contest.js';
import { caseOpened } from './planted-log.js';

const CITY = '44021';
const QUESTIONS = 100;
const PAGE = 50;
/** So many cases have no coordinator, whatever the size of the city. */
const WITHOUT_COORDINATOR = 200;
/** The agency ocmw-gent takes part in so many cases, whatever the size of the city. */
const CASES_OF_FEW = 20;
const AT_ONCE = 1_000;

const manager: Actor = { city: CITY, agency: 'stad-gent', role: 'manager', subject: 'marc' };
const worker: Actor = { city: CITY, agency: 'ocmw-gent', role: 'worker', subject: 'sofie' };

/** Measures the first page of the list of cases, for a manager who sees all, or for a worker whose agency takes part in few. */
export const listCases = (name: 'list-cases' | 'list-cases-few', many: number, few: number): Contest => {
  const [actor, found] = name === 'list-cases' ? [manager, PAGE] : [worker, CASES_OF_FEW];
  const listing =
    (count: number): OpenSide =>
    async ({ createDatabase, onProgress }) => {
      const db = await openDatabase(casesContext, await createDatabase());
      onProgress(`writing ${count} cases`);
      for (const page of pagesOf(count)) await db.transaction((tx) => cases.apply(page, tx));
      await db.query('VACUUM ANALYZE');
      const handler = new ListCasesHandler(db, new Directory(db));
      const today = brusselsDate(new Date());
      const list = async (): Promise<void> => {
        const { items } = await handler.execute(new ListCases(actor, { limit: PAGE }, today));
        if (items.length !== found) throw new Error(`the page has ${items.length} cases`);
      };
      return { run: (measure) => medianLatency(measure, QUESTIONS, list), close: () => db.destroy() };
    };
  return {
    name,
    question: `a page of the list of cases for ${name === 'list-cases' ? 'who sees all' : 'who takes part in few'} (p50), of ${many} cases against ${few}`,
    unit: 'ms',
    goal: 1.5,
    limits: { value: 5 },
    ours: listing(many),
    peer: listing(few),
  };
};

/** Measures the gaps of a city: its slots without a mandate, and its two hundred cases without a coordinator. */
export const gaps = (many: number, few: number): Contest => {
  const asking =
    (count: number): OpenSide =>
    async ({ createDatabase, onProgress }) => {
      const db = await openDatabase(mandatesContext, await createDatabase());
      onProgress(`writing ${count} cases`);
      for (const page of pagesOf(count)) {
        const published = page.flatMap((event) => casesContext.publishes(event) ?? []);
        await db.transaction((tx) => uncoordinatedCases.apply(published, tx));
      }
      await db.query('VACUUM ANALYZE');
      const handler = new GapsOfHandler(db, new Directory(db));
      const on = brusselsDate(new Date());
      const ask = async (): Promise<void> => {
        const found = await handler.execute(new GapsOf(manager, { on, limit: 25 }));
        if (!found.cases?.length) throw new Error('there are no cases without a coordinator');
      };
      return { run: (measure) => medianLatency(measure, QUESTIONS, ask), close: () => db.destroy() };
    };
  return {
    name: 'gaps',
    question: `the gaps of a city (p50), of ${many} cases against ${few}`,
    unit: 'ms',
    goal: 2,
    limits: { value: 30 },
    ours: asking(many),
    peer: asking(few),
  };
};

const openDatabase = async (context: ContextDefinition, url: string): Promise<DataSource> => {
  await prepareSchema(context, url);
  const db = await new DataSource(databaseOptions(context, url)).initialize();
  await db.query(
    `INSERT INTO known_agency (city, code, name, kind, status)
     VALUES ($1, 'stad-gent', 'Stad Gent', 'city-service', 'active'), ($1, 'ocmw-gent', 'OCMW Gent', 'ocmw', 'active')`,
    [CITY],
  );
  await db.query(`INSERT INTO known_neighbourhood SELECT $1, n::text, 'Wijk ' || n FROM generate_series(1, 25) n`, [
    CITY,
  ]);
  return db;
};

/** Yields the events that open this many cases, in pages. */
function* pagesOf(count: number): Generator<readonly StoredEvent[]> {
  for (let from = 0; from < count; from += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, nth) => from + nth);
    yield numbers.flatMap(eventsOf);
  }
}

const eventsOf = (nth: number): readonly StoredEvent[] => {
  const caseId = `0198c0de-0000-7000-8000-${String(nth).padStart(12, '0')}`;
  const until = nth < WITHOUT_COORDINATOR ? '2026-06-01' : '2029-01-01';
  const invited: Message = {
    type: 'ParticipantInvited',
    data: { caseId, agency: 'ocmw-gent', invitedBy: 'stad-gent' },
  };
  const events = [caseOpened(caseId, nth, until), ...(nth < CASES_OF_FEW ? [invited] : [])];
  return events.map((event, revision) => ({
    ...event,
    id: `${caseId}/${revision}`,
    stream: `case-${CITY}-${caseId}`,
    revision,
    position: String(nth * 2 + revision + 1),
    recordedAt: '2026-01-01T09:00:00.000Z',
    metadata: { commandId: caseId },
  }));
};
