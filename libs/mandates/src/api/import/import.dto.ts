import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { CalendarDate, ListOf, Nested, Pattern, Text } from '#http';
import { DecisionDto, PeriodDto, TermsDto } from '../mandates.dto.js';

/** The maximum number of mandates of an import, because the whole import is one append. */
const MOST_MANDATES = 1000;

export class ImportedEndorsementsDto {
  @Nested(() => DecisionDto, { optional: true, description: 'Decision of the college or the raad.' })
  readonly political?: DecisionDto;
  @Nested(() => DecisionDto, { optional: true, description: 'Decision of the managementteam or the directieoverleg.' })
  readonly administrative?: DecisionDto;
}

/** A mandate of an import. The DTO checks only its form; the rules report the errors of each mandate. */
export class ImportedMandateDto extends TermsDto {
  @Text({
    max: 100,
    example: 'REG-2019-04',
    description: 'Key of the mandate in the register of the city. A repeated import recognises the mandate by it.',
  })
  readonly reference: string;
  @Nested(() => PeriodDto, { description: 'Period of the mandate; may be over.' }) readonly period: PeriodDto;
  @CalendarDate({ description: 'Day of the evaluation, past or future, within the period.' })
  readonly evaluateOn: string;
  @Nested(() => DecisionDto, { description: 'Decision by which the mandate was granted.' })
  readonly decision: DecisionDto;
  @Nested(() => ImportedEndorsementsDto, {
    description: 'Both are required, unless `decisionDueOn` is set.',
  })
  readonly endorsements: ImportedEndorsementsDto;
  @CalendarDate({ optional: true, description: 'Day by which a missing endorsement is due, today or later.' })
  readonly decisionDueOn?: string;
}

export class ImportMandatesDto {
  @Pattern(/^[0-9]{5}$/, 'the NIS code of a municipality, 5 digits', {
    optional: true,
    example: '44021',
    description: 'NIS code of the city of the file, which is your own city.',
  })
  readonly city?: string;
  @ListOf(() => ImportedMandateDto, { max: MOST_MANDATES }) readonly mandates: ImportedMandateDto[];
  @ApiProperty({
    type: Boolean,
    required: false,
    description: 'True: record nothing, and return the counts or the problems of the import.',
  })
  @IsBoolean()
  readonly dryRun: boolean = false;
}
