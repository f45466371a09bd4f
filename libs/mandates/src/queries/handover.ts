import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';
import { seesHandover } from '#access';
import { TOPICS } from '#contracts';
import { Directory } from '#directory';
import { type Actor, DomainError, type LocalDate } from '#kernel';
import { projection, publicEvents } from '#messaging';
import type { Transfer } from '../domain/mandate-history.js';
import type { Decision } from '../domain/schedule.js';
import {
  type CaseCounts,
  type CaseHandedOver,
  type CommitmentStatus,
  countCases,
  countChanges,
  readCases,
} from './handover-cases.js';
import { findMandate, type MandateRow } from './mandates.js';

/**
 * The handover of a mandate (R28): the cases of its slots and their commitments, from the public events of cases. It
 * contains references and dates; the receiver reads the content in the case. Events about cases are numbered, so that
 * an acceptance can name the version that the receiver has seen.
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
class HandoverCommitmentRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text', { name: 'case_id' }) caseId: string;
  @PrimaryColumn('text', { name: 'commitment_id' }) commitmentId: string;
  @Column('text') owner: string;
  @Column('date', { name: 'due_on' }) dueOn: LocalDate;
  @Column('text') status: CommitmentStatus;
}

@Entity('handover_change')
class HandoverChangeRow {
  @PrimaryColumn('text') city: string;
  /** counts the events of the city's cases from 1, in the order of processing */
  @PrimaryColumn('int') number: number;
  @Column('text', { name: 'case_id' }) caseId: string;
  @Column('text') type: string;
  @Column('timestamptz') at: Date;
}

export const handover = projection({
  name: 'mandates.handover',
  from: publicEvents(TOPICS.cases),
  entities: [HandoverCaseRow, HandoverCommitmentRow, HandoverChangeRow],
  // The lock keeps the numbers unique, because two partitions of a bus may be processed at once.
  lockBy: ({ data }) => data.city,
  fold: ({ type, time, data }, tables) => {
    const { city, caseId } = data;
    const at = new Date(time);
    const changes = tables(HandoverChangeRow);
    changes.insert({ city, number: (changes.last({ city })?.number ?? 0) + 1, caseId, type, at });
    const commitment = (commitmentId: string, status: CommitmentStatus): void =>
      tables(HandoverCommitmentRow).update({ city, caseId, commitmentId }, { status });
    switch (type) {
      case 'be.regie.case.opened.v1': {
        const { neighbourhood, theme, openedBy } = data;
        const slot = { neighbourhood, theme };
        return tables(HandoverCaseRow).insert({ city, caseId, ...slot, openedBy, openedAt: at, open: true });
      }
      case 'be.regie.case.commitment-proposed.v1': {
        const { commitmentId, owner, dueOn } = data;
        return tables(HandoverCommitmentRow).insert({ city, caseId, commitmentId, owner, dueOn, status: 'proposed' });
      }
      case 'be.regie.case.commitment-accepted.v1':
        return commitment(data.commitmentId, 'accepted');
      case 'be.regie.case.commitment-declined.v1':
        return commitment(data.commitmentId, 'declined');
      case 'be.regie.case.commitment-done.v1':
        return commitment(data.commitmentId, 'done');
      case 'be.regie.case.closed.v1':
        return tables(HandoverCaseRow).update({ city, caseId }, { open: false });
      default:
        return;
    }
  },
});

type EvaluationCounts = Readonly<{ evaluationsDue: number; evaluationsOverdue: number }>;

/**
 * The handover, as the parties of a transfer see it. `preview`: the version of the handover, which an acceptance can
 * name.
 */
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
  counts: CaseCounts & EvaluationCounts;
  cases: readonly CaseHandedOver[];
}>;

/**
 * Returns whether the transfer can still take effect. Either it waits for an answer and `from` still holds the mandate,
 * or it was accepted for a later day.
 */
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

/** The handover of one transfer. */
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

  /** @throws {DomainError} `mandate.unknown`; `transfer.unknown`, also for an actor that may not see the transfer */
  async execute({ by, mandateId, transferId, today }: HandoverOf): Promise<Handover> {
    const agencyKind = await this.directory.activeKind(by.city, by.agency);
    return this.db.transaction('REPEATABLE READ', async (tx) => {
      const found = await findMandate(tx, by.city, mandateId);
      const transfer = found && Object.hasOwn(found.transfers, transferId) ? found.transfers[transferId] : undefined;
      const reasonSeen = transfer && seesHandover(by, { ...transfer, agencyKind });
      if (!found || found.status === 'draft') throw new DomainError('mandate.unknown', { mandateId });
      if (!transfer || !reasonSeen) throw new DomainError('transfer.unknown', { transferId });
      // A transfer that has taken effect or failed shows no cases: their coordinator reads them in the cases context.
      const slots = isToCome(found, transfer, today) ? found.slots : [];
      const changes = await countChanges(tx, by.city, slots);
      const { answerBy = null, ...proposal } = transfer;
      return {
        mandateId,
        transferId,
        ...proposal,
        answerBy,
        reasonSeen,
        preview: `${found.version}.${changes}`,
        version: found.version,
        mandate: mandateOf(found),
        counts: { ...(await countCases(tx, by.city, slots, today)), ...evaluationCounts(found, today) },
        cases: await readCases(tx, by.city, slots, today),
      };
    });
  }
}

const mandateOf = ({
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
}: MandateRow): Handover['mandate'] => ({
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
});

const evaluationCounts = ({ evaluations }: MandateRow, today: LocalDate): EvaluationCounts => {
  const due = evaluations.filter(({ heldOn }) => heldOn === undefined);
  return { evaluationsDue: due.length, evaluationsOverdue: due.filter(({ dueOn }) => dueOn < today).length };
};
