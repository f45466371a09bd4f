import { type Problems } from '#http';

/** The refusals of the API of neighbourhoods and teams, each with its remedy. */
export const problems: Problems = {
  'neighbourhood.unknown': { status: 404, title: 'Your city has no neighbourhood with this code.' },
  'neighbourhood.import-empty': { status: 422, title: 'There is nothing to import: `neighbourhoods` is empty.' },
  'neighbourhood.rows-invalid': {
    status: 422,
    title: 'Nothing was imported: `rows` lists each wrong row with its problem. Correct them and import all again.',
  },
  'access.city-manager-only': {
    status: 403,
    title: 'Only a manager of a city service can record the neighbourhoods of a city.',
  },
  'team.unknown': { status: 404, title: 'Your city has no such team.' },
  'team.needs-neighbourhood': { status: 422, title: 'A team works for at least one neighbourhood.' },
  'team.not-allowed-by-agency': {
    status: 409,
    title:
      'The cooperation policy of your agency does not let its staff join a neighbourhood team: change the policy first.',
  },
  'team.agency-not-accepted': {
    status: 409,
    title:
      'This team has not accepted your agency: a coordinator or manager of `formedBy`, or a manager of the city, accepts it first.',
  },
  'team.too-many-agencies': {
    status: 409,
    title: 'This team has as many accepted agencies as a team may have, `most`.',
  },
  'access.not-the-forming-agency': {
    status: 403,
    title: 'Only the agency that formed the team (`formedBy`) and managers of a city service accept an agency on it.',
  },
  'team.already-member': {
    status: 409,
    title: 'This member is on the team on some of these days: end that secondment first, or choose other days.',
  },
  'team.end-in-the-past': { status: 422, title: 'A secondment ends today or later.' },
  'member.unknown': { status: 404, title: 'Your agency has seconded nobody with this reference to this team.' },
  'period.ends-before-it-starts': { status: 422, title: 'The period ends before it starts, or has no day.' },
  'access.own-staff-only': { status: 403, title: 'An agency seconds and takes back its own staff only.' },
};
