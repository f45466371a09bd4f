import { day, listOf, moment, named, next, orNull, outcome, record, text, version } from '#http';

/** What the routes of teams answer. */

const team = {
  teamId: text('the id of the team'),
  version,
  name: text(),
  neighbourhoods: listOf(text(), 'their codes'),
  formedBy: text('the code of an agency'),
  formedAt: moment(),
};
const BusMember = named(
  'Member',
  record({
    agency: text('who seconds the member'),
    memberId: text('a reference of that agency, never a name'),
    from: day(),
    until: orNull(day('first day on which it is over')),
    function: text(),
  }),
);

export const TeamAnswer = named(
  'Team',
  record({ ...team, members: listOf(BusMember, 'those who are or will be on it') }),
);
export const TeamsPageAnswer = named('TeamsPage', record({ teams: listOf(named('ListedTeam', record(team))), next }));
export const TeamOutcome = outcome('TeamOutcome', { teamId: team.teamId }, 'formed', 'seconded', 'ended');
