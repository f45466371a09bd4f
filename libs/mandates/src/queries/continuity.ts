import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Directory } from '#directory';
import { readPage } from '#http';
import { type Actor, contains, daysBetween, type LocalDate, type Period, within } from '#kernel';
import { statement } from '#postgres';
import { instantOf } from './register-as-known.js';

/** The continuity of a slot (R61): the number of changes of holder and of days without a holder, year by year. */

/**
 * The holder of a slot from `from` to before `until`; null: no end is known. The stretches of one slot do not overlap.
 */
export type Stretch = Readonly<{ holder: string; suspended: boolean; from: LocalDate; until: LocalDate | null }>;
/**
 * The counts of one calendar year. `days`: the days of the year that the query covers; `changes`: the days on which the
 * acting agency differs from the previous one. `gapDays`: the days without a mandate; `suspendedDays`: the days with a
 * suspended mandate.
 */
export type YearOfSlot = Readonly<{
  year: number;
  days: number;
  changes: number;
  gapDays: number;
  suspendedDays: number;
}>;
export type SlotContinuity = Readonly<{
  neighbourhood: string;
  theme: string;
  holders: readonly string[];
  changes: number;
  gapDays: number;
  suspendedDays: number;
  years: readonly YearOfSlot[];
}>;
export type Continuity = Readonly<{ days: number; slots: readonly SlotContinuity[]; next: string | null }>;

/**
 * The continuity over the days from `from` to before `until`, for a page of neighbourhoods. It covers each slot that
 * had a mandate on some day before `until`.
 */
export class ContinuityOf extends Query<Continuity> {
  constructor(
    readonly by: Actor,
    readonly question: Readonly<{ from: LocalDate; until: LocalDate; knownAt?: string; after?: string; limit: number }>,
  ) {
    super();
  }
}

const STRETCHES = statement<{ neighbourhood: string; theme: string; stretches: Stretch[] }>(
  'mandates.stretches',
  `SELECT neighbourhood, theme, jsonb_agg(jsonb_build_object('holder', holder, 'suspended', suspended, 'from', lower(valid), 'until', upper(valid)) ORDER BY lower(valid)) AS stretches
     FROM holding WHERE city = $1 AND neighbourhood = ANY ($2) AND lower(valid) < $3::date AND recorded @> $4::timestamptz
    GROUP BY neighbourhood, theme ORDER BY neighbourhood, theme`,
);

@QueryHandler(ContinuityOf)
export class ContinuityOfHandler implements IQueryHandler<ContinuityOf> {
  constructor(
    @InjectDataSource('mandates') private readonly db: DataSource,
    private readonly directory: Directory,
  ) {}

  async execute({ by: { city }, question: { from, until, knownAt, after, limit } }: ContinuityOf): Promise<Continuity> {
    const read = (rows: number) => this.directory.neighbourhoods(city, { after, limit: rows });
    const { items, next } = await readPage(limit, read, ({ code }) => code);
    const known = await instantOf(this.db, city, knownAt);
    const held = await STRETCHES.rows(this.db, [city, items.map(({ code }) => code), until, known]);
    return {
      days: daysBetween(from, until),
      slots: held.map(({ neighbourhood, theme, stretches }) => ({
        neighbourhood,
        theme,
        ...continuityOf(stretches, from, until),
      })),
      next,
    };
  }
}

/**
 * Counts changes of holder and days without one, from `from` to before `until`. `stretches` are in order of time and
 * include those before `from`, because the first holder is compared with its predecessor.
 */
export const continuityOf = (
  stretches: readonly Stretch[],
  from: LocalDate,
  until: LocalDate,
): Omit<SlotContinuity, 'neighbourhood' | 'theme'> => {
  const acting = stretches.filter(({ suspended }) => !suspended);
  const turns = acting
    .filter(({ holder }, index) => index > 0 && holder !== acting[index - 1]!.holder)
    .map((stretch) => stretch.from);
  const years = yearsBetween(from, until).map((year): YearOfSlot => {
    const days = daysBetween(year.from, year.until);
    const shared = (those: readonly Stretch[]): number =>
      within(those, year).reduce((sum, stretch) => sum + daysBetween(stretch.from, stretch.until ?? year.until), 0);
    return {
      year: Number(year.from.slice(0, 4)),
      days,
      changes: turns.filter((day) => contains(year, day)).length,
      gapDays: days - shared(stretches),
      suspendedDays: shared(stretches.filter(({ suspended }) => suspended)),
    };
  });
  const sum = (of: 'changes' | 'gapDays' | 'suspendedDays'): number =>
    years.reduce((total, year) => total + year[of], 0);
  const holders = new Set(within(acting, { from, until }).map(({ holder }) => holder));
  return {
    holders: [...holders],
    changes: sum('changes'),
    gapDays: sum('gapDays'),
    suspendedDays: sum('suspendedDays'),
    years,
  };
};

const yearsBetween = (from: LocalDate, until: LocalDate): readonly Required<Period>[] => {
  const [first, last] = [Number(from.slice(0, 4)), Number(until.slice(0, 4))];
  const years = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return within(
    years.map((year) => ({ from: `${year}-01-01`, until: `${year + 1}-01-01` })),
    { from, until },
  );
};
