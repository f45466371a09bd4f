import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import {
  AgencyCode,
  CalendarDate,
  CalendarDates,
  FreeText,
  ListOf,
  Moment,
  NeighbourhoodCode,
  Nested,
  OneOf,
  Pattern,
  Text,
  Texts,
  Theme,
  Whole,
} from '#http';
import {
  ENDORSEMENT_LEVELS,
  type EndorsementLevel,
  MANDATE_KINDS,
  type MandateKind,
  STEERING_MODELS,
  type SteeringModel,
} from '../domain/mandate-events.js';

export class MandatePath {
  @Text({ max: 100, example: '0198c0de-0000-7000-8000-000000000001' }) readonly id: string;
}

export class TransferPath extends MandatePath {
  @Text({ max: 100, example: '0198c0de-0000-7000-8000-000000000003' }) readonly transferId: string;
}

export class SlotDto {
  @NeighbourhoodCode() readonly neighbourhood: string;
  @Theme() readonly theme: string;
}

export class DecisionDto {
  @Text({ max: 100, example: 'college', description: 'who decided: college, raad, managementteam, directieoverleg' })
  readonly body: string;
  @Text({ max: 100, example: '2026_CBS_00123' }) readonly reference: string;
  @CalendarDate() readonly date: string;
  @Pattern(/^https?:\/\/[\x21-\x7e]{1,490}$/, 'a web address', {
    optional: true,
    description: 'where it can be read',
    example: 'https://raadpleeg.gent.be/2026_CBS_00123',
  })
  readonly link?: string;
}

export class PeriodDto {
  @CalendarDate({ description: 'first day' }) readonly from: string;
  @CalendarDate({ optional: true, description: 'first day after; left out: open' }) readonly until?: string;
}

export class TermsDto {
  @ListOf(() => SlotDto, { min: 1, max: 250, description: 'the neighbourhoods and themes that the mandate is about' })
  readonly slots: SlotDto[];
  @OneOf(MANDATE_KINDS, { description: 'interne, hybride or externe regie, or one of which the law says who holds it' })
  readonly kind: MandateKind;
  @OneOf(STEERING_MODELS, { optional: true, description: 'what the holder may do; coordination when left out' })
  readonly steeringModel: SteeringModel = 'coordination';
  @FreeText({
    max: 1000,
    optional: true,
    description: 'why the holder must be able to assign bindingly; needed for commissioning',
  })
  readonly steeringReason?: string;
  @Text({
    max: 500,
    optional: true,
    description: 'by what it may: decision, protocol or article; needed for commissioning',
  })
  readonly steeringBasis?: string;
  @Text({ max: 100, optional: true, description: 'the one case in which the holder may assign; in all others it asks' })
  readonly commissioningCase?: string;
  @AgencyCode({ description: 'who is to hold it' }) readonly holder: string;
  @Text({ max: 200, description: 'the function that carries it out, such as "gebiedsregisseur Brugse Poort"' })
  readonly executingFunction: string;
  @Texts({ max: 500, items: 20, optional: true, description: 'what the holder may decide or use' })
  readonly powers: string[] = [];
  @Texts({ max: 500, items: 20, optional: true, description: 'people, money and rooms that come with it' })
  readonly means?: string[];
  @Texts({
    max: 500,
    items: 20,
    optional: true,
    description: 'what follows for the other services; accepted with the grant',
  })
  readonly consequences?: string[];
  @Text({ max: 200, optional: true, description: 'the samenwerkingsprotocol; needed for an external mandate' })
  readonly agreement?: string;
  @Text({ max: 500, optional: true, description: 'the article that says who holds it; needed for a statutory mandate' })
  readonly legalBasis?: string;
}

export class ProposeMandateDto extends TermsDto {
  @ApiProperty({
    type: Boolean,
    required: false,
    description: 'a draft, that only your own agency sees until it is proposed',
  })
  @IsBoolean()
  readonly draft: boolean = false;
}

export class EndorsementDto {
  @OneOf(ENDORSEMENT_LEVELS) readonly level: EndorsementLevel;
  @Nested(() => DecisionDto, {
    description: 'political: of the college or the raad; administrative: of the managementteam or the directieoverleg',
  })
  readonly decision: DecisionDto;
}

export class ProvisionalDto {
  @CalendarDate({ description: 'the day by which the bodies decide; today or later' }) readonly decisionDueOn: string;
}

export class GrantDto {
  @Nested(() => PeriodDto) readonly period: PeriodDto;
  @CalendarDate({ description: 'when the mandate is evaluated; within the period' }) readonly evaluateOn: string;
  @CalendarDates({ items: 20, optional: true, description: 'further dates of evaluation, within the period' })
  readonly evaluations?: string[];
  @Nested(() => DecisionDto) readonly decision: DecisionDto;
  @Nested(() => ProvisionalDto, {
    optional: true,
    description: 'in force before both endorsements are there; confirmed later',
  })
  readonly provisional?: ProvisionalDto;
  @ApiProperty({ type: Boolean, required: false, description: 'the consequences that the terms name are accepted' })
  @IsBoolean()
  readonly consequencesAccepted: boolean = false;
}

export class ConfirmationDto {
  @Nested(() => DecisionDto) readonly decision: DecisionDto;
}

export class SuspensionDto {
  @CalendarDate({ description: 'first day on which nobody holds it; today or later' }) readonly on: string;
  @FreeText({ max: 1000 }) readonly reason: string;
  @Nested(() => DecisionDto) readonly decision: DecisionDto;
}

export class ResumptionDto {
  @CalendarDate({ description: 'first day on which it is held again; today or later' }) readonly on: string;
  @Nested(() => DecisionDto) readonly decision: DecisionDto;
}

export class EvaluationDto {
  @CalendarDate({ description: 'the day of the evaluation; today or earlier, within the period' }) readonly on: string;
  @FreeText({ max: 4000 }) readonly findings: string;
  @CalendarDate({ optional: true, description: 'when there is to be another' }) readonly nextOn?: string;
}

export class ExtensionDto {
  @CalendarDate({ description: 'first day after the longer period' }) readonly until: string;
  @FreeText({ max: 1000 }) readonly reason: string;
  @Nested(() => DecisionDto) readonly decision: DecisionDto;
  @CalendarDate({ optional: true, description: 'another date of evaluation' }) readonly evaluateOn?: string;
}

export class ScopeDto {
  @CalendarDate({ description: 'first day of the other scope; today or later' }) readonly on: string;
  @ListOf(() => SlotDto, { min: 1, max: 250, description: 'the slots that go, or that come' })
  readonly slots: SlotDto[];
  @FreeText({ max: 1000 }) readonly reason: string;
  @Nested(() => DecisionDto) readonly decision: DecisionDto;
}

export class TransferDto {
  @AgencyCode({ description: 'who is to hold it' }) readonly to: string;
  @CalendarDate({ description: 'first day of the new holder' }) readonly on: string;
  @Nested(() => DecisionDto) readonly decision: DecisionDto;
  @FreeText({ max: 1000 }) readonly reason: string;
  @CalendarDate({
    optional: true,
    description: 'last day on which the receiver can answer; left out: until it is withdrawn',
  })
  readonly answerBy?: string;
}

export class AcceptanceDto {
  @Pattern(/^\d{1,9}\.\d{1,9}$/, 'the `preview` that you have seen', {
    optional: true,
    description:
      'the `preview` that you have seen: refused with 412 and the difference when something has changed since',
  })
  readonly preview?: string;
}

export class RefusalDto {
  @FreeText({ max: 1000 }) readonly reason: string;
}

export class EndDto {
  @CalendarDate({ description: 'first day without the mandate; today or later' }) readonly on: string;
  @FreeText({ max: 1000 }) readonly reason: string;
  @Nested(() => DecisionDto) readonly decision: DecisionDto;
}

/** The corrected content of a fact. Only fields that the fact has can be corrected. */
export class InsteadDto {
  @AgencyCode({ optional: true }) readonly holder?: string;
  @ListOf(() => SlotDto, { min: 1, max: 250, optional: true }) readonly slots?: SlotDto[];
  @Nested(() => PeriodDto, { optional: true }) readonly period?: PeriodDto;
  @CalendarDate({ optional: true }) readonly evaluateOn?: string;
  @CalendarDates({ items: 20, optional: true }) readonly evaluations?: string[];
  @CalendarDate({ optional: true }) readonly on?: string;
  @CalendarDate({ optional: true }) readonly until?: string;
  @FreeText({ max: 4000, optional: true }) readonly findings?: string;
  @Nested(() => DecisionDto, { optional: true }) readonly decision?: DecisionDto;
  @OneOf(MANDATE_KINDS, { optional: true }) readonly kind?: MandateKind;
  @OneOf(STEERING_MODELS, { optional: true }) readonly steeringModel?: SteeringModel;
  @FreeText({ max: 1000, optional: true }) readonly steeringReason?: string;
  @Text({ max: 500, optional: true }) readonly steeringBasis?: string;
  @Text({ max: 100, optional: true }) readonly commissioningCase?: string;
  @Text({ max: 200, optional: true }) readonly executingFunction?: string;
  @Texts({ max: 500, items: 20, optional: true }) readonly powers?: string[];
  @Texts({ max: 500, items: 20, optional: true }) readonly means?: string[];
  @Texts({ max: 500, items: 20, optional: true }) readonly consequences?: string[];
  @Text({ max: 200, optional: true }) readonly agreement?: string;
  @Text({ max: 500, optional: true }) readonly legalBasis?: string;
}

export class CorrectionDto {
  @Whole({ min: 1, max: 1_000_000, description: 'the number of the fact in the history of the mandate' })
  readonly fact: number;
  @Nested(() => InsteadDto, { optional: true, description: 'what it should have said' }) readonly instead?: InsteadDto;
  @ApiProperty({ type: Boolean, required: false, description: 'it never happened' })
  @IsBoolean()
  readonly void: boolean = false;
  @FreeText({ max: 1000 }) readonly reason: string;
  @Nested(() => DecisionDto, { optional: true }) readonly decision?: DecisionDto;
}

export class HolderQuery {
  @NeighbourhoodCode() readonly neighbourhood: string;
  @Theme() readonly theme: string;
  @CalendarDate({ optional: true, description: 'today when left out' }) readonly on?: string;
  @Moment({
    optional: true,
    description: 'as the register said at this instant, or at the end of this day in Brussels; now when left out',
  })
  readonly knownAt?: string;
}

export class MandatesQuery {
  @NeighbourhoodCode({ optional: true }) readonly neighbourhood?: string;
  @Theme({ optional: true }) readonly theme?: string;
  @OneOf(['draft', 'proposed', 'granted', 'ended'], { optional: true }) readonly status?: string;
  @AgencyCode({ optional: true }) readonly holder?: string;
  @Text({ max: 100, optional: true, description: 'the `next` of the page before' }) readonly after?: string;
  @Whole({ min: 1, max: 200, optional: true }) readonly limit: number = 50;
}
