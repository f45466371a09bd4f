import fc from 'fast-check';
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';
import { daysAfter, endBefore, type LocalDate } from '#kernel';
import { typeParsers } from '#postgres';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { endRowsBefore } from './end-rows-before.js';
import { foldPage } from './unit-of-work.js';

@Entity('stay')
class StayRow {
  @PrimaryColumn('text') guest: string;
  @PrimaryColumn('date', { name: 'stays_from' }) from: LocalDate;
  @Column('date', { name: 'stays_until', nullable: true }) until: LocalDate | null;
}

let postgres: TestPostgres;
let db: DataSource;

beforeAll(async () => {
  postgres = await startPostgres();
  const url = await postgres.createDatabase();
  db = await new DataSource({
    type: 'postgres',
    url,
    entities: [StayRow],
    synchronize: true,
    extra: { types: typeParsers },
  }).initialize();
});

afterAll(async () => {
  await db?.destroy();
  await postgres?.stop();
});

const DAYS = 12;
const dayOf = (day: number): LocalDate => daysAfter('2026-01-01', day);

/** Generates ordered rows without overlap. Some touch, and the last one may be open. */
const rowsOf = (guest: string): fc.Arbitrary<readonly StayRow[]> =>
  fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: 0, max: DAYS }), { maxLength: 6 }),
      fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    )
    .map(([turns, stays]) =>
      turns
        .toSorted((a, b) => a - b)
        .map((turn, index, all) => ({ guest, from: dayOf(turn), until: all[index + 1] ?? null }))
        .map(({ until, ...row }) => ({ ...row, until: until === null ? null : dayOf(until) }))
        .filter((_, index) => stays[index]),
    );

it('ending rows before a day has the result of `endBefore`, and leaves other rows unchanged', async () => {
  const day = fc.integer({ min: 0, max: DAYS }).map(dayOf);
  await fc.assert(
    fc.asyncProperty(rowsOf('an'), rowsOf('bo'), day, async (rows, others, cut) => {
      await db.manager.clear(StayRow);
      await db.manager.insert(StayRow, [...rows, ...others]);
      await db.transaction((tx) =>
        foldPage(tx, [StayRow], (tables) => endRowsBefore(tables(StayRow), { guest: 'an' }, cut)),
      );
      expect(await db.manager.find(StayRow, { order: { guest: 'ASC', from: 'ASC' } })).toEqual([
        ...endBefore(rows, cut),
        ...others,
      ]);
    }),
    { numRuns: 50 },
  );
});
