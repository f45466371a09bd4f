import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Column, type DataSource, Entity, type EntityManager, PrimaryColumn } from 'typeorm';
import { cityOf } from '#event-store';
import { coalesce, inOrder, type LocalDate, replaceWithin } from '#kernel';
import { ownEvents, projection } from '#messaging';
import { type RegisterEvent } from '../domain/mandate-events.js';
import { scheduleOf } from '../domain/mandate-history.js';
import type { Decision, Schedule, Slot } from '../domain/schedule.js';
import { instantIn, momentOf } from './as-known.js';

/**
 * Who holds the mandate for a slot, on which day, as known when. One row is one belief: from `valid` (the days it is about) and `recorded` (the
 * moments at which the register said so). A belief is never changed, it is closed and followed by another; two beliefs about one slot that
 * share a day and a moment are refused by the database (P9). On the days of a suspended one nobody acts, and its slot is taken.
 */
@Entity('holding')
class HoldingRow {
  @PrimaryColumn('text') id: string;
  @Column('text') city: string;
  @Column('text') neighbourhood: string;
  @Column('text') theme: string;
  @Column('text', { name: 'mandate_id' }) mandateId: string;
  @Column('text') holder: string;
  @Column('jsonb') decision: Decision;
  @Column('daterange') valid: string;
  @Column('tstzrange') recorded: string;
  @Column('boolean') suspended: boolean;
}

export const holders = projection({
  name: 'mandates.holders',
  from: ownEvents<RegisterEvent>(),
  entities: [HoldingRow],
  apply: async (event, tx) => {
    const schedule = scheduleOf(event);
    if (!schedule) return;
    const { id, stream, recordedAt, data } = event;
    await supersede(tx, { id, city: cityOf(stream), mandateId: data.mandateId, recordedAt }, schedule);
  },
});

type Recorded = Readonly<{ id: string; city: string; recordedAt: string; mandateId: string }>;
/** What is believed of one slot of a mandate, over one stretch of days. */
type HoldingVersion = Slot &
  Readonly<{ holder: string; decision: Decision; suspended: boolean; from: LocalDate; until: LocalDate | null }>;

/** From now on this is what is known of the mandate. What stays as it was stays the same belief; what does not is closed, and followed by another. */
const supersede = async (
  tx: EntityManager,
  { id, city, mandateId, recordedAt }: Recorded,
  schedule: Schedule,
): Promise<void> => {
  const before = await tx.query<(HoldingVersion & { id: string })[]>(
    `SELECT id, neighbourhood, theme, holder, decision, suspended, lower(valid)::text AS "from", upper(valid)::text AS until
       FROM holding WHERE city = $1 AND mandate_id = $2 AND upper_inf(recorded)`,
    [city, mandateId],
  );
  const after = new Map(following(before, schedule).map((version) => [keyOf(version), version]));
  const closed = before.filter((version) => !after.delete(keyOf(version))).map((version) => version.id);
  if (closed.length > 0) {
    // One that was replaced in the moment in which it came was known at no moment.
    await tx.query('DELETE FROM holding WHERE id = ANY ($1) AND lower(recorded) >= $2', [closed, recordedAt]);
    await tx.query('UPDATE holding SET recorded = tstzrange(lower(recorded), $2) WHERE id = ANY ($1)', [
      closed,
      recordedAt,
    ]);
  }
  if (after.size === 0) return;
  await tx.query(
    `INSERT INTO holding (id, city, neighbourhood, theme, mandate_id, holder, decision, valid, recorded, suspended)
     SELECT $1 || '/' || nth - 1, $2, neighbourhood, theme, $3, holder, decision, daterange("from", until), tstzrange($4, NULL), suspended
       FROM ROWS FROM (jsonb_to_recordset($5) AS (neighbourhood text, theme text, holder text, decision jsonb, "from" date, until date, suspended boolean))
            WITH ORDINALITY AS belief (neighbourhood, theme, holder, decision, "from", until, suspended, nth)`,
    [id, city, mandateId, recordedAt, JSON.stringify([...after.values()])],
  );
};

/** The belief without its days, as text. */
const contentOf = ({ neighbourhood, theme, holder, decision, suspended }: HoldingVersion): string =>
  JSON.stringify([
    neighbourhood,
    theme,
    holder,
    decision.body,
    decision.reference,
    decision.date,
    decision.link,
    suspended,
  ]);
const keyOf = (version: HoldingVersion): string => `${contentOf(version)} ${version.from} ${version.until}`;

/** The beliefs as far as they lie before the schedule, and those that it says: of one slot, what goes on without a difference is one. */
const following = (before: readonly HoldingVersion[], { from, holdings }: Schedule): readonly HoldingVersion[] => {
  const said = holdings.flatMap(({ holder, slots, period, decision, suspended = false }) =>
    slots.map(({ neighbourhood, theme }) => ({
      neighbourhood,
      theme,
      holder,
      decision,
      suspended,
      from: period.from,
      until: period.until ?? null,
    })),
  );
  const after = inOrder(replaceWithin(before, { from }, said));
  const bySlot = Map.groupBy(after, ({ neighbourhood, theme }) => `${neighbourhood} ${theme}`);
  return [...bySlot.values()].flatMap((versions) =>
    coalesce(versions, (one, other) => contentOf(one) === contentOf(other)),
  );
};

/**
 * Who held the mandate for a slot on a day. `knownAt`: as the register said at that instant (ISO with offset), or at the end of that day in
 * Brussels; now when left out.
 */
export class WhoHolds extends Query<HolderFound | undefined> {
  constructor(
    readonly city: string,
    readonly slot: Slot,
    readonly on: LocalDate,
    readonly knownAt?: string,
  ) {
    super();
  }
}

/** The answer, or undefined: nobody. `from` and `until` bound the holding, not the mandate; `recordedAt`: since when the register says so. */
export type HolderFound = Readonly<{
  mandateId: string;
  holder: string;
  decision: Decision;
  suspended: boolean;
  from: LocalDate;
  until: LocalDate | null;
  recordedAt: Date;
}>;

/** The question as one index scan, however long the history: `$1` to `$3` the slot, `$4` the day, `$5` an instant or `$6` a day, or null. */
const WHO_HOLDS = `
  SELECT mandate_id AS "mandateId", holder, decision, suspended, lower(valid)::text AS "from", upper(valid)::text AS "until", lower(recorded) AS "recordedAt"
    FROM holding
   WHERE city = $1 AND neighbourhood = $2 AND theme = $3 AND valid @> $4::date
     AND recorded @> ${instantIn('$5', '$6')}`;

@QueryHandler(WhoHolds)
export class WhoHoldsHandler implements IQueryHandler<WhoHolds> {
  constructor(@InjectDataSource('mandates') private readonly db: DataSource) {}

  async execute({ city, slot, on, knownAt }: WhoHolds): Promise<HolderFound | undefined> {
    const [found] = await this.db.query<HolderFound[]>(WHO_HOLDS, [
      city,
      slot.neighbourhood,
      slot.theme,
      on,
      ...momentOf(knownAt),
    ]);
    return found;
  }
}
