import { type Command, DomainError, type LocalDate } from '#kernel';
import {
  type About,
  type CaseEvent,
  type Commitment,
  coordinatorOn,
  type JointCase,
  mustBeAParticipant,
  mustBeChangeable,
} from './case-history.js';

/**
 * The rules of commitments, each with an owner and a deadline (R22, R23). Participants may ask each other. The steering
 * model limits what the coordinating agency may ask (R7, R8).
 */

export type ProposeCommitment = Command<
  'ProposeCommitment',
  About<{ commitmentId: string; what: string; owner: string; dueOn: LocalDate; binding: boolean }>
>;
export type AcceptCommitment = Command<'AcceptCommitment', About<{ commitmentId: string }>>;
export type DeclineCommitment = Command<'DeclineCommitment', About<{ commitmentId: string; reason: string }>>;
export type CompleteCommitment = Command<'CompleteCommitment', About<{ commitmentId: string }>>;

export const propose = (command: ProposeCommitment, jointCase: JointCase): CaseEvent[] => {
  const { by, today, data } = command;
  const { commitmentId, what, owner, dueOn, binding, version } = data;
  const { id: caseId } = jointCase;
  mustBeAParticipant(jointCase, command);
  if (jointCase.commitments.has(commitmentId)) return [];
  mustBeChangeable(jointCase, version);
  if (owner !== by.agency || binding) mustBeWithinSteeringModel(command, jointCase);
  // The coordinating agency must also be a participant to own a commitment. Otherwise a transfer of the mandate would
  // hide its commitments from the agency.
  if (jointCase.participants.get(owner)?.status !== 'accepted')
    throw new DomainError('commitment.owner-takes-no-part', { owner });
  if (dueOn < today) throw new DomainError('commitment.due-in-the-past', { dueOn, today });
  const proposed: CaseEvent = {
    type: 'CommitmentProposed',
    data: { caseId, commitmentId, what, owner, proposedBy: by.agency, dueOn, binding },
  };
  // A commitment counts as accepted when its owner proposes it, or when it is assigned.
  const basis = owner === by.agency ? 'owner' : binding ? 'assignment' : undefined;
  return basis ? [proposed, { type: 'CommitmentAccepted', data: { caseId, commitmentId, owner, basis } }] : [proposed];
};

/**
 * Refuses a proposal that the steering model does not allow. Under communication the coordinating agency informs, and
 * asks nothing of others. Under coordination it asks; under commissioning it may also assign. The model does not limit
 * other participants: they may always ask, and never assign.
 */
const mustBeWithinSteeringModel = ({ by, today, data }: ProposeCommitment, jointCase: JointCase): void => {
  const coordinator = coordinatorOn(jointCase, today);
  if (coordinator?.holder !== by.agency) {
    if (data.binding) throw new DomainError('access.not-the-coordinator', { coordinator: coordinator?.holder ?? null });
    return;
  }
  const { steeringModel, mandateId } = coordinator;
  const allowed = data.binding ? ['commissioning'] : ['coordination', 'commissioning'];
  if (!allowed.includes(steeringModel))
    throw new DomainError('case.steering-model-forbids', { steeringModel, allowedUnder: allowed, mandateId });
};

export const acceptCommitment = (command: AcceptCommitment, jointCase: JointCase): CaseEvent[] => {
  const { commitmentId, version } = command.data;
  const { owner, status } = forOwner(command, jointCase);
  if (status === 'accepted') return [];
  mustBeChangeable(jointCase, version);
  if (status !== 'proposed') throw new DomainError('commitment.answered', { commitmentId, state: status });
  return [{ type: 'CommitmentAccepted', data: { caseId: jointCase.id, commitmentId, owner, basis: 'owner' } }];
};

export const declineCommitment = (command: DeclineCommitment, jointCase: JointCase): CaseEvent[] => {
  const { commitmentId, reason, version } = command.data;
  const { owner, status } = forOwner(command, jointCase);
  if (status === 'declined') return [];
  mustBeChangeable(jointCase, version);
  if (status !== 'proposed') throw new DomainError('commitment.answered', { commitmentId, state: status });
  return [{ type: 'CommitmentDeclined', data: { caseId: jointCase.id, commitmentId, owner, reason } }];
};

export const complete = (command: CompleteCommitment, jointCase: JointCase): CaseEvent[] => {
  const { commitmentId, version } = command.data;
  const { owner, status } = forOwner(command, jointCase);
  if (status === 'done') return [];
  mustBeChangeable(jointCase, version);
  if (status !== 'accepted') throw new DomainError('commitment.not-accepted', { commitmentId, state: status });
  return [{ type: 'CommitmentDone', data: { caseId: jointCase.id, commitmentId, owner } }];
};

const forOwner = (command: Command<string, { commitmentId: string }>, jointCase: JointCase): Commitment => {
  mustBeAParticipant(jointCase, command);
  const { commitmentId } = command.data;
  const commitment = jointCase.commitments.get(commitmentId);
  if (!commitment) throw new DomainError('commitment.unknown', { commitmentId });
  if (command.by.agency !== commitment.owner)
    throw new DomainError('access.not-the-owner', { owner: commitment.owner });
  return commitment;
};

/** Records the commitments whose deadline has passed. A repeated command records nothing more. */
export type ProcessDeadlines = Command<'ProcessDeadlines', { caseId: string }>;

export const processDeadlines = (
  { today }: ProcessDeadlines,
  { id: caseId, commitments, closed }: JointCase,
): CaseEvent[] =>
  closed
    ? []
    : [...commitments]
        .filter(([, { status, dueOn, overdue }]) => status === 'accepted' && dueOn < today && !overdue)
        .map(([commitmentId, { owner, dueOn }]) => ({
          type: 'CommitmentOverdue',
          data: { caseId, commitmentId, owner, dueOn },
        }));
