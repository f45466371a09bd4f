import { DataSource } from 'typeorm';
import { databaseOptions } from '#service';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { mandatesContext } from '../mandates.module.js';
import { Chance, someHistory } from '../testing/histories.js';
import { applied, interrogate, someQuestion } from '../testing/interrogation.js';
import { WhoHolds, WhoHoldsHandler } from './holders.js';

let postgres: TestPostgres;
let db: DataSource;

beforeAll(async () => {
  postgres = await startPostgres();
  const url = await postgres.createDatabase();
  const options = databaseOptions(mandatesContext, url);
  const prepared = await new DataSource({ type: 'postgres', url }).initialize();
  await prepared.query('CREATE SCHEMA mandates');
  await prepared.query('CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public');
  await prepared.destroy();
  db = await new DataSource(options).initialize();
});
afterAll(async () => {
  await db.destroy();
  await postgres.stop();
});

describe('who held the mandate, on any day, as known at any moment (P9)', () => {
  it('is what a clerk reads from the facts, whatever happened and in whatever order it was recorded', async () => {
    // Another seed each day; `npm run oracle` asks a million.
    const seed = Number(new Date().toISOString().slice(0, 10).replaceAll('-', ''));
    const { counted, problems } = await interrogate({ db, seed, histories: 24, questions: 50, wishes: 110 });
    expect(problems).toEqual([]);
    for (const type of ['MandateGranted', 'MandateTransferred', 'MandateSuspended', 'MandateResumed', 'ScopeNarrowed', 'ScopeWidened', 'MandateExtended', 'MandateEnded', 'FactCorrected'])
      expect({ type, enough: (counted.kinds.get(type) ?? 0) > 3 }).toEqual({ type, enough: true });
    expect(counted.held).toBeGreaterThan(100);
    expect(counted.suspended).toBeGreaterThan(3);
    expect(counted.past).toBeGreaterThan(15);
  }, 120_000);

  it('is the same to the byte when everything was erased and told again, in pages of another size', async () => {
    const chance = new Chance(7);
    const { told, slots } = someHistory(chance, 200);
    const questions = Array.from({ length: 400 }, () => someQuestion(chance, told, slots));
    const answers = async (): Promise<string> => {
      const found = [];
      for (const { slot, on, knownAt } of questions)
        found.push(await new WhoHoldsHandler(db).execute(new WhoHolds('again', slot, on, typeof knownAt === 'number' ? new Date(knownAt).toISOString() : knownAt)));
      return JSON.stringify(found);
    };
    await db.transaction((tx) => applied(tx, 'again', told));
    const before = await answers();
    expect(before.length).toBeGreaterThan(5_000);
    const [rows] = await db.query<[{ digest: string }]>(`SELECT md5(string_agg(h::text, ' ' ORDER BY id)) AS digest FROM holding h WHERE city = 'again'`);
    await db.query(`DELETE FROM holding WHERE city = 'again'`);
    for (let first = 0; first < told.length; first += 7) await db.transaction((tx) => applied(tx, 'again', told.slice(first, first + 7), first));
    expect(await answers()).toBe(before);
    expect(await db.query(`SELECT md5(string_agg(h::text, ' ' ORDER BY id)) AS digest FROM holding h WHERE city = 'again'`)).toEqual([rows]);
  }, 60_000);
});
