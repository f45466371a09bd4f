import { type Actor, contains, DomainError, isCity, type LocalDate, type Period } from '#kernel';
import {
  ENDORSEMENT_LEVELS,
  type EndorsementLevel,
  type MandateGranted,
  type MandateKind,
  type RegisterEvent,
  type Terms,
} from './mandate-events.js';
import { activeKind, type MandateFacts } from './mandate-facts.js';
import { applyCorrections, type Mandate, type Register } from './mandate-history.js';
import { slotsMustDiffer } from './one-holder-per-slot.js';
import { type Decision, type Holding, sameDecision } from './schedule.js';

/** The rules that several decisions of the register share, each with its refusal. */

/** The data of a command on one mandate. `version`: the number of facts about this mandate that the actor has seen. */
export type About<Data> = Data & { mandateId: string; version?: number };

// --- The actor and the mandate ---------------------------------------------------------------------------------------------------------------

/** Returns the mandate, if the actor may see it: only the agency that made a draft sees that draft. */
export const known = (register: Register, mandateId: string, by: Actor): Mandate => {
  const mandate = register.mandates.get(mandateId);
  if (!mandate || (mandate.status === 'draft' && mandate.draftedBy !== by.agency))
    throw new DomainError('mandate.unknown', { mandateId });
  return mandate;
};

/** Refuses an actor other than the city: only the city records decisions of college, raad and managementteam. */
export const mustBeTheCity = (by: Actor, facts: MandateFacts): void => {
  const agencyKind = activeKind(facts, by.agency);
  if (!isCity(by, agencyKind)) throw new DomainError('access.decisions-by-the-city', { role: by.role, agencyKind });
};

type Decided = Extract<
  RegisterEvent,
  { type: 'MandateGranted' | 'GrantConfirmed' | 'MandateSuspended' | 'MandateResumed' | 'MandateExtended' }
>;
/** The content of a fact with a decision. */
export type Said = Readonly<{ decision: Decision }> &
  Partial<Pick<MandateGranted['data'], 'evaluateOn' | 'evaluations' | 'provisional'>>;

/**
 * Returns the content of the newest fact of this type with the same decision, to recognise a repeated command. A
 * command with another decision is no repeat, even with the same effect.
 */
export const decidedBy = ({ facts }: Mandate, type: Decided['type'], decision: Decision): Said | undefined => {
  for (const { event } of applyCorrections(facts).toReversed())
    if (event.type === type && sameDecision(event.data.decision, decision)) return event.data;
  return undefined;
};

// --- Dates -----------------------------------------------------------------------------------------------------------------------------------

export const mustNotBeFromTheFuture = ({ date }: Decision, today: LocalDate): void => {
  if (date > today) throw new DomainError('decision.in-the-future', { date, today });
};

export const mustBeWellFormed = (period: Period): void => {
  if (period.until !== undefined && period.until <= period.from)
    throw new DomainError('period.ends-before-it-starts', { period });
};

export const mustBeEvaluatedWithin = (period: Period, dates: readonly LocalDate[]): void => {
  const outside = dates.find((date) => !contains(period, date));
  if (outside !== undefined)
    throw new DomainError('mandate.evaluation-outside-period', { evaluateOn: outside, period });
};

export const mustBeGranted = (mandate: Mandate): void => {
  if (mandate.status !== 'granted') throw new DomainError('mandate.not-granted', { state: mandate.status });
};

/**
 * Returns the last holding of a granted mandate, for a change from the day `on`. Refuses a day before the start of that
 * holding: the change would silently overwrite a planned one.
 */
export const changeableFrom = (mandate: Mandate, on: LocalDate, today: LocalDate): Holding => {
  mustBeGranted(mandate);
  if (on < today) throw new DomainError('mandate.change-in-the-past', { on, today });
  return holdingOn(mandate, on);
};

/** Returns the last holding, or refuses a day that this holding does not cover. */
export const holdingOn = (mandate: Mandate, on: LocalDate): Holding => {
  const last = mandate.holdings.at(-1)!;
  if (on < last.period.from && mandate.holdings.length > 1)
    throw new DomainError('mandate.change-planned', { on, from: last.period.from });
  if (!contains(last.period, on))
    throw new DomainError('mandate.change-outside-period', { on, period: mandate.period });
  return last;
};

// --- Kinds and models ------------------------------------------------------------------------------------------------------------------------

/**
 * The agency kinds that may hold a mandate of each kind (R4-R6). `undefined`: every kind, because the agreement or the
 * law decides.
 */
const HOLDERS: Readonly<Record<MandateKind, readonly string[] | undefined>> = {
  internal: ['city-service'],
  hybrid: ['city-service', 'ocmw', 'police', 'social-housing'],
  external: undefined,
  statutory: undefined,
};

export const mustBeAllowedToHold = (kind: MandateKind, holder: string, facts: MandateFacts): void => {
  const holderKind = activeKind(facts, holder);
  if (holderKind === undefined) throw new DomainError('agency.not-active', { agency: holder });
  const allowed = HOLDERS[kind];
  if (allowed && !allowed.includes(holderKind))
    throw new DomainError('mandate.holder-of-another-kind', { kind, holder, holderKind, allowed });
};

/** Refuses terms without a field that the kind or the steering model of the mandate needs (R4-R8). */
export const mustBeComplete = (terms: Terms): void => {
  slotsMustDiffer(terms.slots);
  const { kind, steeringModel, steeringReason, steeringBasis, commissioningCase, agreement, legalBasis } = terms;
  if (kind === 'external' && !agreement) throw new DomainError('mandate.external-needs-agreement');
  if (kind === 'statutory' && !legalBasis) throw new DomainError('mandate.statutory-needs-legal-basis');
  if (steeringModel === 'commissioning') {
    if (!steeringReason) throw new DomainError('mandate.commissioning-needs-reason');
    if (!steeringBasis) throw new DomainError('mandate.commissioning-needs-basis');
  } else if (commissioningCase !== undefined)
    throw new DomainError('mandate.case-without-commissioning', { steeringModel, commissioningCase });
};

/** The bodies that endorse: politically the college or the raad, administratively the managementteam or the directieoverleg (R11). */
const BODIES: Readonly<Record<EndorsementLevel, readonly string[]>> = {
  political: ['college', 'raad', 'gemeenteraad'],
  administrative: ['managementteam', 'directieoverleg'],
};

export const mustBeByABodyOf = (level: EndorsementLevel, { body }: Decision): void => {
  if (!BODIES[level].includes(body))
    throw new DomainError('mandate.endorsed-by-another-body', { level, body, allowed: BODIES[level] });
};

export const mustBeEndorsedByBoth = ({ endorsements }: Mandate): void => {
  const missing = ENDORSEMENT_LEVELS.filter((level) => !endorsements[level]);
  if (missing.length > 0) throw new DomainError('mandate.not-endorsed', { missing });
};
