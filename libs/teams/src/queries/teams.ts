import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import { Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';
import { cityOf } from '#event-store';
import { type Page, readPage } from '#http';
import { DomainError, type LocalDate, unreachable } from '#kernel';
import { endRowsBefore, ownEvents, projection } from '#messaging';
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
    switch (type) {
      case 'NeighbourhoodRecorded':
        return;
      case 'TeamFormed': {
        const { teamId: id, name, neighbourhoods, formedBy } = data;
        const formedAt = new Date(recordedAt);
        return tables(TeamRow).insert({ city, id, version: 1, name, neighbourhoods, formedBy, formedAt });
      }
      case 'MemberSeconded':
        tables(SecondmentRow).insert({ city, ...data, until: data.until ?? null });
        return countFact(data.teamId);
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

export type TeamFound = TeamRow & Readonly<{ members: readonly SecondmentRow[] }>;

@QueryHandler(TeamById)
export class TeamByIdHandler implements IQueryHandler<TeamById> {
  constructor(@InjectDataSource('teams') private readonly db: DataSource) {}

  /** @throws {DomainError} `team.unknown` */
  async execute({ city, id, today }: TeamById): Promise<TeamFound> {
    const team = await this.db.manager.findOneBy(TeamRow, { city, id });
    if (!team) throw new DomainError('team.unknown', { teamId: id });
    const members = await this.db.manager
      .createQueryBuilder(SecondmentRow, 'member')
      .where('member.city = :city AND member.team_id = :id', { city, id })
      .andWhere(`coalesce(member.seconded_until, 'infinity') > :today`, { today })
      .orderBy({ 'member.agency': 'ASC', 'member.member_id': 'ASC', 'member.seconded_from': 'ASC' })
      .getMany();
    return { ...team, members };
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

@QueryHandler(ListTeams)
export class ListTeamsHandler implements IQueryHandler<ListTeams> {
  constructor(@InjectDataSource('teams') private readonly db: DataSource) {}

  execute({ city, filter: { neighbourhood, after, limit } }: ListTeams): Promise<Page<TeamRow>> {
    const query = this.db.manager.createQueryBuilder(TeamRow, 'team').where('team.city = :city', { city });
    if (neighbourhood) query.andWhere('team.neighbourhoods @> ARRAY[:neighbourhood]', { neighbourhood });
    if (after) query.andWhere('team.id > :after', { after });
    query.orderBy('team.id');
    return readPage(
      limit,
      (rows) => query.limit(rows).getMany(),
      ({ id }) => id,
    );
  }
}
