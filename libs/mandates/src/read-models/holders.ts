import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Column, type DataSource, Entity, type EntityManager, PrimaryColumn } from 'typeorm';
import type { LocalDate } from '#decider';
import { ownReadModel } from '#messaging';
import type { Decision, RegisterEvent, Slot } from '../domain/mandate-register.js';

/**
 * Who holds the mandate for a slot, on which day, as known when. One row is one belief: from `held` (the days it is about) and `known` (the
 * moments at which the register said so). A belief is never changed, it is closed and followed by another; two beliefs about one slot that
 * share a day and a moment are refused by the database (P9).
 */
@Entity('holding')
export class Holding {
  @PrimaryColumn('text') id: string;
  @Column('text') city: string;
  @Column('text') neighbourhood: string;
  @Column('text') theme: string;
  @Column('text', { name: 'mandate_id' }) mandateId: string;
  @Column('text') holder: string;
  @Column('jsonb') decision: Decision;
  @Column('daterange') held: string;
  @Column('tstzrange') known: string;
}

export const holders = ownReadModel<RegisterEvent>({
  name: 'mandates.holders',
  tables: ['holding'],
  apply: async ({ id, stream, recordedAt, type, data }, tx) => {
    const city = stream.slice('mandates-'.length);
    if (type === 'MandateGranted') await hold(tx, { id, city, recordedAt, from: data.period.from, until: data.period.until, ...data });
    if (type === 'MandateEnded') await letGo(tx, { ...data, id, city, recordedAt });
    if (type === 'MandateTransferred') {
      await letGo(tx, { ...data, id, city, recordedAt });
      await hold(tx, { ...data, id, city, recordedAt, holder: data.to, from: data.on, until: data.period.until });
    }
  },
});

type Recorded = Readonly<{ id: string; city: string; recordedAt: string; mandateId: string }>;

/** From now on it is known that `holder` holds these slots from `from`. */
const hold = async (
  tx: EntityManager,
  { id, city, mandateId, holder, decision, slots, from, until, recordedAt }: Recorded & { holder: string; decision: Decision; slots: readonly Slot[]; from: LocalDate; until?: LocalDate },
): Promise<void> => {
  for (const [index, { neighbourhood, theme }] of slots.entries()) {
    await tx.query(
      `INSERT INTO holding (id, city, neighbourhood, theme, mandate_id, holder, decision, held, known)
       VALUES ($1, $2, $3, $4, $5, $6, $7, daterange($8, $9), tstzrange($10, NULL))`,
      [`${id}/${index}`, city, neighbourhood, theme, mandateId, holder, decision, from, until ?? null, recordedAt],
    );
  }
};

/** From now on it is known that what this mandate's holders held ends at `on`: the belief so far is closed, the days before `on` are kept. */
const letGo = async (tx: EntityManager, { id, city, mandateId, on, recordedAt }: Recorded & { on: LocalDate }): Promise<void> => {
  const cut = await tx.query<{ id: string }[]>(
    `SELECT id FROM holding
      WHERE city = $1 AND mandate_id = $2 AND upper_inf(known) AND held && daterange($3, NULL)`,
    [city, mandateId, on],
  );
  for (const { id: belief } of cut) {
    await tx.query(`UPDATE holding SET known = tstzrange(lower(known), greatest($2, lower(known))) WHERE id = $1`, [belief, recordedAt]);
    await tx.query(
      `INSERT INTO holding (id, city, neighbourhood, theme, mandate_id, holder, decision, held, known)
       SELECT $2 || ':' || id, city, neighbourhood, theme, mandate_id, holder, decision, daterange(lower(held), $3), tstzrange($4, NULL)
         FROM holding WHERE id = $1 AND lower(held) < $3`,
      [belief, id, on, recordedAt],
    );
  }
};

/** Who held the mandate for a slot on a day; `knownAt` is an instant, now when left out. */
export class WhoHolds {
  constructor(
    readonly city: string,
    readonly slot: Slot,
    readonly on: LocalDate,
    readonly knownAt?: string,
  ) {}
}

/** The answer, or undefined: nobody. `from` and `until` bound the holding, not the mandate. */
export type HolderFound = Readonly<{ mandateId: string; holder: string; decision: Decision; from: LocalDate; until: LocalDate | null }>;

@QueryHandler(WhoHolds)
export class WhoHoldsHandler implements IQueryHandler<WhoHolds, HolderFound | undefined> {
  constructor(@InjectDataSource('mandates') private readonly db: DataSource) {}

  async execute({ city, slot, on, knownAt }: WhoHolds): Promise<HolderFound | undefined> {
    const [found] = await this.db.query<HolderFound[]>(
      `SELECT mandate_id AS "mandateId", holder, decision, lower(held)::text AS "from", upper(held)::text AS "until"
         FROM holding
        WHERE city = $1 AND neighbourhood = $2 AND theme = $3 AND held @> $4::date AND known @> coalesce($5::timestamptz, 'infinity'::timestamptz)`,
      [city, slot.neighbourhood, slot.theme, on, knownAt ?? null],
    );
    return found;
  }
}
