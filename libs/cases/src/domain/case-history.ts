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
  type Coordination,
  type CoordinationEvent,
  loseCoordination,
  startCoordination,
  takeOver,
  type Tenure,
} from './coordination.js';

/**
 * The events of a joint case (wijkdossier), and the state that they lead to. Each case has its own stream, `case-<city>-<id>`.
 *
 * opened under a mandate (R1) -> agencies invited, accepting, declining, leaving (R18) and commitments made and kept (R22), while the case
 * follows the register of mandates -> closed with an outcome
 */

// --- Events: kept for ever -------------------------------------------------------------------------------------------------------------------

/**
 * An agency opened the case. `why`: the reason to solve the problem in the neighbourhood, at least in part (R2); `scope`: purpose and limits (R25).
 */
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
/** An agency was invited. `past`: the part of the time before its acceptance that the coordinator shows to the agency; nothing when left out. */
export type ParticipantInvited = Message<
  'ParticipantInvited',
  { caseId: string; agency: string; invitedBy: string; past?: 'summary' | 'all' }
>;
export type ParticipantAccepted = Message<'ParticipantAccepted', { caseId: string; agency: string }>;
export type ParticipantDeclined = Message<'ParticipantDeclined', { caseId: string; agency: string; reason: string }>;
/**
 * The agency left: `by` is that agency. Or another agency, `by`, took back the invitation, or removed an agency that
 * has ended in the hub.
 */
export type ParticipantWithdrawn = Message<
  'ParticipantWithdrawn',
  { caseId: string; agency: string; by: string; reason?: string }
>;
/** An agency proposed a commitment. `binding`: the holder assigned the commitment, and did not ask. */
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
/** The commitment is accepted. `basis`: its owner accepted it, or the holder assigned it under the commissioning model (R7). */
export type CommitmentAccepted = Message<'CommitmentAccepted', OfCommitment & { basis: 'owner' | 'assignment' }>;
export type CommitmentDeclined = Message<'CommitmentDeclined', OfCommitment & { reason: string }>;
export type CommitmentDone = Message<'CommitmentDone', OfCommitment>;
/** The commitment is late: its day `dueOn` has passed. */
export type CommitmentOverdue = Message<'CommitmentOverdue', OfCommitment & { dueOn: LocalDate }>;
/** The case is closed. `escalateTo`: the organisation that continues a case that is beyond local reach (R32). */
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
/** A commitment. `overdue`: a fact records that it is late. */
export type Commitment = Readonly<{
  owner: string;
  dueOn: LocalDate;
  status: 'proposed' | 'accepted' | 'declined' | 'done';
  overdue?: true;
}>;
export type JointCase = Readonly<{
  id: string;
  /** the number of facts about this case; the ETag of its resource */
  version: number;
  openedBy: string;
  coordination: Coordination;
  participants: ReadonlyMap<string, Participant>;
  commitments: ReadonlyMap<string, Commitment>;
  closed?: Readonly<{ on: LocalDate; outcome: Outcome }>;
}>;

export const evolve = (jointCase: JointCase | undefined, event: CaseEvent): JointCase => ({
  ...applyEvent(jointCase!, event),
  version: (jointCase?.version ?? 0) + 1,
});

const applyEvent = (jointCase: JointCase, { type, data }: CaseEvent): JointCase => {
  switch (type) {
    case 'CaseOpened':
      return {
        id: data.caseId,
        version: 0,
        openedBy: data.openedBy,
        coordination: startCoordination(data.coordination, data),
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
      return { ...jointCase, coordination: takeOver(jointCase.coordination, data) };
    case 'CoordinationLost':
      return { ...jointCase, coordination: loseCoordination(jointCase.coordination, data) };
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

/** The data of a command on one case; `version` is the number of facts that the actor has seen. */
export type About<Data> = Data & { caseId: string; version?: number };

/** Returns the coordinating agency on a day and its mandate, if the case has one. A closed case keeps the coordinator of its last day. */
export const coordinatorOn = ({ coordination, closed }: JointCase, on: LocalDate): Tenure | undefined =>
  stretchOn(coordination.tenures, closed?.on ?? on);

/** Returns the mandate of the case on a day; on a day without a coordinator, the last mandate before it. */
export const lastTenure = (jointCase: JointCase, on: LocalDate): Tenure | undefined =>
  coordinatorOn(jointCase, on) ?? jointCase.coordination.tenures.findLast(({ from }) => from <= on);

export const coordinates = (jointCase: JointCase, agency: string, on: LocalDate): boolean =>
  coordinatorOn(jointCase, on)?.holder === agency;

/** True when the agency accepted and did not leave, or coordinates: both have the rights of a participant. */
export const takesPart = (jointCase: JointCase, agency: string, on: LocalDate): boolean =>
  jointCase.participants.get(agency)?.status === 'accepted' || coordinates(jointCase, agency, on);

export const known = (jointCase: JointCase | undefined, caseId: string): JointCase => {
  if (!jointCase) throw new DomainError('case.unknown', { caseId });
  return jointCase;
};

/** Refuses an actor that takes no part: an invited agency may only answer, and a manager of the city may only read. */
export const mustBeAParticipant = (jointCase: JointCase, { by, today }: Pick<Command, 'by' | 'today'>): void => {
  if (!takesPart(jointCase, by.agency, today)) throw new DomainError('access.not-a-participant', { agency: by.agency });
};

/** Refuses a command on a case that is closed, or that has changed since the actor read it. */
export const mustBeChangeable = (jointCase: JointCase, version: number | undefined): void => {
  mustMatchVersion(jointCase, version);
  if (jointCase.closed) throw new DomainError('case.closed', { ...jointCase.closed });
};
