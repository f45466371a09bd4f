import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Column, type DataSource, Entity, type EntityManager, PrimaryColumn } from 'typeorm';
import { seesHandover } from '#access';
import { TOPICS } from '#contracts';
import { Directory } from '#directory';
import { type Actor, DomainError, type LocalDate } from '#kernel';
import { projection, publicEvents } from '#messaging';
import type { Transfer } from '../domain/mandate-history.js';
import type { Decision } from '../domain/schedule.js';
import { MandateRow } from './mandates.js';

/**
 * The handover of a mandate (R28): the cases of its slots and their commitments, from the public events of cases. It has references and dates; the
 * receiver reads the rest in the case. Events about cases are numbered, so that the receiver can state the version that it accepts.
 */
@Entity('handover_case')
class HandoverCaseRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text', { name: 'case_id' }) caseId: string;
  @Column('text') neighbourhood: string;
  @Column('text') theme: string;
  @Column('text', { name: 'opened_by' }) openedBy: string;
  @Column('timestamptz', { name: 'opened_at' }) openedAt: Date;
  @Column('boolean') open: boolean;
}

@Entity('handover_commitment')
export class HandoverCommitmentRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text', { name: 'case_id' }) caseId: string;
  @PrimaryColumn('text', { name: 'commitment_id' }) commitmentId: string;
  @Column('text') owner: string;
  @Column('date', { name: 'due_on' }) dueOn: LocalDate;
  @Column('text') status: 'proposed' | 'accepted' | 'declined' | 'done';
}

@Entity('handover_change')
class HandoverChangeRow {
  @PrimaryColumn('text') city: string;
  /** 1, 2, 3, ... in the order in which the events of the city's cases were processed */
  @PrimaryColumn('int') number: number;
  @Column('text', { name: 'case_id' }) caseId: string;
  @Column('text') type: string;
  @Column('timestamptz') at: Date;
}

export const handover = projection({
  name: 'mandates.handover',
  from: publicEvents(TOPICS.cases),
  entities: [HandoverCaseRow, HandoverCommitmentRow, HandoverChangeRow],
  apply: async ({ type, time, data }, tx) => {
    const { city, caseId } = data;
    // The lock keeps the numbers unique, because two partitions of a bus may be processed at once.
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('mandates.dossier ' || $1))`, [city]);
    await tx.query(
      'INSERT INTO handover_change (city, number, case_id, type, at) SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4 FROM handover_change WHERE city = $1',
      [city, caseId, type, time],
    );
    const commitment = (commitmentId: string, status: HandoverCommitmentRow['status']) =>
      tx.update(HandoverCommitmentRow, { city, caseId, commitmentId }, { status });
    switch (type) {
      case 'be.regie.case.opened.v1': {
        const { neighbourhood, theme, openedBy } = data;
        return tx.insert(HandoverCaseRow, {
          city,
          caseId,
          neighbourhood,
          theme,
          openedBy,
          openedAt: new Date(time),
          open: true,
        });
      }
      case 'be.regie.case.commitment-proposed.v1': {
        const { commitmentId, owner, dueOn } = data;
        return tx.insert(HandoverCommitmentRow, { city, caseId, commitmentId, owner, dueOn, status: 'proposed' });
      }
      case 'be.regie.case.commitment-accepted.v1':
        return commitment(data.commitmentId, 'accepted');
      case 'be.regie.case.commitment-declined.v1':
        return commitment(data.commitmentId, 'declined');
      case 'be.regie.case.commitment-done.v1':
        return commitment(data.commitmentId, 'done');
      case 'be.regie.case.closed.v1':
        return tx.update(HandoverCaseRow, { city, caseId }, { open: false });
      default:
        return undefined;
    }
  },
});

/** The most cases that a preview shows. Changes are counted over all cases. */
const CASES_SHOWN = 500;
const CHANGES_SHOWN = 50;

/** The number of events about the cases of some slots, and the newest ones after the first `seen`. */
export type HandoverCases = Readonly<{
  cases: number;
  since: readonly Readonly<{ caseId: string; type: string; at: Date }>[];
}>;

const ofSlots = (slots: string): string => `
  FROM handover_case "case" JOIN jsonb_to_recordset(${slots}) AS slot (neighbourhood text, theme text) USING (neighbourhood, theme)
 WHERE "case".city = $1`;
const OF_SLOTS = ofSlots('$2::jsonb');

/** Loads the events about the cases of a mandate's slots, in one statement. An unknown mandate has none, because the rules refuse it. */
export const handoverCasesOfMandate = async (
  tx: EntityManager,
  city: string,
  mandateId: string,
  seen: number,
): Promise<HandoverCases> => {
  const slots = ofSlots('(SELECT slots FROM mandate WHERE city = $1 AND id = $2)');
  const [row] = await tx.query<[HandoverCases]>(
    `WITH change AS (SELECT * FROM handover_change WHERE city = $1 AND case_id IN (SELECT "case".case_id ${slots})),
          heard AS (SELECT count(*)::int AS cases FROM change),
          newest AS (SELECT * FROM change ORDER BY number DESC
                      LIMIT least(greatest((SELECT cases FROM heard) - $3::int, 0), ${CHANGES_SHOWN}))
     SELECT heard.cases, coalesce((SELECT jsonb_agg(jsonb_build_object('caseId', case_id, 'type', type, 'at', at) ORDER BY number)
                                     FROM newest), '[]') AS since
       FROM heard`,
    [city, mandateId, seen],
  );
  return { cases: row.cases, since: row.since.map(({ caseId, type, at }) => ({ caseId, type, at: new Date(at) })) };
};

type CaseHandedOver = Readonly<{
  caseId: string;
  neighbourhood: string;
  theme: string;
  openedBy: string;
  openedAt: Date;
  commitments: readonly Readonly<{
    commitmentId: string;
    owner: string;
    dueOn: LocalDate;
    status: HandoverCommitmentRow['status'];
    overdue: boolean;
  }>[];
  /** the number of events of each type about the case, dissents and evaluations included when cases publish them */
  heard: Readonly<Record<string, number>>;
}>;

/** The handover that the parties of a transfer see before its answer. `preview` is its version, and an acceptance can name it. */
export type Handover = Readonly<{
  mandateId: string;
  transferId: string;
  status: Transfer['status'];
  from: string;
  to: string;
  on: LocalDate;
  answerBy: LocalDate | null;
  decision: Decision;
  reason: string;
  reasonSeen: 'hands-over' | 'receives' | 'manager-of-a-city-service';
  preview: string;
  version: number;
  mandate: Pick<
    MandateRow,
    | 'slots'
    | 'period'
    | 'kind'
    | 'steeringModel'
    | 'commissioningCase'
    | 'executingFunction'
    | 'powers'
    | 'means'
    | 'consequences'
    | 'evaluations'
    | 'provisional'
  >;
  counts: Readonly<{
    openCases: number;
    openCommitments: number;
    overdueCommitments: number;
    evaluationsDue: number;
    evaluationsOverdue: number;
  }>;
  cases: readonly CaseHandedOver[];
}>;

/** True when the transfer waits for its answer, or was accepted for a later day. */
const isToCome = (
  { status, holder, holdings }: MandateRow,
  transfer: Pick<Transfer, 'status' | 'from' | 'to' | 'on'>,
  today: LocalDate,
): boolean =>
  transfer.status === 'proposed'
    ? status === 'granted' && holder === transfer.from
    : transfer.status === 'accepted' &&
      transfer.on > today &&
      holdings.some((held) => held.holder === transfer.to && held.period.from === transfer.on);

/** The handover of a proposed transfer. */
export class HandoverOf extends Query<Handover> {
  constructor(
    readonly by: Actor,
    readonly mandateId: string,
    readonly transferId: string,
    readonly today: LocalDate,
  ) {
    super();
  }
}

@QueryHandler(HandoverOf)
export class HandoverOfHandler implements IQueryHandler<HandoverOf> {
  constructor(
    @InjectDataSource('mandates') private readonly db: DataSource,
    private readonly directory: Directory,
  ) {}

  /** @throws {DomainError} `mandate.unknown`; `transfer.unknown`, also to an actor that is no party to the transfer */
  async execute({ by, mandateId, transferId, today }: HandoverOf): Promise<Handover> {
    const agencyKind = await this.directory.activeKind(by.city, by.agency);
    return this.db.transaction('REPEATABLE READ', async (tx) => {
      const found = await tx.findOneBy(MandateRow, { city: by.city, id: mandateId });
      const transfer = found && Object.hasOwn(found.transfers, transferId) ? found.transfers[transferId] : undefined;
      const reasonSeen = transfer && seesHandover(by, { ...transfer, agencyKind });
      if (!found || found.status === 'draft') throw new DomainError('mandate.unknown', { mandateId });
      if (!transfer || !reasonSeen) throw new DomainError('transfer.unknown', { transferId });
      const {
        slots,
        period,
        kind,
        steeringModel,
        commissioningCase,
        executingFunction,
        powers,
        means,
        consequences,
        evaluations,
        provisional,
        version,
      } = found;
      // After the transfer only the coordinator sees the cases, and the cases context serves them.
      const handedOver = JSON.stringify(isToCome(found, transfer, today) ? slots : []);
      const [{ cases: heard }] = await tx.query<[{ cases: number }]>(
        `SELECT count(*)::int AS cases FROM handover_change WHERE city = $1 AND case_id IN (SELECT "case".case_id ${OF_SLOTS})`,
        [by.city, handedOver],
      );
      const [counts] = await tx.query<[Omit<Handover['counts'], 'evaluationsDue' | 'evaluationsOverdue'>]>(
        `SELECT count(DISTINCT "case".case_id)::int AS "openCases",
                count(*) FILTER (WHERE status IN ('proposed', 'accepted'))::int AS "openCommitments",
                count(*) FILTER (WHERE status IN ('proposed', 'accepted') AND due_on < $3)::int AS "overdueCommitments"
           FROM (SELECT "case".city, "case".case_id ${OF_SLOTS} AND "case".open) "case" LEFT JOIN handover_commitment commitment USING (city, case_id)`,
        [by.city, handedOver, today],
      );
      const cases = await tx.query<CaseHandedOver[]>(
        `SELECT "case".case_id AS "caseId", neighbourhood, theme, opened_by AS "openedBy", opened_at AS "openedAt",
                coalesce((SELECT jsonb_agg(jsonb_build_object('commitmentId', commitment_id, 'owner', owner, 'dueOn', due_on, 'status', status,
                   'overdue', status IN ('proposed', 'accepted') AND due_on < $3) ORDER BY due_on, commitment_id)
                   FROM handover_commitment c WHERE c.city = $1 AND c.case_id = "case".case_id), '[]') AS commitments,
                (SELECT jsonb_object_agg(type, times) FROM (SELECT type, count(*) AS times FROM handover_change c
                   WHERE c.city = $1 AND c.case_id = "case".case_id GROUP BY type) told) AS heard
           ${OF_SLOTS} AND "case".open ORDER BY opened_at, "case".case_id LIMIT ${CASES_SHOWN}`,
        [by.city, handedOver, today],
      );
      const due = evaluations.filter(({ heldOn }) => heldOn === undefined);
      const { answerBy = null, ...proposal } = transfer;
      return {
        mandateId,
        transferId,
        ...proposal,
        answerBy,
        reasonSeen,
        preview: `${version}.${heard}`,
        version,
        mandate: {
          slots,
          period,
          kind,
          steeringModel,
          commissioningCase,
          executingFunction,
          powers,
          means,
          consequences,
          evaluations,
          provisional,
        },
        counts: {
          ...counts,
          evaluationsDue: due.length,
          evaluationsOverdue: due.filter(({ dueOn }) => dueOn < today).length,
        },
        cases,
      };
    });
  }
}
