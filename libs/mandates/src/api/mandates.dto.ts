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
  @Text({
    max: 100,
    example: 'college',
    description: 'Body that decided: college, raad, managementteam or directieoverleg.',
  })
  readonly body: string;
  @Text({ max: 100, example: '2026_CBS_00123' }) readonly reference: string;
  @CalendarDate() readonly date: string;
  @Pattern(/^https?:\/\/[\x21-\x7e]{1,490}$/, 'a web address', {
    optional: true,
    description: 'Web address of the decision.',
    example: 'https://raadpleeg.gent.be/2026_CBS_00123',
  })
  readonly link?: string;
}

export class PeriodDto {
  @CalendarDate({ description: 'First day.' }) readonly from: string;
  @CalendarDate({ optional: true, description: 'First day after the period; open-ended when left out.' })
  readonly until?: string;
}

export class TermsDto {
  @ListOf(() => SlotDto, {
    min: 1,
    max: 250,
    description: 'Slots of the mandate: pairs of a neighbourhood and a theme.',
  })
  readonly slots: SlotDto[];
  @OneOf(MANDATE_KINDS, {
    description: 'Interne, hybride or externe regie; or `statutory`, for a mandate whose holder the law names.',
  })
  readonly kind: MandateKind;
  @OneOf(STEERING_MODELS, {
    optional: true,
    description:
      'Power of the holder: `communication` informs, `coordination` (the default) asks and agrees, `commissioning` assigns bindingly.',
  })
  readonly steeringModel: SteeringModel = 'coordination';
  @FreeText({
    max: 1000,
    optional: true,
    description: 'Reason that the holder must be able to assign bindingly. Required for commissioning.',
  })
  readonly steeringReason?: string;
  @Text({
    max: 500,
    optional: true,
    description: 'Decision, protocol or article by which the holder may assign bindingly. Required for commissioning.',
  })
  readonly steeringBasis?: string;
  @Text({
    max: 100,
    optional: true,
    description: 'Id of the only case in which the holder may assign bindingly. In all other cases it asks.',
  })
  readonly commissioningCase?: string;
  @AgencyCode({ description: 'Code of the agency that will hold the mandate.' }) readonly holder: string;
  @Text({ max: 200, description: 'Function that carries out the mandate, such as "gebiedsregisseur Brugse Poort".' })
  readonly executingFunction: string;
  @Texts({
    max: 500,
    items: 20,
    optional: true,
    description: 'Powers of the holder: decisions that it may take and means that it may use.',
  })
  readonly powers: string[] = [];
  @Texts({ max: 500, items: 20, optional: true, description: 'People, money and rooms that come with the mandate.' })
  readonly means?: string[];
  @Texts({
    max: 500,
    items: 20,
    optional: true,
    description: 'Consequences for other services. A grant accepts them.',
  })
  readonly consequences?: string[];
  @Text({
    max: 200,
    optional: true,
    description: 'Protocol between the organisations (samenwerkingsprotocol). Required for an external mandate.',
  })
  readonly agreement?: string;
  @Text({
    max: 500,
    optional: true,
    description: 'Article of law that names the holder. Required for a statutory mandate.',
  })
  readonly legalBasis?: string;
}

export class ProposeMandateDto extends TermsDto {
  @ApiProperty({
    type: Boolean,
    required: false,
    description: 'True: a draft, which only your own agency sees until it is proposed.',
  })
  @IsBoolean()
  readonly draft: boolean = false;
}

export class EndorsementDto {
  @OneOf(ENDORSEMENT_LEVELS) readonly level: EndorsementLevel;
  @Nested(() => DecisionDto, {
    description:
      'Political: a decision of the college or the raad. Administrative: a decision of the managementteam or the directieoverleg.',
  })
  readonly decision: DecisionDto;
}

export class ProvisionalDto {
  @CalendarDate({ description: 'Day by which the bodies decide, today or later.' }) readonly decisionDueOn: string;
}

export class GrantDto {
  @Nested(() => PeriodDto) readonly period: PeriodDto;
  @CalendarDate({ description: 'Day of the evaluation, within the period.' }) readonly evaluateOn: string;
  @CalendarDates({ items: 20, optional: true, description: 'Further days of evaluation, within the period.' })
  readonly evaluations?: string[];
  @Nested(() => DecisionDto) readonly decision: DecisionDto;
  @Nested(() => ProvisionalDto, {
    optional: true,
    description: 'Grants before both endorsements are recorded; a confirmation follows.',
  })
  readonly provisional?: ProvisionalDto;
  @ApiProperty({ type: Boolean, required: false, description: 'True: accepts the consequences that the terms name.' })
  @IsBoolean()
  readonly consequencesAccepted: boolean = false;
}

export class ConfirmationDto {
  @Nested(() => DecisionDto) readonly decision: DecisionDto;
}

export class SuspensionDto {
  @CalendarDate({ description: 'First day of the suspension, today or later.' }) readonly on: string;
  @FreeText({ max: 1000 }) readonly reason: string;
  @Nested(() => DecisionDto) readonly decision: DecisionDto;
}

export class ResumptionDto {
  @CalendarDate({ description: 'First day after the suspension, today or later.' }) readonly on: string;
  @Nested(() => DecisionDto) readonly decision: DecisionDto;
}

export class EvaluationDto {
  @CalendarDate({ description: 'Day of the evaluation, today or earlier, within the period.' }) readonly on: string;
  @FreeText({ max: 4000 }) readonly findings: string;
  @CalendarDate({ optional: true, description: 'Day of a further evaluation.' }) readonly nextOn?: string;
}

export class ExtensionDto {
  @CalendarDate({ description: 'First day after the extended period.' }) readonly until: string;
  @FreeText({ max: 1000 }) readonly reason: string;
  @Nested(() => DecisionDto) readonly decision: DecisionDto;
  @CalendarDate({ optional: true, description: 'Day of a further evaluation.' }) readonly evaluateOn?: string;
}

export class ScopeDto {
  @CalendarDate({ description: 'First day of the changed scope, today or later.' }) readonly on: string;
  @ListOf(() => SlotDto, { min: 1, max: 250, description: 'Slots to remove, or to add.' })
  readonly slots: SlotDto[];
  @FreeText({ max: 1000 }) readonly reason: string;
  @Nested(() => DecisionDto) readonly decision: DecisionDto;
}

export class TransferDto {
  @AgencyCode({ description: 'Code of the agency that will hold the mandate.' }) readonly to: string;
  @CalendarDate({ description: 'First day of the new holder.' }) readonly on: string;
  @Nested(() => DecisionDto) readonly decision: DecisionDto;
  @FreeText({ max: 1000 }) readonly reason: string;
  @CalendarDate({
    optional: true,
    description: 'Last day on which the receiver can answer. When left out, the transfer waits until it is withdrawn.',
  })
  readonly answerBy?: string;
}

export class AcceptanceDto {
  @Pattern(/^\d{1,9}\.\d{1,9}$/, 'the `preview` of the transfer', {
    optional: true,
    description:
      '`preview` of the transfer that you have seen. The acceptance is refused with 412 and the difference when something has changed since.',
  })
  readonly preview?: string;
}

export class RefusalDto {
  @FreeText({ max: 1000 }) readonly reason: string;
}

export class EndDto {
  @CalendarDate({ description: 'First day without the mandate, today or later.' }) readonly on: string;
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
  @Whole({ min: 1, max: 1_000_000, description: 'Number of the fact in the history of the mandate.' })
  readonly fact: number;
  @Nested(() => InsteadDto, { optional: true, description: 'Corrected content of the fact: the fields that change.' })
  readonly instead?: InsteadDto;
  @ApiProperty({ type: Boolean, required: false, description: 'True: the fact never happened.' })
  @IsBoolean()
  readonly void: boolean = false;
  @FreeText({ max: 1000 }) readonly reason: string;
  @Nested(() => DecisionDto, { optional: true }) readonly decision?: DecisionDto;
}

export class HolderQuery {
  @NeighbourhoodCode() readonly neighbourhood: string;
  @Theme() readonly theme: string;
  @CalendarDate({ optional: true, description: 'Day of the question; today when left out.' }) readonly on?: string;
  @Moment({
    optional: true,
    description:
      'Moment whose state of the register is asked for: an instant, or the end of a day in Brussels. All that is recorded when left out, and for now or later.',
  })
  readonly knownAt?: string;
}

export class HistoryQuery {
  @Whole({ min: 0, max: 1_000_000, optional: true, description: '`next` of the previous page.' })
  readonly after: number = 0;
  @Whole({ min: 1, max: 500, optional: true }) readonly limit: number = 500;
}

export class MandatesQuery {
  @NeighbourhoodCode({ optional: true }) readonly neighbourhood?: string;
  @Theme({ optional: true }) readonly theme?: string;
  @OneOf(['draft', 'proposed', 'granted', 'ended'], { optional: true }) readonly status?: string;
  @AgencyCode({ optional: true }) readonly holder?: string;
  @Text({ max: 100, optional: true, description: '`next` of the previous page.' }) readonly after?: string;
  @Whole({ min: 1, max: 200, optional: true }) readonly limit: number = 50;
}
