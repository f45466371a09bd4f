import type { LocalDate, Message, Period } from '#kernel';
import type { Decision, Schedule, Slot } from './schedule.js';

/**
 * The events of a mandate (regiemandaat), in the order of its life. All mandates of a city are one stream, `mandates-<city>`.
 *
 * drafted -> proposed -> endorsed politically and administratively (R11) -> granted for a period, maybe provisionally -> suspended and resumed,
 * evaluated, extended, narrowed, widened, transferred, any number of times -> ended, revoked or expired. Another fact corrects a
 * wrongly recorded one.
 */

// --- Terms -----------------------------------------------------------------------------------------------------------------------------------

/**
 * The kinds of mandate (R4-R6), by possible holder. Internal (interne regie): city services only. Hybrid: also OCMW,
 * police and social housing. External: semi-private parties, under an agreement. Statutory: the law names the holder.
 */
export const MANDATE_KINDS = ['internal', 'hybrid', 'external', 'statutory'] as const;
export type MandateKind = (typeof MANDATE_KINDS)[number];
/** The powers of the holder: inform / ask and agree / assign bindingly (R7). Coordination is the default, commissioning needs a reason (R8). */
export const STEERING_MODELS = ['communication', 'coordination', 'commissioning'] as const;
export type SteeringModel = (typeof STEERING_MODELS)[number];
/**
 * The levels of endorsement (draagvlak): political (college, raad) and administrative (managementteam,
 * directieoverleg). A grant needs both (R11).
 */
export const ENDORSEMENT_LEVELS = ['political', 'administrative'] as const;
export type EndorsementLevel = (typeof ENDORSEMENT_LEVELS)[number];

/**
 * The terms of a mandate: slots, steering model, holder, executing function, powers, means, and consequences for other agencies (R12, R13).
 */
export type Terms = Readonly<{
  slots: readonly Slot[];
  kind: MandateKind;
  steeringModel: SteeringModel;
  /** the reason for which the holder must be able to assign bindingly; only for commissioning */
  steeringReason?: string;
  /** the basis for binding assignment: the decision, the protocol or the article; only for commissioning */
  steeringBasis?: string;
  /** the one case in which the holder may assign bindingly; in all other cases the holder needs agreement, as under coordination */
  commissioningCase?: string;
  holder: string;
  executingFunction: string;
  powers: readonly string[];
  means?: readonly string[];
  consequences?: readonly string[];
  /** the samenwerkingsprotocol with the semi-private parties; for an external mandate */
  agreement?: string;
  /** the article that names the holder; for a statutory mandate */
  legalBasis?: string;
}>;

// --- Events: kept for ever -------------------------------------------------------------------------------------------------------------------

/** An agency made a draft, which other agencies cannot see. Its proposal makes the mandate visible to them. */
export type MandateDrafted = Message<'MandateDrafted', Terms & { mandateId: string; draftedBy: string }>;
/** The event has the complete revised terms. */
export type DraftRevised = Message<'DraftRevised', Terms & { mandateId: string }>;
export type MandateProposed = Message<'MandateProposed', Terms & { mandateId: string }>;
export type MandateEndorsed = Message<
  'MandateEndorsed',
  { mandateId: string; level: EndorsementLevel; decision: Decision }
>;
/**
 * `evaluations`: further dates after `evaluateOn`. `provisional`: the mandate is in force before the decision of the bodies, which is due on
 * `decisionDueOn`.
 */
export type MandateGranted = Message<
  'MandateGranted',
  {
    mandateId: string;
    slots: readonly Slot[];
    holder: string;
    period: Period;
    evaluateOn: LocalDate;
    decision: Decision;
    evaluations?: readonly LocalDate[];
    provisional?: Readonly<{ decisionDueOn: LocalDate }>;
    consequencesAccepted?: true;
  }
>;
/**
 * A provisional grant was confirmed. This decision replaces the decision of the grant, from the first day of the
 * mandate.
 */
export type GrantConfirmed = Message<'GrantConfirmed', { mandateId: string; decision: Decision; schedule?: Schedule }>;
/** The decision on a provisional grant is late: the day `dueOn` has passed. */
export type DecisionOverdue = Message<'DecisionOverdue', { mandateId: string; dueOn: LocalDate }>;
/** Nobody acts under the mandate from `on` until it is resumed. The slots of the mandate stay taken. */
export type MandateSuspended = Message<'MandateSuspended', Changed & { on: LocalDate; reason: string }>;
export type MandateResumed = Message<'MandateResumed', Changed & { on: LocalDate }>;
/** The evaluation due on `dueOn` was held on `on`. `nextOn`: the date of the next one (R24). */
export type MandateEvaluated = Message<
  'MandateEvaluated',
  { mandateId: string; dueOn: LocalDate | null; on: LocalDate; findings: string; by: string; nextOn?: LocalDate }
>;
/** An evaluation is late: the day `dueOn` has passed. */
export type EvaluationOverdue = Message<'EvaluationOverdue', { mandateId: string; dueOn: LocalDate }>;
/** The mandate is extended: its period lasts until `until`. */
export type MandateExtended = Message<
  'MandateExtended',
  Changed & { until: LocalDate; reason: string; evaluateOn?: LocalDate }
>;
/** The mandate loses these slots from `on` (R25). */
export type ScopeNarrowed = Message<
  'ScopeNarrowed',
  Changed & { on: LocalDate; slots: readonly Slot[]; reason: string }
>;
/** The mandate gains these slots from `on` (R25). */
export type ScopeWidened = Message<'ScopeWidened', Changed & { on: LocalDate; slots: readonly Slot[]; reason: string }>;
/**
 * A transfer is proposed. `answerBy`: the last day on which the receiver can answer; without that day the proposal stays open until it is withdrawn.
 */
export type TransferProposed = Message<
  'TransferProposed',
  {
    mandateId: string;
    transferId: string;
    from: string;
    to: string;
    on: LocalDate;
    decision: Decision;
    reason: string;
    answerBy?: LocalDate;
  }
>;
export type TransferDeclined = Message<
  'TransferDeclined',
  { mandateId: string; transferId: string; by: string; reason: string }
>;
export type TransferWithdrawn = Message<
  'TransferWithdrawn',
  { mandateId: string; transferId: string; by: string; reason: string }
>;
export type TransferExpired = Message<
  'TransferExpired',
  { mandateId: string; transferId: string; answerBy: LocalDate }
>;
/**
 * The holder changed: `from` holds the mandate until the day before `on`, and `to` from `on` to the end of `period`.
 */
export type MandateTransferred = Message<
  'MandateTransferred',
  {
    mandateId: string;
    transferId: string;
    slots: readonly Slot[];
    from: string;
    to: string;
    on: LocalDate;
    period: Period;
    decision: Decision;
  }
>;
/** The mandate ended. `on`: the first day without it. An expired mandate ends by its own period; an ended or revoked mandate by a decision. */
export type MandateEnded = Message<
  'MandateEnded',
  {
    mandateId: string;
    slots: readonly Slot[];
    holder: string;
    on: LocalDate;
    cause: 'ended' | 'expired' | 'revoked';
    reason: string;
    decision?: Decision;
  }
>;
/**
 * The fact with this number (1, 2, 3, ... of the mandate) was recorded wrongly: its content becomes `instead`, or it is voided. `slots`: all slots
 * that the correction affects; `kind` and the two steering fields have their values after the correction.
 */
export type FactCorrected = Message<
  'FactCorrected',
  {
    mandateId: string;
    fact: number;
    instead?: Correction;
    void?: true;
    reason: string;
    decision?: Decision;
    slots: readonly Slot[];
    kind: MandateKind;
    steeringModel: SteeringModel;
    commissioningCase?: string;
    schedule: Schedule;
  }
>;
/** The corrected content of a fact. {@link CORRECTABLE} lists the fields of each type. */
export type Correction = Readonly<
  Partial<Omit<Terms, 'slots' | 'holder'>> & {
    slots?: readonly Slot[];
    holder?: string;
    period?: Period;
    evaluateOn?: LocalDate;
    evaluations?: readonly LocalDate[];
    on?: LocalDate;
    until?: LocalDate;
    findings?: string;
    decision?: Decision;
  }
>;
/**
 * The common fields of a change by decision. `schedule`: the resulting holdings, for readers that lack the rules of the
 * register.
 */
type Changed = { mandateId: string; decision: Decision; schedule: Schedule };

export type RegisterEvent =
  | MandateDrafted
  | DraftRevised
  | MandateProposed
  | MandateEndorsed
  | MandateGranted
  | GrantConfirmed
  | DecisionOverdue
  | MandateSuspended
  | MandateResumed
  | MandateEvaluated
  | EvaluationOverdue
  | MandateExtended
  | ScopeNarrowed
  | ScopeWidened
  | TransferProposed
  | TransferDeclined
  | TransferWithdrawn
  | TransferExpired
  | MandateTransferred
  | MandateEnded
  | FactCorrected;

const TERMS = [
  'kind',
  'steeringModel',
  'steeringReason',
  'steeringBasis',
  'commissioningCase',
  'executingFunction',
  'powers',
  'means',
  'consequences',
  'agreement',
  'legalBasis',
] as const;
/**
 * The correctable fields of each type of fact, and whether the fact can be voided. Proposals and refusals of a transfer
 * are left out: they are acts of an agency, not statements that can be wrong.
 */
export const CORRECTABLE: Readonly<
  Partial<Record<RegisterEvent['type'], Readonly<{ fields: readonly (keyof Correction)[]; void: boolean }>>>
> = {
  MandateProposed: { fields: TERMS, void: false },
  MandateEndorsed: { fields: ['decision'], void: false },
  MandateGranted: { fields: ['holder', 'slots', 'period', 'evaluateOn', 'evaluations', 'decision'], void: true },
  GrantConfirmed: { fields: ['decision'], void: true },
  MandateSuspended: { fields: ['on', 'decision'], void: true },
  MandateResumed: { fields: ['on', 'decision'], void: true },
  MandateEvaluated: { fields: ['on', 'findings'], void: true },
  MandateExtended: { fields: ['until', 'decision'], void: true },
  ScopeNarrowed: { fields: ['on', 'slots', 'decision'], void: true },
  ScopeWidened: { fields: ['on', 'slots', 'decision'], void: true },
  MandateTransferred: { fields: ['on', 'decision'], void: true },
  MandateEnded: { fields: ['on', 'decision'], void: true },
  FactCorrected: { fields: [], void: true },
};
