import type { LocalDate } from './dates.js';

/**
 * The algebra of half-open stretches of calendar days: cutting, replacing, joining and comparing them.
 *
 * The stretches of one timeline never overlap. Every function keeps them disjoint and in order, and returns stretches
 * that need no cut unchanged.
 * The cutting functions also accept the stretches of several timelines in one list, such as those of all slots of a
 * mandate.
 */

/** A half-open period: `from` counts, `until` does not. Without `until` the period is open. */
export type Period = Readonly<{ from: LocalDate; until?: LocalDate }>;

/** A period, also as a row of the database, where an open end is null. */
type Days = Readonly<{ from: LocalDate; until?: LocalDate | null }>;

/** A value that holds for a range of days: in the fields `from` and `until`, or in a field `period`. */
export type Stretch = Days | Readonly<{ period: Days }>;

const daysOf = (stretch: Stretch): Days => ('period' in stretch ? stretch.period : stretch);
const startOf = (stretch: Stretch): LocalDate => daysOf(stretch).from;
/**
 * Returns the day after the last day of a stretch; `infinity`, which sorts after every date as in PostgreSQL, for an
 * open end.
 */
const endOf = (stretch: Stretch): LocalDate => daysOf(stretch).until ?? 'infinity';

const withDays = <S extends Stretch>(stretch: S, days: Partial<Days>): S =>
  'period' in stretch ? { ...stretch, period: { ...stretch.period, ...days } } : { ...stretch, ...days };

// --- Periods ---------------------------------------------------------------------------------------------------------------------------------

/** Returns whether `day` is one of the days of the period. A period that ends before it starts has no days. */
export const contains = (period: Days, day: LocalDate): boolean => period.from <= day && day < endOf(period);

/** Returns whether two periods share a day. Adjacent periods do not, because `until` is not part of a period. */
export const overlaps = (a: Days, b: Days): boolean => a.from < endOf(b) && b.from < endOf(a);

/** Returns whether two periods have the same days. */
export const samePeriod = (a: Days, b: Days): boolean => a.from === b.from && endOf(a) === endOf(b);

// --- Stretches -------------------------------------------------------------------------------------------------------------------------------

/** Returns the stretches, the earliest first. */
export const inOrder = <S extends Stretch>(stretches: readonly S[]): readonly S[] =>
  stretches.toSorted((a, b) => (startOf(a) < startOf(b) ? -1 : Number(startOf(a) > startOf(b))));

/** Returns the stretch that holds on `day`, if any. */
export const stretchOn = <S extends Stretch>(stretches: readonly S[], day: LocalDate): S | undefined =>
  stretches.find((stretch) => contains(daysOf(stretch), day));

/**
 * Returns the parts of the stretches before `day`: a stretch across `day` is cut there, and a later one is left out.
 */
export const endBefore = <S extends Stretch>(stretches: readonly S[], day: LocalDate): readonly S[] =>
  stretches
    .filter((stretch) => startOf(stretch) < day)
    .map((stretch) => (day < endOf(stretch) ? withDays(stretch, { until: day }) : stretch));

/** Returns the parts of the stretches on or after `day`. */
export const startFrom = <S extends Stretch>(stretches: readonly S[], day: LocalDate): readonly S[] =>
  stretches
    .filter((stretch) => day < endOf(stretch))
    .map((stretch) => (startOf(stretch) < day ? withDays(stretch, { from: day }) : stretch));

/** Returns the parts of the stretches in `period`. */
export const within = <S extends Stretch>(stretches: readonly S[], period: Days): readonly S[] =>
  startFrom(endBefore(stretches, endOf(period)), period.from);

/** Replaces the stretches in `period` by `others`, which may be empty. Days outside `period` keep their stretches. */
export const replaceWithin = <S extends Stretch>(
  stretches: readonly S[],
  period: Days,
  others: readonly S[],
): readonly S[] => [
  ...endBefore(stretches, period.from),
  ...within(others, period),
  ...startFrom(stretches, endOf(period)),
];

/**
 * Merges adjacent stretches for which `same` returns true. The stretches must be in order; a merged one has the content
 * of the later one.
 */
export const coalesce = <S extends Stretch>(
  stretches: readonly S[],
  same: (one: S, other: S) => boolean,
): readonly S[] => {
  const joined: S[] = [];
  for (const stretch of stretches) {
    const last = joined.at(-1);
    if (last && endOf(last) === startOf(stretch) && same(last, stretch))
      joined[joined.length - 1] = withDays(stretch, { from: startOf(last) });
    else joined.push(stretch);
  }
  return joined;
};

/**
 * Returns the first day from `from` on for which `same` returns false, if any.
 * `same` compares the stretches of both lists on a day, and gets undefined for a list that has none on that day.
 */
export const firstDifference = <S extends Stretch>(
  a: readonly S[],
  b: readonly S[],
  from: LocalDate,
  same: (one: S | undefined, other: S | undefined) => boolean,
): LocalDate | undefined => {
  const turns = [...a, ...b].flatMap((stretch) => [startOf(stretch), endOf(stretch)]).filter((day) => day > from);
  return [from, ...turns.toSorted()].find((day) => !same(stretchOn(a, day), stretchOn(b, day)));
};
