import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { v5 as nameBased } from 'uuid';
import { Requires } from '#access';
import { COMMON_PROBLEMS, CurrentWrite, Responds, Write, WriteHeaders, WriteResult } from '#http';
import { DomainError } from '#kernel';
import { HandleMandate } from '../../commands/mandate.handler.js';
import type { ImportMandates, RowRefused } from '../../domain/imports.js';
import { problems } from '../problems.js';
import { ImportMandatesDto } from './import.dto.js';
import { RegisterImportOutcome } from './import.responses.js';

/**
 * The UUID namespace of imported mandates. The id of a mandate derives from its city and reference, so that a repeated
 * import gives the same id.
 */
const NAMESPACE = '8c1c2c52-6a0b-5a1e-9e57-0d3f4f1a6e02';

/** Imports the register that a city kept before the hub. */
@ApiTags('mandates')
@Controller('v1/mandates/import')
export class ImportController {
  constructor(private readonly commands: CommandBus) {}

  @Requires('mandate:import')
  @Post()
  @HttpCode(200)
  @WriteHeaders({ version: false })
  @ApiOperation({
    summary:
      'Import the mandates of an existing register, including past ones: all or none. Mandates that are known with the same content stay as they are.',
  })
  @Responds(RegisterImportOutcome)
  async import(@CurrentWrite() write: Write, @Body() { city, mandates, dryRun }: ImportMandatesDto) {
    // An import refuses If-Match, because a whole register has no version.
    if (write.expected !== undefined)
      throw new DomainError('request.stale', { expected: write.expected, actual: null });
    const { by } = write;
    const rows = mandates.map((mandate) => ({
      ...mandate,
      mandateId: nameBased(`${by.city}/${mandate.reference}`, NAMESPACE),
    }));
    const command = write.command<ImportMandates>('ImportMandates', {
      ...(city !== undefined && { city }),
      mandates: rows,
      dryRun,
    });
    const result = await this.commands.execute(new HandleMandate(command, write)).catch((error: unknown) => {
      throw inWords(error);
    });
    const recorded = dryRun
      ? rows.filter(({ mandateId }) => !result.state?.mandates.has(mandateId)).length
      : result.events.filter(({ type }) => type === 'MandateProposed').length;
    const outcome: RegisterImportOutcome = {
      outcome: dryRun ? 'checked' : 'imported',
      recorded,
      unchanged: rows.length - recorded,
    };
    return new WriteResult(outcome, result, '/v1/mandates');
  }
}

/** Adds the title of the problem to each rejected row. */
const inWords = (error: unknown): unknown => {
  if (!(error instanceof DomainError) || error.code !== 'mandate.rows-invalid') return error;
  const rows = (error.details['rows'] as readonly RowRefused[]).map(({ row, reference, refusal, facts }) => ({
    row,
    reference,
    refusal,
    problem: (problems[refusal] ?? COMMON_PROBLEMS[refusal])?.title ?? refusal,
    facts,
  }));
  return new DomainError('mandate.rows-invalid', { rows });
};
