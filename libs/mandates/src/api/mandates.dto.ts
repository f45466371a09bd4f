import { AgencyCode, CalendarDate, ListOf, NeighbourhoodCode, Nested, OneOf, Text, Texts, Theme, Whole } from '#service';
import {
  ENDORSEMENT_LEVELS,
  type EndorsementLevel,
  MANDATE_KINDS,
  type MandateKind,
  STEERING_MODELS,
  type SteeringModel,
} from '../domain/mandate-register.js';

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
  @Text({ max: 100, example: 'college', description: 'who decided: college, raad, managementteam, directieoverleg' }) readonly body: string;
  @Text({ max: 100, example: '2026_CBS_00123' }) readonly reference: string;
  @CalendarDate() readonly date: string;
}

export class PeriodDto {
  @CalendarDate({ description: 'first day' }) readonly from: string;
  @CalendarDate({ optional: true, description: 'first day after; left out: open' }) readonly until?: string;
}

export class ProposeMandateDto {
  @ListOf(() => SlotDto, { min: 1, max: 250, description: 'the neighbourhoods and themes that the mandate is about' }) readonly slots: SlotDto[];
  @OneOf(MANDATE_KINDS, { description: 'interne, hybride or externe regie' }) readonly kind: MandateKind;
  @OneOf(STEERING_MODELS, { optional: true, description: 'what the holder may do; coordination when left out' }) readonly steeringModel: SteeringModel =
    'coordination';
  @Text({ max: 1000, optional: true, description: 'why the holder must be able to assign bindingly; needed for commissioning' }) readonly steeringReason?: string;
  @AgencyCode({ description: 'who is to hold it' }) readonly holder: string;
  @Text({ max: 200, description: 'the function that carries it out, such as "gebiedsregisseur Brugse Poort"' }) readonly executingFunction: string;
  @Texts({ max: 500, items: 20, optional: true, description: 'what the holder may decide or use' }) readonly powers: string[] = [];
}

export class EndorsementDto {
  @OneOf(ENDORSEMENT_LEVELS) readonly level: EndorsementLevel;
  @Nested(() => DecisionDto) readonly decision: DecisionDto;
}

export class GrantDto {
  @Nested(() => PeriodDto) readonly period: PeriodDto;
  @CalendarDate({ description: 'when the mandate is evaluated; within the period' }) readonly evaluateOn: string;
  @Nested(() => DecisionDto) readonly decision: DecisionDto;
}

export class TransferDto {
  @AgencyCode({ description: 'who is to hold it' }) readonly to: string;
  @CalendarDate({ description: 'first day of the new holder' }) readonly on: string;
  @Nested(() => DecisionDto) readonly decision: DecisionDto;
  @Text({ max: 1000 }) readonly reason: string;
}

export class RefusalDto {
  @Text({ max: 1000 }) readonly reason: string;
}

export class EndDto {
  @CalendarDate({ description: 'first day without the mandate; today or later' }) readonly on: string;
  @Text({ max: 1000 }) readonly reason: string;
  @Nested(() => DecisionDto) readonly decision: DecisionDto;
}

export class HolderQuery {
  @NeighbourhoodCode() readonly neighbourhood: string;
  @Theme() readonly theme: string;
  @CalendarDate({ optional: true, description: 'today when left out' }) readonly on?: string;
}

export class MandatesQuery {
  @NeighbourhoodCode({ optional: true }) readonly neighbourhood?: string;
  @Theme({ optional: true }) readonly theme?: string;
  @OneOf(['proposed', 'granted', 'ended'], { optional: true }) readonly status?: string;
  @AgencyCode({ optional: true }) readonly holder?: string;
  @Text({ max: 100, optional: true, description: 'the `next` of the page before' }) readonly after?: string;
  @Whole({ min: 1, max: 200, optional: true }) readonly limit: number = 50;
}
