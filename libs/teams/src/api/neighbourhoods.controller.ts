import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentActor, Requires } from '#access';
import { CurrentWrite, Responds, Write, WriteHeaders, WriteResult } from '#http';
import type { Actor } from '#kernel';
import { HandleNeighbourhoods } from '../commands/neighbourhoods.handler.js';
import type { ImportNeighbourhoods } from '../domain/neighbourhood-register.js';
import { ListNeighbourhoods, NeighbourhoodByCode, type NeighbourhoodRow } from '../queries/neighbourhoods.js';
import { ImportDto, NeighbourhoodPath, NeighbourhoodsQuery } from './neighbourhoods.dto.js';
import {
  ImportOutcome,
  type ListedNeighbourhood,
  NeighbourhoodResponse,
  NeighbourhoodsPageResponse,
} from './neighbourhoods.responses.js';

@ApiTags('neighbourhoods')
@Controller('v1/neighbourhoods')
export class NeighbourhoodsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Requires('neighbourhood:read')
  @Get()
  @ApiOperation({ summary: 'List the neighbourhoods of the city with their centres, a page at a time.' })
  @Responds(NeighbourhoodsPageResponse, 'ETag')
  async list(
    @CurrentActor() { city }: Actor,
    @Query() query: NeighbourhoodsQuery,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { items, next, version } = await this.queries.execute(new ListNeighbourhoods(city, query));
    response.setHeader('ETag', `"${version}"`);
    return { neighbourhoods: items.map(shown), next };
  }

  @Requires('neighbourhood:read')
  @Get(':code')
  @ApiOperation({ summary: 'Get a neighbourhood, with its area when known.' })
  @Responds(NeighbourhoodResponse, 'ETag')
  async show(
    @CurrentActor() { city }: Actor,
    @Param() { code }: NeighbourhoodPath,
    @Res({ passthrough: true }) response: Response,
  ) {
    const neighbourhood = await this.queries.execute(new NeighbourhoodByCode(city, code));
    response.setHeader('ETag', `"${neighbourhood.version}"`);
    return { ...shown(neighbourhood), area: neighbourhood.area };
  }

  @Requires('neighbourhood:import')
  @Post('import')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({
    summary:
      'Import the neighbourhoods of the city from its open data: all rows or none. Each changed neighbourhood gets a new version.',
  })
  @Responds(ImportOutcome)
  async import(@CurrentWrite() write: Write, @Body() file: ImportDto) {
    const command = write.command<ImportNeighbourhoods>('ImportNeighbourhoods', {
      ...file,
      version: write.expected,
    });
    const result = await this.commands.execute(new HandleNeighbourhoods(command, write));
    const recorded = result.events.filter(({ data }) => data.version === 1).length;
    const changed = result.events.length - recorded;
    const outcome: ImportOutcome = {
      outcome: 'imported',
      recorded,
      changed,
      unchanged: file.neighbourhoods.length - recorded - changed,
    };
    return new WriteResult(outcome, result, '/v1/neighbourhoods', result.state?.version);
  }
}

const shown = ({ city: _, ...neighbourhood }: Omit<NeighbourhoodRow, 'area'>): ListedNeighbourhood => neighbourhood;
