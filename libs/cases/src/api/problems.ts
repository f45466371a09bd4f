import { type Problems } from '#http';

/** The refusals of the API of cases, each with its remedy. */
export const problems: Problems = {
  'case.unknown': { status: 404, title: 'Your agency takes part in no case with this id.' },
  'case.no-mandate': {
    status: 409,
    title:
      'Nobody holds the mandate for this neighbourhood and theme on this day, and a case needs one. Ask a coordinator of the city to propose a mandate; `next` has the coming holder, when that is settled.',
  },
  'case.closed': {
    status: 409,
    title: 'The case is closed, so nothing in it changes any more. Open a new one when there is more to do.',
  },
  'case.invitation-answered': {
    status: 409,
    title:
      'This invitation was answered otherwise, as `state` shows. An agency that declined or left can be invited again, and a participant can leave.',
  },
  'case.not-allowed-by-agency': {
    status: 409,
    title:
      'The cooperation policy of your agency does not let its staff join a joint case: change the policy first. An invitation can be declined.',
  },
  'case.agency-of-another-kind': {
    status: 409,
    title:
      'An agency of this kind cannot take part under a mandate of this kind; `allowed` lists the kinds of agencies that can. The city decides on another mandate.',
  },
  'case.steering-model-forbids': {
    status: 409,
    title:
      'The steering model of your mandate does not allow this; `allowedUnder` lists the models that do. You can still offer a commitment of your own agency.',
  },
  'case.escalation-target-missing': {
    status: 422,
    title: 'A case that is beyond local reach is handed on: name the receiving organisation in `escalateTo`.',
  },
  'participant.unknown': { status: 404, title: 'This agency was never invited to this case.' },
  'commitment.unknown': { status: 404, title: 'This case has no such commitment.' },
  'commitment.owner-takes-no-part': {
    status: 409,
    title: 'Only an agency that takes part can own a commitment: invite it, and wait for its acceptance.',
  },
  'commitment.due-in-the-past': { status: 422, title: 'A commitment is due today or later.' },
  'commitment.answered': { status: 409, title: 'This commitment was answered otherwise, as `state` shows.' },
  'commitment.not-accepted': { status: 409, title: 'Only an accepted commitment can be done: accept it first.' },
  'access.not-a-participant': {
    status: 403,
    title: 'Only agencies that take part in the case can do this; an invited agency accepts its invitation first.',
  },
  'access.answers-for-itself': {
    status: 403,
    title:
      'Only an agency itself can accept, decline or leave. The agency that coordinates the case can remove an agency that has ended in the hub.',
  },
  'access.not-the-inviter': {
    status: 403,
    title:
      'Only the agency that sent an invitation, or coordinates the case, can take it back. The invited agency accepts or declines.',
  },
  'access.not-the-owner': { status: 403, title: 'Only the agency that owns the commitment can answer for it.' },
  'access.past-by-the-coordinator': {
    status: 403,
    title:
      'Only the agency that coordinates the case sets the past that an invited agency sees. Leave `past` out, or ask that agency.',
  },
  'access.not-the-coordinator': {
    status: 403,
    title:
      'Only the agency that coordinates the case can do this. Without coordination, the agency that opened the case can close it.',
  },
};
