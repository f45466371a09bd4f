import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentActor, Roles } from '#access';
import type { Actor } from '#decider';
import { Directory } from '#directory';
import type { Handled } from '#event-store';
import { Answers, brusselsDate, CurrentWrite, Write, WriteHeaders, Written } from '#service';
import type {
  AcceptTransfer,
  DeclineTransfer,
  EndMandate,
  EndorseMandate,
  ExpireMandate,
  GrantMandate,
  ProposeMandate,
  ProposeTransfer,
  Register,
  RegisterCommand,
  RegisterEvent,
} from '../domain/mandate-register.js';
import { HandleMandate } from '../mandates.handler.js';
import { type HolderFound, WhoHolds } from '../read-models/holders.js';
import { ListMandates, MandateById, type MandateRow } from '../read-models/mandates.js';
import { HolderAnswer, MandateAnswer, MandateOutcome, MandatesPageAnswer, TransferOutcome } from './mandates.answers.js';
import { EndDto, EndorsementDto, GrantDto, HolderQuery, MandatePath, MandatesQuery, ProposeMandateDto, RefusalDto, TransferDto, TransferPath } from './mandates.dto.js';

@ApiTags('mandates')
@Controller('v1/mandates')
export class MandatesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly directory: Directory,
  ) {}

  @Roles('worker', 'coordinator', 'manager', 'agency-admin', 'partner-api')
  @Get('holder')
  @ApiOperation({ summary: 'Who holds the mandate for a slot on a day, by which decision, since when. Nobody is an answer.' })
  @Answers(HolderAnswer)
  async holder(@CurrentActor() { city }: Actor, @Query() { neighbourhood, theme, on = brusselsDate(new Date()) }: HolderQuery) {
    const names = await this.directory.knownNeighbourhoods(city, [neighbourhood]);
    const found = await this.queries.execute<WhoHolds, HolderFound | undefined>(new WhoHolds(city, { neighbourhood, theme }, on));
    const question = { neighbourhood, neighbourhoodName: names.get(neighbourhood), theme, on };
    if (!found) return { ...question, holder: null };
    const { holder, mandateId, decision, from, until } = found;
    const agencies = await this.directory.agencyNames(city, [holder]);
    return { ...question, holder: { agency: holder, name: agencies.get(holder) ?? holder }, mandateId, decision, since: from, until };
  }

  @Roles('worker', 'coordinator', 'manager', 'agency-admin', 'partner-api')
  @Get()
  @ApiOperation({ summary: 'The mandates of the city, a page at a time.' })
  @Answers(MandatesPageAnswer)
  async list(@CurrentActor() { city }: Actor, @Query() query: MandatesQuery) {
    const page = await this.queries.execute<ListMandates, MandateRow[]>(new ListMandates(city, { ...query, limit: query.limit + 1 }));
    const mandates = page.slice(0, query.limit);
    return { mandates: mandates.map(shown), next: page.length > query.limit ? mandates.at(-1)!.id : null };
  }

  @Roles('worker', 'coordinator', 'manager', 'agency-admin', 'partner-api')
  @Get(':id')
  @ApiOperation({ summary: 'One mandate as it stands.' })
  @Answers(MandateAnswer, 'ETag')
  async show(@CurrentActor() { city }: Actor, @Param() { id }: MandatePath, @Res({ passthrough: true }) response: Response) {
    const mandate = await this.queries.execute<MandateById, MandateRow>(new MandateById(city, id));
    response.setHeader('ETag', `"${mandate.version}"`);
    return shown(mandate);
  }

  @Roles('coordinator', 'manager')
  @Post()
  @WriteHeaders()
  @ApiOperation({ summary: 'Propose a mandate for slots of neighbourhood and theme. It takes effect when it is endorsed and granted.' })
  @Answers(MandateOutcome)
  propose(@CurrentWrite() write: Write, @Body() terms: ProposeMandateDto) {
    return this.give<ProposeMandate>(write, 'ProposeMandate', { ...terms, mandateId: write.newId() }, 'proposed');
  }

  @Roles('manager')
  @Post(':id/endorsements')
  @WriteHeaders()
  @ApiOperation({ summary: 'Record the political or administrative endorsement, by decision reference.' })
  @Answers(MandateOutcome)
  endorse(@CurrentWrite() write: Write, @Param() { id: mandateId }: MandatePath, @Body() endorsement: EndorsementDto) {
    return this.give<EndorseMandate>(write, 'EndorseMandate', { mandateId, ...endorsement }, 'endorsed');
  }

  @Roles('manager')
  @Post(':id/grant')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({ summary: 'Grant an endorsed mandate for a period. Refused when another mandate holds one of its slots on one of those days.' })
  @Answers(MandateOutcome)
  grant(@CurrentWrite() write: Write, @Param() { id: mandateId }: MandatePath, @Body() grant: GrantDto) {
    return this.give<GrantMandate>(write, 'GrantMandate', { mandateId, ...grant }, 'granted');
  }

  @Roles('coordinator', 'manager')
  @Post(':id/transfers')
  @WriteHeaders()
  @ApiOperation({ summary: 'Propose to hand the mandate over. The holder stays until the receiver accepts.' })
  @Answers(TransferOutcome)
  proposeTransfer(@CurrentWrite() write: Write, @Param() { id: mandateId }: MandatePath, @Body() transfer: TransferDto) {
    const transferId = write.newId();
    return this.give<ProposeTransfer>(write, 'ProposeTransfer', { mandateId, transferId, ...transfer }, 'transfer-proposed');
  }

  @Roles('coordinator', 'manager')
  @Post(':id/transfers/:transferId/acceptance')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({ summary: 'The receiver accepts: the holder changes, in one event.' })
  @Answers(TransferOutcome)
  acceptTransfer(@CurrentWrite() write: Write, @Param() { id: mandateId, transferId }: TransferPath) {
    return this.give<AcceptTransfer>(write, 'AcceptTransfer', { mandateId, transferId }, 'transferred');
  }

  @Roles('coordinator', 'manager')
  @Post(':id/transfers/:transferId/refusal')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({ summary: 'The receiver declines; the holder stays.' })
  @Answers(TransferOutcome)
  declineTransfer(@CurrentWrite() write: Write, @Param() { id: mandateId, transferId }: TransferPath, @Body() { reason }: RefusalDto) {
    return this.give<DeclineTransfer>(write, 'DeclineTransfer', { mandateId, transferId, reason }, 'transfer-declined');
  }

  @Roles('manager')
  @Post(':id/end')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({ summary: 'End a granted mandate by decision.' })
  @Answers(MandateOutcome)
  end(@CurrentWrite() write: Write, @Param() { id: mandateId }: MandatePath, @Body() end: EndDto) {
    return this.give<EndMandate>(write, 'EndMandate', { mandateId, ...end }, 'ended');
  }

  private async give<C extends Exclude<RegisterCommand, ExpireMandate>>(
    write: Write,
    type: C['type'],
    data: Omit<C['data'], 'agencyKind' | 'version'> & { mandateId: string; transferId?: string },
    done: string,
  ) {
    // One stream holds all mandates: If-Match is about the version of this one, which the rules compare.
    const command = write.command<RegisterCommand>(type, { ...data, version: write.expected });
    const { commandId, fingerprint, retryable, traceparent } = write;
    const handled = await this.commands.execute<HandleMandate, Handled<RegisterEvent, Register>>(
      new HandleMandate(command, { commandId, fingerprint, retryable, traceparent }),
    );
    const { mandateId, transferId } = data;
    return new Written({ mandateId, ...(transferId && { transferId }), outcome: done }, handled, `/v1/mandates/${mandateId}`, handled.state?.mandates.get(mandateId)?.version);
  }
}

const shown = ({ id, version, slots, transfers, ...mandate }: MandateRow) => ({
  mandateId: id,
  version,
  ...{ ...mandate, city: undefined },
  slots,
  transfers: Object.entries(transfers).map(([transferId, transfer]) => ({ transferId, ...transfer })),
});
