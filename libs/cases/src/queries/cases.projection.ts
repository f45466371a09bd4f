import { Column, Entity, PrimaryColumn } from 'typeorm';
import { cityOf } from '#event-store';
import { inOrder, type LocalDate, replaceWithin, unreachable } from '#kernel';
import { endRowsBefore, ownEvents, projection, type Tables } from '#messaging';
import type { CaseEvent, Commitment, Outcome, Participant } from '../domain/case-history.js';
import type { SteeringModel } from '../domain/coordination.js';

/** The current state of a case. Each query decides the part that an actor sees: see case-views.ts. */
@Entity('joint_case')
export class CaseRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') id: string;
  @Column('int') version: number;
  @Column('text') status: 'open' | 'closed';
  @Column('text') title: string;
  @Column('text') neighbourhood: string;
  @Column('text') theme: string;
  @Column('text') why: string;
  @Column('text') scope: string;
  @Column('text', { name: 'opened_by' }) openedBy: string;
  @Column('timestamptz', { name: 'opened_at' }) openedAt: Date;
  /** the day of `openedAt` in Brussels: the first day of the coordination */
  @Column('date', { name: 'opened_on' }) openedOn: LocalDate;
  @Column('jsonb', { nullable: true }) closed: Readonly<{
    on: LocalDate;
    outcome: Outcome;
    reason: string;
    escalateTo?: string;
    closedBy: string;
  }> | null;
}

/**
 * An agency that takes part, or was invited. `since`: the moment of the last step of the agency, such as its acceptance; `reason`: its reason for
 * that step.
 */
@Entity('participant')
export class ParticipantRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text', { name: 'case_id' }) caseId: string;
  @PrimaryColumn('text') agency: string;
  @Column('text') status: Participant['status'];
  @Column('text', { name: 'invited_by' }) invitedBy: string;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('timestamptz') since: Date;
  /** the part of the time before the acceptance that the last invitation shows to the agency; null: nothing */
  @Column('text', { nullable: true }) past: Participant['past'] | null;
}

/** A coordinating agency of the case, with its mandate and its days. */
@Entity('coordination')
export class CoordinationRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text', { name: 'case_id' }) caseId: string;
  @PrimaryColumn('date', { name: 'held_from' }) from: LocalDate;
  @Column('date', { name: 'held_until', nullable: true }) until: LocalDate | null;
  @Column('text', { name: 'mandate_id' }) mandateId: string;
  @Column('text') holder: string;
  @Column('text', { name: 'steering_model' }) steeringModel: SteeringModel;
}

/**
 * A stretch of days on which an open case has no coordinator, in the past and in the future. The day of a query selects
 * rows by an index: no row changes when a day has passed.
 */
@Entity('case_gap')
export class CaseGapRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text', { name: 'case_id' }) caseId: string;
  @PrimaryColumn('date', { name: 'gap_from' }) from: LocalDate;
  @Column('date', { name: 'gap_until', nullable: true }) until: LocalDate | null;
}

/** A commitment of an agency, with its deadline. */
@Entity('commitment')
export class CommitmentRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text', { name: 'case_id' }) caseId: string;
  @PrimaryColumn('text') id: string;
  @Column('text') what: string;
  @Column('text') owner: string;
  @Column('text', { name: 'proposed_by' }) proposedBy: string;
  @Column('date', { name: 'due_on' }) dueOn: LocalDate;
  @Column('boolean') binding: boolean;
  @Column('text') status: Commitment['status'];
  @Column('text', { nullable: true }) reason: string | null;
  @Column('timestamptz', { name: 'proposed_at' }) proposedAt: Date;
}

export const cases = projection({
  name: 'cases.cases',
  from: ownEvents<CaseEvent>(),
  entities: [CaseRow, ParticipantRow, CoordinationRow, CommitmentRow, CaseGapRow],
  fold: ({ stream, revision, recordedAt, type, data }, tables) => {
    const city = cityOf(stream);
    const { caseId } = data;
    const since = new Date(recordedAt);
    const participants = tables(ParticipantRow);
    const coordinations = tables(CoordinationRow);
    if (type !== 'CaseOpened') tables(CaseRow).update({ city, id: caseId }, { version: revision + 1 });
    const participant = (agency: string, status: Participant['status'], reason: string | null = null): void =>
      participants.update({ city, caseId, agency }, { status, reason, since });
    const commitment = (id: string, status: Commitment['status'], reason: string | null = null): void =>
      tables(CommitmentRow).update({ city, caseId, id }, { status, reason });
    switch (type) {
      case 'CaseOpened': {
        const { title, neighbourhood, theme, why, scope, openedBy: agency, coordination } = data;
        const content = { title, neighbourhood, theme, why, scope, openedBy: agency };
        const opening = { openedAt: since, openedOn: coordination.from, closed: null };
        tables(CaseRow).insert({ city, id: caseId, version: 1, status: 'open', ...content, ...opening });
        const opener = { status: 'accepted', invitedBy: agency, reason: null, since, past: null } as const;
        participants.insert({ city, caseId, agency, ...opener });
        const { until = null } = coordination;
        coordinations.insert({ city, caseId, ...coordination, until });
        if (until !== null) tables(CaseGapRow).insert({ city, caseId, from: until, until: null });
        return;
      }
      case 'ParticipantInvited': {
        // an agency that declined or left may be invited again
        const { agency, invitedBy, past = null } = data;
        return participants.upsert({ city, caseId, agency, status: 'invited', invitedBy, reason: null, since, past });
      }
      case 'ParticipantAccepted':
        return participant(data.agency, 'accepted');
      case 'ParticipantDeclined':
        return participant(data.agency, 'declined', data.reason);
      case 'ParticipantWithdrawn':
        return participant(data.agency, 'withdrawn', data.reason);
      case 'CommitmentProposed': {
        const { commitmentId: id, what, owner, proposedBy, dueOn, binding } = data;
        const proposal = { what, owner, proposedBy, dueOn, binding, proposedAt: since };
        return tables(CommitmentRow).insert({ city, caseId, id, ...proposal, status: 'proposed', reason: null });
      }
      case 'CommitmentAccepted':
        return commitment(data.commitmentId, 'accepted');
      case 'CommitmentDeclined':
        return commitment(data.commitmentId, 'declined', data.reason);
      case 'CommitmentDone':
        return commitment(data.commitmentId, 'done');
      case 'CommitmentOverdue':
        // nothing to store: `dueOn` already shows that the commitment is late
        return;
      case 'CoordinationTakenOver': {
        const { mandateId, holder, steeringModel, from, until = null } = data;
        endRowsBefore(coordinations, { city, caseId }, from);
        coordinations.insert({ city, caseId, mandateId, holder, steeringModel, from, until });
        return recordGaps(tables, city, caseId);
      }
      case 'CoordinationLost':
        endRowsBefore(coordinations, { city, caseId }, data.on);
        return recordGaps(tables, city, caseId);
      case 'CaseClosed': {
        const { on, outcome, reason, escalateTo, closedBy } = data;
        const closed = { on, outcome, reason, escalateTo, closedBy };
        tables(CaseRow).update({ city, id: caseId }, { status: 'closed', closed });
        return recordGaps(tables, city, caseId);
      }
      default:
        return unreachable(type);
    }
  },
});

type Days = Readonly<{ from: LocalDate; until: LocalDate | null; tenure?: true }>;

/** Records the gaps of a case anew: the days from its opening on that no tenure covers. A closed case has none. */
export const recordGaps = (tables: Tables, city: string, caseId: string): void => {
  const [found] = tables(CaseRow).find({ city, id: caseId });
  if (!found) return;
  const since: Days = { from: found.openedOn, until: null };
  const tenures = inOrder(tables(CoordinationRow).find({ city, caseId }));
  const days = tenures.reduce<readonly Days[]>(
    (all, { from, until }) => replaceWithin(all, { from, until: until ?? undefined }, [{ from, until, tenure: true }]),
    [since],
  );
  const gaps = found.status === 'open' ? days.filter(({ tenure }) => !tenure) : [];
  tables(CaseGapRow).replace(
    { city, caseId },
    gaps.map(({ from, until }) => ({ city, caseId, from, until })),
  );
};
