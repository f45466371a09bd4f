import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import {
  AgencyCode,
  CalendarDate,
  Codes,
  FreeText,
  NeighbourhoodCode,
  OneOf,
  Pattern,
  Text,
  Theme,
  Whole,
} from '#http';
import { type Outcome, OUTCOMES } from '../domain/case-history.js';
import { type Past, PASTS } from '../domain/participation.js';

/** The command to open a case. It has six fields at most, so that opening a case stays light (R36). */
export class OpenCaseDto {
  @FreeText({ max: 200, example: 'Litter around the Pierkespark' }) readonly title: string;
  @NeighbourhoodCode() readonly neighbourhood: string;
  @Theme() readonly theme: string;
  @FreeText({ max: 1000, description: 'why the solution lies in the neighbourhood, at least in part' })
  readonly why: string;
  @FreeText({ max: 1000, description: 'purpose and limits; begin small' }) readonly scope: string;
  @Codes({
    max: 30,
    optional: true,
    example: ['ocmw-gent', 'woningent'],
    description: 'the agencies that are asked to take part',
  })
  readonly invite: string[] = [];
}

export class InvitationDto {
  @AgencyCode({ description: 'who is asked to take part' }) readonly agency: string;
  @OneOf(PASTS, {
    optional: true,
    example: 'summary',
    description:
      'what it then sees of the time before it accepts, for who coordinates the case to say: nothing; who coordinated and took part, and how much was agreed; or all. Nothing when left out',
  })
  readonly past?: Past;
}

export class RefusalDto {
  @FreeText({ max: 1000 }) readonly reason: string;
}

export class WithdrawalDto {
  @FreeText({ max: 1000, optional: true }) readonly reason?: string;
}

export class CommitmentDto {
  @FreeText({ max: 1000, example: 'Repair the lights along the path' }) readonly what: string;
  @AgencyCode({ description: 'who is to do it: a participant, maybe your own agency' }) readonly owner: string;
  @CalendarDate({ description: 'today or later' }) readonly dueOn: string;
  @ApiProperty({
    type: Boolean,
    required: false,
    description: 'assigned instead of asked; only for who coordinates under the commissioning model',
  })
  @IsBoolean()
  readonly binding: boolean = false;
}

export class ClosureDto {
  @OneOf(OUTCOMES) readonly outcome: Outcome;
  @FreeText({ max: 1000 }) readonly reason: string;
  @Text({ max: 200, optional: true, description: 'who takes it further; needed when it is beyond local reach' })
  readonly escalateTo?: string;
}

export class CasesQuery {
  @NeighbourhoodCode({ optional: true }) readonly neighbourhood?: string;
  @Theme({ optional: true }) readonly theme?: string;
  @OneOf(['open', 'closed'], { optional: true }) readonly status?: 'open' | 'closed';
  @OneOf(['none'], { optional: true, description: 'only open cases that nobody coordinates' })
  readonly coordination?: 'none';
  @Pattern(/^[01]\.[0-9a-f-]{1,40}$/, 'the `next` of the page before', {
    optional: true,
    description: 'the `next` of the page before',
  })
  readonly after?: string;
  @Whole({ min: 1, max: 200, optional: true }) readonly limit: number = 50;
}

export class TimelineQuery {
  @Whole({ min: 0, max: 1_000_000, optional: true, description: 'the `next` of the page before' })
  readonly after: number = 0;
  @Whole({ min: 1, max: 500, optional: true }) readonly limit: number = 200;
}
