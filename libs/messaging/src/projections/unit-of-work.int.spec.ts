import fc from 'fast-check';
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';
import { typeParsers } from '#postgres';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { statementsOf } from '#testing/statements';
import { foldPage, RowExists, type Rows, type Tables } from './unit-of-work.js';

@Entity('seat')
class SeatRow {
  @PrimaryColumn('text') room: string;
  @PrimaryColumn('int') number: number;
  @Column('text', { nullable: true, name: 'taken_by' }) guest: string | null;
  @Column('int') changes: number;
  @Column('text', { array: true }) tags: readonly string[];
  @Column('jsonb', { nullable: true }) note: object | null;
  @Column('timestamptz') at: Date;
  @Column('date', { name: 'since_day' }) since: string;
}

/** A table whose statements would have long names. */
@Entity('a_table_of_rather_many_columns_with_rather_long_names')
class WideRow {
  @PrimaryColumn('text') id: string;
  @Column('text', { nullable: true }) firstOfTheLongNames: string | null;
  @Column('text', { nullable: true }) secondOfTheLongNames: string | null;
}

/** A row of history: the database refuses two open rows of a room. */
@Entity('booking')
class BookingRow {
  static readonly changeable = 'upper_inf(recorded)';

  @PrimaryColumn('text') id: string;
  @Column('text') room: string;
  @Column('int4range') recorded: string;
}

const { jest } = import.meta;

let postgres: TestPostgres;
let db: DataSource;

beforeAll(async () => {
  postgres = await startPostgres();
  db = await new DataSource({
    type: 'postgres',
    url: await postgres.createDatabase(),
    entities: [SeatRow, BookingRow, WideRow],
    synchronize: true,
    extra: { types: typeParsers },
  }).initialize();
  await db.query('CREATE EXTENSION btree_gist');
  await db.query('ALTER TABLE booking ADD EXCLUDE USING gist (room WITH =, recorded WITH &&)');
});
afterAll(async () => {
  await db?.destroy();
  await postgres?.stop();
});
beforeEach(() => db.query('TRUNCATE seat, booking'));

const fold = (work: (tables: Tables) => void): Promise<void> =>
  db.transaction((tx) => foldPage(tx, [SeatRow, BookingRow, WideRow], work));
const seats = (): Promise<SeatRow[]> => db.manager.find(SeatRow, { order: { room: 'ASC', number: 'ASC' } });
const bookings = (): Promise<BookingRow[]> => db.manager.find(BookingRow, { order: { id: 'ASC' } });

const AT = new Date('2026-01-02T03:04:05.678Z');
const seat = (room: string, number: number, guest: string | null = null): SeatRow => ({
  ...{ room, number, guest, changes: 0, tags: ['a "b"', 'c,d'], note: guest === null ? null : { guest } },
  ...{ at: AT, since: '2026-01-02' },
});

/** One change of a table, as an event states it. */
type Change = Readonly<{ room: string; number: number; guest: string }> &
  Readonly<{ kind: 'add' | 'put' | 'next' | 'change' | 'change all' | 'remove' | 'remove all' | 'keep low' }>;

const change = ({ kind, room, number, guest }: Change, rows: Rows<SeatRow>): void => {
  const key = { room, number };
  const again = (row: SeatRow) => ({ guest, changes: row.changes + 1 });
  switch (kind) {
    case 'add':
      if (rows.find(key).length === 0) rows.insert(seat(room, number, guest));
      return;
    case 'put':
      return rows.upsert(seat(room, number, guest));
    case 'next':
      return rows.insert(seat(room, (rows.last({ room })?.number ?? 0) + 1, guest));
    case 'change':
      return rows.update(key, again);
    case 'change all':
      return rows.update({ room }, again);
    case 'remove':
      return rows.delete(key);
    case 'remove all':
      return rows.delete({ room });
    case 'keep low':
      return rows.replace(
        { room },
        rows.find({ room }).filter((row) => row.number <= number),
      );
  }
};

/** The same changes in memory, by the plainest means. */
const expected = (changes: readonly Change[]): readonly SeatRow[] => {
  let rows: readonly SeatRow[] = [];
  for (const { kind, room, number, guest } of changes) {
    const isRow = (row: SeatRow): boolean => row.room === room && row.number === number;
    const again = (row: SeatRow): SeatRow => ({ ...row, guest, changes: row.changes + 1 });
    const highest = Math.max(0, ...rows.filter((row) => row.room === room).map((row) => row.number));
    const without = rows.filter((row) => !isRow(row));
    if (kind === 'add') rows = rows.some(isRow) ? rows : [...rows, seat(room, number, guest)];
    if (kind === 'put') rows = [...without, seat(room, number, guest)];
    if (kind === 'next') rows = [...rows, seat(room, highest + 1, guest)];
    if (kind === 'change') rows = rows.map((row) => (isRow(row) ? again(row) : row));
    if (kind === 'change all') rows = rows.map((row) => (row.room === room ? again(row) : row));
    if (kind === 'remove') rows = without;
    if (kind === 'remove all') rows = rows.filter((row) => row.room !== room);
    if (kind === 'keep low') rows = rows.filter((row) => row.room !== room || row.number <= number);
  }
  return rows.toSorted(
    (one, other) => (one.room < other.room ? -1 : Number(one.room > other.room)) || one.number - other.number,
  );
};

const changes = fc.array(
  fc.record<Change>({
    kind: fc.constantFrom('add', 'put', 'next', 'change', 'change all', 'remove', 'remove all', 'keep low'),
    room: fc.constantFrom('red', 'blue', "o'hara \\ \u{1F600}"),
    number: fc.integer({ min: 1, max: 4 }),
    guest: fc.constantFrom('an', 'bo', '"quoted"', ''),
  }),
  { maxLength: 30 },
);

describe('a page of events', () => {
  it('has the result of its events one by one, wherever pages are cut', async () => {
    await fc.assert(
      fc.asyncProperty(changes, fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1 }), async (all, sizes) => {
        await db.query('TRUNCATE seat');
        for (let [from, nth] = [0, 0]; from < all.length; nth++) {
          const size = sizes[nth % sizes.length]!;
          const page = all.slice(from, from + size);
          await fold((tables) => page.forEach((each) => change(each, tables(SeatRow))));
          from += size;
        }
        expect(await seats()).toEqual(expected(all));
      }),
      { numRuns: 150 },
    );
  });

  it('gives the rows of a group in the order of their keys, wherever they are', async () => {
    await fold((tables) => tables(SeatRow).insert(seat('a', 3), seat('a', 1)));
    await db.query('UPDATE seat SET changes = 1 WHERE number = 1');
    const found: number[][] = [];
    await fold((tables) => {
      const rows = tables(SeatRow);
      rows.insert(seat('a', 2));
      found.push(rows.find({ room: 'a' }).map(({ number }) => number));
    });
    expect(found.at(-1)).toEqual([1, 2, 3]);
  });

  it('takes a few statements for any number of rows', async () => {
    await fold((tables) => tables(SeatRow).insert(...Array.from({ length: 500 }, (_, n) => seat('red', n + 1))));
    const statements = await statementsOf(() =>
      fold((tables) => {
        const rows = tables(SeatRow);
        for (let n = 1; n <= 500; n++) rows.update({ room: 'red', number: n }, { guest: 'an' });
        rows.delete({ room: 'red', number: 7 });
        rows.insert(seat('blue', 1), seat('blue', 2));
      }),
    );
    expect(statements.filter((text) => /^(?:SELECT|INSERT|UPDATE|DELETE)/.test(text.trim()))).toHaveLength(4);
    expect((await seats()).filter(({ guest }) => guest === 'an')).toHaveLength(499);
  });

  it('changes a row by its key without reading it, and adds none', async () => {
    await fold((tables) => tables(SeatRow).insert(seat('red', 1)));
    const statements = await statementsOf(() =>
      fold((tables) => {
        const rows = tables(SeatRow);
        rows.update({ room: 'red', number: 1 }, { guest: 'an' });
        rows.update({ room: 'red', number: 1 }, { changes: 5 });
        rows.update({ room: 'red', number: 2 }, { guest: 'bo' });
      }),
    );
    expect(statements.filter((text) => text.includes('seat')).map((text) => text.slice(0, 6))).toEqual([
      'UPDATE',
      'UPDATE',
    ]);
    expect(await seats()).toEqual([{ ...seat('red', 1), guest: 'an', changes: 5 }]);
  });

  it('keeps statements apart whose purposes begin alike', async () => {
    const warned = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const empty = { firstOfTheLongNames: null, secondOfTheLongNames: null };
    await fold((tables) => tables(WideRow).insert({ id: '1', ...empty }, { id: '2', ...empty }));
    await fold((tables) => {
      tables(WideRow).update({ id: '1' }, { firstOfTheLongNames: 'a' });
      tables(WideRow).update({ id: '2' }, { secondOfTheLongNames: 'b' });
    });
    expect(await db.manager.find(WideRow, { order: { id: 'ASC' } })).toEqual([
      { id: '1', ...empty, firstOfTheLongNames: 'a' },
      { id: '2', ...empty, secondOfTheLongNames: 'b' },
    ]);
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });

  it('writes a row of history that began and ended in it, and closes rows before it opens others', async () => {
    const book = (tables: Tables, moment: number): void => {
      const rows = tables(BookingRow);
      for (const { id, recorded } of rows.find({ room: 'red' }))
        if (recorded.endsWith(',)')) rows.update({ id }, { recorded: recorded.replace(',)', `,${moment})`) });
      rows.insert({ id: `${moment}`, room: 'red', recorded: `[${moment},)` });
    };
    await fold((tables) => book(tables, 1));
    await fold((tables) => [2, 3].forEach((moment) => book(tables, moment)));
    await fold((tables) => book(tables, 4));
    expect(await bookings()).toEqual([
      { id: '1', room: 'red', recorded: '[1,2)' },
      { id: '2', room: 'red', recorded: '[2,3)' },
      { id: '3', room: 'red', recorded: '[3,4)' },
      { id: '4', room: 'red', recorded: '[4,)' },
    ]);
  });

  it('loads no row that cannot change any more', async () => {
    await db.query(`INSERT INTO booking SELECT n::text, 'red', int4range(n, n + 1) FROM generate_series(1, 50) AS n`);
    let seen = 0;
    await fold((tables) => void (seen = tables(BookingRow).find({ room: 'red' }).length));
    expect(seen).toBe(0);
  });

  it('is refused by the constraints of the database, and leaves nothing', async () => {
    const overlapping = fold((tables) =>
      tables(BookingRow).insert({ id: '1', room: 'red', recorded: '[1,)' }, { id: '2', room: 'red', recorded: '[2,)' }),
    );
    await expect(overlapping).rejects.toMatchObject({ code: '23P01' });
    expect(await bookings()).toEqual([]);
  });

  it('is refused when it adds a row twice, in one page or in two', async () => {
    const add = (tables: Tables): void => tables(SeatRow).insert(seat('red', 1));
    await expect(fold((tables) => [1, 2].forEach(() => add(tables)))).rejects.toBeInstanceOf(RowExists);
    await fold(add);
    await expect(fold(add)).rejects.toMatchObject({ code: '23505' });
    expect(await seats()).toHaveLength(1);
  });

  it('is folded again until the rows are there that depend on others, and an error of a fold without its rows does not count', async () => {
    await fold((tables) => tables(SeatRow).insert(seat('red', 1, 'blue'), seat('blue', 2, 'end')));
    const seen: (string | null)[] = [];
    await fold((tables) => {
      const [first] = tables(SeatRow).find({ room: 'red', number: 1 });
      // Fails as long as the first row is not loaded.
      const [second] = tables(SeatRow).find({ room: first!.guest! });
      if (second) seen.push(second.guest);
    });
    expect(seen).toEqual(['end']);
    await expect(
      fold((tables) => {
        tables(SeatRow).find({ room: 'red' });
        throw new TypeError('a bug');
      }),
    ).rejects.toThrow('a bug');
  });

  it('is written in parts when its rows are large', async () => {
    const text = 'x'.repeat(1_500_000);
    await fold((tables) => tables(SeatRow).insert(...[1, 2, 3, 4].map((n) => seat('red', n, text))));
    expect((await seats()).map(({ guest }) => guest?.length)).toEqual(Array(4).fill(1_500_000));
  });
});
