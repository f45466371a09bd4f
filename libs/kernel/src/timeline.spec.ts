import fc from 'fast-check';
import {
  coalesce,
  contains,
  endBefore,
  firstDifference,
  inOrder,
  type LocalDate,
  overlaps,
  type Period,
  replaceWithin,
  samePeriod,
  startFrom,
  type Stretch,
  stretchOn,
  within,
} from './index.js';

const DAYS = 40;
const dayOf = (day: number): LocalDate => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
const numberOf = (day: LocalDate): number => (Date.parse(day) - Date.UTC(2026, 0, 1)) / 86_400_000;
/**
 * The days of the calendar. They go on ten days after the last possible start, so that an open end covers some days.
 */
const days = Array.from({ length: DAYS + 10 }, (_, day) => dayOf(day));
const someDay = fc.integer({ min: 0, max: DAYS }).map(dayOf);

describe('a half-open period', () => {
  /** Periods with and without an end. A period that ends before it starts has no day. */
  const periods: fc.Arbitrary<Period> = fc
    .record({ from: someDay, until: fc.option(someDay, { nil: undefined }) })
    .map(({ from, until }) => ({ from, ...(until !== undefined && { until }) }));
  const lasting = periods.filter(({ from, until }) => until === undefined || from < until);

  it('contains its first day and not the day on which it ends', () => {
    expect(
      ['2025-12-31', '2026-01-01', '2026-01-02', '2026-01-03'].map((day) =>
        contains({ from: '2026-01-01', until: '2026-01-03' }, day),
      ),
    ).toEqual([false, true, true, false]);
  });

  it('contains every later day when its end is missing, or null as in a row', () => {
    expect(contains({ from: '2026-01-01' }, '2999-12-31')).toBe(true);
    expect(contains({ from: '2026-01-01', until: null }, '2999-12-31')).toBe(true);
  });

  it('contains no day when it ends before it starts', () => {
    fc.assert(
      fc.property(periods, (period) => {
        fc.pre(period.until !== undefined && period.until <= period.from);
        expect(days.filter((day) => contains(period, day))).toEqual([]);
      }),
    );
  });

  it('overlaps another exactly when both contain some day', () => {
    fc.assert(
      fc.property(lasting, lasting, (a, b) => {
        expect(overlaps(a, b)).toBe(days.some((day) => contains(a, day) && contains(b, day)));
      }),
    );
  });

  it('overlaps itself, and each period that overlaps it', () => {
    fc.assert(
      fc.property(lasting, lasting, (a, b) => {
        expect(overlaps(a, b)).toBe(overlaps(b, a));
        expect(overlaps(a, a)).toBe(true);
      }),
    );
  });

  it('does not overlap the one that begins on the day it ends', () => {
    expect(overlaps({ from: '2026-01-01', until: '2026-02-01' }, { from: '2026-02-01' })).toBe(false);
    expect(overlaps({ from: '2026-01-01', until: '2026-02-02' }, { from: '2026-02-01' })).toBe(true);
  });

  it('is the same as another exactly when both contain the same days', () => {
    fc.assert(
      fc.property(lasting, lasting, (a, b) => {
        expect(samePeriod(a, b)).toBe(days.every((day) => contains(a, day) === contains(b, day)));
        expect(samePeriod(a, { ...a, until: a.until ?? null })).toBe(true);
      }),
    );
  });
});

// --- Compared with a calendar that has a value for every day --------------------------------------------------------------------

type Value = 'a' | 'b' | 'c';
type Valued = Stretch & Readonly<{ value: Value }>;

/** The three shapes of a stretch: days as its fields, days as a row has them, and days in a period. */
const SHAPES: readonly ((value: Value, from: LocalDate, until: LocalDate | undefined) => Valued)[] = [
  (value, from, until) => (until === undefined ? { value, from } : { value, from, until }),
  (value, from, until) => ({ value, from, until: until ?? null }),
  (value, from, until) => ({ value, period: until === undefined ? { from } : { from, until } }),
];

/** Two ordered lists of stretches of one shape, with gaps, with stretches that touch, and sometimes with an open end. */
const pair: fc.Arbitrary<readonly [readonly Valued[], readonly Valued[]]> = fc
  .constantFrom(...SHAPES)
  .chain((shape) => fc.tuple(stretchesOf(shape), stretchesOf(shape)));
const some = pair.map(([stretches]) => stretches);

function stretchesOf(shape: (typeof SHAPES)[number]): fc.Arbitrary<readonly Valued[]> {
  const turns = fc.uniqueArray(fc.integer({ min: 0, max: DAYS }), { maxLength: 8 });
  const values = fc.array(fc.constantFrom<Value | null>('a', 'b', 'c', null), { minLength: 8, maxLength: 8 });
  return fc.tuple(turns, values).map(([unsorted, all]) =>
    unsorted
      .toSorted((a, b) => a - b)
      .flatMap((turn, index, sorted) => {
        const [value, next] = [all[index], sorted[index + 1]];
        return value ? [shape(value, dayOf(turn), next === undefined ? undefined : dayOf(next))] : [];
      }),
  );
}

const daysOf = (stretch: Valued): Readonly<{ from: LocalDate; until?: LocalDate | null }> =>
  'period' in stretch ? stretch.period : stretch;

/** Returns the value of each day. Throws for a stretch without days, and for two that share a day. */
const calendarOf = (stretches: readonly Valued[]): readonly (Value | undefined)[] => {
  const calendar: (Value | undefined)[] = days.map(() => undefined);
  for (const stretch of stretches) {
    const { from, until } = daysOf(stretch);
    const [first, end] = [numberOf(from), until ? numberOf(until) : days.length];
    if (first >= end) throw new Error(`no day: ${JSON.stringify(stretch)}`);
    for (let day = first; day < end; day++) {
      if (calendar[day]) throw new Error(`one day too many: ${dayOf(day)} in ${JSON.stringify(stretches)}`);
      calendar[day] = stretch.value;
    }
  }
  return calendar;
};

const same = (one: Valued | undefined, other: Valued | undefined): boolean => one?.value === other?.value;
const open = fc.boolean();

describe('in a list of stretches,', () => {
  it('a stretch is found by each of its days', () => {
    fc.assert(
      fc.property(some, (stretches) => {
        expect(days.map((day) => stretchOn(stretches, day)?.value)).toEqual(calendarOf(stretches));
      }),
    );
  });

  it('ending before a day keeps the days before it and no other', () => {
    fc.assert(
      fc.property(some, someDay, (stretches, cut) => {
        expect(calendarOf(endBefore(stretches, cut))).toEqual(
          calendarOf(stretches).map((value, day) => (day < numberOf(cut) ? value : undefined)),
        );
      }),
    );
  });

  it('starting from a day keeps that day and the later ones and no other', () => {
    fc.assert(
      fc.property(some, someDay, (stretches, cut) => {
        expect(calendarOf(startFrom(stretches, cut))).toEqual(
          calendarOf(stretches).map((value, day) => (day < numberOf(cut) ? undefined : value)),
        );
      }),
    );
  });

  it('the two parts of a cut have all days, and joining them undoes the cut', () => {
    fc.assert(
      fc.property(some, someDay, (stretches, cut) => {
        const cutAtDay = [...endBefore(stretches, cut), ...startFrom(stretches, cut)];
        expect(calendarOf(cutAtDay)).toEqual(calendarOf(stretches));
        expect(coalesce(cutAtDay, same)).toEqual(coalesce(stretches, same));
      }),
    );
  });

  it('the part within a period keeps the days of the period and no other', () => {
    fc.assert(
      fc.property(some, someDay, someDay, open, (stretches, from, until, isOpen) => {
        const period = isOpen ? { from } : { from, until };
        expect(calendarOf(within(stretches, period))).toEqual(
          calendarOf(stretches).map((value, day) => (contains(period, dayOf(day)) ? value : undefined)),
        );
      }),
    );
  });

  it('replacing within a period changes the days of the period and no other', () => {
    fc.assert(
      fc.property(pair, someDay, someDay, open, ([stretches, others], one, other, isOpen) => {
        const [from, until] = [one, other].toSorted() as [LocalDate, LocalDate];
        const period = isOpen ? { from } : { from, until };
        const replaced = replaceWithin(stretches, period, others);
        expect(calendarOf(replaced)).toEqual(
          calendarOf(stretches).map((value, day) => (contains(period, dayOf(day)) ? calendarOf(others)[day] : value)),
        );
        expect(replaceWithin(replaced, period, others)).toEqual(replaced);
      }),
    );
  });

  it('cutting twice at a day equals cutting once, keeps the order, and returns the other stretches as they are', () => {
    fc.assert(
      fc.property(some, someDay, (stretches, cut) => {
        const [earlier, later] = [endBefore(stretches, cut), startFrom(stretches, cut)];
        expect(endBefore(earlier, cut)).toEqual(earlier);
        expect(startFrom(later, cut)).toEqual(later);
        expect(inOrder([...earlier, ...later])).toEqual([...earlier, ...later]);
        const uncut = stretches.filter((stretch) => !contains(daysOf(stretch), cut) || daysOf(stretch).from === cut);
        expect([...earlier, ...later].filter((part) => stretches.includes(part))).toEqual(uncut);
      }),
    );
  });

  it('joining changes no day and leaves one stretch for each run of days that are the same', () => {
    fc.assert(
      fc.property(some, (stretches) => {
        const joined = coalesce(stretches, same);
        const calendar = calendarOf(stretches);
        expect(calendarOf(joined)).toEqual(calendar);
        expect(joined).toHaveLength(calendar.filter((value, day) => value && value !== calendar[day - 1]).length);
        expect(coalesce(joined, same)).toEqual(joined);
      }),
    );
  });

  it('sorting puts the stretches in the order of their first days', () => {
    const shuffled = some.chain((stretches) =>
      fc.tuple(fc.constant(stretches), fc.shuffledSubarray([...stretches], { minLength: stretches.length })),
    );
    fc.assert(
      fc.property(shuffled, ([stretches, inAnyOrder]) => {
        expect(inOrder(inAnyOrder)).toEqual(stretches);
      }),
    );
  });

  it('the first difference is the first day on which the calendars differ', () => {
    fc.assert(
      fc.property(pair, someDay, ([a, b], from) => {
        const [one, other] = [calendarOf(a), calendarOf(b)];
        expect(firstDifference(a, b, from, same)).toBe(
          days.find((day, index) => day >= from && one[index] !== other[index]),
        );
      }),
    );
  });
});

it('an open end that is not cut stays null or stays missing', () => {
  expect(endBefore([{ from: '2026-01-01', until: null }], '2026-02-01')).toEqual([
    { from: '2026-01-01', until: '2026-02-01' },
  ]);
  expect(startFrom([{ from: '2026-01-01', until: null }], '2026-02-01')).toStrictEqual([
    { from: '2026-02-01', until: null },
  ]);
  expect(startFrom([{ period: { from: '2026-01-01' } }], '2026-02-01')).toStrictEqual([
    { period: { from: '2026-02-01' } },
  ]);
  expect(within([{ from: '2026-01-01' }], { from: '2026-02-01' })).toStrictEqual([{ from: '2026-02-01' }]);
});
