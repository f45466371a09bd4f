import { type Static, Type } from 'typebox';
import { dateOnly, dateTime, enumOf, list, next, nullable, version } from '#http';

/** Responses about teams. */

const teamId = Type.String({ description: 'the id of the team' });
const ListedTeam = Type.Object(
  {
    teamId,
    version,
    name: Type.String(),
    neighbourhoods: list(Type.String(), { description: 'their codes' }),
    formedBy: Type.String({ description: 'the code of an agency' }),
    formedAt: dateTime(),
  },
  { title: 'ListedTeam' },
);
export type ListedTeam = Static<typeof ListedTeam>;
const Member = Type.Object(
  {
    agency: Type.String({ description: 'who seconds the member' }),
    memberId: Type.String({ description: 'a reference of that agency, never a name' }),
    from: dateOnly(),
    until: nullable(dateOnly({ description: 'first day on which it is over' })),
    function: Type.String(),
  },
  { title: 'Member' },
);

export const TeamResponse = Type.Object(
  { ...ListedTeam.properties, members: list(Member, { description: 'those who are or will be on it' }) },
  { title: 'Team' },
);
export const TeamsPageResponse = Type.Object({ teams: list(ListedTeam), next }, { title: 'TeamsPage' });

export const TeamOutcome = Type.Object(
  { teamId, outcome: enumOf(['formed', 'seconded', 'ended']) },
  { title: 'TeamOutcome' },
);
export type TeamOutcome = Static<typeof TeamOutcome>;
