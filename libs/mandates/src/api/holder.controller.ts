import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires } from '#access';
import { Directory } from '#directory';
import { Responds } from '#http';
import { type Actor, brusselsDate } from '#kernel';
import { HolderOfSlot } from '../queries/holders.js';
import { isAboutNow } from '../queries/register-as-known.js';
import { HolderQuery } from './mandates.dto.js';
import { HolderResponse } from './mandates.responses.js';

/** The holder of a slot. */
@ApiTags('mandates')
@Controller('v1/mandates/holder')
export class HolderController {
  constructor(
    private readonly queries: QueryBus,
    private readonly directory: Directory,
  ) {}

  @Requires('mandate:read')
  @Get()
  @ApiOperation({
    // Keeps the operation id of an earlier controller, because generated clients use this id.
    operationId: 'MandatesController_holder',
    summary:
      'Get the holder of a slot on a day, with its decision and first day. `holder` is null when there is none. `knownAt` asks for an earlier state of the register.',
  })
  @Responds(HolderResponse)
  async holder(
    @CurrentActor() { city }: Actor,
    @Query() { neighbourhood, theme, on = brusselsDate(new Date()), knownAt }: HolderQuery,
  ) {
    const names = await this.directory.knownNeighbourhoods(city, [neighbourhood]);
    const found = await this.queries.execute(new HolderOfSlot(city, { neighbourhood, theme }, on, knownAt));
    const question = {
      neighbourhood,
      neighbourhoodName: names.get(neighbourhood),
      theme,
      on,
      ...(knownAt !== undefined && { knownAt }),
    };
    if (!found) return { ...question, holder: null };
    const { holder: agency, mandateId, decision, from: since, until, recordedAt, suspended } = found;
    const nameAgency = await this.directory.agencyNamer(city, [agency], isAboutNow(question, brusselsDate(new Date())));
    const holder = nameAgency(agency);
    const holding = { mandateId, decision, since, until, recordedAt };
    return suspended
      ? { ...question, holder: null, suspended: { holder, ...holding } }
      : { ...question, holder, ...holding };
  }
}
