import { formatDay, formatMoment } from './format-moment.js';
import { facts } from './terminal.js';

type Coordination = Readonly<{
  holder: string;
  mandateId: string;
  steeringModel: string;
  since: string;
  until: string | null;
}>;
type Participant = Readonly<{
  agency: string;
  status: 'invited' | 'accepted' | 'declined' | 'withdrawn';
  invitedBy: string;
  reason: string | null;
  since: string;
}>;
type Commitment = Readonly<{
  commitmentId: string;
  what: string;
  owner: string;
  dueOn: string;
  binding: boolean;
  status: string;
  reason: string | null;
}>;
type Closed = Readonly<{ on: string; outcome: string; reason: string; escalateTo?: string; closedBy: string }>;

/** The response of `GET /v1/cases/{id}`; its content depends on the view of the caller. */
export type VisibleCase = Readonly<{
  caseId: string;
  neighbourhood: string;
  theme: string;
  status: 'open' | 'closed';
  holder: string | null;
}> &
  Readonly<
    | { view: 'oversight'; coordination: Coordination | null; withoutCoordinationSince: string | null }
    | { view: 'invitation'; title: string; why: string; invitedBy: string }
    | {
        view: 'full';
        title: string;
        why: string;
        scope: string;
        openedBy: string;
        openedAt: string;
        coordination: Coordination | null;
        withoutCoordinationSince: string | null;
        participants: readonly Participant[];
        participantsLeftOut?: true;
        commitments: readonly Commitment[];
        commitmentsLeftOut?: true;
        closed: Closed | null;
      }
  >;

/** An entry of `GET /v1/cases/{id}/timeline`; `agency` is null when the hub itself recorded the event. */
export type TimelineEntry = Readonly<{
  number: number;
  type: string;
  agency: string | null;
  at: string;
  data: Readonly<Record<string, unknown>>;
}>;

/** The number of timeline entries that are printed. */
const PRINTED_ENTRIES = 10;

/** Prints the part of a case that the caller may see. */
export const caseInWords = (
  visibleCase: VisibleCase,
  neighbourhoodName: string,
  timeline: readonly TimelineEntry[],
): string => {
  const slot = ['slot', `${neighbourhoodName} (${visibleCase.neighbourhood}), ${visibleCase.theme}`] as const;
  switch (visibleCase.view) {
    case 'oversight':
      return `A case of others: it is shown that it exists and who coordinates it.\n${facts([slot, ['state', visibleCase.status], ['coordination', coordinationInWords(visibleCase)]])}`;
    case 'invitation':
      return (
        `${oneLine(visibleCase.title)}\n` +
        facts([
          slot,
          ['state', `${visibleCase.status}; your agency is invited by ${visibleCase.invitedBy} and has not answered`],
          ['coordination', visibleCase.holder ?? 'nobody'],
          ['why', oneLine(visibleCase.why)],
        ])
      );
    default: {
      const { title, status, openedBy, openedAt, why, scope, participants, commitments, closed } = visibleCase;
      const state = closed
        ? `closed on ${closed.on} by ${closed.closedBy}, ${closed.outcome}: ${oneLine(closed.reason)}${closed.escalateTo ? ` (handed on to ${oneLine(closed.escalateTo)})` : ''}`
        : `${status} since ${formatDay(openedAt)}, opened by ${openedBy}`;
      return [
        `${oneLine(title)}\n${facts([slot, ['state', state], ['coordination', coordinationInWords(visibleCase)], ['why', oneLine(why)], ['scope', oneLine(scope)]])}`,
        `Participants${leftOut(visibleCase.participantsLeftOut)}\n${facts(participants.map((participant) => [participant.agency, participationInWords(participant)]))}`,
        commitments.length > 0
          ? `Commitments${leftOut(visibleCase.commitmentsLeftOut)}\n${facts(commitments.map((commitment) => [`by ${commitment.dueOn}`, commitmentInWords(commitment)]))}`
          : '',
        timelineInWords(timeline, new Map(commitments.map(({ commitmentId, what }) => [commitmentId, what]))),
      ]
        .filter((part) => part !== '')
        .join('\n');
    }
  }
};

const coordinationInWords = ({
  coordination,
  withoutCoordinationSince,
}: {
  coordination: Coordination | null;
  withoutCoordinationSince: string | null;
}): string => {
  if (!coordination) return withoutCoordinationSince ? `nobody since ${withoutCoordinationSince}` : 'nobody';
  const { holder, since, until, steeringModel, mandateId } = coordination;
  return `${holder} since ${since}${until ? `, until ${until}` : ''} (${steeringModel} model, mandate ${mandateId})`;
};

const because = (reason: unknown): string => (typeof reason === 'string' ? `: ${oneLine(reason)}` : '');

const participationInWords = ({ status, invitedBy, reason, since }: Participant): string => {
  const on = formatDay(since);
  switch (status) {
    case 'accepted':
      return `takes part since ${on}`;
    case 'invited':
      return `invited by ${invitedBy} on ${on}, not answered yet`;
    case 'declined':
      return `declined on ${on}${because(reason)}`;
    default:
      return `no longer, since ${on}${because(reason)}`;
  }
};

const commitmentInWords = ({ owner, what, status, binding, reason }: Commitment): string =>
  `${owner}: ${oneLine(what)} (${binding ? 'assigned, ' : ''}${status}${because(reason)})`;

const timelineInWords = (timeline: readonly TimelineEntry[], commitmentTexts: ReadonlyMap<string, string>): string => {
  const last = timeline.slice(-PRINTED_ENTRIES);
  const title =
    last.length < timeline.length
      ? `What happened (the last ${PRINTED_ENTRIES} of ${timeline.length})`
      : 'What happened';
  return `${title}, in Brussels time\n${facts(last.map((entry) => [formatMoment(entry.at), `${entry.agency ?? hubPart(entry)}: ${entryInWords(entry, commitmentTexts)}`]))}`;
};

/** Names the part of the hub that recorded an event by itself. */
const hubPart = ({ type }: TimelineEntry): string =>
  type === 'CommitmentOverdue' ? 'the agenda' : 'the register of mandates';

const entryInWords = ({ type, agency, data }: TimelineEntry, commitmentTexts: ReadonlyMap<string, string>): string => {
  const field = (name: string): string => (typeof data[name] === 'string' ? oneLine(data[name]) : '');
  const own = data.owner === agency;
  const commitment = `"${oneLine(commitmentTexts.get(field('commitmentId')) ?? field('commitmentId'))}"`;
  switch (type) {
    case 'CaseOpened':
      return 'opened the case';
    case 'ParticipantInvited':
      return `invited ${field('agency')}`;
    case 'ParticipantAccepted':
      return 'takes part';
    case 'ParticipantDeclined':
      return `declined${because(data.reason)}`;
    case 'ParticipantWithdrawn':
      return `${data.agency === agency ? 'left the case' : `ended the part, or the invitation, of ${field('agency')}`}${because(data.reason)}`;
    case 'CommitmentProposed':
      return `${own ? 'offered' : `${data.binding ? 'assigned to' : 'asked'} ${field('owner')}`}: ${commitment}, by ${field('dueOn')}`;
    case 'CommitmentAccepted':
      return own ? `will do ${commitment}` : `${field('owner')} is to do ${commitment}`;
    case 'CommitmentDeclined':
      return `${own ? '' : `${field('owner')} `}will not do ${commitment}${because(data.reason)}`;
    case 'CommitmentDone':
      return `did ${commitment}`;
    case 'CommitmentOverdue':
      return `${field('owner')} has not done ${commitment}, which was due on ${field('dueOn')}`;
    case 'CoordinationTakenOver':
      return `${field('holder')} coordinates from ${field('from')}`;
    case 'CoordinationLost':
      return `nobody coordinates from ${field('on')}`;
    case 'CaseClosed':
      return `closed the case, ${field('outcome')}${because(data.reason)}`;
    default:
      // A newer hub can have types that this command line does not know.
      return type;
  }
};

/** Reduces text that other users wrote to one line without control characters, because those could manipulate the terminal. */
const oneLine = (text: string): string => text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();

/** Marks a list of which the case has more than it shows. */
const leftOut = (isLeftOut: true | undefined): string => (isLeftOut ? ' (the first 100; there are more)' : '');
