import { type CaseView, type Past, visiblePast } from '#access';
import type { Actor, LocalDate } from '#kernel';
import type { SteeringModel } from '../domain/coordination.js';
import type { CaseRow, CommitmentRow, ParticipantRow } from './cases.projection.js';

/** The views of a case, each with its own shape: oversight, invitation and full. Data that the actor may not see is left out here. */

/** The coordinating agency of today, or of the day of closing, and its days; null: the case has none. */
export type VisibleCoordination = Readonly<{
  holder: string;
  mandateId: string;
  steeringModel: SteeringModel;
  since: LocalDate;
  until: LocalDate | null;
}>;
type Slot = Readonly<{ caseId: string; neighbourhood: string; theme: string }>;
/** The overview of a case: its slot and its coordinator. */
type Overview = Slot &
  Readonly<{
    status: CaseRow['status'];
    holder: string | null;
    coordination: VisibleCoordination | null;
    withoutCoordinationSince: LocalDate | null;
  }>;
type Summary = Overview & Pick<CaseRow, 'version' | 'title' | 'openedBy' | 'openedAt'>;
type VisibleCommitment = Readonly<{ commitmentId: string }> & Omit<CaseCommitment, 'id'>;
/**
 * The content of a case. `past` is the visible part of the time before the actor's agency accepted its invitation:
 * - `nothing`: only current participants and those that left since, the commitments of that agency, and commitments made since
 * - `summary`: also earlier participants; `earlierOpenCommitments` counts the hidden commitments that are open
 * - `all`: everything
 *
 * The content of the invitation (title, why, scope, opening agency) and the coordinator of today are always visible.
 */
type Content = Pick<CaseRow, 'why' | 'scope' | 'closed'> &
  Readonly<{
    past: Past;
    earlierOpenCommitments?: number;
    participants: readonly CaseParticipant[];
    commitments: readonly VisibleCommitment[];
    /** true: the case has more of them than are shown */
    participantsLeftOut?: true;
    commitmentsLeftOut?: true;
  }>;

export type OverseenCase = Overview & Readonly<{ view: 'oversight' }>;
/** The view of an invited agency: enough to answer the invitation. */
export type InvitedCase = Slot &
  Pick<CaseRow, 'version' | 'status' | 'title' | 'why'> &
  Readonly<{ view: 'invitation'; invitedBy: string; holder: string | null }>;
type FullCase = Summary & Content & Readonly<{ view: 'full' }>;
export type ListedCase = OverseenCase | InvitedCase | (Summary & Readonly<{ view: 'full' }>);
export type VisibleCase = OverseenCase | InvitedCase | FullCase;

/** A participant and a commitment, without the case that they are part of. */
export type CaseParticipant = Pick<ParticipantRow, 'agency' | 'status' | 'invitedBy' | 'reason' | 'since'>;
export type CaseCommitment = Pick<
  CommitmentRow,
  'id' | 'what' | 'owner' | 'proposedBy' | 'dueOn' | 'binding' | 'status' | 'reason' | 'proposedAt'
>;

/** A case as read from the database, with the relation of the actor's agency to the case on a day. */
export type FoundCase = CaseRow &
  Readonly<{
    participation: ParticipantRow['status'] | null;
    invitedBy: string | null;
    /** the moment of the last step of the actor's agency in the case, such as its acceptance */
    since: Date | null;
    past: ParticipantRow['past'];
    coordination: VisibleCoordination | null;
    /** the first day after the last tenure; the day of the opening for a case that lost its holder on that day */
    endedOn: LocalDate;
    rank: 0 | 1;
  }>;

const slotOf = ({ id, neighbourhood, theme }: FoundCase): Slot => ({ caseId: id, neighbourhood, theme });

const overviewOf = (found: FoundCase): Overview => ({
  ...slotOf(found),
  status: found.status,
  holder: found.coordination?.holder ?? null,
  coordination: found.coordination,
  withoutCoordinationSince: found.rank === 0 ? found.endedOn : null,
});

const summaryOf = (found: FoundCase): Summary => {
  const { version, title, openedBy, openedAt } = found;
  return { ...overviewOf(found), version, title, openedBy, openedAt };
};

export const oversightOf = (found: FoundCase): OverseenCase => ({ ...overviewOf(found), view: 'oversight' });

export const invitationOf = (found: FoundCase): InvitedCase => {
  const { version, status, title, why, invitedBy, coordination } = found;
  return {
    ...slotOf(found),
    view: 'invitation',
    version,
    status,
    title,
    why,
    invitedBy: invitedBy!,
    holder: coordination?.holder ?? null,
  };
};

/** Returns the case as a list shows it, or nothing when the actor may not see the case. */
export const listed = (found: FoundCase, { view }: CaseView): readonly ListedCase[] => {
  switch (view) {
    case 'full':
      return [{ ...summaryOf(found), view }];
    case 'invitation':
      return [invitationOf(found)];
    case 'oversight':
      return [oversightOf(found)];
    default:
      return [];
  }
};

/** Returns the visible part of the time before the acceptance, for an agency with the full view. */
export const pastOf = ({ agency }: Actor, { participation, coordination, past }: FoundCase): Past =>
  visiblePast({ participation, coordinates: coordination?.holder === agency, past });

/** The most participants, and the most commitments, that a case shows; each has a list of its own, by pages. */
export const PARTS_SHOWN = 100;

/** Returns the full view of a case, without the part of the past that the invitation of the agency hides. */
export const fullOf = (
  actor: Actor,
  found: FoundCase,
  participants: readonly CaseParticipant[],
  commitments: readonly CaseCommitment[],
): FullCase => {
  const { why, scope, closed } = found;
  const past = pastOf(actor, found);
  const hidden = commitments.filter((commitment) => isHidden(actor, found, commitment));
  const shownParticipants = visibleParticipants(actor, found, participants);
  const shownCommitments = visibleCommitments(actor, found, commitments);
  return {
    ...summaryOf(found),
    view: 'full',
    why,
    scope,
    past,
    ...(past === 'summary' && { earlierOpenCommitments: hidden.filter(isOpen).length }),
    participants: firstOf(shownParticipants, isCurrent),
    ...(shownParticipants.length > PARTS_SHOWN && { participantsLeftOut: true as const }),
    commitments: firstOf(shownCommitments, isOpen),
    ...(shownCommitments.length > PARTS_SHOWN && { commitmentsLeftOut: true as const }),
    closed,
  };
};

/** Returns the parts of a long list that matter first, in their order. */
const firstOf = <Part>(parts: readonly Part[], matters: (part: Part) => boolean): readonly Part[] => {
  if (parts.length <= PARTS_SHOWN) return parts;
  const first = new Set([...parts.filter(matters), ...parts.filter((part) => !matters(part))].slice(0, PARTS_SHOWN));
  return parts.filter((part) => first.has(part));
};

/** Returns the participants that the actor sees, without the reasons that the past hides. */
export const visibleParticipants = (
  actor: Actor,
  found: FoundCase,
  participants: readonly CaseParticipant[],
): readonly CaseParticipant[] =>
  participants
    .filter(
      (participant) =>
        participant.agency === actor.agency ||
        isCurrent(participant) ||
        pastOf(actor, found) !== 'nothing' ||
        !isEarlier(actor, found, participant.since),
    )
    .map(({ agency, status, invitedBy, reason, since }) => ({
      agency,
      status,
      invitedBy,
      reason: agency !== actor.agency && isEarlier(actor, found, since) ? null : reason,
      since,
    }));

/** Returns the commitments that the actor sees. */
export const visibleCommitments = (
  actor: Actor,
  found: FoundCase,
  commitments: readonly CaseCommitment[],
): readonly VisibleCommitment[] =>
  commitments
    .filter((commitment) => !isHidden(actor, found, commitment))
    .map(({ id: commitmentId, ...commitment }) => ({ commitmentId, ...commitment }));

const isHidden = (actor: Actor, found: FoundCase, { owner, proposedAt }: CaseCommitment): boolean =>
  owner !== actor.agency && isEarlier(actor, found, proposedAt);
const isEarlier = (actor: Actor, found: FoundCase, at: Date): boolean =>
  pastOf(actor, found) !== 'all' && at <= found.since!;
const isCurrent = ({ status }: Pick<CaseParticipant, 'status'>): boolean =>
  status === 'accepted' || status === 'invited';
const isOpen = ({ status }: Pick<CaseCommitment, 'status'>): boolean => status === 'proposed' || status === 'accepted';
