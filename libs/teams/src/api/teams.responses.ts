import { type Static, Type } from 'typebox';
import { constant, dateOnly, dateTime, enumOf, list, next, nullable, page, version } from '#http';
import { MOST_AGENCIES } from '../domain/neighbourhood-team.js';
import { MEMBERS_SHOWN } from '../queries/teams.js';

/** Responses about teams. */

const teamId = Type.String({ description: 'Id of the team.' });
const ListedTeam = Type.Object(
  {
    teamId,
    version,
    name: Type.String(),
    neighbourhoods: list(Type.String(), { maxItems: 250, description: 'Codes of the neighbourhoods.' }),
    formedBy: Type.String({ description: 'Code of the agency that formed it.' }),
    formedAt: dateTime(),
    agencies: list(Type.String(), {
      maxItems: MOST_AGENCIES,
      description: 'Codes of the accepted agencies, which may second their staff to the team.',
    }),
  },
  { title: 'ListedTeam' },
);
export type ListedTeam = Static<typeof ListedTeam>;
const Member = Type.Object(
  {
    agency: Type.String({ description: 'Code of the agency that seconds the member.' }),
    memberId: Type.String({ description: 'Reference of that agency, never a name.' }),
    from: dateOnly(),
    until: nullable(dateOnly({ description: 'First day no longer on the team; null when open-ended.' })),
    function: Type.String(),
  },
  { title: 'Member' },
);

export const TeamResponse = Type.Object(
  {
    ...ListedTeam.properties,
    members: list(Member, { maxItems: MEMBERS_SHOWN, description: 'Present and future members, 100 at most.' }),
    membersLeftOut: Type.Optional(
      constant(true, { description: 'There are more: GET /v1/teams/{id}/members lists all.' }),
    ),
  },
  { title: 'Team' },
);
export const MembersPageResponse = Type.Object({ members: page(Member), next }, { title: 'MembersPage' });
export const TeamsPageResponse = Type.Object({ teams: page(ListedTeam), next }, { title: 'TeamsPage' });

export const TeamOutcome = Type.Object(
  { teamId, outcome: enumOf(['formed', 'agency-accepted', 'seconded', 'ended']) },
  { title: 'TeamOutcome' },
);
export type TeamOutcome = Static<typeof TeamOutcome>;
