import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentActor, Requires } from '#access';
import { CurrentWrite, NeverHeldBack, Responds, Write, WriteHeaders, WriteResult } from '#http';
import { type Actor, brusselsDate } from '#kernel';
import { HandleTeam } from '../commands/team.handler.js';
import type { AcceptAgency, EndSecondment, FormTeam, SecondMember, TeamCommand } from '../domain/neighbourhood-team.js';
import { ListTeams, MembersOf, type SecondmentRow, TeamById, type TeamRow } from '../queries/teams.js';
import {
  AcceptAgencyDto,
  EndSecondmentDto,
  FormTeamDto,
  MemberDto,
  MemberPath,
  MembersQuery,
  TeamPath,
  TeamsQuery,
} from './teams.dto.js';
import {
  type ListedTeam,
  MembersPageResponse,
  TeamOutcome,
  TeamResponse,
  TeamsPageResponse,
} from './teams.responses.js';

@ApiTags('teams')
@Controller('v1/teams')
export class TeamsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Requires('team:read')
  @Get()
  @ApiOperation({ summary: 'List the neighbourhood teams of the city, a page at a time.' })
  @Responds(TeamsPageResponse)
  async list(@CurrentActor() { city }: Actor, @Query() query: TeamsQuery) {
    const { items, next } = await this.queries.execute(new ListTeams(city, query));
    return { teams: items.map(shown), next };
  }

  @Requires('team:read')
  @Get(':id')
  @ApiOperation({
    summary: 'Get a team with its present and future members. A member is a reference of its agency, never a name.',
  })
  @Responds(TeamResponse, 'ETag')
  async show(
    @CurrentActor() { city }: Actor,
    @Param() { id }: TeamPath,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { members, membersLeftOut, ...team } = await this.queries.execute(
      new TeamById(city, id, brusselsDate(new Date())),
    );
    response.setHeader('ETag', `"${team.version}"`);
    return {
      ...shown(team),
      members: members.map(shownMember),
      ...(membersLeftOut && { membersLeftOut: true as const }),
    };
  }

  @Requires('team:read')
  @Get(':id/members')
  @ApiOperation({ summary: 'List the present and future members of a team, a page at a time.' })
  @Responds(MembersPageResponse)
  async members(@CurrentActor() { city }: Actor, @Param() { id }: TeamPath, @Query() page: MembersQuery) {
    const today = brusselsDate(new Date());
    const { items, next } = await this.queries.execute(new MembersOf({ city, id, today, ...page }));
    return { members: items.map(shownMember), next };
  }

  @Requires('team:form')
  @Post()
  @WriteHeaders()
  @ApiOperation({
    summary:
      'Form a team for one or more neighbourhoods. Its members are seconded by their own agencies, which the team accepts first.',
  })
  @Responds(TeamOutcome)
  form(@CurrentWrite() write: Write, @Body() team: FormTeamDto) {
    return this.dispatch<FormTeam>(write, 'FormTeam', { teamId: write.newId(), ...team }, 'formed');
  }

  @Requires('team:accept-agency')
  @Post(':id/agencies')
  @WriteHeaders()
  @ApiOperation({
    summary:
      'Accept an agency on a team, as the agency that formed it or as a manager of a city service. The agency then seconds its own staff.',
  })
  @Responds(TeamOutcome)
  accept(@CurrentWrite() write: Write, @Param() { id: teamId }: TeamPath, @Body() { agency }: AcceptAgencyDto) {
    return this.dispatch<AcceptAgency>(write, 'AcceptAgency', { teamId, agency }, 'agency-accepted');
  }

  @Requires('secondment:manage')
  @Post(':id/members')
  @WriteHeaders()
  @ApiOperation({ summary: 'Second a member of your own staff to a team that has accepted your agency.' })
  @Responds(TeamOutcome)
  second(@CurrentWrite() write: Write, @Param() { id: teamId }: TeamPath, @Body() member: MemberDto) {
    return this.dispatch<SecondMember>(write, 'SecondMember', { teamId, ...member }, 'seconded');
  }

  @Requires('secondment:manage')
  @Post(':id/members/:memberId/end')
  @HttpCode(200)
  @WriteHeaders()
  @NeverHeldBack()
  @ApiOperation({ summary: 'End the secondment of a member of your own staff.' })
  @Responds(TeamOutcome)
  end(@CurrentWrite() write: Write, @Param() { id: teamId, memberId }: MemberPath, @Body() { on }: EndSecondmentDto) {
    return this.dispatch<EndSecondment>(write, 'EndSecondment', { teamId, memberId, on }, 'ended');
  }

  private async dispatch<C extends TeamCommand>(
    write: Write,
    type: C['type'],
    data: C['data'],
    outcome: TeamOutcome['outcome'],
  ) {
    const command = write.command<TeamCommand>(type, { ...data, version: write.expected });
    const result = await this.commands.execute(new HandleTeam(command, write));
    const { teamId } = data;
    return new WriteResult({ teamId, outcome }, result, `/v1/teams/${teamId}`, result.state?.version);
  }
}

const shownMember = ({ city: _, teamId: __, ...member }: SecondmentRow) => member;

const shown = ({ id, version, city: _, ...team }: TeamRow): ListedTeam => ({ teamId: id, version, ...team });
