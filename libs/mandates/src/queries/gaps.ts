import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { caseView } from '#access';
import { THEMES } from '#contracts';
import { Directory } from '#directory';
import { readPage } from '#http';
import { type Actor, daysBetween, type LocalDate } from '#kernel';
import { statement } from '#postgres';
import { instantOf } from './register-as-known.js';
import { casesWithoutCoordination, type UncoordinatedCase } from './uncoordinated-cases.js';

/** Gaps in coordination: slots without a mandate, and cases whose mandate ended without a successor (R23). */

/**
 * A slot without an acting holder on the day: it has no mandate, or a suspended one. `since`: the first day without an acting holder; null: the slot
 * never had one. `days`: the number of days from `since` to the day of the query, both included. `heldFrom`: the next day with an acting holder, when
 * one is known.
 */
export type SlotGap = Readonly<{
  neighbourhood: string;
  theme: string;
  reason: 'no-mandate' | 'suspended';
  since: LocalDate | null;
  days: number | null;
  heldFrom: LocalDate | null;
}>;
/** `cases`: null for an actor that does not oversee the cases of the city; `casesLeftOut`: the response does not show all cases. */
export type Gaps = Readonly<{
  slots: readonly SlotGap[];
  cases: readonly UncoordinatedCase[] | null;
  casesLeftOut: boolean;
  next: string | null;
}>;

/** The most cases that a page shows. */
export const CASES_SHOWN = 500;

/** A page of neighbourhoods, with all gaps in each of them. */
export class GapsOf extends Query<Gaps> {
  constructor(
    readonly by: Actor,
    readonly question: Readonly<{ on: LocalDate; knownAt?: string; after?: string; limit: number }>,
  ) {
    super();
  }
}

type Covered = Readonly<{
  neighbourhood: string;
  theme: string;
  acting: boolean;
  suspended: boolean;
  endedOn: LocalDate | null;
  heldFrom: LocalDate | null;
}>;

const COVERED = statement<Covered>(
  'mandates.covered',
  `SELECT neighbourhood, theme, bool_or(valid @> $3::date AND NOT suspended) AS acting,
          bool_or(valid @> $3::date AND suspended) AS suspended,
          (max(upper(valid)) FILTER (WHERE upper(valid) <= $3::date AND NOT suspended))::text AS "endedOn",
          (min(lower(valid)) FILTER (WHERE lower(valid) > $3::date AND NOT suspended))::text AS "heldFrom"
     FROM holding WHERE city = $1 AND neighbourhood = ANY ($2) AND recorded @> $4::timestamptz GROUP BY neighbourhood, theme`,
);

@QueryHandler(GapsOf)
export class GapsOfHandler implements IQueryHandler<GapsOf> {
  constructor(
    @InjectDataSource('mandates') private readonly db: DataSource,
    private readonly directory: Directory,
  ) {}

  async execute({ by, question: { on, knownAt, after, limit } }: GapsOf): Promise<Gaps> {
    const { city } = by;
    const read = (rows: number) => this.directory.neighbourhoods(city, { after, limit: rows });
    const { items, next } = await readPage(limit, read, ({ code }) => code);
    const neighbourhoods = items.map(({ code }) => code);
    const known = await instantOf(this.db, city, knownAt);
    const covered = await COVERED.rows(this.db, [city, neighbourhoods, on, known]);
    const bySlot = new Map(covered.map((each) => [`${each.neighbourhood} ${each.theme}`, each]));
    const slots = neighbourhoods.flatMap((neighbourhood) =>
      THEMES.flatMap((theme) => gapIn({ neighbourhood, theme }, bySlot.get(`${neighbourhood} ${theme}`), on)),
    );
    const cases = (await this.oversees(by))
      ? await casesWithoutCoordination(this.db, city, { neighbourhoods, on, known, limit: CASES_SHOWN + 1 })
      : null;
    return {
      slots,
      cases: cases?.slice(0, CASES_SHOWN) ?? null,
      casesLeftOut: (cases?.length ?? 0) > CASES_SHOWN,
      next,
    };
  }

  /**
   * Returns whether the actor oversees the cases of the city: sees that each case exists and which agency coordinates
   * it.
   */
  private async oversees(by: Actor): Promise<boolean> {
    const agencyKind = await this.directory.activeKind(by.city, by.agency);
    return caseView(by, { city: by.city, participation: null, coordinates: false, agencyKind }).view === 'oversight';
  }
}

const gapIn = (
  slot: Readonly<{ neighbourhood: string; theme: string }>,
  covered: Covered | undefined,
  on: LocalDate,
): readonly SlotGap[] => {
  if (covered?.acting) return [];
  const since = covered?.endedOn ?? null;
  const days = since === null ? null : daysBetween(since, on) + 1;
  return [
    {
      ...slot,
      reason: covered?.suspended ? 'suspended' : 'no-mandate',
      since,
      days,
      heldFrom: covered?.heldFrom ?? null,
    },
  ];
};
