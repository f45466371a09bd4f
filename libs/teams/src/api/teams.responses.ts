import { type Static, Type } from 'typebox';
import { dateOnly, dateTime, enumOf, list, next, nullable, version } from '#http';

/** Responses about teams. */

const teamId = Type.String({ description: 'Id of the team.' });
const ListedTeam = Type.Object(
  {
    teamId,
    version,
    name: Type.String(),
    neighbourhoods: list(Type.String(), { description: 'Codes of the neighbourhoods.' }),
    formedBy: Type.String({ description: 'Code of the agency that formed it.' }),
    formedAt: dateTime(),
    agencies: list(Type.String(), {
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
  { ...ListedTeam.properties, members: list(Member, { description: 'Present and future members.' }) },
  { title: 'Team' },
);
export const TeamsPageResponse = Type.Object({ teams: list(ListedTeam), next }, { title: 'TeamsPage' });

export const TeamOutcome = Type.Object(
  { teamId, outcome: enumOf(['formed', 'agency-accepted', 'seconded', 'ended']) },
  { title: 'TeamOutcome' },
);
export type TeamOutcome = Static<typeof TeamOutcome>;
