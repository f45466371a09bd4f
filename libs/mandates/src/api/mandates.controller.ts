import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentActor, Requires } from '#access';
import { CurrentWrite, newest, Responds, Write, WriteHeaders } from '#http';
import type { Actor } from '#kernel';
import type { RequestedChange } from '../domain/mandate-register.js';
import { HistoryOf } from '../queries/history.js';
import { ListMandates, MandateById, type MandateRow } from '../queries/mandates.js';
import { type ChangeData, dispatchChange } from './dispatch-change.js';
import {
  ConfirmationDto,
  EndDto,
  EndorsementDto,
  EvaluationDto,
  ExtensionDto,
  GrantDto,
  HistoryQuery,
  MandatePath,
  MandatesQuery,
  ProposeMandateDto,
  ResumptionDto,
  ScopeDto,
  SuspensionDto,
  TermsDto,
} from './mandates.dto.js';
import {
  CORRECTIONS_SHOWN,
  HistoryResponse,
  MandateOutcome,
  MandateResponse,
  MandatesPageResponse,
  SHOWN,
} from './mandates.responses.js';

@ApiTags('mandates')
@Controller('v1/mandates')
export class MandatesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  // --- Reading -------------------------------------------------------------------------------------------------------------------------------

  @Requires('mandate:read')
  @Get()
  @ApiOperation({ summary: 'List the mandates of the city, a page at a time.' })
  @Responds(MandatesPageResponse)
  async list(@CurrentActor() by: Actor, @Query() query: MandatesQuery) {
    const { items, next } = await this.queries.execute(new ListMandates(by, query));
    return { mandates: items.map(shown), next };
  }

  @Requires('mandate:read')
  @Get(':id')
  @ApiOperation({ summary: 'Get a mandate in its current state.' })
  @Responds(MandateResponse, 'ETag')
  async show(@CurrentActor() by: Actor, @Param() { id }: MandatePath, @Res({ passthrough: true }) response: Response) {
    const mandate = await this.queries.execute(new MandateById(by, id));
    response.setHeader('ETag', `"${mandate.version}"`);
    return shown(mandate);
  }

  @Requires('mandate:read')
  @Get(':id/history')
  @ApiOperation({
    summary:
      'List the facts about a mandate as recorded, a page at a time, each with its days and its content before and after correction.',
  })
  @Responds(HistoryResponse)
  async history(@CurrentActor() by: Actor, @Param() { id }: MandatePath, @Query() { after, limit }: HistoryQuery) {
    const facts = await this.queries.execute(new HistoryOf(by, id));
    // Corrections reach back over all facts, so that a page is a part of the whole.
    const following = facts.filter(({ number }) => number > after);
    const shownFacts = following
      .slice(0, limit)
      .map((fact) => ({ ...fact, correctedBy: newest(fact.correctedBy, CORRECTIONS_SHOWN) }));
    const next = following.length > limit ? shownFacts.at(-1)!.number : null;
    return { mandateId: id, facts: shownFacts, next };
  }

  // --- From draft to grant -------------------------------------------------------------------------------------------------------------------

  @Requires('mandate:propose')
  @Post()
  @WriteHeaders()
  @ApiOperation({
    summary:
      'Propose a mandate for slots of neighbourhood and theme, or draft one. It takes effect once it is endorsed and granted.',
  })
  @Responds(MandateOutcome)
  propose(@CurrentWrite() write: Write, @Body() { draft, ...terms }: ProposeMandateDto) {
    const proposal = { ...terms, mandateId: write.newId() };
    return draft
      ? this.dispatch(write, 'DraftMandate', proposal, 'drafted')
      : this.dispatch(write, 'ProposeMandate', proposal, 'proposed');
  }

  @Requires('mandate:propose')
  @Put(':id')
  @WriteHeaders()
  @ApiOperation({ summary: 'Replace all terms of a draft of your agency.' })
  @Responds(MandateOutcome)
  revise(@CurrentWrite() write: Write, @Param() { id: mandateId }: MandatePath, @Body() terms: TermsDto) {
    return this.dispatch(write, 'ReviseDraft', { mandateId, ...terms }, 'revised');
  }

  @Requires('mandate:propose')
  @Post(':id/proposal')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({ summary: 'Propose a draft of your agency.' })
  @Responds(MandateOutcome)
  proposeDraft(@CurrentWrite() write: Write, @Param() { id: mandateId }: MandatePath) {
    return this.dispatch(write, 'ProposeDraft', { mandateId }, 'proposed');
  }

  @Requires('mandate:endorse')
  @Post(':id/endorsements')
  @WriteHeaders()
  @ApiOperation({ summary: 'Record the political or administrative endorsement of a mandate, with its decision.' })
  @Responds(MandateOutcome)
  endorse(@CurrentWrite() write: Write, @Param() { id: mandateId }: MandatePath, @Body() endorsement: EndorsementDto) {
    return this.dispatch(write, 'EndorseMandate', { mandateId, ...endorsement }, 'endorsed');
  }

  @Requires('mandate:grant')
  @Post(':id/grant')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({
    summary:
      'Grant an endorsed mandate for a period, or any mandate provisionally. Refused when another mandate holds one of its slots on one of those days.',
  })
  @Responds(MandateOutcome)
  grant(@CurrentWrite() write: Write, @Param() { id: mandateId }: MandatePath, @Body() grant: GrantDto) {
    return this.dispatch(write, 'GrantMandate', { mandateId, ...grant }, 'granted');
  }

  @Requires('mandate:grant')
  @Post(':id/confirmation')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({ summary: 'Record the decision that confirms a provisional grant.' })
  @Responds(MandateOutcome)
  confirm(
    @CurrentWrite() write: Write,
    @Param() { id: mandateId }: MandatePath,
    @Body() confirmation: ConfirmationDto,
  ) {
    return this.dispatch(write, 'ConfirmGrant', { mandateId, ...confirmation }, 'confirmed');
  }

  // --- In force ------------------------------------------------------------------------------------------------------------------------------

  @Requires('mandate:suspend')
  @Post(':id/suspension')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({ summary: 'Suspend a mandate. Nobody holds it until it is resumed, and its slots stay taken.' })
  @Responds(MandateOutcome)
  suspend(@CurrentWrite() write: Write, @Param() { id: mandateId }: MandatePath, @Body() suspension: SuspensionDto) {
    return this.dispatch(write, 'SuspendMandate', { mandateId, ...suspension }, 'suspended');
  }

  @Requires('mandate:suspend')
  @Post(':id/resumption')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({ summary: 'Resume a suspended mandate.' })
  @Responds(MandateOutcome)
  resume(@CurrentWrite() write: Write, @Param() { id: mandateId }: MandatePath, @Body() resumption: ResumptionDto) {
    return this.dispatch(write, 'ResumeMandate', { mandateId, ...resumption }, 'resumed');
  }

  @Requires('mandate:evaluate')
  @Post(':id/evaluations')
  @WriteHeaders()
  @ApiOperation({
    summary:
      'Record an evaluation, as the holder or as a manager of a city service. It counts as the earliest evaluation that is due.',
  })
  @Responds(MandateOutcome)
  evaluate(@CurrentWrite() write: Write, @Param() { id: mandateId }: MandatePath, @Body() evaluation: EvaluationDto) {
    return this.dispatch(write, 'EvaluateMandate', { mandateId, ...evaluation }, 'evaluated');
  }

  @Requires('mandate:extend')
  @Post(':id/extension')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({
    summary:
      'Extend the period of a mandate. Refused when another mandate holds one of its slots on one of those days.',
  })
  @Responds(MandateOutcome)
  extend(@CurrentWrite() write: Write, @Param() { id: mandateId }: MandatePath, @Body() extension: ExtensionDto) {
    return this.dispatch(write, 'ExtendMandate', { mandateId, ...extension }, 'extended');
  }

  @Requires('mandate:narrow')
  @Post(':id/narrowing')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({ summary: 'Remove slots from a mandate, from a day on.' })
  @Responds(MandateOutcome)
  narrow(@CurrentWrite() write: Write, @Param() { id: mandateId }: MandatePath, @Body() scope: ScopeDto) {
    return this.dispatch(write, 'NarrowScope', { mandateId, ...scope }, 'narrowed');
  }

  @Requires('mandate:widen')
  @Post(':id/widening')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({
    summary:
      'Add slots to a mandate, from a day on. Refused when another mandate holds one of them on one of those days.',
  })
  @Responds(MandateOutcome)
  widen(@CurrentWrite() write: Write, @Param() { id: mandateId }: MandatePath, @Body() scope: ScopeDto) {
    return this.dispatch(write, 'WidenScope', { mandateId, ...scope }, 'widened');
  }

  @Requires('mandate:end')
  @Post(':id/end')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({ summary: 'End a granted mandate, by decision.' })
  @Responds(MandateOutcome)
  end(@CurrentWrite() write: Write, @Param() { id: mandateId }: MandatePath, @Body() end: EndDto) {
    return this.dispatch(write, 'EndMandate', { mandateId, ...end }, 'ended');
  }

  @Requires('mandate:end')
  @Post(':id/revocation')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({ summary: 'Revoke a granted mandate, by decision: take it away from its holder.' })
  @Responds(MandateOutcome)
  revoke(@CurrentWrite() write: Write, @Param() { id: mandateId }: MandatePath, @Body() end: EndDto) {
    return this.dispatch(write, 'EndMandate', { mandateId, ...end, cause: 'revoked' }, 'revoked');
  }

  private dispatch<Type extends RequestedChange['type']>(
    write: Write,
    type: Type,
    data: ChangeData<Type>,
    outcome: MandateOutcome['outcome'],
  ) {
    return dispatchChange(this.commands, write, type, data, { outcome });
  }
}

const shown = ({ city: _, id, version, slots, due: __, ...mandate }: MandateRow): MandateResponse => {
  const { evaluations, holdings } = mandate;
  const transfers = Object.entries(mandate.transfers).map(([transferId, transfer]) => ({ transferId, ...transfer }));
  const all = { evaluations, holdings, transfers };
  const leftOut = (Object.keys(all) as (keyof typeof all)[]).filter((name) => all[name].length > SHOWN[name]);
  return {
    mandateId: id,
    version,
    ...mandate,
    slots,
    evaluations: newest(evaluations, SHOWN.evaluations),
    holdings: newest(holdings, SHOWN.holdings),
    transfers: newest(transfers, SHOWN.transfers),
    ...(leftOut.length > 0 && { leftOut }),
  };
};
