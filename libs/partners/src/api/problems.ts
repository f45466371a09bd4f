import { type Problems } from '#http';

/** The problems that the API of agencies, feeds and subscriptions returns, each with its remedy. */
export const problems: Problems = {
  'agency.unknown': { status: 404, title: 'No agency with this code is enrolled in your city.' },
  'agency.code-taken': { status: 409, title: 'Another agency has, or had, this code: choose another one.' },
  'agency.code-reserved': { status: 422, title: 'This code is reserved for the hub itself: choose another one.' },
  'agency.identifier-missing': {
    status: 422,
    title: 'An agency is known by a number: give at least one of `kbo`, `ovo` and `policeZone`.',
  },
  'agency.identifier-taken': {
    status: 409,
    title: 'Another agency of your city is known by this number: `agency` names it.',
  },
  'agency.kbo-invalid': {
    status: 422,
    title:
      'A KBO number has ten digits, such as 0207.451.227, of which the last two are a check on the others: correct it.',
  },
  'agency.ovo-invalid': { status: 422, title: 'An OVO number is OVO and six digits, such as OVO002949.' },
  'agency.police-zone-invalid': { status: 422, title: 'The number of a police zone has four digits, such as 5415.' },
  'agency.first-is-your-city-service': {
    status: 409,
    title: 'Your city has no agency yet: enrol your own city service first.',
  },
  'agency.last-city-service': {
    status: 409,
    title: 'This is the only active city service, and the register needs one. Enrol or resume another one first.',
  },
  'agency.ended': { status: 409, title: 'This agency has ended; a body that comes back is enrolled under a new code.' },
  'access.agencies-by-the-city': { status: 403, title: 'Only managers of the city services keep the register.' },
  'access.not-your-agency': {
    status: 403,
    title: 'Only the agency-admin of an agency, or a manager of a city service, can change it.',
  },
  'access.kind-by-the-city': { status: 403, title: 'Only a manager of a city service changes the kind of an agency.' },
  'feed.cursor-malformed': {
    status: 400,
    title: 'This is not a cursor: send `next` of an earlier response, or leave `after` out to read from the beginning.',
  },
  'feed.cursor-foreign': {
    status: 403,
    title: 'This cursor belongs to the feed of another agency: send one of your own.',
  },
  'feed.too-many-streams': {
    status: 429,
    title: 'Your agency has as many open streams as it may: close one, or read the feed in pages.',
  },
  'feed.cursor-unknown': {
    status: 410,
    title:
      'Your feed does not match this cursor, or does not reach it. Leave `after` out and read from the beginning; events that you have keep their `id`.',
  },
  'access.subscriptions-by-the-agency': {
    status: 403,
    title: 'Only the agency-admin and the systems of an agency manage its subscriptions.',
  },
  'subscription.unknown': { status: 404, title: 'Your agency has no subscription with this id.' },
  'subscription.ended': { status: 409, title: 'This subscription has ended: make a new one.' },
  'subscription.too-many': { status: 409, title: 'Your agency has as many subscriptions as it may: end one first.' },
  'subscription.url-refused': {
    status: 422,
    title:
      'Events are not posted to this address; `fault` has the reason. Use https, without user, password and fragment, on an ordinary port of a host with public addresses only.',
  },
  'subscription.replay-from-where': {
    status: 422,
    title: 'Deliveries start at `after` or at `since`: send one of them.',
  },
  'subscription.replay-ahead': {
    status: 409,
    title:
      'Deliveries have not reached this cursor yet, and a start from there would leave events out: take an earlier cursor.',
  },
  'subscription.event-not-waiting': {
    status: 409,
    title: 'This event does not wait for delivery: it arrived, was given up, or is not enqueued yet.',
  },
};
