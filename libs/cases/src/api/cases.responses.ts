import { Type } from 'typebox';
import { THEMES } from '#contracts';
import { anyObject, constant, dateOnly, dateTime, enumOf, list, next, nullable, page, version } from '#http';
import { OUTCOMES } from '../domain/case-history.js';
import { PARTS_SHOWN } from '../queries/case-views.js';

/** Responses about cases. queries/visible-cases.ts decides which view of a case an actor gets. */

const caseId = Type.String({ description: 'Id of the case.' });
const commitmentId = Type.String({ description: 'Id of the commitment.' });
const agency = Type.String({ description: 'Code of an agency.' });

// --- Views of a case -------------------------------------------------------------------------------------------------------------------------

const Coordination = Type.Object(
  {
    holder: Type.String({ description: 'Code of the agency that coordinates.' }),
    mandateId: Type.String({ description: 'Id of the mandate under which it coordinates.' }),
    steeringModel: enumOf(['communication', 'coordination', 'commissioning'], {
      description:
        'Power of the holder: `communication` informs, `coordination` asks and agrees, `commissioning` assigns bindingly.',
    }),
    since: dateOnly({ description: 'First day of this coordination.' }),
    until: nullable(dateOnly({ description: 'First day after this coordination; null when no end is known.' })),
  },
  { title: 'Coordination' },
);
const status = enumOf(['open', 'closed']);
const slot = {
  caseId,
  neighbourhood: Type.String({ description: 'Code of the neighbourhood.' }),
  theme: enumOf<string>(THEMES),
};
const oversight = {
  ...slot,
  status,
  holder: nullable(
    Type.String({
      description:
        'Code of the agency that coordinates today, or did on the day of closing. Null without coordination.',
    }),
  ),
  coordination: nullable(Coordination),
  withoutCoordinationSince: nullable(
    dateOnly({
      description: 'First day without coordination; null while the case is coordinated, and for a closed case.',
    }),
  ),
};
const summary = { ...oversight, version, title: Type.String(), openedBy: agency, openedAt: dateTime() };

const OverseenCase = Type.Object(
  { view: constant('oversight'), ...oversight },
  {
    title: 'OverseenCase',
    description: 'Existence and coordination of a case, for managers of a city service.',
  },
);
const InvitedCase = Type.Object(
  {
    view: constant('invitation'),
    ...slot,
    version,
    status,
    title: Type.String(),
    why: Type.String(),
    invitedBy: agency,
    holder: nullable(agency),
  },
  { title: 'InvitedCase', description: 'Part of a case that an invited agency needs to answer.' },
);
const ListedCase = Type.Object(
  { view: constant('full'), ...summary },
  { title: 'ListedCase', description: 'A case that your agency takes part in or coordinates.' },
);

const Participant = Type.Object(
  {
    agency,
    status: enumOf(['invited', 'accepted', 'declined', 'withdrawn']),
    invitedBy: agency,
    reason: nullable(Type.String({ description: 'Reason that the agency gave for its last step.' })),
    since: dateTime({ description: 'Moment of its last step.' }),
  },
  { title: 'Participant' },
);
const Commitment = Type.Object(
  {
    commitmentId,
    what: Type.String(),
    owner: Type.String({ description: 'Code of the agency that will do it.' }),
    proposedBy: agency,
    dueOn: dateOnly(),
    binding: Type.Boolean({ description: 'True: the holder assigned it instead of asking.' }),
    status: enumOf(['proposed', 'accepted', 'declined', 'done']),
    reason: nullable(Type.String({ description: 'Reason for declining it.' })),
    proposedAt: dateTime(),
  },
  { title: 'Commitment' },
);
const Closure = Type.Object(
  {
    on: dateOnly(),
    outcome: enumOf(OUTCOMES),
    reason: Type.String(),
    closedBy: agency,
    escalateTo: Type.Optional(Type.String({ description: 'Organisation that takes the case further.' })),
  },
  { title: 'Closure' },
);
const WholeCase = Type.Object(
  {
    view: constant('full'),
    ...summary,
    why: Type.String({ description: 'Reason that the solution lies in the neighbourhood, at least in part.' }),
    scope: Type.String({ description: 'Purpose and limits of the case.' }),
    past: enumOf(['nothing', 'summary', 'all'], {
      description: 'Part of the time before acceptance that your agency sees.',
    }),
    participants: list(Participant, {
      maxItems: PARTS_SHOWN,
      description: 'Participants, 100 at most: the present ones first.',
    }),
    participantsLeftOut: Type.Optional(
      constant(true, { description: 'There are more: GET /v1/cases/{id}/participants lists all.' }),
    ),
    commitments: list(Commitment, {
      maxItems: PARTS_SHOWN,
      description: 'Commitments, 100 at most: the open ones first.',
    }),
    commitmentsLeftOut: Type.Optional(
      constant(true, { description: 'There are more: GET /v1/cases/{id}/commitments lists all.' }),
    ),
    closed: nullable(Closure),
    earlierOpenCommitments: Type.Optional(
      Type.Integer({
        description: 'With `past: summary`: number of open commitments of others from before your acceptance.',
      }),
    ),
  },
  { title: 'WholeCase', description: 'All of a case that your agency may see.' },
);

export const CaseResponse = Type.Union([WholeCase, InvitedCase, OverseenCase], {
  title: 'Case',
  description: 'Part of the case that you may see; `view` names it.',
});
export const CasesPageResponse = Type.Object(
  { cases: page(Type.Union([ListedCase, InvitedCase, OverseenCase])), next },
  { title: 'CasesPage' },
);
export const ParticipantsPageResponse = Type.Object(
  { participants: page(Participant), next },
  { title: 'ParticipantsPage' },
);
export const CommitmentsPageResponse = Type.Object(
  { commitments: page(Commitment), next },
  { title: 'CommitmentsPage' },
);

// --- Its timeline ----------------------------------------------------------------------------------------------------------------------------

const TimelineEntry = Type.Object(
  {
    number: Type.Integer({
      description: '1, 2, 3, ... in the order of the case. Entries that you may not see are left out.',
    }),
    type: Type.String({ description: 'Type of the event, such as `CaseOpened`.' }),
    agency: nullable(
      Type.String({
        description:
          'Code of the agency that caused it. Null: the case itself, after a change of the register or on a due day.',
      }),
    ),
    at: dateTime({ description: 'Moment of recording.' }),
    data: anyObject({ description: 'Data of the event.' }),
  },
  { title: 'TimelineEntry' },
);
export const TimelineResponse = Type.Object(
  {
    entries: page(TimelineEntry, { maxItems: 500 }),
    next: nullable(Type.Integer({ description: 'Send it back as `after` for the next page; null on the last page.' })),
  },
  { title: 'Timeline' },
);

// --- Outcomes of commands --------------------------------------------------------------------------------------------------------------------

export const CaseOutcome = Type.Object({ caseId, outcome: enumOf(['opened', 'closed']) }, { title: 'CaseOutcome' });
export const ParticipantOutcome = Type.Object(
  { caseId, agency, outcome: enumOf(['invited', 'accepted', 'declined', 'withdrawn']) },
  { title: 'ParticipantOutcome' },
);
export const CommitmentOutcome = Type.Object(
  { caseId, commitmentId, outcome: enumOf(['proposed', 'accepted', 'declined', 'done']) },
  { title: 'CommitmentOutcome' },
);
