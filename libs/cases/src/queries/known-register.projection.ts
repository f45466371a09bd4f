import { Column, Entity, type EntityManager, PrimaryColumn } from 'typeorm';
import { type DataOf, type mandateExtended, TOPICS } from '#contracts';
import { coalesce, type LocalDate, type Period } from '#kernel';
import { endRowsBefore, projection, publicEvents, type Rows } from '#messaging';
import { statement } from '#postgres';
import { type MandateKind, sameTenure, type SlotRegister, type SteeringModel } from '../domain/coordination.js';

/**
 * A copy of the part of the register of mandates that cases need: the holders of each slot by day, and their powers.
 * The projection also stores the open cases by slot, so that it applies mandates and cases in one order.
 */
@Entity('known_register')
class KnownRegister {
  @PrimaryColumn('text') city: string;
  /** the revision of the last fact of the register that the projection has applied */
  @Column('int') revision: number;
}

@Entity('known_mandate')
class KnownMandate {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') id: string;
  @Column('text', { name: 'steering_model' }) steeringModel: SteeringModel;
  /** the kind of the mandate; null: stored by an older release, which did not keep the kind */
  @Column('text', { nullable: true }) kind: MandateKind | null;
  /** the one case in which the holder may assign bindingly; null: all cases */
  @Column('text', { name: 'commissioning_case', nullable: true }) commissioningCase: string | null;
}

@Entity('known_holding')
class KnownHolding {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') neighbourhood: string;
  @PrimaryColumn('text') theme: string;
  @PrimaryColumn('text', { name: 'mandate_id' }) mandateId: string;
  @PrimaryColumn('date', { name: 'held_from' }) from: LocalDate;
  @Column('date', { name: 'held_until', nullable: true }) until: LocalDate | null;
  @Column('text') holder: string;
}

@Entity('case_of_slot')
export class CaseOfSlot {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text', { name: 'case_id' }) caseId: string;
  @Column('text') neighbourhood: string;
  @Column('text') theme: string;
}

export type Slot = Readonly<{ neighbourhood: string; theme: string }>;

export const knownRegister = projection({
  name: 'cases.register',
  from: publicEvents(TOPICS.mandates, TOPICS.cases),
  entities: [KnownRegister, KnownMandate, KnownHolding, CaseOfSlot],
  // Two partitions of a bus may be handled at once. The lock orders "the mandate ended" and "a case was opened", or neither would see the other.
  lockBy: ({ data }) => data.city,
  fold: ({ type, sequence, data }, tables) => {
    const { city } = data;
    const holdings = tables(KnownHolding);
    if (type.startsWith('be.regie.mandate.')) tables(KnownRegister).upsert({ city, revision: Number(sequence) });
    switch (type) {
      case 'be.regie.mandate.proposed.v1': {
        const { mandateId: id, kind, steeringModel, commissioningCase = null } = data;
        return tables(KnownMandate).insert({ city, id, kind, steeringModel, commissioningCase });
      }
      case 'be.regie.mandate.granted.v1':
        return holdings.insert(...holdingsOf(data, data));
      case 'be.regie.mandate.transferred.v1': {
        const { mandateId, slots, to: holder, on: from, period } = data;
        endRowsBefore(holdings, { city, mandateId }, from);
        return holdings.insert(...holdingsOf(data, { slots, holder, period: { from, until: period.until } }));
      }
      case 'be.regie.mandate.ended.v1':
        return endRowsBefore(holdings, { city, mandateId: data.mandateId }, data.on);
      case 'be.regie.mandate.suspended.v1':
      case 'be.regie.mandate.resumed.v1':
      case 'be.regie.mandate.extended.v1':
      case 'be.regie.mandate.narrowed.v1':
      case 'be.regie.mandate.widened.v1':
        return restate(holdings, data);
      case 'be.regie.mandate.corrected.v1': {
        const { mandateId: id, kind, steeringModel, commissioningCase = null } = data;
        tables(KnownMandate).update({ city, id }, { kind, steeringModel, commissioningCase });
        return restate(holdings, data);
      }
      case 'be.regie.case.opened.v1': {
        const { caseId, neighbourhood, theme } = data;
        return tables(CaseOfSlot).insert({ city, caseId, neighbourhood, theme });
      }
      case 'be.regie.case.closed.v1':
        return tables(CaseOfSlot).delete({ city, caseId: data.caseId });
      default:
        return;
    }
  },
});

type OfMandate = Readonly<{ city: string; mandateId: string }>;
type Holding = Readonly<{ slots: readonly Slot[]; holder: string; period: Period }>;

const holdingsOf = (
  { city, mandateId }: OfMandate,
  { slots, holder, period: { from, until } }: Holding,
): readonly KnownHolding[] =>
  slots.map(({ neighbourhood, theme }) => ({
    ...{ city, neighbourhood, theme, mandateId, holder },
    ...{ from, until: until ?? null },
  }));

/** Replaces the holdings from the first day of the schedule on. A suspended mandate has no holder. */
const restate = (
  rows: Rows<KnownHolding>,
  { city, mandateId, schedule }: OfMandate & Pick<DataOf<typeof mandateExtended>, 'schedule'>,
): void => {
  endRowsBefore(rows, { city, mandateId }, schedule.from);
  for (const holding of schedule.holdings)
    if (!holding.suspended) rows.insert(...holdingsOf({ city, mandateId }, holding));
};

const REGISTER_OF_SLOT = statement<SlotRegister>(
  'cases.register-of-slot',
  `SELECT coalesce((SELECT revision FROM known_register WHERE city = $1), -1) AS "registerRevision",
          coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('mandateId', held.mandate_id, 'holder', held.holder, 'kind', mandate.kind,
            'steeringModel', CASE WHEN mandate.commissioning_case <> coalesce($5, '') THEN 'coordination' ELSE mandate.steering_model END, 'from', held.held_from, 'until', held.held_until)) ORDER BY held.held_from), '[]') AS register
     FROM known_holding held
     JOIN known_mandate mandate ON mandate.city = held.city AND mandate.id = held.mandate_id
    WHERE held.city = $1 AND held.neighbourhood = $2 AND held.theme = $3 AND coalesce(held.held_until, 'infinity') > $4`,
);
const REVISION_OF_REGISTER = statement<{ revision: number }>(
  'cases.revision-of-register',
  'SELECT revision FROM known_register WHERE city = $1',
);

/**
 * Loads the tenures of a slot from a day on, in order of time. One statement reads the tenures and the revision at one
 * moment; an unknown register has revision -1. `caseId`: the case that the tenures are for. A mandate with
 * commissioning in another case only has the coordination model here.
 */
export const registerOfSlot = async (
  tx: EntityManager,
  city: string,
  { neighbourhood, theme }: Slot,
  from: LocalDate,
  caseId?: string,
): Promise<SlotRegister> => {
  const [row] = await REGISTER_OF_SLOT.rows(tx, [city, neighbourhood, theme, from, caseId ?? null]);
  return { ...row!, register: coalesce(row!.register, sameTenure) };
};

/** Returns the revision of the register that cases know; -1 for an unknown register. */
export const revisionOfRegister = async (tx: EntityManager, city: string): Promise<number> =>
  (await REVISION_OF_REGISTER.rows(tx, [city]))[0]?.revision ?? -1;
