import {
  type Actor,
  type Command,
  contains,
  DomainError,
  type LocalDate,
  mustMatchVersion,
  type Period,
  samePeriod,
} from '#kernel';
import type { EndorsementLevel, RegisterEvent, Terms } from './mandate-events.js';
import type { MandateFacts } from './mandate-facts.js';
import type { Mandate, Register } from './mandate-history.js';
import { slotsMustBeFree } from './one-holder-per-slot.js';
import {
  type About,
  decidedBy,
  known,
  mustBeAllowedToHold,
  mustBeByABodyOf,
  mustBeComplete,
  mustBeEndorsedByBoth,
  mustBeEvaluatedWithin,
  mustBeTheCity,
  mustBeWellFormed,
  mustNotBeFromTheFuture,
  type Said,
} from './rules.js';
import { decidedAnew, type Decision, sameDecision } from './schedule.js';

/** The commands from the first draft to a mandate in force. */

export type DraftMandate = Command<'DraftMandate', About<Terms>>;
export type ReviseDraft = Command<'ReviseDraft', About<Terms>>;
export type ProposeDraft = Command<'ProposeDraft', About<unknown>>;
export type ProposeMandate = Command<'ProposeMandate', About<Terms>>;
export type EndorseMandate = Command<'EndorseMandate', About<{ level: EndorsementLevel; decision: Decision }>>;
/**
 * `provisional`: the grant is in force before both endorsements are recorded; `decisionDueOn`: the day on which the decision of the bodies is due.
 */
export type GrantMandate = Command<
  'GrantMandate',
  About<{
    period: Period;
    evaluateOn: LocalDate;
    evaluations?: readonly LocalDate[];
    decision: Decision;
    provisional?: Readonly<{ decisionDueOn: LocalDate }>;
    consequencesAccepted?: boolean;
  }>
>;
export type ConfirmGrant = Command<'ConfirmGrant', About<{ decision: Decision }>>;

export const draft = ({ data, by }: DraftMandate, register: Register): RegisterEvent[] => {
  if (register.mandates.has(data.mandateId)) return [];
  return [{ type: 'MandateDrafted', data: { mandateId: data.mandateId, draftedBy: by.agency, ...termsOf(data) } }];
};

export const reviseDraft = ({ data, by }: ReviseDraft, register: Register): RegisterEvent[] => {
  const mandate = drafted(register, data.mandateId, by);
  const terms = termsOf(data);
  if (JSON.stringify(termsOf(mandate.terms)) === JSON.stringify(terms)) return [];
  mustMatchVersion(mandate, data.version);
  if (mandate.status !== 'draft') throw new DomainError('mandate.not-a-draft', { state: mandate.status });
  return [{ type: 'DraftRevised', data: { mandateId: mandate.id, ...terms } }];
};

export const proposeDraft = ({ data, by }: ProposeDraft, register: Register, facts: MandateFacts): RegisterEvent[] => {
  const mandate = drafted(register, data.mandateId, by);
  if (mandate.status === 'proposed') return [];
  mustMatchVersion(mandate, data.version);
  if (mandate.status !== 'draft') throw new DomainError('mandate.not-a-draft', { state: mandate.status });
  return proposed(mandate.id, mandate.terms, facts);
};

export const propose = ({ data }: ProposeMandate, register: Register, facts: MandateFacts): RegisterEvent[] =>
  register.mandates.has(data.mandateId) ? [] : proposed(data.mandateId, termsOf(data), facts);

const proposed = (mandateId: string, terms: Terms, facts: MandateFacts): RegisterEvent[] => {
  mustBeComplete(terms);
  mustBeAllowedToHold(terms.kind, terms.holder, facts);
  return [{ type: 'MandateProposed', data: { mandateId, ...terms } }];
};

const drafted = (register: Register, mandateId: string, by: Actor): Mandate => {
  const mandate = known(register, mandateId, by);
  if (mandate.draftedBy === undefined) throw new DomainError('mandate.not-a-draft', { state: mandate.status });
  return mandate;
};

export const endorse = (
  { data, by, today }: EndorseMandate,
  register: Register,
  facts: MandateFacts,
): RegisterEvent[] => {
  const mandate = known(register, data.mandateId, by);
  mustBeTheCity(by, facts);
  const earlier = mandate.endorsements[data.level];
  if (earlier && sameDecision(earlier, data.decision)) return [];
  mustMatchVersion(mandate, data.version);
  mustNotBeFromTheFuture(data.decision, today);
  if (mandate.status !== 'proposed' && !mandate.provisional)
    throw new DomainError('mandate.not-proposed', { state: mandate.status });
  mustBeByABodyOf(data.level, data.decision);
  if (earlier) throw new DomainError('mandate.already-endorsed', { level: data.level, decision: earlier });
  return [{ type: 'MandateEndorsed', data: { mandateId: mandate.id, level: data.level, decision: data.decision } }];
};

export const grant = ({ data, by, today }: GrantMandate, register: Register, facts: MandateFacts): RegisterEvent[] => {
  const mandate = known(register, data.mandateId, by);
  mustBeTheCity(by, facts);
  if (
    mandate.status === 'granted' &&
    samePeriod(mandate.period!, data.period) &&
    saysTheSame(decidedBy(mandate, 'MandateGranted', data.decision), data)
  )
    return [];
  mustMatchVersion(mandate, data.version);
  if (mandate.status !== 'proposed') throw new DomainError('mandate.not-proposed', { state: mandate.status });
  const { period, evaluateOn, evaluations = [], decision, provisional, consequencesAccepted } = data;
  mustNotBeFromTheFuture(decision, today);
  mustBeWellFormed(period);
  mustBeEvaluatedWithin(period, [evaluateOn, ...evaluations]);
  if (!provisional) mustBeEndorsedByBoth(mandate);
  else if (!contains(period, provisional.decisionDueOn) || provisional.decisionDueOn < today)
    throw new DomainError('mandate.decision-due-outside-period', {
      decisionDueOn: provisional.decisionDueOn,
      period,
      today,
    });
  const { slots, holder, kind, consequences = [] } = mandate.terms;
  if (consequences.length > 0 && !consequencesAccepted)
    throw new DomainError('mandate.consequences-not-accepted', { consequences });
  mustBeAllowedToHold(kind, holder, facts);
  slotsMustBeFree(register, slots, period, mandate.id);
  return [
    {
      type: 'MandateGranted',
      data: {
        mandateId: mandate.id,
        slots,
        holder,
        period,
        evaluateOn,
        decision,
        ...(evaluations.length > 0 && { evaluations }),
        ...(provisional && { provisional }),
        ...(consequencesAccepted && { consequencesAccepted: true as const }),
      },
    },
  ];
};

export const confirm = (
  { data, by, today }: ConfirmGrant,
  register: Register,
  facts: MandateFacts,
): RegisterEvent[] => {
  const mandate = known(register, data.mandateId, by);
  mustBeTheCity(by, facts);
  // A grant whose confirmation was voided is provisional again and can be confirmed once more.
  if (!mandate.provisional && decidedBy(mandate, 'GrantConfirmed', data.decision)) return [];
  mustMatchVersion(mandate, data.version);
  mustNotBeFromTheFuture(data.decision, today);
  if (mandate.status !== 'granted' || !mandate.provisional)
    throw new DomainError('mandate.not-provisional', { state: mandate.status });
  mustBeEndorsedByBoth(mandate);
  const holdings = decidedAnew(mandate.holdings, mandate.decision!, data.decision);
  return [
    {
      type: 'GrantConfirmed',
      data: { mandateId: mandate.id, decision: data.decision, schedule: { from: mandate.period!.from, holdings } },
    },
  ];
};

/**
 * Returns the terms of a command in a fixed order of fields, without absent fields, so that equal terms have equal
 * JSON.
 */
const termsOf = (terms: Terms): Terms => {
  const {
    slots,
    kind,
    steeringModel,
    steeringReason,
    steeringBasis,
    commissioningCase,
    holder,
    executingFunction,
    powers,
    means,
    consequences,
    agreement,
    legalBasis,
  } = terms;
  return {
    slots,
    kind,
    steeringModel,
    holder,
    executingFunction,
    powers,
    ...(steeringReason !== undefined && { steeringReason }),
    ...(steeringBasis !== undefined && { steeringBasis }),
    ...(commissioningCase !== undefined && { commissioningCase }),
    ...(means !== undefined && { means }),
    ...(consequences !== undefined && { consequences }),
    ...(agreement !== undefined && { agreement }),
    ...(legalBasis !== undefined && { legalBasis }),
  };
};

/** Compares two grants of the same period and decision on their other fields. */
const saysTheSame = (granted: Said | undefined, asked: Said): boolean =>
  granted !== undefined &&
  granted.evaluateOn === asked.evaluateOn &&
  (granted.evaluations ?? []).toSorted().join() === (asked.evaluations ?? []).toSorted().join() &&
  granted.provisional?.decisionDueOn === asked.provisional?.decisionDueOn;
