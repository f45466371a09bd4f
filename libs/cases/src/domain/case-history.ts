import {
  type Command,
  DomainError,
  type LocalDate,
  type Message,
  mustMatchVersion,
  stretchOn,
  unreachable,
} from '#kernel';
import {
  type BasedOn,
  begun,
  type Coordination,
  type CoordinationEvent,
  lost,
  takenOver,
  type Tenure,
} from './coordination.js';

/**
 * What can happen to a joint case (wijkdossier), and how it stands after that. One stream each, `case-<city>-<id>`.
 *
 * opened under a mandate (R1) -> agencies invited, accepting, declining, leaving (R18) and commitments made and kept (R22), while the case
 * follows the register of mandates -> closed with an outcome
 */

// --- Events: kept for ever -------------------------------------------------------------------------------------------------------------------

/** `why`: why the solution lies in the neighbourhood, at least in part (R2); `scope`: purpose and limits (R25). */
export type CaseOpened = Message<
  'CaseOpened',
  BasedOn & {
    caseId: string;
    title: string;
    neighbourhood: string;
    theme: string;
    why: string;
    scope: string;
    openedBy: string;
    coordination: Tenure;
  }
>;
/** `past`: what the agency then sees of the time before it accepts, as the coordinator says; nothing when left out. */
export type ParticipantInvited = Message<
  'ParticipantInvited',
  { caseId: string; agency: string; invitedBy: string; past?: 'summary' | 'all' }
>;
export type ParticipantAccepted = Message<'ParticipantAccepted', { caseId: string; agency: string }>;
export type ParticipantDeclined = Message<'ParticipantDeclined', { caseId: string; agency: string; reason: string }>;
/** The agency left; or `by`, another agency, took the invitation back, or put out one that takes no part in the hub any more. */
export type ParticipantWithdrawn = Message<
  'ParticipantWithdrawn',
  { caseId: string; agency: string; by: string; reason?: string }
>;
/** `binding`: assigned by the holder, not asked. */
export type CommitmentProposed = Message<
  'CommitmentProposed',
  {
    caseId: string;
    commitmentId: string;
    what: string;
    owner: string;
    proposedBy: string;
    dueOn: LocalDate;
    binding: boolean;
  }
>;
/** `basis`: the owner said so, or was assigned it under the commissioning model (R7). */
export type CommitmentAccepted = Message<'CommitmentAccepted', OfCommitment & { basis: 'owner' | 'assignment' }>;
export type CommitmentDeclined = Message<'CommitmentDeclined', OfCommitment & { reason: string }>;
export type CommitmentDone = Message<'CommitmentDone', OfCommitment>;
/** The day `dueOn` went by without it. */
export type CommitmentOverdue = Message<'CommitmentOverdue', OfCommitment & { dueOn: LocalDate }>;
/** `escalateTo`: who is to take it further, when it is beyond local reach (R32). */
export type CaseClosed = Message<
  'CaseClosed',
  { caseId: string; outcome: Outcome; reason: string; escalateTo?: string; closedBy: string; on: LocalDate }
>;

type OfCommitment = { caseId: string; commitmentId: string; owner: string };

export type CaseEvent =
  | CaseOpened
  | ParticipantInvited
  | ParticipantAccepted
  | ParticipantDeclined
  | ParticipantWithdrawn
  | CommitmentProposed
  | CommitmentAccepted
  | CommitmentDeclined
  | CommitmentDone
  | CommitmentOverdue
  | CoordinationEvent
  | CaseClosed;

export const OUTCOMES = ['solved', 'partly-solved', 'not-solved', 'beyond-local-reach', 'merged'] as const;
export type Outcome = (typeof OUTCOMES)[number];

// --- State -----------------------------------------------------------------------------------------------------------------------------------

export type Participant = Readonly<{
  status: 'invited' | 'accepted' | 'declined' | 'withdrawn';
  invitedBy: string;
  past?: 'summary' | 'all';
}>;
/** `overdue`: that it is late is on record. */
export type Commitment = Readonly<{
  owner: string;
  dueOn: LocalDate;
  status: 'proposed' | 'accepted' | 'declined' | 'done';
  overdue?: true;
}>;
export type JointCase = Readonly<{
  id: string;
  /** how many facts there are about this case; the ETag of its resource */
  version: number;
  openedBy: string;
  coordination: Coordination;
  participants: ReadonlyMap<string, Participant>;
  commitments: ReadonlyMap<string, Commitment>;
  closed?: Readonly<{ on: LocalDate; outcome: Outcome }>;
}>;

export const evolve = (jointCase: JointCase | undefined, event: CaseEvent): JointCase => ({
  ...after(jointCase!, event),
  version: (jointCase?.version ?? 0) + 1,
});

const after = (jointCase: JointCase, { type, data }: CaseEvent): JointCase => {
  switch (type) {
    case 'CaseOpened':
      return {
        id: data.caseId,
        version: 0,
        openedBy: data.openedBy,
        coordination: begun(data.coordination, data),
        participants: new Map([[data.openedBy, { status: 'accepted', invitedBy: data.openedBy }]]),
        commitments: new Map(),
      };
    case 'ParticipantInvited': {
      const { agency, invitedBy, past } = data;
      return {
        ...jointCase,
        participants: new Map(jointCase.participants).set(agency, {
          status: 'invited',
          invitedBy,
          ...(past && { past }),
        }),
      };
    }
    case 'ParticipantAccepted':
      return withParticipant(jointCase, data.agency, 'accepted');
    case 'ParticipantDeclined':
      return withParticipant(jointCase, data.agency, 'declined');
    case 'ParticipantWithdrawn':
      return withParticipant(jointCase, data.agency, 'withdrawn');
    case 'CommitmentProposed':
      return withCommitment(jointCase, data, { owner: data.owner, dueOn: data.dueOn, status: 'proposed' });
    case 'CommitmentAccepted':
      return withCommitment(jointCase, data, { status: 'accepted' });
    case 'CommitmentDeclined':
      return withCommitment(jointCase, data, { status: 'declined' });
    case 'CommitmentDone':
      return withCommitment(jointCase, data, { status: 'done' });
    case 'CommitmentOverdue':
      return withCommitment(jointCase, data, { overdue: true });
    case 'CoordinationTakenOver':
      return { ...jointCase, coordination: takenOver(jointCase.coordination, data) };
    case 'CoordinationLost':
      return { ...jointCase, coordination: lost(jointCase.coordination, data) };
    case 'CaseClosed':
      return { ...jointCase, closed: { on: data.on, outcome: data.outcome } };
    default:
      return unreachable(type);
  }
};

const withParticipant = (jointCase: JointCase, agency: string, status: Participant['status']): JointCase => ({
  ...jointCase,
  participants: new Map(jointCase.participants).set(agency, { ...jointCase.participants.get(agency)!, status }),
});

const withCommitment = (
  jointCase: JointCase,
  { commitmentId }: OfCommitment,
  change: Partial<Commitment>,
): JointCase => ({
  ...jointCase,
  commitments: new Map(jointCase.commitments).set(commitmentId, {
    ...jointCase.commitments.get(commitmentId)!,
    ...change,
  }),
});

// --- Questions to a case ---------------------------------------------------------------------------------------------------------------------

/** A wish about one case; `version` is the number of facts that the asker has seen. */
export type About<Data> = Data & { caseId: string; version?: number };

/** Who coordinates the case on a day, and under which mandate, if anyone. A closed case stays with whom it was closed. */
export const coordinatorOn = ({ coordination, closed }: JointCase, on: LocalDate): Tenure | undefined =>
  stretchOn(coordination.tenures, closed?.on ?? on);

/** The mandate that the case runs under on a day or, when nobody coordinates, ran under last. */
export const lastTenure = (jointCase: JointCase, on: LocalDate): Tenure | undefined =>
  coordinatorOn(jointCase, on) ?? jointCase.coordination.tenures.findLast(({ from }) => from <= on);

export const coordinates = (jointCase: JointCase, agency: string, on: LocalDate): boolean =>
  coordinatorOn(jointCase, on)?.holder === agency;

/** The agency accepted and did not leave, or is the one who coordinates: it sees and does what participants see and do. */
export const takesPart = (jointCase: JointCase, agency: string, on: LocalDate): boolean =>
  jointCase.participants.get(agency)?.status === 'accepted' || coordinates(jointCase, agency, on);

export const known = (jointCase: JointCase | undefined, caseId: string): JointCase => {
  if (!jointCase) throw new DomainError('case.unknown', { caseId });
  return jointCase;
};

/** Who asks must take part: an invited agency may only answer, and a manager of the city may only watch. */
export const mustBeAParticipant = (jointCase: JointCase, { by, today }: Pick<Command, 'by' | 'today'>): void => {
  if (!takesPart(jointCase, by.agency, today)) throw new DomainError('access.not-a-participant', { agency: by.agency });
};

/** The case is as the asker has seen it, and is still open. */
export const mustBeChangeable = (jointCase: JointCase, version: number | undefined): void => {
  mustMatchVersion(jointCase, version);
  if (jointCase.closed) throw new DomainError('case.closed', { ...jointCase.closed });
};
