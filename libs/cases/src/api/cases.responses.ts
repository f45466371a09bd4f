import { THEMES } from '#contracts';
import {
  anyOf,
  day,
  listOf,
  moment,
  named,
  next,
  oneOf,
  orNull,
  outcome,
  record,
  text,
  version,
  whole,
  yesOrNo,
} from '#http';
import { OUTCOMES } from '../domain/case-history.js';

/** What the routes of cases answer: seen-cases.ts says who sees which of these. */

const caseId = text('the id of the case');
const commitmentId = text('the id of the commitment');
const agency = text('the code of an agency');

const Coordination = named(
  'Coordination',
  record({
    holder: text('the agency that coordinates'),
    mandateId: text('the mandate by which it does'),
    steeringModel: oneOf(
      ['communication', 'coordination', 'commissioning'],
      'what the holder may do: inform; ask and agree; assign bindingly',
    ),
    since: day('first day'),
    until: orNull(day('first day without')),
  }),
);
const status = oneOf(['open', 'closed']);
const slot = { caseId, neighbourhood: text('its code'), theme: oneOf(THEMES) };
const oversight = {
  ...slot,
  status,
  holder: orNull(text('who coordinates today, or did when the case was closed; null: nobody')),
  coordination: orNull(Coordination),
  withoutCoordinationSince: orNull(day('nobody coordinates it since this day')),
};
const summary = { ...oversight, version, title: text(), openedBy: agency, openedAt: moment() };

const OverseenCase = named(
  'OverseenCase',
  record(
    { view: { const: 'oversight' }, ...oversight },
    {},
    'That the case is there and who coordinates it: for the managers of a city service.',
  ),
);
const InvitedCase = named(
  'InvitedCase',
  record(
    {
      view: { const: 'invitation' },
      ...slot,
      version,
      status,
      title: text(),
      why: text(),
      invitedBy: agency,
      holder: orNull(agency),
    },
    {},
    'What is needed to answer an invitation.',
  ),
);
const ListedCase = named(
  'ListedCase',
  record({ view: { const: 'full' }, ...summary }, {}, 'A case that your agency takes part in or coordinates.'),
);

const Participant = named(
  'Participant',
  record({
    agency,
    status: oneOf(['invited', 'accepted', 'declined', 'withdrawn']),
    invitedBy: agency,
    reason: orNull(text('what it gave for its last step')),
    since: moment('of its last step'),
  }),
);
const Commitment = named(
  'Commitment',
  record({
    commitmentId,
    what: text(),
    owner: text('the agency that is to do it'),
    proposedBy: agency,
    dueOn: day(),
    binding: yesOrNo('assigned by the holder, not asked'),
    status: oneOf(['proposed', 'accepted', 'declined', 'done']),
    reason: orNull(text('why it was declined')),
    proposedAt: moment(),
  }),
);
const Closure = named(
  'Closure',
  record(
    { on: day(), outcome: oneOf(OUTCOMES), reason: text(), closedBy: agency },
    { escalateTo: text('who is to take it further') },
  ),
);
const WholeCase = named(
  'WholeCase',
  record(
    {
      view: { const: 'full' },
      ...summary,
      why: text('why the solution lies in the neighbourhood, at least in part'),
      scope: text('purpose and limits'),
      past: oneOf(['nothing', 'summary', 'all'], 'how much is shown of the time before your agency accepted'),
      participants: listOf(Participant),
      commitments: listOf(Commitment),
      closed: orNull(Closure),
    },
    { earlierOpenCommitments: whole('with `past: summary`: how many commitments of others from before are open') },
    'Everything of the case that your agency may see.',
  ),
);

export const CaseAnswer = named('Case', {
  ...anyOf(WholeCase, InvitedCase, OverseenCase),
  description: 'As much as you may see: `view` says which of these it is.',
});
export const CasesPageAnswer = named(
  'CasesPage',
  record({ cases: listOf(anyOf(ListedCase, InvitedCase, OverseenCase)), next }),
);

const TimelineEntry = named(
  'TimelineEntry',
  record({
    number: whole('1, 2, 3, ...; what you may not see is left out'),
    type: text('what happened, such as `CaseOpened`'),
    agency: orNull(
      text('the agency that did it; null: the case itself, following the register, or when a day has come'),
    ),
    at: moment('when it was recorded'),
    data: { type: 'object', additionalProperties: true, description: 'the facts' },
  }),
);
export const TimelineAnswer = named(
  'Timeline',
  record({
    entries: listOf(TimelineEntry),
    next: orNull(whole('send it back as `after` for the next page; null: this is the last one')),
  }),
);

export const CaseOutcome = outcome('CaseOutcome', { caseId }, 'opened', 'closed');
export const ParticipantOutcome = outcome(
  'ParticipantOutcome',
  { caseId, agency },
  'invited',
  'accepted',
  'declined',
  'withdrawn',
);
export const CommitmentOutcome = outcome(
  'CommitmentOutcome',
  { caseId, commitmentId },
  'proposed',
  'accepted',
  'declined',
  'done',
);
