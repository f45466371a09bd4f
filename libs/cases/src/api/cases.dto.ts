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

/** The command to open a case. It has six fields at most, so that opening a case takes little work (R36). */
export class OpenCaseDto {
  @FreeText({ max: 200, example: 'Litter around the Pierkespark' }) readonly title: string;
  @NeighbourhoodCode() readonly neighbourhood: string;
  @Theme() readonly theme: string;
  @FreeText({ max: 1000, description: 'Reason that the solution lies in the neighbourhood, at least in part.' })
  readonly why: string;
  @FreeText({ max: 1000, description: 'Purpose and limits of the case. Begin small.' }) readonly scope: string;
  @Codes({
    max: 30,
    optional: true,
    example: ['ocmw-gent', 'woningent'],
    description: 'Codes of the agencies to invite.',
  })
  readonly invite: string[] = [];
}

export class InvitationDto {
  @AgencyCode({ description: 'Code of the agency to invite.' }) readonly agency: string;
  @OneOf(PASTS, {
    optional: true,
    example: 'summary',
    description:
      'Part of the time before acceptance that the agency will see; only the agency that coordinates sets it. `nothing` (the default); `summary`: earlier coordination, participants and counts of commitments; or `all`.',
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
  @AgencyCode({ description: 'Code of the participant that will do it; your own agency is possible.' })
  readonly owner: string;
  @CalendarDate({ description: 'Due date, today or later.' }) readonly dueOn: string;
  @ApiProperty({
    type: Boolean,
    required: false,
    description:
      'True: assign the commitment instead of asking. Only the agency that coordinates may, under the commissioning model.',
  })
  @IsBoolean()
  readonly binding: boolean = false;
}

export class ClosureDto {
  @OneOf(OUTCOMES) readonly outcome: Outcome;
  @FreeText({ max: 1000 }) readonly reason: string;
  @Text({
    max: 200,
    optional: true,
    description: 'Organisation that takes the case further. Required when the case is beyond local reach.',
  })
  readonly escalateTo?: string;
}

export class CasesQuery {
  @NeighbourhoodCode({ optional: true }) readonly neighbourhood?: string;
  @Theme({ optional: true }) readonly theme?: string;
  @OneOf(['open', 'closed'], { optional: true }) readonly status?: 'open' | 'closed';
  @OneOf(['none'], { optional: true, description: 'Only open cases without coordination.' })
  readonly coordination?: 'none';
  @Pattern(/^[01]\.[0-9a-f-]{1,40}$/, 'the `next` of the previous page', {
    optional: true,
    description: '`next` of the previous page.',
  })
  readonly after?: string;
  @Whole({ min: 1, max: 200, optional: true }) readonly limit: number = 50;
}

export class TimelineQuery {
  @Whole({ min: 0, max: 1_000_000, optional: true, description: '`next` of the previous page.' })
  readonly after: number = 0;
  @Whole({ min: 1, max: 500, optional: true }) readonly limit: number = 200;
}

export class CommitmentsQuery {
  @Pattern(/^\d{4}-\d\d-\d\d\.[0-9a-f-]{1,40}$/, 'the `next` of the previous page', {
    optional: true,
    description: '`next` of the previous page.',
  })
  readonly after?: string;
  @Whole({ min: 1, max: 200, optional: true }) readonly limit: number = 50;
}

export class ParticipantsQuery {
  @AgencyCode({ optional: true, description: '`next` of the previous page.' }) readonly after?: string;
  @Whole({ min: 1, max: 200, optional: true }) readonly limit: number = 50;
}
