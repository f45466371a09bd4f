import { DataSource } from 'typeorm';
import { databaseOptions, prepareSchema } from '#runtime';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import type { RegisterEvent } from '../domain/mandate-events.js';
import { mandatesContext } from '../mandates.module.js';
import { applyFacts, compareWithModel, someQuestion } from '../testing/compare-with-model.js';
import { Chance, someHistory } from '../testing/histories.js';
import { HolderOfSlot, HolderOfSlotHandler } from './holders.js';

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

describe('the holder of a slot, on any day, as known at any moment (P9)', () => {
  it('equals the reference model for random histories, recorded in any order', async () => {
    // The seed changes each day, so that new histories are tested. `npm run model` runs a million queries.
    const seed = Number(new Date().toISOString().slice(0, 10).replaceAll('-', ''));
    const { counted, problems } = await compareWithModel({ db, seed, histories: 24, questions: 50, commands: 150 });
    expect(problems).toEqual([]);
    for (const type of [
      'MandateGranted',
      'GrantConfirmed',
      'MandateTransferred',
      'MandateSuspended',
      'MandateResumed',
      'ScopeNarrowed',
      'ScopeWidened',
      'MandateExtended',
      'MandateEnded',
      'FactCorrected',
    ])
      expect({ type, enough: (counted.kinds.get(type) ?? 0) > 3 }).toEqual({ type, enough: true });
    expect(counted.refused.get('ConfirmGrant')).toBeGreaterThan(3);
    expect(counted.held).toBeGreaterThan(100);
    expect(counted.suspended).toBeGreaterThan(3);
    expect(counted.past).toBeGreaterThan(15);
  }, 120_000);

  it('is one at most: the database refuses a second one, on a day and at a moment that both share', async () => {
    const insert = (id: string, valid: string, recorded: string) =>
      db.query(
        `INSERT INTO holding (id, city, neighbourhood, theme, mandate_id, holder, decision, valid, recorded, suspended)
         VALUES ($1, 'constraint', '4', 'wonen', $1, 'stad-gent', '{}', $2, $3, false)`,
        [id, valid, recorded],
      );
    await insert('one', '[2026-01-01,2026-02-01)', '[2026-01-01,2026-01-10)');
    await expect(insert('two', '[2026-01-31,)', '[2026-01-09,)')).rejects.toMatchObject({ code: '23P01' });
    await insert('later', '[2026-02-01,)', '[2026-01-09,)');
    await insert('corrected', '[2026-01-01,2026-02-01)', '[2026-01-10,)');
    await db.query("DELETE FROM holding WHERE city = 'constraint'");
  });

  it.each([
    ['winter', '2026-01-31', '2026-01-31T22:59:59.999Z'],
    ['summer', '2026-07-01', '2026-07-01T21:59:59.999Z'],
    ['the day on which the clocks go forward', '2026-03-29', '2026-03-29T21:59:59.999Z'],
    ['the day on which they go back', '2026-10-25', '2026-10-25T22:59:59.999Z'],
  ])(
    'as known at the end of a day follows from the facts until midnight in Brussels: %s',
    async (season, day, lastMoment) => {
      const slot = { neighbourhood: '4', theme: 'wonen' };
      const period = { from: '2026-01-01' };
      const decision = { body: 'college', reference: season, date: '2026-01-01' };
      const granted: RegisterEvent = {
        type: 'MandateGranted',
        data: { mandateId: 'm1', slots: [slot], holder: 'stad-gent', period, evaluateOn: '2027-01-01', decision },
      };
      const known = async (city: string, at: number): Promise<boolean> => {
        await db.transaction((tx) => applyFacts(tx, city, [{ event: granted, at, day }]));
        return (
          (await new HolderOfSlotHandler(db).execute(new HolderOfSlot(city, slot, '2026-12-01', day))) !== undefined
        );
      };
      expect(await known(`${season}, before`, Date.parse(lastMoment))).toBe(true);
      expect(await known(`${season}, after`, Date.parse(lastMoment) + 1)).toBe(false);
    },
  );

  it('is the same to the byte when the facts are applied again in pages of another size', async () => {
    const chance = new Chance(7);
    const { facts, slots } = someHistory(chance, 200);
    const questions = Array.from({ length: 10_000 }, () => someQuestion(chance, facts, slots));
    const answers = async (): Promise<string> => {
      const found = [];
      for (const { slot, on, knownAt } of questions)
        found.push(
          await new HolderOfSlotHandler(db).execute(
            new HolderOfSlot(
              'again',
              slot,
              on,
              typeof knownAt === 'number' ? new Date(knownAt).toISOString() : knownAt,
            ),
          ),
        );
      return JSON.stringify(found);
    };
    await db.transaction((tx) => applyFacts(tx, 'again', facts));
    const before = await answers();
    expect(before.length).toBeGreaterThan(100_000);
    const [rows] = await db.query<[{ digest: string }]>(
      `SELECT md5(string_agg(h::text, ' ' ORDER BY id)) AS digest FROM holding h WHERE city = 'again'`,
    );
    await db.query(`DELETE FROM holding WHERE city = 'again'`);
    for (let first = 0; first < facts.length; first += 7)
      await db.transaction((tx) => applyFacts(tx, 'again', facts.slice(first, first + 7), first));
    expect(await answers()).toBe(before);
    expect(
      await db.query(`SELECT md5(string_agg(h::text, ' ' ORDER BY id)) AS digest FROM holding h WHERE city = 'again'`),
    ).toEqual([rows]);
  });
});
