import { endBefore, type LocalDate, type Period, type PersistentMap, unreachable } from '#kernel';
import {
  type Correction,
  type EndorsementLevel,
  type MandateEnded,
  type MandateEvaluated,
  type RegisterEvent,
  type Terms,
} from './mandate-events.js';
import {
  decidedAnew,
  type Decision,
  goingOn,
  type Holding,
  lastingUntil,
  type Schedule,
  type Slot,
  withoutSlots,
  withSlots,
} from './schedule.js';

// --- State -----------------------------------------------------------------------------------------------------------------------------------

export const TRANSFER_STATES = ['proposed', 'accepted', 'declined', 'withdrawn', 'expired'] as const;
export type Transfer = Readonly<{
  transferId: string;
  from: string;
  to: string;
  on: LocalDate;
  decision: Decision;
  reason: string;
  answerBy?: LocalDate;
  status: (typeof TRANSFER_STATES)[number];
}>;
/** An evaluation that is due, was held, or is late. */
export type Evaluation = Readonly<{ dueOn: LocalDate; heldOn?: LocalDate; overdue?: true }>;
export type Mandate = Readonly<{
  id: string;
  /** the number of facts about this mandate; the ETag of its resource */
  version: number;
  /** all facts, as they were recorded */
  facts: readonly RegisterEvent[];
  status: 'draft' | 'proposed' | 'granted' | 'ended';
  draftedBy?: string;
  /** the terms; once the mandate is granted, their slots are those of the last holding */
  terms: Terms;
  endorsements: Readonly<Partial<Record<EndorsementLevel, Decision>>>;
  period?: Period;
  /** the decision that granted the mandate */
  decision?: Decision;
  /** present while the decision on a provisional grant is due or late */
  provisional?: Readonly<{ decisionDueOn: LocalDate; overdue?: true }>;
  evaluations: readonly Evaluation[];
  /** the holdings, in order of time, without overlap */
  holdings: readonly Holding[];
  transfers: ReadonlyMap<string, Transfer>;
  ended?: Omit<MandateEnded['data'], 'mandateId' | 'slots' | 'holder'>;
}>;
export type Register = Readonly<{ mandates: PersistentMap<string, Mandate> }>;

export const evolve = (register: Register, event: RegisterEvent): Register => {
  const { mandateId } = event.data;
  return { mandates: register.mandates.with(mandateId, evolveMandate(register.mandates.get(mandateId), event)) };
};

/** Adds a fact to the mandate. A correction folds all facts again. */
export const evolveMandate = (mandate: Mandate | undefined, event: RegisterEvent): Mandate => {
  const facts = [...(mandate?.facts ?? []), event];
  const state = event.type === 'FactCorrected' ? foldCorrected(facts) : applyFact(mandate, event);
  return { ...state, version: facts.length, facts };
};

/** Folds the facts of a mandate in the order of recording, each as it was corrected. */
const foldCorrected = (facts: readonly RegisterEvent[]): Mandate => {
  const valid = applyCorrections(facts);
  const days = daysOfGrant(facts);
  const first = daysOfGrant(valid.map(({ event }) => event))[0]?.evaluateOn;
  let mandate: Mandate | undefined;
  for (const { event } of valid)
    mandate = applyFact(
      mandate,
      event.type === 'MandateEvaluated' ? moveToCorrectedDay(mandate!, event, days, first) : event,
    );
  return mandate!;
};

type Days = Readonly<{ evaluateOn?: LocalDate; evaluations?: readonly LocalDate[] }>;

/** Returns the evaluation dates of a grant and of the corrections of the grant. */
const daysOfGrant = (facts: readonly RegisterEvent[]): readonly Days[] =>
  facts.flatMap(({ type, data }): readonly Days[] =>
    type === 'MandateGranted' ? [data] : type === 'FactCorrected' && data.instead ? [data.instead] : [],
  );

/**
 * Moves a held evaluation to the corrected due date, when a correction of the grant has replaced the due date of that
 * evaluation.
 */
const moveToCorrectedDay = (
  mandate: Mandate,
  event: MandateEvaluated,
  said: readonly Days[],
  first: LocalDate | undefined,
): MandateEvaluated => {
  const { dueOn } = event.data;
  if (dueOn === null || mandate.evaluations.some((each) => each.dueOn === dueOn)) return event;
  const waiting = mandate.evaluations.filter(({ heldOn }) => heldOn === undefined).map((each) => each.dueOn);
  const wasFirst = said.some(({ evaluateOn }) => evaluateOn === dueOn);
  const wasSaid = wasFirst || said.some(({ evaluations = [] }) => evaluations.includes(dueOn));
  const meant = wasFirst && first !== undefined && waiting.includes(first) ? first : waiting[0];
  return wasSaid && meant !== undefined ? { ...event, data: { ...event.data, dueOn: meant } } : event;
};

/** Returns the numbers of the corrections that another correction voids. */
export const takenBack = (facts: readonly RegisterEvent[]): ReadonlySet<number> => {
  const numbers = new Set<number>();
  // Start at the newest correction, because a voided correction voids nothing.
  for (let number = facts.length; number > 0; number--) {
    const { type, data } = facts[number - 1]!;
    if (type === 'FactCorrected' && data.void && facts[data.fact - 1]!.type === 'FactCorrected' && !numbers.has(number))
      numbers.add(data.fact);
  }
  return numbers;
};

/**
 * Returns the facts that are not voided, with their numbers and corrected content. For each field, the newest
 * correction counts.
 */
export const applyCorrections = (
  facts: readonly RegisterEvent[],
): readonly Readonly<{ number: number; event: RegisterEvent }>[] => {
  const gone = takenBack(facts);
  const said = new Map<number, Readonly<{ void: boolean; instead: Correction }>>();
  facts.forEach(({ type, data }, index) => {
    if (type !== 'FactCorrected' || gone.has(index + 1)) return;
    const before = said.get(data.fact)?.instead ?? {};
    said.set(data.fact, { void: data.void ?? false, instead: { ...before, ...data.instead } });
  });
  return facts.flatMap((event, index) => {
    const number = index + 1;
    const correction = said.get(number);
    if (event.type === 'FactCorrected' || correction?.void) return [];
    return [
      {
        number,
        event: correction ? ({ ...event, data: { ...event.data, ...correction.instead } } as RegisterEvent) : event,
      },
    ];
  });
};

/** Returns the mandate after one more event. The caller sets `version` and `facts`. */
export const applyFact = (mandate: Mandate | undefined, { type, data }: RegisterEvent): Mandate => {
  const m = mandate!;
  switch (type) {
    case 'MandateDrafted': {
      const { mandateId, draftedBy, ...terms } = data;
      return { ...startMandate(mandateId, terms), status: 'draft', draftedBy };
    }
    case 'DraftRevised': {
      const { mandateId: _, ...terms } = data;
      return { ...m, terms };
    }
    case 'MandateProposed': {
      const { mandateId, ...terms } = data;
      return { ...(mandate ?? startMandate(mandateId, terms)), terms, status: 'proposed' };
    }
    case 'MandateEndorsed':
      return { ...m, endorsements: { ...m.endorsements, [data.level]: data.decision } };
    case 'MandateGranted': {
      const { slots, holder, period, evaluateOn, evaluations = [], decision, provisional } = data;
      const dates = [...new Set([evaluateOn, ...evaluations])].toSorted();
      return {
        ...m,
        status: 'granted',
        terms: { ...m.terms, slots },
        period,
        decision,
        ...(provisional && { provisional }),
        evaluations: dates.map((dueOn) => ({ dueOn })),
        holdings: [{ holder, slots, period, decision }],
      };
    }
    case 'GrantConfirmed': {
      const { provisional: _, ...confirmed } = m;
      return { ...confirmed, decision: data.decision, holdings: decidedAnew(m.holdings, m.decision!, data.decision) };
    }
    case 'DecisionOverdue':
      return m.provisional ? { ...m, provisional: { ...m.provisional, overdue: true } } : m;
    case 'MandateSuspended':
      return { ...m, holdings: goingOn(m.holdings, data.on, { suspended: true }) };
    case 'MandateResumed':
      return { ...m, holdings: goingOn(m.holdings, data.on, { suspended: false }) };
    case 'MandateEvaluated':
      return { ...m, evaluations: recordEvaluation(m.evaluations, data) };
    case 'EvaluationOverdue':
      return {
        ...m,
        evaluations: m.evaluations.map((each) =>
          each.dueOn === data.dueOn && !each.heldOn ? { ...each, overdue: true } : each,
        ),
      };
    case 'MandateExtended':
      return {
        ...m,
        period: { ...m.period!, until: data.until },
        holdings: lastingUntil(m.holdings, data.until),
        evaluations: data.evaluateOn === undefined ? m.evaluations : addDueDate(m.evaluations, data.evaluateOn),
      };
    case 'ScopeNarrowed':
      return changeScope(m, data.on, withoutSlots(m.terms.slots, data.slots));
    case 'ScopeWidened':
      return changeScope(m, data.on, withSlots(m.terms.slots, data.slots));
    case 'TransferProposed': {
      const { mandateId: _, ...transfer } = data;
      return { ...m, transfers: new Map(m.transfers).set(data.transferId, { ...transfer, status: 'proposed' }) };
    }
    case 'TransferDeclined':
      return { ...m, transfers: answerTransfer(m, data.transferId, { status: 'declined' }) };
    case 'TransferWithdrawn':
      return { ...m, transfers: answerTransfer(m, data.transferId, { status: 'withdrawn' }) };
    case 'TransferExpired':
      return { ...m, transfers: answerTransfer(m, data.transferId, { status: 'expired' }) };
    case 'MandateTransferred':
      return {
        ...m,
        holdings: goingOn(m.holdings, data.on, { holder: data.to, decision: data.decision }),
        transfers: answerTransfer(m, data.transferId, { status: 'accepted', on: data.on }),
      };
    case 'MandateEnded': {
      const { mandateId: _, slots: __, holder: ___, ...ended } = data;
      // Ignore an expiry when a correction has changed the end of the period since.
      if (data.cause === 'expired' && m.period?.until !== data.on) return m;
      return {
        ...m,
        status: 'ended',
        period: { ...m.period!, until: data.on },
        holdings: endBefore(m.holdings, data.on),
        ended,
      };
    }
    case 'FactCorrected':
      return m;
    default:
      return unreachable(type);
  }
};

const startMandate = (id: string, terms: Terms): Mandate => ({
  id,
  version: 0,
  facts: [],
  status: 'proposed',
  terms,
  endorsements: {},
  evaluations: [],
  holdings: [],
  transfers: new Map(),
});

const changeScope = (mandate: Mandate, on: LocalDate, slots: readonly Slot[]): Mandate => ({
  ...mandate,
  terms: { ...mandate.terms, slots },
  holdings: goingOn(mandate.holdings, on, { slots }),
});

const answerTransfer = (
  mandate: Mandate,
  transferId: string,
  answer: Partial<Transfer>,
): ReadonlyMap<string, Transfer> =>
  new Map(mandate.transfers).set(transferId, { ...mandate.transfers.get(transferId)!, ...answer });

const addDueDate = (evaluations: readonly Evaluation[], dueOn: LocalDate): readonly Evaluation[] =>
  evaluations.some((each) => each.dueOn === dueOn)
    ? evaluations
    : [...evaluations, { dueOn }].toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1));

/** Records an evaluation as held. Without a due date, the day on which the evaluation was held is its due date. */
const recordEvaluation = (
  evaluations: readonly Evaluation[],
  { dueOn, on, nextOn }: MandateEvaluated['data'],
): readonly Evaluation[] => {
  const day = dueOn ?? on;
  const known = addDueDate(evaluations, day).map((each) => (each.dueOn === day ? { ...each, heldOn: on } : each));
  return nextOn === undefined ? known : addDueDate(known, nextOn);
};

// --- Schedules of other readers --------------------------------------------------------------------------------------------------------------

/** Returns the schedule that a fact states, for the read models; undefined when the fact changes no holding. */
export const scheduleOf = ({ type, data }: RegisterEvent): Schedule | undefined => {
  switch (type) {
    case 'MandateGranted': {
      const { holder, slots, period, decision } = data;
      return { from: period.from, holdings: [{ holder, slots, period, decision }] };
    }
    case 'MandateTransferred': {
      const { to, slots, period, decision, on } = data;
      return { from: on, holdings: [{ holder: to, slots, period: { ...period, from: on }, decision }] };
    }
    case 'MandateEnded':
      return { from: data.on, holdings: [] };
    default:
      return 'schedule' in data ? data.schedule : undefined;
  }
};
