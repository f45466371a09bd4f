import { type Actor, type Command, DomainError, isCity, type LocalDate, mustMatchVersion, stretchOn } from '#kernel';
import { type MandateEnded, type RegisterEvent } from './mandate-events.js';
import { activeKind, type MandateFacts } from './mandate-facts.js';
import { applyCorrections, evolveMandate, type Mandate, type Register } from './mandate-history.js';
import { slotsMustBeFree, slotsMustDiffer } from './one-holder-per-slot.js';
import {
  type About,
  changeableFrom,
  decidedBy,
  known,
  mustBeEvaluatedWithin,
  mustBeGranted,
  mustBeTheCity,
  mustNotBeFromTheFuture,
} from './rules.js';
import {
  type Decision,
  type Holding,
  sameDecision,
  sameSlot,
  scheduleFrom,
  type Slot,
  withoutSlots,
  withSlots,
} from './schedule.js';

/** The changes of a granted mandate other than a transfer. A change by decision takes effect today or later. */

export type SuspendMandate = Command<'SuspendMandate', About<{ on: LocalDate; reason: string; decision: Decision }>>;
export type ResumeMandate = Command<'ResumeMandate', About<{ on: LocalDate; decision: Decision }>>;
export type EvaluateMandate = Command<
  'EvaluateMandate',
  About<{ on: LocalDate; findings: string; nextOn?: LocalDate }>
>;
export type ExtendMandate = Command<
  'ExtendMandate',
  About<{ until: LocalDate; reason: string; decision: Decision; evaluateOn?: LocalDate }>
>;
export type NarrowScope = Command<
  'NarrowScope',
  About<{ on: LocalDate; slots: readonly Slot[]; reason: string; decision: Decision }>
>;
export type WidenScope = Command<
  'WidenScope',
  About<{ on: LocalDate; slots: readonly Slot[]; reason: string; decision: Decision }>
>;
/** `revoked`: the city takes the mandate away because of an act or an omission of the holder. */
export type EndMandate = Command<
  'EndMandate',
  About<{ on: LocalDate; reason: string; decision: Decision; cause?: 'ended' | 'revoked' }>
>;

// --- Suspended and resumed -------------------------------------------------------------------------------------------------------------------

export const suspend = (
  { data, by, today }: SuspendMandate,
  register: Register,
  facts: MandateFacts,
): RegisterEvent[] => {
  const { on, reason, decision } = data;
  const mandate = decided({ data, by, today }, register, facts);
  const before = mandate.holdings.at(-1);
  if (before?.suspended && before.period.from === on && decidedBy(mandate, 'MandateSuspended', decision)) return [];
  const last = changeableFrom(mustMatchVersion(mandate, data.version), on, today);
  if (last.suspended) throw new DomainError('mandate.suspended', { since: last.period.from });
  return [changed(mandate, { type: 'MandateSuspended', data: { mandateId: mandate.id, on, reason, decision } })];
};

export const resume = (
  { data, by, today }: ResumeMandate,
  register: Register,
  facts: MandateFacts,
): RegisterEvent[] => {
  const { on, decision } = data;
  const mandate = decided({ data, by, today }, register, facts);
  const before = mandate.holdings.at(-1);
  if (before && !before.suspended && before.period.from === on && decidedBy(mandate, 'MandateResumed', decision))
    return [];
  if (!changeableFrom(mustMatchVersion(mandate, data.version), on, today).suspended)
    throw new DomainError('mandate.not-suspended', { on });
  return [changed(mandate, { type: 'MandateResumed', data: { mandateId: mandate.id, on, decision } })];
};

// --- Evaluated -------------------------------------------------------------------------------------------------------------------------------

/** Records an evaluation, by the holder or the city. The earliest evaluation that is due then counts as held (R24). */
export const evaluate = (
  { data, by, today }: EvaluateMandate,
  register: Register,
  facts: MandateFacts,
): RegisterEvent[] => {
  const { on, findings, nextOn } = data;
  const mandate = known(register, data.mandateId, by);
  mustBeTheHolder(mandate, by, facts, today);
  const isThis = ({ type, data: said }: RegisterEvent): boolean =>
    type === 'MandateEvaluated' && said.on === on && said.findings === findings && said.nextOn === nextOn;
  // Compare with the fact as recorded too, because a correction may have changed its content.
  if (applyCorrections(mandate.facts).some(({ number, event }) => isThis(event) || isThis(mandate.facts[number - 1]!)))
    return [];
  mustMatchVersion(mandate, data.version);
  const { period, status } = mandate;
  if (!period) throw new DomainError('mandate.not-granted', { state: status });
  if (on > today) throw new DomainError('mandate.evaluation-in-the-future', { on, today });
  if (on < period.from) throw new DomainError('mandate.evaluation-before-start', { on, from: period.from });
  if (nextOn !== undefined) mustBeEvaluatedWithin({ ...period, from: today }, [nextOn]);
  const due = mandate.evaluations.find(({ heldOn }) => heldOn === undefined);
  const evaluation = {
    mandateId: mandate.id,
    dueOn: due?.dueOn ?? null,
    on,
    findings,
    by: by.agency,
    ...(nextOn !== undefined && { nextOn }),
  };
  return [{ type: 'MandateEvaluated', data: evaluation }];
};

const mustBeTheHolder = (mandate: Mandate, by: Actor, facts: MandateFacts, today: LocalDate): void => {
  const holding = stretchOn(mandate.holdings, today) ?? mandate.holdings.at(-1);
  if (by.agency !== holding?.holder && !isCity(by, activeKind(facts, by.agency)))
    throw new DomainError('access.not-the-holder', { holder: holding?.holder ?? null });
};

// --- Longer, narrower, wider -----------------------------------------------------------------------------------------------------------------

export const extend = (
  { data, by, today }: ExtendMandate,
  register: Register,
  facts: MandateFacts,
): RegisterEvent[] => {
  const { until, reason, decision, evaluateOn } = data;
  const mandate = decided({ data, by, today }, register, facts);
  mustBeGranted(mandate);
  const { period } = mandate;
  const before = decidedBy(mandate, 'MandateExtended', decision);
  if (before && period!.until === until && before.evaluateOn === evaluateOn) return [];
  mustMatchVersion(mandate, data.version);
  if (period!.until === undefined) throw new DomainError('mandate.open-ended', { period });
  if (period!.until <= today) throw new DomainError('mandate.change-outside-period', { on: today, period });
  if (until <= period!.until) throw new DomainError('mandate.extension-shortens', { until, period });
  if (evaluateOn !== undefined) mustBeEvaluatedWithin({ from: today, until }, [evaluateOn]);
  slotsMustBeFree(register, mandate.holdings.at(-1)!.slots, { from: period!.until, until }, mandate.id);
  const extended = { mandateId: mandate.id, until, reason, decision, ...(evaluateOn !== undefined && { evaluateOn }) };
  return [changed(mandate, { type: 'MandateExtended', data: extended })];
};

export const narrow = ({ data, by, today }: NarrowScope, register: Register, facts: MandateFacts): RegisterEvent[] => {
  const { on, slots, reason, decision } = data;
  const mandate = decided({ data, by, today }, register, facts);
  if (repeated(mandate, 'ScopeNarrowed', data)) return [];
  slotsMustDiffer(slots);
  const { slots: held } = changeableFrom(mustMatchVersion(mandate, data.version), on, today);
  const other = slots.find((slot) => !held.some((each) => sameSlot(each, slot)));
  if (other) throw new DomainError('mandate.slot-not-in-scope', { slot: other });
  if (withoutSlots(held, slots).length === 0) throw new DomainError('mandate.nothing-left', { slots });
  return [changed(mandate, { type: 'ScopeNarrowed', data: { mandateId: mandate.id, on, slots, reason, decision } })];
};

/** The most slots of a mandate: those of a proposal, widened nine times. */
export const MOST_SLOTS = 2_500;

export const widen = ({ data, by, today }: WidenScope, register: Register, facts: MandateFacts): RegisterEvent[] => {
  const { on, slots, reason, decision } = data;
  const mandate = decided({ data, by, today }, register, facts);
  if (repeated(mandate, 'ScopeWidened', data)) return [];
  slotsMustDiffer(slots);
  const { slots: held, period } = changeableFrom(mustMatchVersion(mandate, data.version), on, today);
  const own = slots.find((slot) => held.some((each) => sameSlot(each, slot)));
  if (own) throw new DomainError('mandate.slot-in-scope', { slot: own });
  if (held.length + slots.length > MOST_SLOTS) throw new DomainError('mandate.too-many-slots', { most: MOST_SLOTS });
  slotsMustBeFree(register, slots, { ...period, from: on }, mandate.id);
  return [changed(mandate, { type: 'ScopeWidened', data: { mandateId: mandate.id, on, slots, reason, decision } })];
};

const repeated = (
  mandate: Mandate,
  type: 'ScopeNarrowed' | 'ScopeWidened',
  { on, slots, decision }: NarrowScope['data'] | WidenScope['data'],
): boolean => {
  const last = applyCorrections(mandate.facts).at(-1)!.event;
  return (
    last.type === type &&
    last.data.on === on &&
    sameDecision(last.data.decision, decision) &&
    sameSlots(last.data.slots, slots)
  );
};

const sameSlots = (some: readonly Slot[], others: readonly Slot[]): boolean =>
  withoutSlots(some, others).length === 0 && withoutSlots(others, some).length === 0;

// --- Ended -----------------------------------------------------------------------------------------------------------------------------------

export const end = ({ data, by, today }: EndMandate, register: Register, facts: MandateFacts): RegisterEvent[] => {
  const mandate = known(register, data.mandateId, by);
  mustBeTheCity(by, facts);
  const { status, period, ended: before } = mandate;
  const { cause = 'ended' } = data;
  if (
    status === 'ended' &&
    period!.until === data.on &&
    before?.cause === cause &&
    before.decision &&
    sameDecision(before.decision, data.decision)
  )
    return [];
  mustBeGranted(mustMatchVersion(mandate, data.version));
  mustNotBeFromTheFuture(data.decision, today);
  if (data.on < today) throw new DomainError('mandate.end-in-the-past', { on: data.on, today });
  if (period!.until !== undefined && data.on > period!.until)
    throw new DomainError('mandate.end-outside-period', { on: data.on, period });
  return [ended(mandate, data.on, { cause, reason: data.reason, decision: data.decision })];
};

export const ended = (
  mandate: Mandate,
  on: LocalDate,
  why: Pick<MandateEnded['data'], 'cause' | 'reason' | 'decision'>,
): MandateEnded => ({
  type: 'MandateEnded',
  data: { mandateId: mandate.id, slots: slotsOf(mandate.holdings), holder: lastHolderBefore(mandate, on), on, ...why },
});

/** Returns the holder up to `on`; for a mandate that ends before it began, the first planned holder. */
const lastHolderBefore = ({ holdings }: Mandate, on: LocalDate): string =>
  (holdings.findLast(({ period }) => period.from < on) ?? holdings[0]!).holder;

export const slotsOf = (holdings: readonly Holding[]): readonly Slot[] =>
  holdings.reduce<readonly Slot[]>((all, { slots }) => withSlots(all, slots), []);

// --- What all changes have in common ---------------------------------------------------------------------------------------------------------

type Change = Extract<RegisterEvent, { data: { schedule: unknown } }>;
type Unscheduled<E> = E extends Change ? Readonly<{ type: E['type']; data: Omit<E['data'], 'schedule'> }> : never;

/** Returns the event of a change with the resulting schedule, from the first day of the change. */
const changed = (mandate: Mandate, change: Unscheduled<Exclude<Change, { type: 'FactCorrected' }>>): RegisterEvent => {
  const { holdings } = evolveMandate(mandate, change as RegisterEvent);
  return {
    type: change.type,
    data: { ...change.data, schedule: scheduleFrom(holdings, holdings.at(-1)!.period.from) },
  } as RegisterEvent;
};

const decided = (
  {
    data,
    by,
    today,
  }: Pick<SuspendMandate | ResumeMandate | ExtendMandate | NarrowScope | WidenScope, 'data' | 'by' | 'today'>,
  register: Register,
  facts: MandateFacts,
): Mandate => {
  const mandate = known(register, data.mandateId, by);
  mustBeTheCity(by, facts);
  mustNotBeFromTheFuture(data.decision, today);
  return mandate;
};
