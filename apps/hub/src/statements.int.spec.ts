import type { Server } from 'node:http';
import { Pool } from 'pg';
import { cases } from '#cases';
import { PostgresEventStore } from '#event-store';
import { mandates } from '#mandates';
import { partners } from '#partners';
import { typeParsers } from '#postgres';
import { teams } from '#teams';
import { daysFromNow, today } from '#testing/days';
import { type Answer, startTestService, type TestService } from '#testing/http';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { statementsDuring, statementsOfRequests } from '#testing/statements';
import { PEOPLE } from './demonstration/ghent.js';
import { loadDemonstration, type Person } from './demonstration/load.js';

let postgres: TestPostgres;
let pool: Pool;
let service: TestService;
let send: (path: string, body: object, headers?: object) => Promise<Answer>;

beforeAll(async () => {
  postgres = await startPostgres();
  pool = new Pool({ connectionString: await postgres.createDatabase(), types: typeParsers, max: 4 });
  const store = new PostgresEventStore(pool);
  await store.migrate();
  service = await startTestService([mandates, cases, partners, teams], store);
  const tokenOf = (person: Person): Promise<string> => {
    const { agency, role } = PEOPLE.find(({ username }) => username === person)!;
    return service.token({ agency, role, subject: person });
  };
  await loadDemonstration(service.url, today, tokenOf);
  await service.settled();
  const token = await tokenOf('an.peeters');
  // Without `Regie-After`, which costs statements of its own.
  send = async (path, body, headers) => {
    const response = await fetch(service.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Answer['body'], headers: response.headers };
  };
});
afterAll(async () => {
  await service.stop();
  await pool.end();
  await postgres.stop();
});

const open = async (headers: object = {}): Promise<string> => {
  const slot = { neighbourhood: '4', theme: 'leefbaarheid' };
  const texts = { title: 'Litter around the park', why: 'Who lives around it.', scope: 'The park.' };
  const answer = await send('/v1/cases', { ...slot, ...texts, invite: ['ocmw-gent', 'woningent'] }, headers);
  expect(answer).toMatchObject({ status: 201 });
  return answer.body['caseId'] as unknown as string;
};
const commit = async (caseId: string, headers: object = {}): Promise<void> => {
  const commitment = { what: 'Clean the square', owner: 'stad-gent', dueOn: daysFromNow(14) };
  expect(await send(`/v1/cases/${caseId}/commitments`, commitment, headers)).toMatchObject({ status: 201 });
};
const statementsBefore = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
  const all = await statementsOfRequests(service.app.getHttpServer() as Server, work);
  // The store measures the clock of each connection once a minute.
  return all.filter((text) => !text.includes('clock_timestamp()'));
};
const append = expect.stringMatching(/append_(?:one|batch)/);
const slot = expect.stringContaining('FROM known_holding');

describe('the statements before the response', () => {
  it('to the opening of a case are the look-up of its slot and the append, with a key too', async () => {
    await open();
    expect(await statementsBefore(() => open())).toEqual([slot, append]);
    expect(await statementsBefore(() => open({ 'idempotency-key': 'k-1' }))).toEqual([slot, append]);
  });

  it('to a commitment are the append alone', async () => {
    const caseId = await open();
    expect(await statementsBefore(() => commit(caseId))).toEqual([append]);
    expect(await statementsBefore(() => commit(caseId, { 'idempotency-key': 'k-2' }))).toEqual([append]);
  });
});

describe('all statements of the hub, before and behind the response', () => {
  const CASES = 200;
  const AT_ONCE = 32;

  /** Runs `work` for each case, and counts the statements until every processor has handled what it wrote. */
  const statementsPerCase = async (work: () => Promise<unknown>): Promise<number> => {
    let left = CASES;
    const worker = async (): Promise<void> => {
      while (left-- > 0) await work();
    };
    const all = await statementsDuring(async () => {
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      await service.settled();
    });
    return all.length / CASES;
  };

  it('are ten at most for the opening of a case, on average over 200 cases opened 32 at a time', async () => {
    expect(await statementsPerCase(() => open())).toBeLessThanOrEqual(10);
  });

  it('are ten at most for a commitment, on average over 200 commitments 32 at a time', async () => {
    const caseIds = await Promise.all(Array.from({ length: CASES }, () => open()));
    await service.settled();
    expect(await statementsPerCase(() => commit(caseIds.pop()!))).toBeLessThanOrEqual(10);
  });
});
