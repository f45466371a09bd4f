import {
  activeAgency,
  type Command,
  type Decider,
  DomainError,
  type LocalDate,
  mustBeKnownNeighbourhoods,
  stretchOn,
  unreachable,
} from '#kernel';
import type { CaseFacts } from './case-facts.js';
import {
  type About,
  type CaseEvent,
  coordinatorOn,
  evolve,
  type JointCase,
  known,
  mustBeChangeable,
  type Outcome,
  takesPart,
} from './case-history.js';
import {
  type AcceptCommitment,
  acceptCommitment,
  complete,
  type CompleteCommitment,
  type DeclineCommitment,
  declineCommitment,
  type ProcessDeadlines,
  processDeadlines,
  propose,
  type ProposeCommitment,
} from './commitments.js';
import { followRegister, type Tenure } from './coordination.js';
import {
  accept,
  type AcceptInvitation,
  decline,
  type DeclineInvitation,
  invite,
  type InviteParticipant,
  mustAllowJointCases,
  mustBeOfAKind,
  withdraw,
  type WithdrawParticipant,
} from './participation.js';

/**
 * The rules of a joint case. This file has the rules of opening and closing, and other files have the other rules by
 * topic. `case-history.ts` has the events.
 */

// --- Commands --------------------------------------------------------------------------------------------------------------------------------

/** Opens a case, with at most six fields (R36). The agency that opens the case becomes a participant. */
export type OpenCase = Command<
  'OpenCase',
  About<{
    title: string;
    neighbourhood: string;
    theme: string;
    why: string;
    scope: string;
    invite: readonly string[];
  }>
>;
/** Compares the case with the register of its slot, after a change of the register, after its opening, or on a deadline. */
export type FollowRegister = Command<
  'FollowRegister',
  { caseId: string; registerRevision: number; register: readonly Tenure[] }
>;
export type CloseCase = Command<'CloseCase', About<{ outcome: Outcome; reason: string; escalateTo?: string }>>;

export type CaseCommand =
  | OpenCase
  | InviteParticipant
  | AcceptInvitation
  | DeclineInvitation
  | WithdrawParticipant
  | ProposeCommitment
  | AcceptCommitment
  | DeclineCommitment
  | CompleteCommitment
  | FollowRegister
  | ProcessDeadlines
  | CloseCase;

// --- Decisions -------------------------------------------------------------------------------------------------------------------------------

const open = ({ data, by, today }: OpenCase, jointCase: JointCase | undefined, facts: CaseFacts): CaseEvent[] => {
  if (jointCase) return [];
  const { caseId, title, neighbourhood, theme, why, scope } = data;
  const { register, registerRevision } = facts.slot;
  for (const agency of [by.agency, ...data.invite]) activeAgency(facts, agency);
  mustBeKnownNeighbourhoods(facts, [neighbourhood]);
  mustAllowJointCases(by.agency, facts);
  const inForce = stretchOn(register, today);
  if (!inForce)
    throw new DomainError('case.no-mandate', { neighbourhood, theme, on: today, next: nextHolder(register, today) });
  const invited = data.invite.filter((agency) => agency !== by.agency);
  for (const agency of [by.agency, ...invited]) mustBeOfAKind(inForce, agency, facts);
  const opened = {
    caseId,
    title,
    neighbourhood,
    theme,
    why,
    scope,
    openedBy: by.agency,
    coordination: { ...inForce, from: today },
    registerRevision,
  };
  return [
    { type: 'CaseOpened', data: opened },
    ...invited.map((agency): CaseEvent => ({
      type: 'ParticipantInvited',
      data: { caseId, agency, invitedBy: by.agency },
    })),
  ];
};

/** Returns the next holder of the slot, if there is one. A refusal names that agency, so that the actor can wait for it. */
const nextHolder = (register: readonly Tenure[], today: LocalDate): Pick<Tenure, 'holder' | 'from'> | null => {
  const [next] = register.filter(({ from }) => from > today).toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return next ? { holder: next.holder, from: next.from } : null;
};

const close = ({ data, by, today }: CloseCase, jointCase: JointCase): CaseEvent[] => {
  const { outcome, reason, escalateTo, version } = data;
  const { id: caseId, openedBy, closed } = jointCase;
  const coordinator = coordinatorOn(jointCase, today)?.holder;
  if (by.agency !== (coordinator ?? openedBy))
    throw new DomainError('access.not-the-coordinator', {
      coordinator: coordinator ?? null,
      ...(takesPart(jointCase, by.agency, today) && { openedBy }),
    });
  if (closed?.outcome === outcome) return [];
  mustBeChangeable(jointCase, version);
  if (outcome === 'beyond-local-reach' && escalateTo === undefined)
    throw new DomainError('case.escalation-target-missing', { outcome });
  return [
    {
      type: 'CaseClosed',
      data: {
        caseId,
        outcome,
        reason,
        ...(escalateTo !== undefined && { escalateTo }),
        closedBy: by.agency,
        on: today,
      },
    },
  ];
};

const follow = ({ data, today }: FollowRegister, jointCase: JointCase | undefined): CaseEvent[] =>
  // A closed case keeps the coordinator of its last day.
  !jointCase || jointCase.closed ? [] : followRegister(jointCase.id, jointCase.coordination, data, today);

const decide = (command: CaseCommand, state: JointCase | undefined, facts: CaseFacts): readonly CaseEvent[] => {
  if (command.type === 'OpenCase') return open(command, state, facts);
  if (command.type === 'FollowRegister') return follow(command, state);
  const jointCase = known(state, command.data.caseId);
  switch (command.type) {
    case 'InviteParticipant':
      return invite(command, jointCase, facts);
    case 'AcceptInvitation':
      return accept(command, jointCase, facts);
    case 'DeclineInvitation':
      return decline(command, jointCase);
    case 'WithdrawParticipant':
      return withdraw(command, jointCase, facts);
    case 'ProposeCommitment':
      return propose(command, jointCase);
    case 'AcceptCommitment':
      return acceptCommitment(command, jointCase);
    case 'DeclineCommitment':
      return declineCommitment(command, jointCase);
    case 'CompleteCommitment':
      return complete(command, jointCase);
    case 'ProcessDeadlines':
      return processDeadlines(command, jointCase);
    case 'CloseCase':
      return close(command, jointCase);
    default:
      return unreachable(command);
  }
};

export const jointCase: Decider<CaseCommand, CaseEvent, JointCase | undefined, CaseFacts> = {
  initialState: undefined,
  opens: 'OpenCase',
  decide,
  evolve,
};

/** The stream of a case. */
export const caseStream = (city: string, caseId: string): string => `case-${city}-${caseId}`;
