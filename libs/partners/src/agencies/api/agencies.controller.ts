import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentActor, Requires } from '#access';
import { CurrentWrite, NeverHeldBack, Responds, Write, WriteHeaders, WriteResult } from '#http';
import type { Actor } from '#kernel';
import { HandleAgency } from '../commands/agency.handler.js';
import type {
  ChangeAgency,
  EndAgency,
  EnrolAgency,
  RegisterCommand,
  ResumeAgency,
  SetCooperationPolicy,
  SuspendAgency,
} from '../domain/agency-register.js';
import { AgencyByCode, type AgencyRow, ListAgencies } from '../queries/agencies.js';
import { AgenciesQuery, AgencyPath, CooperationPolicyDto, EnrolDto, FactsDto, ReasonDto } from './agencies.dto.js';
import { AgenciesPageResponse, AgencyOutcome, AgencyResponse, type ListedAgency } from './agencies.responses.js';

@ApiTags('agencies')
@Controller('v1/agencies')
export class AgenciesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Requires('agency:read')
  @Get()
  @ApiOperation({ summary: 'List the agencies of the city, a page at a time.' })
  @Responds(AgenciesPageResponse)
  async list(@CurrentActor() { city }: Actor, @Query() query: AgenciesQuery) {
    const { items, next } = await this.queries.execute(new ListAgencies(city, query));
    return { agencies: items.map(shown), next };
  }

  @Requires('agency:read')
  @Get(':code')
  @ApiOperation({
    summary: 'Get an agency, with its cooperation policy.',
    description:
      'Only the agency itself and managers of a city service see the reason of a suspension or end. Others get `reason: null`.',
  })
  @Responds(AgencyResponse, 'ETag')
  async show(@CurrentActor() by: Actor, @Param() { code }: AgencyPath, @Res({ passthrough: true }) response: Response) {
    const agency = await this.queries.execute(new AgencyByCode(by, code));
    response.setHeader('ETag', `"${agency.version}"`);
    return { ...shown(agency), reason: agency.reason };
  }

  @Requires('agency:enrol')
  @Post()
  @WriteHeaders()
  @ApiOperation({
    summary: 'Enrol an agency. The first agency of a city is the city service of the manager who enrols it.',
  })
  @Responds(AgencyOutcome)
  enrol(@CurrentWrite() write: Write, @Body() facts: EnrolDto) {
    return this.dispatch<EnrolAgency>(write, 'EnrolAgency', { ...facts }, 'enrolled');
  }

  @Requires('agency:change')
  @Put(':code')
  @WriteHeaders()
  @ApiOperation({ summary: 'Replace the facts about an agency. A number that is left out is removed.' })
  @Responds(AgencyOutcome)
  change(@CurrentWrite() write: Write, @Param() { code: agency }: AgencyPath, @Body() facts: FactsDto) {
    return this.dispatch<ChangeAgency>(write, 'ChangeAgency', { ...facts, agency }, 'changed');
  }

  @Requires('agency:suspend')
  @Post(':code/suspension')
  @HttpCode(200)
  @WriteHeaders()
  @NeverHeldBack()
  @ApiOperation({ summary: 'Suspend an agency. It takes no part and cannot read its feed until it is resumed.' })
  @Responds(AgencyOutcome)
  suspend(@CurrentWrite() write: Write, @Param() { code: agency }: AgencyPath, @Body() { reason }: ReasonDto) {
    return this.dispatch<SuspendAgency>(write, 'SuspendAgency', { agency, reason }, 'suspended');
  }

  @Requires('agency:suspend')
  @Post(':code/resumption')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({ summary: 'Resume a suspended agency.' })
  @Responds(AgencyOutcome)
  resume(@CurrentWrite() write: Write, @Param() { code: agency }: AgencyPath) {
    return this.dispatch<ResumeAgency>(write, 'ResumeAgency', { agency }, 'resumed');
  }

  @Requires('agency:end')
  @Post(':code/end')
  @HttpCode(200)
  @WriteHeaders()
  @NeverHeldBack()
  @ApiOperation({
    summary: 'End the part of an agency, for good. Its code stays reserved, and its numbers become free.',
  })
  @Responds(AgencyOutcome)
  end(@CurrentWrite() write: Write, @Param() { code: agency }: AgencyPath, @Body() { reason }: ReasonDto) {
    return this.dispatch<EndAgency>(write, 'EndAgency', { agency, reason }, 'ended');
  }

  @Requires('cooperation-policy:set')
  @Put(':code/cooperation-policy')
  @WriteHeaders()
  @ApiOperation({ summary: 'Set the cooperation policy of an agency: the joint work that its staff may join.' })
  @Responds(AgencyOutcome)
  setCooperationPolicy(
    @CurrentWrite() write: Write,
    @Param() { code: agency }: AgencyPath,
    @Body() { allows }: CooperationPolicyDto,
  ) {
    return this.dispatch<SetCooperationPolicy>(
      write,
      'SetCooperationPolicy',
      { agency, allows },
      'cooperation-policy-set',
    );
  }

  private async dispatch<C extends RegisterCommand>(
    write: Write,
    type: C['type'],
    data: C['data'],
    outcome: AgencyOutcome['outcome'],
  ) {
    // If-Match has the version of one agency. The stream holds all agencies of the city, so the domain compares the
    // version, not the revision of the stream.
    const command = write.command<RegisterCommand>(type, { ...data, version: write.expected });
    const result = await this.commands.execute(new HandleAgency(command, write));
    const { agency } = data;
    return new WriteResult(
      { agency, outcome },
      result,
      `/v1/agencies/${agency}`,
      result.state?.agencies.get(agency)?.version,
    );
  }
}

const shown = ({ city: _, code, version, reason: __, ...agency }: AgencyRow): ListedAgency => ({
  agency: code,
  version,
  ...agency,
});
