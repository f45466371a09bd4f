import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';
import { cityOf } from '#event-store';
import { coalesce, inOrder, type LocalDate, replaceWithin } from '#kernel';
import { ownEvents, projection } from '#messaging';
import { statement } from '#postgres';
import { type RegisterEvent } from '../domain/mandate-events.js';
import { scheduleOf } from '../domain/mandate-history.js';
import type { Decision, Schedule, Slot } from '../domain/schedule.js';
import { instantIn, knownAtParameters } from './register-as-known.js';
import { openVersions, rangeOf, supersede } from './supersede.js';

/**
 * The holdings of each slot, bitemporal: a row is one version of a holding. `valid` has the days of the holding, and
 * `recorded` the moments at which the register stated it. A version is never changed, only closed and superseded. The
 * database refuses two versions of a slot that share a day and a moment, so a slot has at most one holder (P9). On the
 * days of a suspended version nobody acts, and the slot stays taken.
 */
@Entity('holding')
class HoldingRow {
  /** Only open versions can change. */
  static readonly changeable = 'upper_inf(recorded)';

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
  fold: (event, tables) => {
    const schedule = scheduleOf(event);
    if (!schedule) return;
    const { id, stream, recordedAt, data } = event;
    const ofMandate = { city: cityOf(stream), mandateId: data.mandateId };
    const rows = tables(HoldingRow);
    const open = openVersions(rows, ofMandate);
    const next = following(open.map(versionOf), schedule).map(({ from, until, ...version }) => ({
      ...version,
      ...ofMandate,
      valid: rangeOf(from, until),
    }));
    supersede(rows, open, next, (row) => `${contentOf(row)} ${row.valid}`, { id, recordedAt });
  },
});

/** One holding version: one slot of a mandate over one stretch of days. */
type HoldingVersion = Slot &
  Readonly<{ holder: string; decision: Decision; suspended: boolean; from: LocalDate; until: LocalDate | null }>;

const versionOf = ({ neighbourhood, theme, holder, decision, suspended, valid }: HoldingRow): HoldingVersion => {
  const [from, until] = valid.slice(1, -1).split(',') as [LocalDate, LocalDate];
  return { neighbourhood, theme, holder, decision, suspended, from, until: until || null };
};

/** Returns the content of a holding version without its days, as text for comparisons. */
const contentOf = ({
  neighbourhood,
  theme,
  holder,
  decision,
  suspended,
}: Omit<HoldingVersion, 'from' | 'until'>): string =>
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

/**
 * Applies a schedule to the holding versions: earlier days keep their versions, and the days from `from` on get the new
 * holdings. Adjacent equal versions of one slot are joined.
 */
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
 * Finds the holder of a slot on a day. `knownAt` selects the state of the register at an instant (ISO with offset), or
 * at the end of a day in Brussels. Without `knownAt`, or when it means now or later, all recorded facts count.
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
 * Finds the holder in one index scan, for any length of history. `$1` is the city, `$2` and `$3` are the slot, and `$4`
 * is the day; `$5` and `$6` come from {@link knownAtParameters}.
 */
const HOLDER_OF_SLOT = statement<HolderFound>(
  'mandates.holder-of-slot',
  `
  SELECT mandate_id AS "mandateId", holder, decision, suspended, lower(valid)::text AS "from", upper(valid)::text AS "until", lower(recorded) AS "recordedAt"
    FROM holding
   WHERE city = $1 AND neighbourhood = $2 AND theme = $3 AND valid @> $4::date
     AND recorded @> ${instantIn('$5', '$6')}`,
);

@QueryHandler(HolderOfSlot)
export class HolderOfSlotHandler implements IQueryHandler<HolderOfSlot> {
  constructor(@InjectDataSource('mandates') private readonly db: DataSource) {}

  async execute({ city, slot, on, knownAt }: HolderOfSlot): Promise<HolderFound | undefined> {
    const [found] = await HOLDER_OF_SLOT.rows(this.db, [
      city,
      slot.neighbourhood,
      slot.theme,
      on,
      ...(await knownAtParameters(this.db, city, knownAt)),
    ]);
    return found;
  }
}
