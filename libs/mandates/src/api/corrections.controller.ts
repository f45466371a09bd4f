import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '#access';
import { CurrentWrite, Responds, Write, WriteHeaders } from '#http';
import { dispatchChange } from './dispatch-change.js';
import { CorrectionDto, MandatePath } from './mandates.dto.js';
import { MandateOutcome } from './mandates.responses.js';

/** Corrections of facts about a mandate. */
@ApiTags('mandates')
@Controller('v1/mandates/:id/corrections')
export class CorrectionsController {
  constructor(private readonly commands: CommandBus) {}

  @Requires('mandate:correct')
  @Post()
  @WriteHeaders()
  @ApiOperation({
    // Keeps the operation id of an earlier controller, because generated clients use this id.
    operationId: 'MandatesController_correct',
    summary: 'Correct a fact that was recorded wrongly: replace its content, or void it. Nothing is overwritten.',
  })
  @Responds(MandateOutcome)
  correct(
    @CurrentWrite() write: Write,
    @Param() { id: mandateId }: MandatePath,
    @Body() { fact, instead, void: never, reason, decision }: CorrectionDto,
  ) {
    const correction = {
      mandateId,
      fact,
      reason,
      ...(instead && { instead: plain(instead) }),
      ...(never && { void: true as const }),
      ...(decision && { decision }),
    };
    return dispatchChange(this.commands, write, 'CorrectFact', correction, { outcome: 'corrected' });
  }
}

/** Drops undefined fields, because a correction changes every field that it names. */
const plain = <T extends object>(dto: T): T => JSON.parse(JSON.stringify(dto)) as T;
