import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';
import { cityOf } from '#event-store';
import { type Page, readPage } from '#http';
import { DomainError, type LocalDate, unreachable } from '#kernel';
import { endRowsBefore, ownEvents, projection, selectFrom } from '#messaging';
import { statement, statementByFilters } from '#postgres';
import type { RegisterEvent } from '../domain/neighbourhood-register.js';
import type { TeamEvent } from '../domain/neighbourhood-team.js';

/** A team and its neighbourhoods. */
@Entity('team')
export class TeamRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') id: string;
  @Column('int') version: number;
  @Column('text') name: string;
  @Column('text', { array: true }) neighbourhoods: readonly string[];
  @Column('text', { name: 'formed_by' }) formedBy: string;
  @Column('timestamptz', { name: 'formed_at' }) formedAt: Date;
  /** the codes of the accepted agencies, in the order of the alphabet */
  @Column('text', { array: true }) agencies: readonly string[];
}

/** The secondment of one member to a team. `memberId` is a reference of the agency, never a name. `until` is the first day after the secondment. */
@Entity('secondment')
export class SecondmentRow {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text', { name: 'team_id' }) teamId: string;
  @PrimaryColumn('text') agency: string;
  @PrimaryColumn('text', { name: 'member_id' }) memberId: string;
  @PrimaryColumn('date', { name: 'seconded_from' }) from: LocalDate;
  @Column('date', { name: 'seconded_until', nullable: true }) until: LocalDate | null;
  @Column('text') function: string;
}

export const teams = projection({
  name: 'teams.teams',
  from: ownEvents<RegisterEvent | TeamEvent>(),
  entities: [TeamRow, SecondmentRow],
  fold: ({ stream, revision, recordedAt, type, data }, tables) => {
    const city = cityOf(stream);
    const countFact = (id: string): void => tables(TeamRow).update({ city, id }, { version: revision + 1 });
    const accept = (id: string, agency: string): void =>
      tables(TeamRow).update({ city, id }, ({ agencies }) => ({
        version: revision + 1,
        agencies: inOrder([...agencies, agency]),
      }));
    switch (type) {
      case 'NeighbourhoodRecorded':
        return;
      case 'TeamFormed': {
        const { teamId: id, name, neighbourhoods, formedBy } = data;
        const formedAt = new Date(recordedAt);
        const agencies = inOrder([formedBy, ...(data.agencies ?? [])]);
        return tables(TeamRow).insert({ city, id, version: 1, name, neighbourhoods, formedBy, formedAt, agencies });
      }
      case 'AgencyAccepted':
        return accept(data.teamId, data.agency);
      case 'MemberSeconded':
        tables(SecondmentRow).insert({ city, ...data, until: data.until ?? null });
        // Before teams accepted agencies, an agency joined by its first member.
        return accept(data.teamId, data.agency);
      case 'SecondmentEnded': {
        const { teamId, agency, memberId, on } = data;
        endRowsBefore(tables(SecondmentRow), { city, teamId, agency, memberId }, on);
        return countFact(teamId);
      }
      default:
        return unreachable(type);
    }
  },
});

const inOrder = (agencies: readonly string[]): readonly string[] => [...new Set(agencies)].toSorted();

/** One team of the city, with its current and future members. Former members are left out, because daily work does not need them. */
export class TeamById extends Query<TeamFound> {
  constructor(
    readonly city: string,
    readonly id: string,
    readonly today: LocalDate,
  ) {
    super();
  }
}

/** `membersLeftOut`: the team has more members than are shown. */
export type TeamFound = TeamRow & Readonly<{ members: readonly SecondmentRow[]; membersLeftOut: boolean }>;

const TEAM = statement<TeamRow>('teams.team', `${selectFrom(TeamRow)} WHERE city = $1 AND id = $2`);
const MEMBERS = statement<SecondmentRow>(
  'teams.members',
  `${selectFrom(SecondmentRow)}
    WHERE city = $1 AND team_id = $2 AND coalesce(seconded_until, 'infinity') > $3
    AND (agency, member_id, seconded_from) > ($5, $6, $7::date) ORDER BY agency, member_id, seconded_from LIMIT $4`,
);

/** The most members that a team shows; the others are on the pages of its members. */
export const MEMBERS_SHOWN = 100;

@QueryHandler(TeamById)
export class TeamByIdHandler implements IQueryHandler<TeamById> {
  constructor(@InjectDataSource('teams') private readonly db: DataSource) {}

  /** @throws {DomainError} `team.unknown` */
  async execute({ city, id, today }: TeamById): Promise<TeamFound> {
    const [team] = await TEAM.rows(this.db, [city, id]);
    if (!team) throw new DomainError('team.unknown', { teamId: id });
    const { items, next } = await membersOf(this.db, { city, id, today, limit: MEMBERS_SHOWN });
    return { ...team, members: items, membersLeftOut: next !== null };
  }
}

type MembersQuestion = Readonly<{ city: string; id: string; today: LocalDate; after?: string; limit: number }>;

/** Reads a page of members. Its key is the agency, the reference and the first day of its last member, none of which has a slash. */
const membersOf = (
  db: DataSource,
  { city, id, today, after, limit }: MembersQuestion,
): Promise<Page<SecondmentRow>> => {
  const [agency, memberId, from] = after?.split('/') ?? ['', '', '-infinity'];
  return readPage(
    limit,
    (rows) => MEMBERS.rows(db, [city, id, today, rows, agency, memberId, from]),
    (last) => `${last.agency}/${last.memberId}/${last.from}`,
  );
};

/** The current and future members of one team. */
export class MembersOf extends Query<Page<SecondmentRow>> {
  constructor(readonly question: MembersQuestion) {
    super();
  }
}

@QueryHandler(MembersOf)
export class MembersOfHandler implements IQueryHandler<MembersOf> {
  constructor(@InjectDataSource('teams') private readonly db: DataSource) {}

  /** @throws {DomainError} `team.unknown` */
  async execute({ question }: MembersOf): Promise<Page<SecondmentRow>> {
    const { city, id } = question;
    const [team] = await TEAM.rows(this.db, [city, id]);
    if (!team) throw new DomainError('team.unknown', { teamId: id });
    return membersOf(this.db, question);
  }
}

/** The teams of the city in order of id, after the id `after`; with `neighbourhood`, only the teams of that neighbourhood. */
export class ListTeams extends Query<Page<TeamRow>> {
  constructor(
    readonly city: string,
    readonly filter: Readonly<{ neighbourhood?: string; after?: string; limit: number }>,
  ) {
    super();
  }
}

const TEAMS = statementByFilters<TeamRow, 'neighbourhood'>(
  'teams.list',
  ['neighbourhood'],
  ([neighbourhood]) => `${selectFrom(TeamRow)}
     WHERE city = $1 AND id > $2 ${neighbourhood ? 'AND neighbourhoods @> ARRAY[$4]' : ''} ORDER BY id LIMIT $3`,
);

@QueryHandler(ListTeams)
export class ListTeamsHandler implements IQueryHandler<ListTeams> {
  constructor(@InjectDataSource('teams') private readonly db: DataSource) {}

  execute({ city, filter: { neighbourhood, after, limit } }: ListTeams): Promise<Page<TeamRow>> {
    const list = TEAMS(neighbourhood ? ['neighbourhood'] : []);
    const values = neighbourhood ? [neighbourhood] : [];
    return readPage(
      limit,
      (rows) => list.rows(this.db, [city, after ?? '', rows, ...values]),
      ({ id }) => id,
    );
  }
}
