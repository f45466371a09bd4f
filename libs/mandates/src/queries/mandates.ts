import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';
import { seesMandate } from '#access';
import { cityOf, type StoredEvent } from '#event-store';
import { type Page, readPage } from '#http';
import { type Actor, DomainError, HUB, type LocalDate, type Period } from '#kernel';
import { ownEvents, projection, selectFrom, type Tables } from '#messaging';
import { type Database, statement, statementByFilters } from '#postgres';
import { nextDue } from '../domain/deadlines.js';
import {
  type EndorsementLevel,
  type MandateKind,
  type RegisterEvent,
  type SteeringModel,
} from '../domain/mandate-events.js';
import { type Evaluation, evolveMandate, type Mandate, type Transfer } from '../domain/mandate-history.js';
import type { Decision, Holding, Slot } from '../domain/schedule.js';

/** The current state of a mandate: its terms, its endorsements, its period, its transfers. */
@Entity('mandate')
export class MandateRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') id: string;
  @Column('int') version: number;
  @Column('text') status: Mandate['status'];
  /** the agency that made the draft; null: the mandate began with a proposal */
  @Column('text', { name: 'drafted_by', nullable: true }) draftedBy: string | null;
  /** the slots after all recorded changes, including changes that take effect on a later day */
  @Column('jsonb') slots: readonly Slot[];
  @Column('text') kind: MandateKind;
  @Column('text', { name: 'steering_model' }) steeringModel: SteeringModel;
  @Column('text', { name: 'steering_reason', nullable: true }) steeringReason: string | null;
  @Column('text', { name: 'steering_basis', nullable: true }) steeringBasis: string | null;
  @Column('text', { name: 'commissioning_case', nullable: true }) commissioningCase: string | null;
  /** the holder after all recorded transfers, including transfers that take effect on a later day */
  @Column('text') holder: string;
  @Column('text', { name: 'executing_function' }) executingFunction: string;
  @Column('jsonb') powers: readonly string[];
  @Column('jsonb') means: readonly string[];
  @Column('jsonb') consequences: readonly string[];
  @Column('text', { nullable: true }) agreement: string | null;
  @Column('text', { name: 'legal_basis', nullable: true }) legalBasis: string | null;
  @Column('jsonb') endorsements: Readonly<Partial<Record<EndorsementLevel, Decision>>>;
  @Column('jsonb', { nullable: true }) period: Period | null;
  /** the due date of the next open evaluation; when all were held, the due date of the last evaluation */
  @Column('date', { name: 'evaluate_on', nullable: true }) evaluateOn: LocalDate | null;
  @Column('jsonb') evaluations: readonly Evaluation[];
  @Column('jsonb', { nullable: true }) decision: Decision | null;
  @Column('jsonb', { nullable: true }) provisional: NonNullable<Mandate['provisional']> | null;
  /** the holdings, suspended ones included */
  @Column('jsonb') holdings: readonly Holding[];
  @Column('jsonb') transfers: Readonly<Record<string, Omit<Transfer, 'transferId'>>>;
  @Column('jsonb', { nullable: true }) ended: NonNullable<Mandate['ended']> | null;
  /** the day of the next deadline of the mandate; null: none */
  @Column('date', { nullable: true }) due: LocalDate | null;
  @Column('timestamptz', { name: 'proposed_at' }) proposedAt: Date;
}

/** One fact about a mandate, with the moment of recording and the agency that acted (null: the deadlines worker). A fact names no person (R35). */
@Entity('mandate_fact')
export class MandateFact {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text', { name: 'mandate_id' }) mandateId: string;
  /** the number of the fact, from 1: the version of the mandate after the fact */
  @PrimaryColumn('int') number: number;
  @Column('text') type: RegisterEvent['type'];
  @Column('timestamptz', { name: 'recorded_at' }) recordedAt: Date;
  @Column('text', { nullable: true }) agency: string | null;
  @Column('jsonb') data: RegisterEvent['data'];
}

/** Folds all facts of a mandate into its row, because a correction of one fact can change the effect of later facts. */
export const mandates = projection({
  name: 'mandates.mandates',
  from: ownEvents<RegisterEvent>(),
  entities: [MandateRow, MandateFact],
  foldAll: (events, tables) => {
    for (const [city, ofCity] of Map.groupBy(events, ({ stream }) => cityOf(stream)))
      for (const [mandateId, added] of Map.groupBy(ofCity, ({ data }) => data.mandateId))
        record(tables, { city, mandateId }, added);
  },
});

/** Records the facts of one mandate, and folds its row anew. */
const record = (
  tables: Tables,
  key: Readonly<{ city: string; mandateId: string }>,
  events: readonly StoredEvent<RegisterEvent>[],
): void => {
  const rows = tables(MandateFact);
  const before = rows.find(key).toSorted((one, other) => one.number - other.number);
  const added = events.map(({ recordedAt, metadata: { by }, type, data }, nth): MandateFact => {
    const number = before.length + nth + 1;
    const agency = by && by.agency !== HUB ? by.agency : null;
    return { ...key, number, type, recordedAt: new Date(recordedAt), agency, data };
  });
  rows.insert(...added);
  const all = [...before, ...added];
  let mandate: Mandate | undefined;
  for (const fact of all) mandate = evolveMandate(mandate, fact as RegisterEvent);
  tables(MandateRow).upsert({ ...rowOf(key.city, mandate!), proposedAt: all[0]!.recordedAt });
};

const rowOf = (city: string, mandate: Mandate): Omit<MandateRow, 'proposedAt'> => {
  const {
    id,
    version,
    status,
    draftedBy = null,
    terms,
    endorsements,
    period = null,
    evaluations,
    decision = null,
    provisional = null,
    holdings,
    transfers,
    ended = null,
  } = mandate;
  return {
    ...termsOf(terms),
    city,
    id,
    version,
    status,
    draftedBy,
    holder: holdings.at(-1)?.holder ?? terms.holder,
    endorsements,
    period,
    decision,
    provisional,
    evaluations,
    holdings,
    ended,
    evaluateOn: (evaluations.find(({ heldOn }) => heldOn === undefined) ?? evaluations.at(-1))?.dueOn ?? null,
    transfers: Object.fromEntries(
      [...transfers].map(([transferId, { transferId: _, ...transfer }]) => [transferId, transfer]),
    ),
    due: nextDue(mandate) ?? null,
  };
};

/** Returns the columns of the terms: an absent text is null, an absent list is empty. */
const termsOf = (terms: Mandate['terms']) => {
  const {
    steeringReason = null,
    steeringBasis = null,
    commissioningCase = null,
    means = [],
    consequences = [],
    agreement = null,
    legalBasis = null,
  } = terms;
  return { ...terms, steeringReason, steeringBasis, commissioningCase, means, consequences, agreement, legalBasis };
};

type Due = Pick<MandateRow, 'city' | 'id' | 'due'>;
const DUE_BY = statement<Due>(
  'mandates.due-by',
  'SELECT city, id, due::text AS due FROM mandate WHERE due <= $1 ORDER BY due LIMIT 500',
);

/** Finds the mandates of all cities with a deadline on or before `today`; the oldest deadline first. */
export const dueBy = (db: DataSource, today: LocalDate): Promise<Due[]> => DUE_BY.rows(db, [today]);

const OLDEST_DUE = statement<{ due: LocalDate | null }>(
  'mandates.oldest-due',
  'SELECT min(due)::text AS due FROM mandate WHERE due <= $1',
);

/** Returns the oldest deadline of all cities on or before `today`. */
export const oldestDue = async (db: DataSource, today: LocalDate): Promise<LocalDate | undefined> =>
  (await OLDEST_DUE.rows(db, [today]))[0]?.due ?? undefined;

/** One mandate of the actor's city. */
export class MandateById extends Query<MandateRow> {
  constructor(
    readonly by: Actor,
    readonly id: string,
  ) {
    super();
  }
}

@QueryHandler(MandateById)
export class MandateByIdHandler implements IQueryHandler<MandateById> {
  constructor(@InjectDataSource('mandates') private readonly db: DataSource) {}

  /** @throws {DomainError} `mandate.unknown` */
  execute({ by, id }: MandateById): Promise<MandateRow> {
    return findVisible(this.db, by, id);
  }
}

const MANDATE = statement<MandateRow>('mandates.mandate', `${selectFrom(MandateRow)} WHERE city = $1 AND id = $2`);

/** Finds a mandate of the city, whether or not an actor may see it. */
export const findMandate = async (db: Database, city: string, id: string): Promise<MandateRow | undefined> =>
  (await MANDATE.rows(db, [city, id]))[0];

/**
 * Finds a mandate that the actor may see.
 * @throws {DomainError} `mandate.unknown`, also for the draft of another agency
 */
export const findVisible = async (db: DataSource, by: Actor, id: string): Promise<MandateRow> => {
  const mandate = await findMandate(db, by.city, id);
  if (!mandate || !seesMandate(by, mandate)) throw new DomainError('mandate.unknown', { mandateId: id });
  return mandate;
};

/** The mandates of the actor's city in order of id, after the id `after`. The filter may name a neighbourhood, a theme or both. */
export class ListMandates extends Query<Page<MandateRow>> {
  constructor(
    readonly by: Actor,
    readonly filter: Readonly<{
      neighbourhood?: string;
      theme?: string;
      status?: string;
      holder?: string;
      after?: string;
      limit: number;
    }>,
  ) {
    super();
  }
}

type Filter = 'slot' | 'status' | 'holder';
const CONDITIONS: Readonly<Record<Filter, string>> = { slot: 'slots @>', status: 'status =', holder: 'holder =' };

/**
 * The condition on drafts is the policy `seesMandate` in SQL: the agency is $2. A filter after the query would return
 * pages that are not full.
 */
const MANDATES = statementByFilters<MandateRow, Filter>(
  'mandates.list',
  ['slot', 'status', 'holder'],
  (given) => `${selectFrom(MandateRow)}
     WHERE city = $1 AND (status <> 'draft' OR drafted_by = $2) AND id > $3
       ${given.map((filter, nth) => `AND ${CONDITIONS[filter]} $${5 + nth}`).join(' ')}
     ORDER BY id LIMIT $4`,
);

@QueryHandler(ListMandates)
export class ListMandatesHandler implements IQueryHandler<ListMandates> {
  constructor(@InjectDataSource('mandates') private readonly db: DataSource) {}

  execute({
    by,
    filter: { neighbourhood, theme, status, holder, after, limit },
  }: ListMandates): Promise<Page<MandateRow>> {
    const slot = neighbourhood || theme ? JSON.stringify([{ neighbourhood, theme }]) : undefined;
    const filters = { slot, status: status || undefined, holder: holder || undefined };
    const given = (Object.keys(filters) as Filter[]).filter((filter) => filters[filter] !== undefined);
    const values = given.map((filter) => filters[filter]);
    return readPage(
      limit,
      (rows) => MANDATES(given).rows(this.db, [by.city, by.agency, after ?? '', rows, ...values]),
      ({ id }) => id,
    );
  }
}
