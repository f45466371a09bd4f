import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentActor, Requires } from '#access';
import { CurrentWrite, newest, Responds, Write, WriteHeaders } from '#http';
import { type Actor, brusselsDate } from '#kernel';
import type { RegisterEvent } from '../domain/mandate-events.js';
import { HandoverOf } from '../queries/handover.js';
import { type ChangeData, dispatchChange } from './dispatch-change.js';
import { AcceptanceDto, MandatePath, RefusalDto, TransferDto, TransferPath } from './mandates.dto.js';
import { SHOWN } from './mandates.responses.js';
import { HandoverResponse, TransferOutcome } from './transfers.responses.js';

/** Transfers of a mandate to another agency. */
@ApiTags('mandates')
@Controller('v1/mandates/:id/transfers')
export class TransfersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Requires('transfer:read')
  @Get(':transferId')
  @ApiOperation({
    summary:
      'Get a transfer: the mandate, its open cases and their commitments. Only the two parties and the managers of a city service.',
  })
  @Responds(HandoverResponse, 'ETag')
  async preview(
    @CurrentActor() by: Actor,
    @Param() { id, transferId }: TransferPath,
    @Res({ passthrough: true }) response: Response,
  ) {
    const handover = await this.queries.execute(new HandoverOf(by, id, transferId, brusselsDate(new Date())));
    response.setHeader('ETag', `"${handover.version}"`);
    const evaluations = newest(handover.mandate.evaluations, SHOWN.evaluations);
    return { ...handover, mandate: { ...handover.mandate, evaluations } };
  }

  @Requires('transfer:propose')
  @Post()
  @WriteHeaders()
  @ApiOperation({
    summary: 'Propose a transfer of a mandate to another agency. The holder stays until the receiver accepts.',
  })
  @Responds(TransferOutcome)
  propose(@CurrentWrite() write: Write, @Param() { id: mandateId }: MandatePath, @Body() transfer: TransferDto) {
    return this.dispatch(
      write,
      'ProposeTransfer',
      { mandateId, transferId: write.newId(), ...transfer },
      'transfer-proposed',
    );
  }

  @Requires('transfer:answer')
  @Post(':transferId/acceptance')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({
    summary:
      'Accept a transfer, as the receiver. The holder changes, in one event. With `preview`, only when nothing has changed since.',
  })
  @Responds(TransferOutcome)
  accept(
    @CurrentWrite() write: Write,
    @Param() { id: mandateId, transferId }: TransferPath,
    @Body() { preview }: AcceptanceDto,
  ) {
    const [version, cases] = preview?.split('.').map(Number) ?? [];
    const previewed = preview === undefined ? {} : { previewed: { version: version!, cases: cases! } };
    return this.dispatch(write, 'AcceptTransfer', { mandateId, transferId, ...previewed }, 'transferred');
  }

  @Requires('transfer:answer')
  @Post(':transferId/refusal')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({ summary: 'Decline a transfer, as the receiver. The holder stays.' })
  @Responds(TransferOutcome)
  decline(
    @CurrentWrite() write: Write,
    @Param() { id: mandateId, transferId }: TransferPath,
    @Body() { reason }: RefusalDto,
  ) {
    return this.dispatch(write, 'DeclineTransfer', { mandateId, transferId, reason }, 'transfer-declined');
  }

  @Requires('transfer:withdraw')
  @Post(':transferId/withdrawal')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({ summary: 'Withdraw a proposed transfer, as the holder or as a manager of a city service.' })
  @Responds(TransferOutcome)
  withdraw(
    @CurrentWrite() write: Write,
    @Param() { id: mandateId, transferId }: TransferPath,
    @Body() { reason }: RefusalDto,
  ) {
    return this.dispatch(write, 'WithdrawTransfer', { mandateId, transferId, reason }, 'transfer-withdrawn');
  }

  private dispatch<Type extends 'ProposeTransfer' | 'AcceptTransfer' | 'DeclineTransfer' | 'WithdrawTransfer'>(
    write: Write,
    type: Type,
    data: ChangeData<Type>,
    outcome: TransferOutcome['outcome'],
  ) {
    return dispatchChange(this.commands, write, type, data, (events) => ({
      transferId: proposedIn(events) ?? data.transferId,
      outcome,
    }));
  }
}

/** Returns the id of the transfer that the events propose: of a repeat, the id of the first time, which an older release may have derived in another way. */
const proposedIn = (events: readonly RegisterEvent[]): string | undefined =>
  events.find((event) => event.type === 'TransferProposed')?.data.transferId;
