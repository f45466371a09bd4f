import { type Problems } from '#http';

/** The refusals of the API of cases, each with its remedy. */
export const problems: Problems = {
  'case.unknown': { status: 404, title: 'There is no such case that you take part in.' },
  'case.no-mandate': {
    status: 409,
    title:
      'Nobody holds the mandate for this neighbourhood and theme on this day, and without a mandate there is no case. Ask a coordinator of the city to propose one; `next` says who is to hold it, when that is settled.',
  },
  'case.closed': {
    status: 409,
    title: 'The case is closed: nothing in it changes any more. Open a new one when there is more to do.',
  },
  'case.invitation-answered': {
    status: 409,
    title:
      'This invitation was answered otherwise; `state` says how. Who declined or left can be invited again, and who accepted can leave.',
  },
  'case.not-allowed-by-agency': {
    status: 409,
    title:
      'The cooperation policy of your agency does not let its staff join a joint case: change the policy first. An invitation can be declined.',
  },
  'case.agency-of-another-kind': {
    status: 409,
    title:
      'The case runs under a mandate of a kind under which this agency cannot take part; `allowed` says which kinds of agencies can. Another mandate is for the city to decide.',
  },
  'case.steering-model-forbids': {
    status: 409,
    title:
      'The steering model of your mandate does not allow this; `allowedUnder` says which would. You can still offer what you do yourself.',
  },
  'case.escalation-target-missing': {
    status: 422,
    title: 'A case that is beyond local reach is handed on: `escalateTo` says to whom.',
  },
  'participant.unknown': { status: 404, title: 'This agency was never invited to this case.' },
  'commitment.unknown': { status: 404, title: 'This case has no such commitment.' },
  'commitment.owner-takes-no-part': {
    status: 409,
    title: 'Only an agency that accepted to take part can own a commitment: invite it, and wait for its answer.',
  },
  'commitment.due-in-the-past': { status: 422, title: 'A commitment is due today or later.' },
  'commitment.answered': { status: 409, title: 'This commitment was answered otherwise; `state` says how.' },
  'commitment.not-accepted': { status: 409, title: 'Only an accepted commitment can be done: accept it first.' },
  'access.not-a-participant': {
    status: 403,
    title: 'Only who takes part in the case can do this: answer your invitation first.',
  },
  'access.answers-for-itself': {
    status: 403,
    title:
      'An agency answers for itself only: nobody is added to a case or put out of it by others. One that has ended in the hub is put out by who coordinates.',
  },
  'access.not-the-inviter': {
    status: 403,
    title:
      'An invitation is taken back by who sent it, or by who coordinates the case. The invited agency accepts or declines.',
  },
  'access.not-the-owner': { status: 403, title: 'Only the agency that owns the commitment can answer for it.' },
  'access.past-by-the-coordinator': {
    status: 403,
    title:
      'What an invited agency sees of the time before it accepts, only the agency that coordinates the case can say; leave `past` out, or ask it.',
  },
  'access.not-the-coordinator': {
    status: 403,
    title:
      'Only the agency that coordinates the case can do this; for closing it, who opened it, when nobody coordinates.',
  },
};
