import { type Actor, type Command, type Decider, DomainError, holdsOn, type LocalDate, type Message, overlaps, type Period, PersistentMap, unreachable } from '#decider';

/**
 * The mandate register of one city: every regiemandaat from proposal to end. One stream, `mandates-<city>`, so that "at most one mandate in
 * force for a slot at any moment" is decided in one place (P9).
 *
 * proposed -> endorsed politically and administratively (R11) -> granted for a period -> transferred, any number of times -> ended
 */

// --- Words -----------------------------------------------------------------------------------------------------------------------------------

/** What a mandate is about: one theme in one neighbourhood. */
export type Slot = Readonly<{ neighbourhood: string; theme: string }>;
/** Interne regie: city services only; hybride: with OCMW, police, housing; externe: with semi-private parties (R4-R6). */
export const MANDATE_KINDS = ['internal', 'hybrid', 'external'] as const;
export type MandateKind = (typeof MANDATE_KINDS)[number];
/** What the holder may do: inform / ask and agree / assign bindingly (R7). Coordination is the default, commissioning needs a reason (R8). */
export const STEERING_MODELS = ['communication', 'coordination', 'commissioning'] as const;
export type SteeringModel = (typeof STEERING_MODELS)[number];
/** Draagvlak is political (college, raad) as well as administrative (managementteam, directieoverleg) (R11). */
export const ENDORSEMENT_LEVELS = ['political', 'administrative'] as const;
export type EndorsementLevel = (typeof ENDORSEMENT_LEVELS)[number];
/** A besluit: who decided, under which reference, on which day. */
export type Decision = Readonly<{ body: string; reference: string; date: LocalDate }>;

// --- Events: kept for ever -------------------------------------------------------------------------------------------------------------------

export type MandateProposed = Message<'MandateProposed', Terms & { mandateId: string }>;
export type MandateEndorsed = Message<'MandateEndorsed', { mandateId: string; level: EndorsementLevel; decision: Decision }>;
export type MandateGranted = Message<
  'MandateGranted',
  { mandateId: string; slots: readonly Slot[]; holder: string; period: Period; evaluateOn: LocalDate; decision: Decision }
>;
export type TransferProposed = Message<
  'TransferProposed',
  { mandateId: string; transferId: string; from: string; to: string; on: LocalDate; decision: Decision; reason: string }
>;
export type TransferDeclined = Message<'TransferDeclined', { mandateId: string; transferId: string; by: string; reason: string }>;
/** The one event that changes the holder: `from` until the day before `on`, `to` from `on` to the end of `period`. */
export type MandateTransferred = Message<
  'MandateTransferred',
  { mandateId: string; transferId: string; slots: readonly Slot[]; from: string; to: string; on: LocalDate; period: Period; decision: Decision }
>;
/** `on` is the first day without the mandate. An expired mandate ends by its own period; an ended one by a decision. */
export type MandateEnded = Message<
  'MandateEnded',
  { mandateId: string; slots: readonly Slot[]; holder: string; on: LocalDate; cause: 'ended' | 'expired'; reason: string; decision?: Decision }
>;

export type RegisterEvent =
  | MandateProposed
  | MandateEndorsed
  | MandateGranted
  | TransferProposed
  | TransferDeclined
  | MandateTransferred
  | MandateEnded;

/** What is proposed: the slots, what the holder may do, who holds it and which function carries it out (R12, R13). */
export type Terms = Readonly<{
  slots: readonly Slot[];
  kind: MandateKind;
  steeringModel: SteeringModel;
  /** why the holder must be able to assign bindingly; only for commissioning */
  steeringReason?: string;
  holder: string;
  executingFunction: string;
  powers: readonly string[];
}>;

// --- Commands --------------------------------------------------------------------------------------------------------------------------------

/** `agencyKind` is the kind of the asker's own agency, `version` the number of facts about this mandate that the asker has seen. */
type About<Data> = Data & { mandateId: string; agencyKind: string; version?: number };
export type ProposeMandate = Command<'ProposeMandate', About<Terms>>;
export type EndorseMandate = Command<'EndorseMandate', About<{ level: EndorsementLevel; decision: Decision }>>;
export type GrantMandate = Command<'GrantMandate', About<{ period: Period; evaluateOn: LocalDate; decision: Decision }>>;
export type ProposeTransfer = Command<'ProposeTransfer', About<{ transferId: string; to: string; on: LocalDate; decision: Decision; reason: string }>>;
export type AcceptTransfer = Command<'AcceptTransfer', About<{ transferId: string }>>;
export type DeclineTransfer = Command<'DeclineTransfer', About<{ transferId: string; reason: string }>>;
export type EndMandate = Command<'EndMandate', About<{ on: LocalDate; reason: string; decision: Decision }>>;
/** From the agenda: the period of the mandate is over. */
export type ExpireMandate = Command<'ExpireMandate', { mandateId: string }>;

export type RegisterCommand =
  | ProposeMandate
  | EndorseMandate
  | GrantMandate
  | ProposeTransfer
  | AcceptTransfer
  | DeclineTransfer
  | EndMandate
  | ExpireMandate;

// --- State -----------------------------------------------------------------------------------------------------------------------------------

/** Who holds a mandate over which period: the first by grant, the next ones by transfer. */
export type Holding = Readonly<{ holder: string; period: Period }>;
export type Transfer = Readonly<{ transferId: string; to: string; on: LocalDate; decision: Decision; status: 'proposed' | 'accepted' | 'declined' }>;
export type Mandate = Readonly<{
  id: string;
  /** how many facts there are about this mandate; the ETag of its resource */
  version: number;
  status: 'proposed' | 'granted' | 'ended';
  terms: Terms;
  endorsements: Readonly<Partial<Record<EndorsementLevel, Decision>>>;
  period?: Period;
  /** in order of time, adjacent, without overlap */
  holdings: readonly Holding[];
  transfers: ReadonlyMap<string, Transfer>;
}>;
export type Register = Readonly<{ mandates: PersistentMap<string, Mandate> }>;

const change = (register: Register, id: string, next: (mandate: Mandate) => Omit<Mandate, 'version'>): Register => {
  const mandate = register.mandates.get(id)!;
  return { mandates: register.mandates.with(id, { ...next(mandate), version: mandate.version + 1 }) };
};

const evolve = (register: Register, { type, data }: RegisterEvent): Register => {
  switch (type) {
    case 'MandateProposed': {
      const { mandateId, ...terms } = data;
      const mandate: Mandate = { id: mandateId, version: 1, status: 'proposed', terms, endorsements: {}, holdings: [], transfers: new Map() };
      return { mandates: register.mandates.with(mandateId, mandate) };
    }
    case 'MandateEndorsed':
      return change(register, data.mandateId, (m) => ({ ...m, endorsements: { ...m.endorsements, [data.level]: data.decision } }));
    case 'MandateGranted':
      return change(register, data.mandateId, (m) => ({
        ...m,
        status: 'granted',
        period: data.period,
        holdings: [{ holder: data.holder, period: data.period }],
      }));
    case 'TransferProposed':
      return change(register, data.mandateId, (m) => ({ ...m, transfers: new Map(m.transfers).set(data.transferId, { ...data, status: 'proposed' }) }));
    case 'TransferDeclined':
      return change(register, data.mandateId, (m) => ({ ...m, transfers: answered(m, data.transferId, 'declined') }));
    case 'MandateTransferred':
      return change(register, data.mandateId, (m) => ({
        ...m,
        holdings: [...endingOn(m.holdings, data.on), { holder: data.to, period: { ...data.period, from: data.on } }],
        transfers: answered(m, data.transferId, 'accepted'),
      }));
    case 'MandateEnded':
      return change(register, data.mandateId, (m) => ({
        ...m,
        status: 'ended',
        period: { ...m.period!, until: data.on },
        holdings: endingOn(m.holdings, data.on),
      }));
    default:
      return unreachable(type);
  }
};

const answered = (mandate: Mandate, transferId: string, status: Transfer['status']): ReadonlyMap<string, Transfer> =>
  new Map(mandate.transfers).set(transferId, { ...mandate.transfers.get(transferId)!, status });

/** The holdings as far as they lie before `on`. */
const endingOn = (holdings: readonly Holding[], on: LocalDate): readonly Holding[] =>
  holdings
    .filter(({ period }) => period.from < on)
    .map((holding) => (holding.period.until === undefined || on < holding.period.until ? { ...holding, period: { ...holding.period, until: on } } : holding));

// --- Decisions: one function per command -----------------------------------------------------------------------------------------------------

const propose = ({ data }: ProposeMandate, register: Register): RegisterEvent[] => {
  if (register.mandates.has(data.mandateId)) return [];
  const twice = data.slots.find((slot, index) => data.slots.findIndex((other) => sameSlot(slot, other)) < index);
  if (twice) throw new DomainError('mandate.slot-twice', { slot: twice });
  if (data.steeringModel === 'commissioning' && !data.steeringReason) throw new DomainError('mandate.commissioning-needs-reason');
  const { agencyKind: _, version: __, ...proposal } = data;
  return [{ type: 'MandateProposed', data: proposal }];
};

const endorse = ({ data, by, today }: EndorseMandate, register: Register): RegisterEvent[] => {
  const mandate = seen(known(register, data.mandateId), data.version);
  byTheCity(by, data.agencyKind);
  notFromTheFuture(data.decision, today);
  if (mandate.status !== 'proposed') throw new DomainError('mandate.not-proposed', { state: mandate.status });
  const earlier = mandate.endorsements[data.level];
  if (earlier?.reference === data.decision.reference) return [];
  if (earlier) throw new DomainError('mandate.already-endorsed', { level: data.level, decision: earlier });
  return [{ type: 'MandateEndorsed', data: { mandateId: mandate.id, level: data.level, decision: data.decision } }];
};

const grant = ({ data, by, today }: GrantMandate, register: Register): RegisterEvent[] => {
  const mandate = known(register, data.mandateId);
  byTheCity(by, data.agencyKind);
  if (mandate.status === 'granted' && samePeriod(mandate.period!, data.period)) return [];
  seen(mandate, data.version);
  if (mandate.status !== 'proposed') throw new DomainError('mandate.not-proposed', { state: mandate.status });
  notFromTheFuture(data.decision, today);
  wellFormed(data.period);
  if (!holdsOn(data.period, data.evaluateOn)) throw new DomainError('mandate.evaluation-outside-period', { evaluateOn: data.evaluateOn, period: data.period });
  const missing = ENDORSEMENT_LEVELS.filter((level) => !mandate.endorsements[level]);
  if (missing.length > 0) throw new DomainError('mandate.not-endorsed', { missing });
  const taken = firstOverlap(register, mandate.terms.slots, data.period);
  if (taken) throw new DomainError('mandate.slot-taken', taken);
  const { slots, holder } = mandate.terms;
  return [
    {
      type: 'MandateGranted',
      data: { mandateId: mandate.id, slots, holder, period: data.period, evaluateOn: data.evaluateOn, decision: data.decision },
    },
  ];
};

const proposeTransfer = ({ data, by, today }: ProposeTransfer, register: Register): RegisterEvent[] => {
  const mandate = known(register, data.mandateId);
  if (mandate.transfers.has(data.transferId)) return [];
  granted(seen(mandate, data.version));
  // Only who is the last to hold it can hand it over: nobody gives away what another has accepted already.
  const from = mandate.holdings.at(-1)!;
  if (by.agency !== from.holder && !isCity(by, data.agencyKind)) throw new DomainError('access.not-the-holder', { holder: from.holder });
  notFromTheFuture(data.decision, today);
  if (!holdsOn(mandate.period!, data.on)) throw new DomainError('mandate.transfer-outside-period', { on: data.on, period: mandate.period });
  if (data.to === from.holder) throw new DomainError('mandate.already-holder', { holder: from.holder });
  if (data.on < from.period.from) throw new DomainError('mandate.transfer-too-early', { on: data.on, heldFrom: from.period.from });
  const pending = [...mandate.transfers.values()].find(({ status }) => status === 'proposed');
  if (pending) throw new DomainError('mandate.transfer-pending', { transferId: pending.transferId, to: pending.to });
  const { mandateId, transferId, to, on, decision, reason } = data;
  return [{ type: 'TransferProposed', data: { mandateId, transferId, from: from.holder, to, on, decision, reason } }];
};

const acceptTransfer = ({ data, by, today }: AcceptTransfer, register: Register): RegisterEvent[] => {
  const mandate = known(register, data.mandateId);
  const transfer = forReceiver(mandate, data.transferId, by);
  if (transfer.status === 'accepted') return [];
  if (transfer.status === 'declined') throw new DomainError('mandate.transfer-answered', { state: transfer.status });
  granted(seen(mandate, data.version));
  // The old holder stays until the new one accepts: a late acceptance takes effect on the day it is given, not before.
  const on = transfer.on < today ? today : transfer.on;
  if (!holdsOn(mandate.period!, on)) throw new DomainError('mandate.transfer-outside-period', { on, period: mandate.period });
  const { slots } = mandate.terms;
  const from = mandate.holdings.at(-1)!.holder;
  return [
    {
      type: 'MandateTransferred',
      data: { mandateId: mandate.id, transferId: transfer.transferId, slots, from, to: transfer.to, on, period: mandate.period!, decision: transfer.decision },
    },
  ];
};

const declineTransfer = ({ data, by }: DeclineTransfer, register: Register): RegisterEvent[] => {
  const mandate = known(register, data.mandateId);
  const transfer = forReceiver(mandate, data.transferId, by);
  if (transfer.status === 'declined') return [];
  if (transfer.status === 'accepted') throw new DomainError('mandate.transfer-answered', { state: transfer.status });
  seen(mandate, data.version);
  return [{ type: 'TransferDeclined', data: { mandateId: mandate.id, transferId: transfer.transferId, by: by.agency, reason: data.reason } }];
};

const end = ({ data, by, today }: EndMandate, register: Register): RegisterEvent[] => {
  const mandate = known(register, data.mandateId);
  byTheCity(by, data.agencyKind);
  if (mandate.status === 'ended' && mandate.period!.until === data.on) return [];
  granted(seen(mandate, data.version));
  notFromTheFuture(data.decision, today);
  if (data.on < today) throw new DomainError('mandate.end-in-the-past', { on: data.on, today });
  if (mandate.period!.until !== undefined && data.on > mandate.period!.until)
    throw new DomainError('mandate.end-outside-period', { on: data.on, period: mandate.period });
  return [ended(mandate, data.on, { cause: 'ended', reason: data.reason, decision: data.decision })];
};

const expire = ({ data, today }: ExpireMandate, register: Register): RegisterEvent[] => {
  const mandate = known(register, data.mandateId);
  const until = mandate.period?.until;
  if (mandate.status !== 'granted' || until === undefined || today < until) return [];
  return [ended(mandate, until, { cause: 'expired', reason: 'the period of the mandate is over' })];
};

const decide = (command: RegisterCommand, register: Register): readonly RegisterEvent[] => {
  switch (command.type) {
    case 'ProposeMandate':
      return propose(command, register);
    case 'EndorseMandate':
      return endorse(command, register);
    case 'GrantMandate':
      return grant(command, register);
    case 'ProposeTransfer':
      return proposeTransfer(command, register);
    case 'AcceptTransfer':
      return acceptTransfer(command, register);
    case 'DeclineTransfer':
      return declineTransfer(command, register);
    case 'EndMandate':
      return end(command, register);
    case 'ExpireMandate':
      return expire(command, register);
    default:
      return unreachable(command);
  }
};

export const mandateRegister: Decider<RegisterCommand, RegisterEvent, Register> = { initialState: { mandates: new PersistentMap() }, decide, evolve };

/** The stream of a city's register. */
export const registerStream = (city: string): string => `mandates-${city}`;

// --- Questions to the register ---------------------------------------------------------------------------------------------------------------

const known = (register: Register, mandateId: string): Mandate => {
  const mandate = register.mandates.get(mandateId);
  if (!mandate) throw new DomainError('mandate.unknown', { mandateId });
  return mandate;
};

const seen = (mandate: Mandate, version: number | undefined): Mandate => {
  if (version !== undefined && version !== mandate.version) throw new DomainError('request.stale', { expected: version, actual: mandate.version });
  return mandate;
};

const granted = (mandate: Mandate): void => {
  if (mandate.status !== 'granted') throw new DomainError('mandate.not-granted', { state: mandate.status });
};

/** Decisions of college, raad and managementteam are recorded by the city itself. */
const isCity = (by: Actor, agencyKind: string): boolean => by.role === 'manager' && agencyKind === 'city-service';
const byTheCity = (by: Actor, agencyKind: string): void => {
  if (!isCity(by, agencyKind)) throw new DomainError('access.decisions-by-the-city', { role: by.role, agencyKind });
};

const forReceiver = (mandate: Mandate, transferId: string, by: Actor): Transfer => {
  const transfer = mandate.transfers.get(transferId);
  if (!transfer) throw new DomainError('transfer.unknown', { transferId });
  if (by.agency !== transfer.to) throw new DomainError('access.not-the-receiver', { receiver: transfer.to });
  return transfer;
};

const wellFormed = (period: Period): void => {
  if (period.until !== undefined && period.until <= period.from) throw new DomainError('period.ends-before-it-starts', { period });
};

const samePeriod = (a: Period, b: Period): boolean => a.from === b.from && a.until === b.until;

const notFromTheFuture = (decision: Decision, today: LocalDate): void => {
  if (decision.date > today) throw new DomainError('decision.in-the-future', { date: decision.date, today });
};

const ended = (mandate: Mandate, on: LocalDate, why: Pick<MandateEnded['data'], 'cause' | 'reason' | 'decision'>): MandateEnded => ({
  type: 'MandateEnded',
  data: { mandateId: mandate.id, slots: mandate.terms.slots, holder: lastHolderBefore(mandate, on), on, ...why },
});

/** Who holds the mandate up to `on`; who was to hold it first, when it ends before it began. */
const lastHolderBefore = ({ holdings }: Mandate, on: LocalDate): string => (holdings.findLast(({ period }) => period.from < on) ?? holdings[0]!).holder;

/** The first holding of another mandate that shares a slot and a day, with the facts that the asker needs to act on. */
const firstOverlap = (register: Register, slots: readonly Slot[], period: Period) => {
  for (const mandate of register.mandates.values()) {
    for (const holding of mandate.holdings) {
      const slot = overlaps(holding.period, period) && slots.find((wanted) => mandate.terms.slots.some((held) => sameSlot(held, wanted)));
      if (slot) return { slot, mandateId: mandate.id, holder: holding.holder, from: holding.period.from, until: holding.period.until ?? null };
    }
  }
  return undefined;
};

const sameSlot = (a: Slot, b: Slot): boolean => a.neighbourhood === b.neighbourhood && a.theme === b.theme;
