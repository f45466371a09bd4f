import { Type } from 'typebox';
import { THEMES } from '#contracts';
import { anyObject, constant, dateOnly, dateTime, enumOf, list, next, nullable, version } from '#http';
import { OUTCOMES } from '../domain/case-history.js';

/** Responses about cases. queries/visible-cases.ts decides which view of a case an actor gets. */

const caseId = Type.String({ description: 'the id of the case' });
const commitmentId = Type.String({ description: 'the id of the commitment' });
const agency = Type.String({ description: 'the code of an agency' });

// --- Views of a case -------------------------------------------------------------------------------------------------------------------------

const Coordination = Type.Object(
  {
    holder: Type.String({ description: 'the agency that coordinates' }),
    mandateId: Type.String({ description: 'the mandate by which it does' }),
    steeringModel: enumOf(['communication', 'coordination', 'commissioning'], {
      description: 'what the holder may do: inform; ask and agree; assign bindingly',
    }),
    since: dateOnly({ description: 'first day' }),
    until: nullable(dateOnly({ description: 'first day without' })),
  },
  { title: 'Coordination' },
);
const status = enumOf(['open', 'closed']);
const slot = {
  caseId,
  neighbourhood: Type.String({ description: 'its code' }),
  theme: enumOf<string>(THEMES),
};
const oversight = {
  ...slot,
  status,
  holder: nullable(
    Type.String({ description: 'who coordinates today, or did when the case was closed; null: nobody' }),
  ),
  coordination: nullable(Coordination),
  withoutCoordinationSince: nullable(dateOnly({ description: 'nobody coordinates it since this day' })),
};
const summary = { ...oversight, version, title: Type.String(), openedBy: agency, openedAt: dateTime() };

const OverseenCase = Type.Object(
  { view: constant('oversight'), ...oversight },
  {
    title: 'OverseenCase',
    description: 'That the case is there and who coordinates it: for the managers of a city service.',
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
  { title: 'InvitedCase', description: 'What is needed to answer an invitation.' },
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
    reason: nullable(Type.String({ description: 'what it gave for its last step' })),
    since: dateTime({ description: 'of its last step' }),
  },
  { title: 'Participant' },
);
const Commitment = Type.Object(
  {
    commitmentId,
    what: Type.String(),
    owner: Type.String({ description: 'the agency that is to do it' }),
    proposedBy: agency,
    dueOn: dateOnly(),
    binding: Type.Boolean({ description: 'assigned by the holder, not asked' }),
    status: enumOf(['proposed', 'accepted', 'declined', 'done']),
    reason: nullable(Type.String({ description: 'why it was declined' })),
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
    escalateTo: Type.Optional(Type.String({ description: 'who is to take it further' })),
  },
  { title: 'Closure' },
);
const WholeCase = Type.Object(
  {
    view: constant('full'),
    ...summary,
    why: Type.String({ description: 'why the solution lies in the neighbourhood, at least in part' }),
    scope: Type.String({ description: 'purpose and limits' }),
    past: enumOf(['nothing', 'summary', 'all'], {
      description: 'how much is shown of the time before your agency accepted',
    }),
    participants: list(Participant),
    commitments: list(Commitment),
    closed: nullable(Closure),
    earlierOpenCommitments: Type.Optional(
      Type.Integer({ description: 'with `past: summary`: how many commitments of others from before are open' }),
    ),
  },
  { title: 'WholeCase', description: 'Everything of the case that your agency may see.' },
);

export const CaseResponse = Type.Union([WholeCase, InvitedCase, OverseenCase], {
  title: 'Case',
  description: 'As much as you may see: `view` says which of these it is.',
});
export const CasesPageResponse = Type.Object(
  { cases: list(Type.Union([ListedCase, InvitedCase, OverseenCase])), next },
  { title: 'CasesPage' },
);

// --- Its timeline ----------------------------------------------------------------------------------------------------------------------------

const TimelineEntry = Type.Object(
  {
    number: Type.Integer({ description: '1, 2, 3, ...; what you may not see is left out' }),
    type: Type.String({ description: 'what happened, such as `CaseOpened`' }),
    agency: nullable(
      Type.String({
        description: 'the agency that did it; null: the case itself, following the register, or when a day has come',
      }),
    ),
    at: dateTime({ description: 'when it was recorded' }),
    data: anyObject({ description: 'the facts' }),
  },
  { title: 'TimelineEntry' },
);
export const TimelineResponse = Type.Object(
  {
    entries: list(TimelineEntry),
    next: nullable(
      Type.Integer({ description: 'send it back as `after` for the next page; null: this is the last one' }),
    ),
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
