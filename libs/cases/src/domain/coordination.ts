import {
  endBefore,
  firstDifference,
  inOrder,
  type LocalDate,
  type Message,
  replaceWithin,
  startFrom,
  stretchOn,
} from '#kernel';

/**
 * The coordination of a case over time. A case compares itself with the register of mandates for its slot, from today
 * on, and records the differences (docs/adr/0007). The past is never rewritten. A case that has followed a revision of
 * the register ignores earlier revisions.
 */

// --- Terms -----------------------------------------------------------------------------------------------------------------------------------

/** The powers of the holder: inform / ask and agree / assign bindingly (R7). */
export type SteeringModel = 'communication' | 'coordination' | 'commissioning';
/** Interne, hybride or externe regie, or a mandate whose holder the law names (R4-R6). */
export type MandateKind = 'internal' | 'hybrid' | 'external' | 'statutory';
/**
 * The half-open stretch of days of one holder under one mandate, for a slot in the register or for a case. `kind`: the
 * kind of the mandate; absent in facts of older releases, which did not store the kind.
 */
export type Tenure = Readonly<{
  mandateId: string;
  holder: string;
  steeringModel: SteeringModel;
  kind?: MandateKind;
  from: LocalDate;
  until?: LocalDate;
}>;
/**
 * The tenures of the slot from today on, in the register of the city. `registerRevision`: the revision of the register
 * with these tenures; of two states, the one with the higher revision is newer.
 */
export type SlotRegister = Readonly<{ registerRevision: number; register: readonly Tenure[] }>;
/**
 * The coordination of a case. `tenures` are in order of time, without overlap. `losses`: the first days of the recorded
 * gaps that still apply, so that each gap is recorded once. `registerRevision`: the revision of the register that the
 * newest of these facts is based on.
 */
export type Coordination = Readonly<{
  tenures: readonly Tenure[];
  losses: readonly LocalDate[];
  registerRevision: number;
}>;

// --- Events: kept for ever -------------------------------------------------------------------------------------------------------------------

/** The revision of the register of mandates that a fact is based on; absent in facts of older releases. */
export type BasedOn = { registerRevision?: number };
/** The case runs under this mandate and holder from `from`; tenures planned from that day on are void. */
export type CoordinationTakenOver = Message<'CoordinationTakenOver', Tenure & BasedOn & { caseId: string }>;
/** The case has no coordinator from `on`; tenures planned from that day on are void. `mandateId`: the mandate of the case until that day. */
export type CoordinationLost = Message<
  'CoordinationLost',
  BasedOn & { caseId: string; mandateId: string; on: LocalDate }
>;
export type CoordinationEvent = CoordinationTakenOver | CoordinationLost;

export const startCoordination = (tenure: Tenure, { registerRevision = 0 }: BasedOn): Coordination => ({
  tenures: [tenure],
  losses: [],
  registerRevision,
});

export const takeOver = (
  coordination: Coordination,
  { mandateId, holder, steeringModel, kind, from, until, ...basis }: Tenure & BasedOn,
): Coordination => ({
  tenures: replaceWithin(coordination.tenures, { from }, [
    { mandateId, holder, steeringModel, ...(kind && { kind }), from, ...(until !== undefined && { until }) },
  ]),
  losses: coordination.losses.filter((on) => on < from),
  registerRevision: basis.registerRevision ?? coordination.registerRevision,
});

export const loseCoordination = (
  coordination: Coordination,
  { on, registerRevision }: { on: LocalDate } & BasedOn,
): Coordination => ({
  tenures: endBefore(coordination.tenures, on),
  losses: [...coordination.losses.filter((day) => day < on), on],
  registerRevision: registerRevision ?? coordination.registerRevision,
});

// --- Decision --------------------------------------------------------------------------------------------------------------------------------

/**
 * Returns the events that bring a case in line with `register` from `today` on. There are none when both agree, or when
 * the case has followed a later revision. Older revisions arrive when a reader starts again from the beginning.
 */
export const followRegister = (
  caseId: string,
  coordination: Coordination,
  { register, registerRevision }: SlotRegister,
  today: LocalDate,
): CoordinationEvent[] => {
  if (registerRevision < coordination.registerRevision) return [];
  return differences(caseId, coordination, register, today).map(
    (event) => ({ ...event, data: { ...event.data, registerRevision } }) as CoordinationEvent,
  );
};

const differences = (
  caseId: string,
  coordination: Coordination,
  register: readonly Tenure[],
  today: LocalDate,
): CoordinationEvent[] => {
  const gone = unrecordedLoss(caseId, coordination, register, today);
  const { tenures } = gone ? loseCoordination(coordination, gone.data) : coordination;
  const events: CoordinationEvent[] = gone ? [gone] : [];
  const day = firstDifference(tenures, register, today, sameTenure);
  if (day === undefined) return events;
  const had = stretchOn(tenures, day);
  if (had && !stretchOn(register, day))
    events.push({ type: 'CoordinationLost', data: { caseId, mandateId: had.mandateId, on: day } });
  for (const tenure of inOrder(startFrom(register, day)))
    events.push({ type: 'CoordinationTakenOver', data: { caseId, ...tenure } });
  return events;
};

/**
 * Returns the loss of coordination at the planned end of a tenure, if no fact records that loss. A comparison of
 * tenures does not find it, because the tenure ends on that day already.
 */
const unrecordedLoss = (
  caseId: string,
  { tenures, losses }: Coordination,
  register: readonly Tenure[],
  today: LocalDate,
): CoordinationLost | undefined => {
  if (stretchOn(tenures, today) || stretchOn(register, today)) return undefined;
  const last = tenures.findLast(({ until }) => until !== undefined && until <= today);
  if (!last || losses.some((on) => last.until! <= on && on <= today)) return undefined;
  return { type: 'CoordinationLost', data: { caseId, mandateId: last.mandateId, on: last.until! } };
};

/** Compares holder, mandate, model and kind. A tenure of an older release has no kind, and equals a tenure of any kind. */
export const sameTenure = (a: Tenure | undefined, b: Tenure | undefined): boolean =>
  a?.mandateId === b?.mandateId &&
  a?.holder === b?.holder &&
  a?.steeringModel === b?.steeringModel &&
  (a?.kind === undefined || b?.kind === undefined || a.kind === b.kind);
