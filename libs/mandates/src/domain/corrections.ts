import { type Command, contains, DomainError, type LocalDate, mustMatchVersion, type Period } from '#kernel';
import { slotsOf } from './changes.js';
import { CORRECTABLE, type Correction, type FactCorrected, type RegisterEvent } from './mandate-events.js';
import { activeKind, type MandateFacts } from './mandate-facts.js';
import { applyCorrections, applyFact, evolveMandate, type Mandate, type Register } from './mandate-history.js';
import { slotsMustBeFree, slotsMustDiffer } from './one-holder-per-slot.js';
import {
  type About,
  known,
  mustBeAllowedToHold,
  mustBeByABodyOf,
  mustBeComplete,
  mustBeTheCity,
  mustBeWellFormed,
  mustNotBeFromTheFuture,
} from './rules.js';
import { type Decision, type Holding, sameSlot, scheduleFrom, withSlots } from './schedule.js';

/**
 * Corrections of wrongly recorded facts. A correction is another fact: it replaces the content of the first one, or voids it.
 * Nothing is overwritten, so earlier states of the register remain available.
 */

export type CorrectFact = Command<
  'CorrectFact',
  About<{ fact: number; instead?: Correction; void?: true; reason: string; decision?: Decision }>
>;

export const correct = ({ data, by, today }: CorrectFact, register: Register, facts: MandateFacts): RegisterEvent[] => {
  const mandate = known(register, data.mandateId, by);
  mustBeTheCity(by, facts);
  const { mandateId, fact, instead, reason, decision } = data;
  mustBePossible(mandate, data, today);
  for (const each of [decision, instead?.decision]) if (each) mustNotBeFromTheFuture(each, today);

  const bare: FactCorrected['data'] = {
    mandateId,
    fact,
    ...(instead && { instead }),
    ...(data.void && { void: true }),
    reason,
    ...(decision && { decision }),
    slots: [],
    kind: mandate.terms.kind,
    steeringModel: mandate.terms.steeringModel,
    schedule: { from: today, holdings: [] },
  };
  const next = evolveMandate(mandate, { type: 'FactCorrected', data: bare });
  if (JSON.stringify(applyCorrections(next.facts)) === JSON.stringify(applyCorrections(mandate.facts))) return [];
  mustMatchVersion(mandate, data.version);
  mustFit(next.facts);
  mustBeComplete(next.terms);
  for (const { holder, slots, period } of next.holdings) {
    slotsMustDiffer(slots);
    // A past holding needs no check of its holder, because that agency may have left the hub since.
    const isGone = activeKind(facts, holder) === undefined && holder !== instead?.holder && isOver(period, today);
    if (instead && ('kind' in instead || 'holder' in instead) && !isGone)
      mustBeAllowedToHold(next.terms.kind, holder, facts);
    slotsMustBeFree(register, slots, period, mandateId);
  }
  const { kind, steeringModel, commissioningCase } = next.terms;
  const touched = withSlots(slotsOf(mandate.holdings), slotsOf(next.holdings));
  return [
    {
      type: 'FactCorrected',
      data: {
        ...bare,
        kind,
        steeringModel,
        ...(commissioningCase !== undefined && { commissioningCase }),
        slots: touched.length > 0 ? touched : mandate.terms.slots,
        schedule: scheduleFrom(next.holdings, firstDay([...mandate.holdings, ...next.holdings]) ?? today),
      },
    },
  ];
};

const NOTHING = { fields: [], void: false } as const;

/**
 * Returns the correctable parts of a fact. An expiry has none, because it follows from the period; the period can be
 * corrected.
 */
const correctableIn = ({ type, data }: RegisterEvent): NonNullable<(typeof CORRECTABLE)[RegisterEvent['type']]> =>
  type === 'MandateEnded' && data.cause === 'expired' ? NOTHING : (CORRECTABLE[type] ?? NOTHING);

const isOver = ({ until }: Period, today: LocalDate): boolean => until !== undefined && until <= today;

const mustBePossible = (
  mandate: Mandate,
  { fact, instead, void: never }: CorrectFact['data'],
  today: LocalDate,
): void => {
  const target = mandate.facts[fact - 1];
  if (!target) throw new DomainError('mandate.fact-unknown', { fact, facts: mandate.version });
  const { fields, void: canBeVoid } = correctableIn(target);
  const asked = Object.keys(instead ?? {}) as (keyof Correction)[];
  const allowed = never
    ? canBeVoid && asked.length === 0
    : asked.length > 0 && asked.every((field) => fields.includes(field));
  if (!allowed)
    throw new DomainError('mandate.correction-not-possible', { fact, factType: target.type, fields, void: canBeVoid });
  if (instead?.period) mustBeWellFormed(instead.period);
  if (target.type === 'MandateEndorsed' && instead?.decision) mustBeByABodyOf(target.data.level, instead.decision);
  if (target.type === 'MandateEvaluated' && instead?.on !== undefined && instead.on > today)
    throw new DomainError('mandate.evaluation-in-the-future', { on: instead.on, today });
};

const firstDay = (holdings: readonly Holding[]): LocalDate | undefined =>
  holdings.map(({ period }) => period.from).toSorted()[0];

/** Refuses a correction that makes a later valid fact impossible. */
const mustFit = (facts: readonly RegisterEvent[]): void => {
  let mandate: Mandate | undefined;
  for (const { number, event } of applyCorrections(facts)) {
    if (mandate && !fits(mandate, event))
      throw new DomainError('mandate.correction-does-not-fit', { fact: number, factType: event.type });
    mandate = applyFact(mandate, event);
  }
};

const fits = (mandate: Mandate, { type, data }: RegisterEvent): boolean => {
  const last = mandate.holdings.at(-1);
  const goesOn = (on: LocalDate): boolean =>
    mandate.status === 'granted' && last !== undefined && contains(last.period, on);
  switch (type) {
    case 'MandateGranted':
      return (
        mandate.status === 'proposed' &&
        [data.evaluateOn, ...(data.evaluations ?? [])].every((date) => contains(data.period, date))
      );
    case 'GrantConfirmed':
      return mandate.provisional !== undefined;
    case 'MandateSuspended':
      return goesOn(data.on) && !last?.suspended;
    case 'MandateResumed':
      return goesOn(data.on) && last?.suspended === true;
    case 'MandateEvaluated':
      return mandate.period !== undefined && mandate.period.from <= data.on;
    case 'MandateExtended':
      return mandate.status === 'granted' && mandate.period!.until !== undefined && mandate.period!.until < data.until;
    case 'ScopeNarrowed':
      return (
        goesOn(data.on) &&
        data.slots.length < last!.slots.length &&
        data.slots.every((slot) => last!.slots.some((held) => sameSlot(held, slot)))
      );
    case 'ScopeWidened':
      return goesOn(data.on) && !data.slots.some((slot) => last!.slots.some((held) => sameSlot(held, slot)));
    case 'MandateTransferred':
      return goesOn(data.on) && !last?.suspended && last?.holder !== data.to && mandate.terms.kind !== 'statutory';
    case 'MandateEnded':
      // An expiry always fits: it has no effect when a correction has changed the end of the period.
      return (
        data.cause === 'expired' ||
        (mandate.status === 'granted' && (mandate.period!.until === undefined || data.on <= mandate.period!.until))
      );
    default:
      return true;
  }
};
