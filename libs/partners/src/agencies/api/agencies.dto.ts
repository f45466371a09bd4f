import { AGENCY_KINDS, JOINT_WORK } from '#contracts';
import { AgencyCode, FreeText, OneOf, SomeOf, Text, Whole } from '#http';

/** Statuses by which the list of agencies can be filtered. */
const STATUSES = ['active', 'suspended', 'ended'];

export class AgencyPath {
  @Text({ max: 100, example: 'ocmw-gent' }) readonly code: string;
}

/** The facts about an agency. The DTO checks only their form; the domain rules check the identifying numbers. */
export class FactsDto {
  @Text({ max: 200, example: 'OCMW Gent' }) readonly name: string;
  @OneOf(AGENCY_KINDS, { example: 'ocmw' }) readonly kind: string;
  @Text({ max: 20, optional: true, example: '0212.214.125', description: 'KBO number; stored as its ten digits.' })
  readonly kbo?: string;
  @Text({ max: 20, optional: true, example: 'OVO002949' }) readonly ovo?: string;
  @Text({ max: 20, optional: true, example: '5415', description: 'Number of a local police zone, four digits.' })
  readonly policeZone?: string;
}

export class EnrolDto extends FactsDto {
  @AgencyCode({ description: 'Code of the agency in the hub. It never changes.' }) readonly agency: string;
}

export class ReasonDto {
  @FreeText({ max: 1000 }) readonly reason: string;
}

export class CooperationPolicyDto {
  @SomeOf(JOINT_WORK, { description: 'Joint work that its staff may join: the complete list.' })
  readonly allows: string[];
}

export class AgenciesQuery {
  @OneOf(AGENCY_KINDS, { optional: true }) readonly kind?: string;
  @OneOf(STATUSES, { optional: true }) readonly status?: string;
  @Text({ max: 100, optional: true, description: '`next` of the previous page.' }) readonly after?: string;
  @Whole({ min: 1, max: 200, optional: true }) readonly limit: number = 50;
}
