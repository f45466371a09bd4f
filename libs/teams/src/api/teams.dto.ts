import { applyDecorators } from '@nestjs/common';
import { AgencyCode, CalendarDate, Codes, NeighbourhoodCode, Pattern, Text, Whole } from '#http';
import { MOST_AGENCIES } from '../domain/neighbourhood-team.js';

/**
 * Checks that a reference is a code without spaces and @, so neither a full name nor an e-mail address. {@link Text}
 * also refuses national register numbers.
 */
const MemberReference = (): PropertyDecorator =>
  applyDecorators(
    Text({ max: 100 }),
    Pattern(
      /^[0-9A-Za-z][0-9A-Za-z._:|-]*$/,
      'a code that means something to the agency only: letters, digits and . _ : | -',
      {
        example: 'm-0042',
        description: 'Pseudonymous reference to a member of your staff, unique in your agency; never a name.',
      },
    ),
  );

export class TeamPath {
  @Text({ max: 100, example: '0198c0de-0000-7000-8000-000000000010' }) readonly id: string;
}

export class MemberPath extends TeamPath {
  @MemberReference() readonly memberId: string;
}

export class FormTeamDto {
  @Text({ max: 200, example: 'Wijkteam Brugse Poort' }) readonly name: string;
  @Codes({ min: 1, max: 250, example: ['4', '7'], description: 'Codes of the neighbourhoods of the team.' })
  readonly neighbourhoods: string[];
  @Codes({
    max: MOST_AGENCIES - 1,
    optional: true,
    example: ['ocmw-gent'],
    description: 'Codes of other agencies that may second their staff to the team.',
  })
  readonly agencies?: string[];
}

export class AcceptAgencyDto {
  @AgencyCode({ description: 'Code of the agency that may second its staff to the team.' }) readonly agency: string;
}

export class MemberDto {
  @MemberReference() readonly memberId: string;
  @AgencyCode({ optional: true, description: 'Code of your own agency: an agency seconds its own staff.' })
  readonly agency?: string;
  @Text({ max: 200, example: 'maatschappelijk werker' }) readonly function: string;
  @CalendarDate({ description: 'First day on the team.' }) readonly from: string;
  @CalendarDate({ optional: true, description: 'First day no longer on the team; open-ended when left out.' })
  readonly until?: string;
}

export class EndSecondmentDto {
  @CalendarDate({ optional: true, description: 'First day no longer on the team; today when left out.' })
  readonly on?: string;
}

export class MembersQuery {
  @Pattern(/^[a-z0-9-]{2,63}\/[0-9A-Za-z._:|-]{1,100}\/\d{4}-\d\d-\d\d$/, 'the `next` of the previous page', {
    optional: true,
    description: '`next` of the previous page.',
  })
  readonly after?: string;
  @Whole({ min: 1, max: 200, optional: true }) readonly limit: number = 50;
}

export class TeamsQuery {
  @NeighbourhoodCode({ optional: true }) readonly neighbourhood?: string;
  @Text({ max: 100, optional: true, description: '`next` of the previous page.' }) readonly after?: string;
  @Whole({ min: 1, max: 200, optional: true }) readonly limit: number = 50;
}
