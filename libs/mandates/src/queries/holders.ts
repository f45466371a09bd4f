import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Column, type DataSource, Entity, type EntityManager, PrimaryColumn } from 'typeorm';
import { cityOf } from '#event-store';
import { coalesce, inOrder, type LocalDate, replaceWithin } from '#kernel';
import { ownEvents, projection } from '#messaging';
import { type RegisterEvent } from '../domain/mandate-events.js';
import { scheduleOf } from '../domain/mandate-history.js';
import type { Decision, Schedule, Slot } from '../domain/schedule.js';
import { instantIn, knownAtParameters } from './register-as-known.js';

/**
 * The holder of a slot on a day, as known at a moment. One row is one holding version, with `valid` (its days) and `recorded` (the moments at which
 * the register stated it). A version is never changed, only closed and superseded; the database refuses two versions of one slot that share a day
 * and a moment, so that a slot has at most one holder (P9). On the days of a suspended version nobody acts, and the slot is taken.
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
/** One holding version: one slot of a mandate over one stretch of days. */
type HoldingVersion = Slot &
  Readonly<{ holder: string; decision: Decision; suspended: boolean; from: LocalDate; until: LocalDate | null }>;

/** Replaces the holding versions of the mandate. An unchanged version stays open; a changed one is closed and superseded. */
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
    // A version that was superseded at the moment it was recorded was known at no moment.
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
            WITH ORDINALITY AS version (neighbourhood, theme, holder, decision, "from", until, suspended, nth)`,
    [id, city, mandateId, recordedAt, JSON.stringify([...after.values()])],
  );
};

/** Returns the content of a holding version, all but the days, as text. */
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

/** Returns the holding versions before the schedule, followed by those of the schedule. Adjacent equal versions of one slot are joined. */
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
 * Finds the holder of a slot on a day. `knownAt`: the state of the register at that instant (ISO with offset), or at the end of that day in
 * Brussels; now when left out, and for now and later.
 */
export class HolderOfSlot extends Query<HolderFound | undefined> {
  constructor(
    readonly city: string,
    readonly slot: Slot,
    readonly on: LocalDate,
    readonly knownAt?: string,
  ) {
    super();
  }
}

/** The holder of the slot. `from` and `until` bound the holding, not the mandate; `recordedAt`: the moment at which the version was recorded. */
export type HolderFound = Readonly<{
  mandateId: string;
  holder: string;
  decision: Decision;
  suspended: boolean;
  from: LocalDate;
  until: LocalDate | null;
  recordedAt: Date;
}>;

/**
 * Finds the holder in one index scan, for any length of history. Parameters: `$1` to `$3` the slot, `$4` the day, `$5` an instant or `$6` a day, or
 * null.
 */
const HOLDER_OF_SLOT = `
  SELECT mandate_id AS "mandateId", holder, decision, suspended, lower(valid)::text AS "from", upper(valid)::text AS "until", lower(recorded) AS "recordedAt"
    FROM holding
   WHERE city = $1 AND neighbourhood = $2 AND theme = $3 AND valid @> $4::date
     AND recorded @> ${instantIn('$5', '$6')}`;

@QueryHandler(HolderOfSlot)
export class HolderOfSlotHandler implements IQueryHandler<HolderOfSlot> {
  constructor(@InjectDataSource('mandates') private readonly db: DataSource) {}

  async execute({ city, slot, on, knownAt }: HolderOfSlot): Promise<HolderFound | undefined> {
    const [found] = await this.db.query<HolderFound[]>(HOLDER_OF_SLOT, [
      city,
      slot.neighbourhood,
      slot.theme,
      on,
      ...(await knownAtParameters(this.db, city, knownAt)),
    ]);
    return found;
  }
}
