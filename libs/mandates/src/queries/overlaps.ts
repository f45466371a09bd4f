import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Actor, LocalDate } from '#kernel';
import { statement } from '#postgres';
import type { Slot } from '../domain/schedule.js';
import { findVisible } from './mandates.js';

/** The overlaps of a mandate: other mandates that hold, or are proposed for, one of its slots (R17). */

/**
 * `held`: another mandate, suspended or not, has the slot, so that a grant on these days would be refused. `proposed`:
 * another proposal, or a draft of the actor's agency, names the slot, and the first grant gets the slot. A proposal has
 * no days yet, so `from` and `until` are null.
 */
export type Overlap = Slot &
  Readonly<{
    state: 'held' | 'proposed';
    mandateId: string;
    holder: string;
    suspended: boolean;
    from: LocalDate | null;
    until: LocalDate | null;
  }>;
/** `free`: no other mandate holds one of the slots on one of the days; `leftOut`: the response does not show all overlaps. */
export type Overlaps = Readonly<{
  mandateId: string;
  from: LocalDate;
  until: LocalDate | null;
  free: boolean;
  overlaps: readonly Overlap[];
  leftOut: boolean;
}>;

export const OVERLAPS_SHOWN = 500;

/** The overlaps over the days from `from` to before `until`. Without `until` the period has no end. */
export class OverlapsOf extends Query<Overlaps> {
  constructor(
    readonly by: Actor,
    readonly mandateId: string,
    readonly period: Readonly<{ from: LocalDate; until?: LocalDate }>,
  ) {
    super();
  }
}

const HELD = statement<Overlap>(
  'mandates.overlaps-held',
  `SELECT neighbourhood, theme, 'held' AS state, mandate_id AS "mandateId", holder, suspended, lower(valid)::text AS "from", upper(valid)::text AS until
     FROM holding JOIN jsonb_to_recordset($2::jsonb) AS slot (neighbourhood text, theme text) USING (neighbourhood, theme)
    WHERE city = $1 AND mandate_id <> $3 AND upper_inf(recorded) AND valid && daterange($4::date, $5::date)
    ORDER BY neighbourhood, theme, lower(valid) LIMIT $6`,
);
// Drafts of other agencies are left out, as the policy for single mandates requires.
const PROPOSED = statement<Overlap>(
  'mandates.overlaps-proposed',
  `SELECT neighbourhood, theme, 'proposed' AS state, mandate.id AS "mandateId", mandate.holder, false AS suspended, NULL AS "from", NULL AS until
     FROM jsonb_to_recordset($2::jsonb) AS slot (neighbourhood text, theme text)
    CROSS JOIN LATERAL (SELECT id, holder FROM mandate
                         WHERE city = $1 AND id <> $3 AND (status = 'proposed' OR status = 'draft' AND drafted_by = $4)
                           AND slots @> jsonb_build_array(jsonb_build_object('neighbourhood', neighbourhood, 'theme', theme)) OFFSET 0) mandate
    ORDER BY neighbourhood, theme, mandate.id LIMIT $5`,
);

@QueryHandler(OverlapsOf)
export class OverlapsOfHandler implements IQueryHandler<OverlapsOf> {
  constructor(@InjectDataSource('mandates') private readonly db: DataSource) {}

  /** @throws {DomainError} `mandate.unknown` */
  async execute({ by, mandateId, period: { from, until } }: OverlapsOf): Promise<Overlaps> {
    const { city, agency } = by;
    const mandate = await findVisible(this.db, by, mandateId);
    const slots = JSON.stringify(mandate.slots);
    const held = await HELD.rows(this.db, [city, slots, mandateId, from, until ?? null, OVERLAPS_SHOWN + 1]);
    const proposed = await PROPOSED.rows(this.db, [city, slots, mandateId, agency, OVERLAPS_SHOWN + 1]);
    const overlaps = [...held, ...proposed];
    return {
      mandateId,
      from,
      until: until ?? null,
      free: held.length === 0,
      overlaps: overlaps.slice(0, OVERLAPS_SHOWN),
      leftOut: overlaps.length > OVERLAPS_SHOWN,
    };
  }
}
