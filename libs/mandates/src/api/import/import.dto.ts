import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { CalendarDate, ListOf, Nested, Pattern, Text } from '#http';
import { DecisionDto, PeriodDto, TermsDto } from '../mandates.dto.js';

/** The most mandates of one import, so that it is one append. */
const MOST_MANDATES = 1000;

export class ImportedEndorsementsDto {
  @Nested(() => DecisionDto, { optional: true, description: 'of the college or the raad' })
  readonly political?: DecisionDto;
  @Nested(() => DecisionDto, { optional: true, description: 'of the managementteam or the directieoverleg' })
  readonly administrative?: DecisionDto;
}

/** A mandate of an import. The DTO checks only its form; the rules report the errors of each mandate. */
export class ImportedMandateDto extends TermsDto {
  @Text({
    max: 100,
    example: 'REG-2019-04',
    description: 'by what the city knows the mandate; imported again, it is the same one',
  })
  readonly reference: string;
  @Nested(() => PeriodDto, { description: 'also one that is over' }) readonly period: PeriodDto;
  @CalendarDate({ description: 'when it is, or was, to be evaluated; within the period' }) readonly evaluateOn: string;
  @Nested(() => DecisionDto, { description: 'by which it was granted' }) readonly decision: DecisionDto;
  @Nested(() => ImportedEndorsementsDto, { description: 'both, or `decisionDueOn`' })
  readonly endorsements: ImportedEndorsementsDto;
  @CalendarDate({ optional: true, description: 'an endorsement is still to come, by this day: today or later' })
  readonly decisionDueOn?: string;
}

export class ImportMandatesDto {
  @Pattern(/^[0-9]{5}$/, 'the NIS code of a municipality, 5 digits', {
    optional: true,
    example: '44021',
    description: 'the city that the file is about: yours',
  })
  readonly city?: string;
  @ListOf(() => ImportedMandateDto, { max: MOST_MANDATES }) readonly mandates: ImportedMandateDto[];
  @ApiProperty({
    type: Boolean,
    required: false,
    description: 'record nothing, and say what would be recorded or what is wrong',
  })
  @IsBoolean()
  readonly dryRun: boolean = false;
}
