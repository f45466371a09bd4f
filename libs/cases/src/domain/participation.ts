import { activeAgency, type Command, DomainError } from '#kernel';
import type { CaseFacts } from './case-facts.js';
import {
  type About,
  type CaseEvent,
  coordinates,
  coordinatorOn,
  type JointCase,
  lastTenure,
  mustBeAParticipant,
  mustBeChangeable,
  type Participant,
} from './case-history.js';
import type { MandateKind, Tenure } from './coordination.js';

/**
 * The rules of participation in a case. Every agency is invited and answers for itself, under every steering model: no
 * agency is added silently (R18). The kind of the mandate limits the agencies that can take part (R4-R6).
 */

/**
 * Invites an agency. `past`: the part of the time before its acceptance that the agency will see. `summary`:
 * coordinators, participants and the number of commitments, without their content. Without `past`, an unanswered
 * invitation keeps its value; any other invitation shows nothing.
 */
export type InviteParticipant = Command<'InviteParticipant', About<{ agency: string; past?: Past }>>;
export type Past = (typeof PASTS)[number];
export const PASTS = ['nothing', 'summary', 'all'] as const;
export type AcceptInvitation = Command<'AcceptInvitation', About<{ agency: string }>>;
export type DeclineInvitation = Command<'DeclineInvitation', About<{ agency: string; reason: string }>>;
/** Records that a participant leaves, or that an invitation is taken back. */
export type WithdrawParticipant = Command<'WithdrawParticipant', About<{ agency: string; reason?: string }>>;

export const invite = (command: InviteParticipant, jointCase: JointCase, facts: CaseFacts): CaseEvent[] => {
  const { by, today, data } = command;
  const { agency, past, version } = data;
  activeAgency(facts, agency);
  mustBeAParticipant(jointCase, command);
  const known = jointCase.participants.get(agency);
  const asked = known?.status === 'invited' || known?.status === 'accepted';
  const before = asked ? (known.past ?? 'nothing') : 'nothing';
  if (asked && (past ?? before) === before) return [];
  if (known?.status === 'accepted') throw new DomainError('case.invitation-answered', { agency, state: known.status });
  // Only the coordinator may show the past, because agencies may have shared information in confidence.
  if ((past ?? before) !== before && !coordinates(jointCase, by.agency, today))
    throw new DomainError('access.past-by-the-coordinator', {
      coordinator: coordinatorOn(jointCase, today)?.holder ?? null,
    });
  mustBeChangeable(jointCase, version);
  mustBeOfAKind(lastTenure(jointCase, today), agency, facts);
  // An agency that declined or left may be invited again. A new invitation may change the visible past of an unanswered one.
  return [
    {
      type: 'ParticipantInvited',
      data: { caseId: jointCase.id, agency, invitedBy: by.agency, ...(past && past !== 'nothing' && { past }) },
    },
  ];
};

export const accept = ({ data, by, today }: AcceptInvitation, jointCase: JointCase, facts: CaseFacts): CaseEvent[] => {
  mustAnswerForItself(by.agency, data.agency);
  const { status } = participant(jointCase, data.agency);
  if (status === 'accepted') return [];
  mustBeChangeable(jointCase, data.version);
  if (status !== 'invited') throw new DomainError('case.invitation-answered', { agency: data.agency, state: status });
  // The cooperation policy of the agency is checked when the agency joins; an invitation only asks, so any agency may
  // be invited.
  mustAllowJointCases(data.agency, facts);
  mustBeOfAKind(lastTenure(jointCase, today), data.agency, facts);
  return [{ type: 'ParticipantAccepted', data: { caseId: jointCase.id, agency: data.agency } }];
};

/**
 * Refuses an agency whose cooperation policy does not allow joint cases (R10). Without a policy, an agency may join any
 * case.
 */
export const mustAllowJointCases = (agency: string, { agencies }: CaseFacts): void => {
  const allows = agencies.get(agency)?.allows;
  if (allows && !allows.includes('joint-case'))
    throw new DomainError('case.not-allowed-by-agency', { agency, needs: 'joint-case' });
};

/**
 * The kinds of agency that can take part, by kind of mandate. `undefined`: every kind, because the agreement or the law
 * decides. Participants stay when the kind of the mandate changes.
 */
const TAKE_PART: Readonly<Record<MandateKind, readonly string[] | undefined>> = {
  internal: ['city-service'],
  hybrid: ['city-service', 'ocmw', 'police', 'social-housing'],
  external: undefined,
  statutory: undefined,
};

export const mustBeOfAKind = (tenure: Tenure | undefined, agency: string, { agencies }: CaseFacts): void => {
  const allowed = tenure?.kind && TAKE_PART[tenure.kind];
  const agencyKind = agencies.get(agency)?.kind;
  if (allowed && agencyKind !== undefined && !allowed.includes(agencyKind))
    throw new DomainError('case.agency-of-another-kind', {
      agency,
      agencyKind,
      kind: tenure.kind,
      allowed,
      mandateId: tenure.mandateId,
    });
};

export const decline = ({ data, by }: DeclineInvitation, jointCase: JointCase): CaseEvent[] => {
  mustAnswerForItself(by.agency, data.agency);
  const { status } = participant(jointCase, data.agency);
  if (status === 'declined') return [];
  mustBeChangeable(jointCase, data.version);
  if (status !== 'invited') throw new DomainError('case.invitation-answered', { agency: data.agency, state: status });
  return [{ type: 'ParticipantDeclined', data: { caseId: jointCase.id, agency: data.agency, reason: data.reason } }];
};

export const withdraw = (command: WithdrawParticipant, jointCase: JointCase, facts: CaseFacts): CaseEvent[] => {
  const { by, today, data } = command;
  const { agency, reason, version } = data;
  if (by.agency !== agency) mustBeAParticipant(jointCase, command);
  const { status, invitedBy } = participant(jointCase, agency);
  if (status === 'withdrawn') return [];
  // An agency that has ended in the hub cannot leave by itself, so the coordinating agency may remove it.
  const hasEnded = facts.agencies.get(agency)?.status === 'ended';
  const mayPutOut = hasEnded && coordinates(jointCase, by.agency, today);
  if (status === 'accepted' && !mayPutOut) mustAnswerForItself(by.agency, agency);
  if (status === 'invited' && by.agency !== invitedBy && !coordinates(jointCase, by.agency, today))
    throw new DomainError('access.not-the-inviter', { agency, invitedBy });
  mustBeChangeable(jointCase, version);
  if (status === 'declined') throw new DomainError('case.invitation-answered', { agency, state: status });
  return [
    ...(status === 'accepted' ? dropped(jointCase, agency) : []),
    {
      type: 'ParticipantWithdrawn',
      data: { caseId: jointCase.id, agency, by: by.agency, ...(reason !== undefined && { reason }) },
    },
  ];
};

/** Declines the open commitments of an agency that leaves, so that no commitment stays without an owner (R23). */
const dropped = ({ id, commitments }: JointCase, agency: string): CaseEvent[] =>
  [...commitments]
    .filter(([, { owner, status }]) => owner === agency && (status === 'proposed' || status === 'accepted'))
    .map(([commitmentId]) => ({
      type: 'CommitmentDeclined',
      data: { caseId: id, commitmentId, owner: agency, reason: 'the owner left the case' },
    }));

const participant = ({ participants }: JointCase, agency: string): Participant => {
  const found = participants.get(agency);
  if (!found) throw new DomainError('participant.unknown', { agency });
  return found;
};

const mustAnswerForItself = (actor: string, agency: string): void => {
  if (actor !== agency) throw new DomainError('access.answers-for-itself', { agency, yours: actor });
};
