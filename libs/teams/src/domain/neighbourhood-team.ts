import {
  activeAgency,
  type Actor,
  type Command,
  type Decider,
  type DirectoryFacts,
  DomainError,
  endBefore,
  type LocalDate,
  type Message,
  mustBeKnownNeighbourhoods,
  mustMatchVersion,
  overlaps,
  type Period,
  samePeriod,
  startFrom,
  unreachable,
} from '#kernel';

/**
 * A neighbourhood team (wijkteam): professionals of several agencies for one or more neighbourhoods. Each team has its own stream,
 * `team-<city>-<id>`. Members keep their home agency (R19): an agency seconds only its own staff, and takes them back itself.
 * It seconds staff only to a team that has accepted it (R18): the agency that formed the team decides that, or the city.
 *
 * formed -> agencies accepted, members seconded and secondments ended, any number of times
 */

// --- Terms -----------------------------------------------------------------------------------------------------------------------------------

/** The function of a member on the team, and its period. */
export type Secondment = Readonly<{ function: string; period: Period }>;

// --- Events: kept for ever -------------------------------------------------------------------------------------------------------------------

/** `agencies`: the agencies that the team accepts from its start, beside the one that formed it. */
export type TeamFormed = Message<
  'TeamFormed',
  {
    teamId: string;
    name: string;
    neighbourhoods: readonly string[];
    formedBy: string;
    agencies?: readonly string[];
  }
>;
/** The team accepted an agency, which may second its staff from now on. */
export type AgencyAccepted = Message<'AgencyAccepted', { teamId: string; agency: string; acceptedBy: string }>;
/** An agency seconded a member. `memberId`: a pseudonymous reference of the agency, unique in that agency; never a name. */
export type MemberSeconded = Message<
  'MemberSeconded',
  { teamId: string; memberId: string; agency: string; function: string; from: LocalDate; until?: LocalDate }
>;
/** The secondment ended. `on`: the first day on which the member is no longer on the team. */
export type SecondmentEnded = Message<
  'SecondmentEnded',
  { teamId: string; memberId: string; agency: string; on: LocalDate }
>;

export type TeamEvent = TeamFormed | AgencyAccepted | MemberSeconded | SecondmentEnded;

// --- Commands --------------------------------------------------------------------------------------------------------------------------------

/** The data of a command on one team. `version`: the number of facts about the team that the actor has seen. */
type About<Data> = Data & { teamId: string; version?: number };
export type FormTeam = Command<
  'FormTeam',
  About<{ name: string; neighbourhoods: readonly string[]; agencies?: readonly string[] }>
>;
/** Accepts an agency on the team, as the agency that formed the team, or as a manager of a city service. */
export type AcceptAgency = Command<'AcceptAgency', About<{ agency: string }>>;
/** Seconds a member to a team. `agency`: the agency of the actor; may be left out. */
export type SecondMember = Command<
  'SecondMember',
  About<{
    memberId: string;
    agency?: string;
    function: string;
    from: LocalDate;
    until?: LocalDate;
  }>
>;
/** Ends a secondment. `on`: today when left out. */
export type EndSecondment = Command<'EndSecondment', About<{ memberId: string; on?: LocalDate }>>;

export type TeamCommand = FormTeam | AcceptAgency | SecondMember | EndSecondment;

// --- State -----------------------------------------------------------------------------------------------------------------------------------

export type TeamMember = Readonly<{
  memberId: string;
  agency: string;
  /** the secondments, in the order of recording, without overlap */
  secondments: readonly Secondment[];
}>;
export type Team = Readonly<{
  id: string;
  /** the number of facts about this team; the ETag of its resource */
  version: number;
  neighbourhoods: readonly string[];
  formedBy: string;
  /** the accepted agencies; an agency that seconded a member before teams accepted agencies counts as accepted */
  agencies: readonly string[];
  members: readonly TeamMember[];
}>;

const evolve = (team: Team | undefined, { type, data }: TeamEvent): Team => {
  switch (type) {
    case 'TeamFormed': {
      const { teamId: id, neighbourhoods, formedBy, agencies = [] } = data;
      return { id, version: 1, neighbourhoods, formedBy, agencies: [...new Set([formedBy, ...agencies])], members: [] };
    }
    case 'AgencyAccepted':
      return { ...withAgency(team!, data.agency), version: team!.version + 1 };
    case 'MemberSeconded': {
      const { function: does, from, until } = data;
      const secondment: Secondment = { function: does, period: until === undefined ? { from } : { from, until } };
      return withMember(withAgency(team!, data.agency), data, (secondments) => [...secondments, secondment]);
    }
    case 'SecondmentEnded':
      return withMember(team!, data, (secondments) => endBefore(secondments, data.on));
    default:
      return unreachable(type);
  }
};

const withAgency = (team: Team, agency: string): Team =>
  team.agencies.includes(agency) ? team : { ...team, agencies: [...team.agencies, agency] };

const withMember = (
  team: Team,
  { agency, memberId }: Pick<TeamMember, 'agency' | 'memberId'>,
  next: (secondments: readonly Secondment[]) => readonly Secondment[],
): Team => {
  const member = memberOf(team, agency, memberId);
  const others = team.members.filter((other) => other !== member);
  return {
    ...team,
    version: team.version + 1,
    members: [...others, { memberId, agency, secondments: next(member?.secondments ?? []) }],
  };
};

// --- Decisions: one function per command -----------------------------------------------------------------------------------------------------

const form = ({ data, by }: FormTeam, team: Team | undefined, facts: DirectoryFacts): TeamEvent[] => {
  mustBeKnownNeighbourhoods(facts, data.neighbourhoods);
  activeAgency(facts, by.agency);
  if (team) return [];
  if (data.neighbourhoods.length === 0) throw new DomainError('team.needs-neighbourhood');
  const { teamId, name, neighbourhoods, agencies = [] } = data;
  for (const agency of agencies) activeAgency(facts, agency);
  return [
    {
      type: 'TeamFormed',
      data: { teamId, name, neighbourhoods, formedBy: by.agency, ...(agencies.length > 0 && { agencies }) },
    },
  ];
};

/** The most accepted agencies of a team: an answer about a team contains all of them. */
export const MOST_AGENCIES = 250;

const accept = ({ data, by }: AcceptAgency, state: Team | undefined, facts: DirectoryFacts): TeamEvent[] => {
  const { kind } = activeAgency(facts, by.agency);
  const { teamId, agency, version } = data;
  const team = known(state, teamId);
  const isTheCity = by.role === 'manager' && kind === 'city-service';
  if (by.agency !== team.formedBy && !isTheCity)
    throw new DomainError('access.not-the-forming-agency', { formedBy: team.formedBy });
  if (team.agencies.includes(agency)) return [];
  mustMatchVersion(team, version);
  activeAgency(facts, agency);
  if (team.agencies.length >= MOST_AGENCIES) throw new DomainError('team.too-many-agencies', { most: MOST_AGENCIES });
  return [{ type: 'AgencyAccepted', data: { teamId, agency, acceptedBy: by.agency } }];
};

const second = ({ data, by }: SecondMember, state: Team | undefined, facts: DirectoryFacts): TeamEvent[] => {
  const { allows } = activeAgency(facts, by.agency);
  const team = known(state, data.teamId);
  if (data.agency !== undefined) mustBeOwnStaff(by, data.agency);
  const { teamId, memberId, function: does, from, until } = data;
  const period: Period = until === undefined ? { from } : { from, until };
  const secondments = memberOf(team, by.agency, memberId)?.secondments ?? [];
  if (secondments.some((earlier) => earlier.function === does && samePeriod(earlier.period, period))) return [];
  if (!team.agencies.includes(by.agency))
    throw new DomainError('team.agency-not-accepted', { agency: by.agency, formedBy: team.formedBy });
  mustMatchVersion(team, data.version);
  if (until !== undefined && until <= from) throw new DomainError('period.ends-before-it-starts', { period });
  // The cooperation policy of the agency limits the joint work of its staff (R10). An agency without a policy restricts
  // nothing.
  if (allows && !allows.includes('neighbourhood-team'))
    throw new DomainError('team.not-allowed-by-agency', { agency: by.agency, needs: 'neighbourhood-team' });
  const present = secondments.find((earlier) => overlaps(earlier.period, period));
  if (present)
    throw new DomainError('team.already-member', {
      memberId,
      from: present.period.from,
      until: present.period.until ?? null,
    });
  return [{ type: 'MemberSeconded', data: { teamId, memberId, agency: by.agency, function: does, ...period } }];
};

/** Ends a secondment. The rule uses no facts, so that a suspended agency may take its staff back. */
const end = ({ data, by, today }: EndSecondment, state: Team | undefined): TeamEvent[] => {
  const team = known(state, data.teamId);
  const { teamId, memberId, on = today } = data;
  const member = memberOf(team, by.agency, memberId);
  if (!member) {
    const foreign = team.members.find((other) => other.memberId === memberId);
    if (foreign) mustBeOwnStaff(by, foreign.agency);
    throw new DomainError('member.unknown', { memberId });
  }
  if (startFrom(member.secondments, on).length === 0) return [];
  mustMatchVersion(team, data.version);
  if (on < today) throw new DomainError('team.end-in-the-past', { on, today });
  return [{ type: 'SecondmentEnded', data: { teamId, memberId, agency: by.agency, on } }];
};

const decide = (command: TeamCommand, team: Team | undefined, facts: DirectoryFacts): readonly TeamEvent[] => {
  switch (command.type) {
    case 'FormTeam':
      return form(command, team, facts);
    case 'AcceptAgency':
      return accept(command, team, facts);
    case 'SecondMember':
      return second(command, team, facts);
    case 'EndSecondment':
      return end(command, team);
    default:
      return unreachable(command);
  }
};

export const neighbourhoodTeam: Decider<TeamCommand, TeamEvent, Team | undefined, DirectoryFacts> = {
  initialState: undefined,
  opens: 'FormTeam',
  decide,
  evolve,
};

/** The stream of a team. */
export const teamStream = (city: string, teamId: string): string => `team-${city}-${teamId}`;

// --- Questions to the team -------------------------------------------------------------------------------------------------------------------

const known = (team: Team | undefined, teamId: string): Team => {
  if (!team) throw new DomainError('team.unknown', { teamId });
  return team;
};

const memberOf = (team: Team, agency: string, memberId: string): TeamMember | undefined =>
  team.members.find((member) => member.agency === agency && member.memberId === memberId);

const mustBeOwnStaff = (by: Actor, agency: string): void => {
  if (agency !== by.agency) throw new DomainError('access.own-staff-only', { agency, yours: by.agency });
};
