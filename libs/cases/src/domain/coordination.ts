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
 * Who coordinates a case, over time. A case follows the register of mandates by comparing (docs/adr/0007): it is told what the register says of
 * its slot from today on, and records where that differs from what it has. The past is never rewritten, and what the register said before is not
 * followed any more once the case has followed something later.
 */

// --- Words -----------------------------------------------------------------------------------------------------------------------------------

/** What the holder may do: inform / ask and agree / assign bindingly (R7). */
export type SteeringModel = 'communication' | 'coordination' | 'commissioning';
/** Interne, hybride or externe regie, or one of which the law says who holds it (R4-R6). */
export type MandateKind = 'internal' | 'hybrid' | 'external' | 'statutory';
/**
 * One holder's stretch of days under one mandate, half-open: of a slot as the register says it, or of a case as it took it over. `kind`: of the mandate;
 * facts from before it was kept have none.
 */
export type Tenure = Readonly<{
  mandateId: string;
  holder: string;
  steeringModel: SteeringModel;
  kind?: MandateKind;
  from: LocalDate;
  until?: LocalDate;
}>;
/** What the register of the city says of the slot from today on, at that revision of it: how many facts it is made of, so that one can tell the later. */
export type SlotRegister = Readonly<{ registerRevision: number; register: readonly Tenure[] }>;
/**
 * `tenures` are in order of time, without overlap. `losses`: the days of those on record that still stand, so that one gap is recorded once.
 * `registerRevision`: what the newest of these facts is based on.
 */
export type Coordination = Readonly<{
  tenures: readonly Tenure[];
  losses: readonly LocalDate[];
  registerRevision: number;
}>;

// --- Events: kept for ever -------------------------------------------------------------------------------------------------------------------

/** The revision of the register of mandates that a fact is based on; facts from before it was kept have none. */
export type BasedOn = { registerRevision?: number };
/** The case runs under this mandate and holder from `from`; what was planned from that day on is over. */
export type CoordinationTakenOver = Message<'CoordinationTakenOver', Tenure & BasedOn & { caseId: string }>;
/** Nobody coordinates the case from `on`, whatever was planned. `mandateId` is the mandate that it ran under until then. */
export type CoordinationLost = Message<
  'CoordinationLost',
  BasedOn & { caseId: string; mandateId: string; on: LocalDate }
>;
export type CoordinationEvent = CoordinationTakenOver | CoordinationLost;

export const begun = (tenure: Tenure, { registerRevision = 0 }: BasedOn): Coordination => ({
  tenures: [tenure],
  losses: [],
  registerRevision,
});

export const takenOver = (
  coordination: Coordination,
  { mandateId, holder, steeringModel, kind, from, until, ...basis }: Tenure & BasedOn,
): Coordination => ({
  tenures: replaceWithin(coordination.tenures, { from }, [
    { mandateId, holder, steeringModel, ...(kind && { kind }), from, ...(until !== undefined && { until }) },
  ]),
  losses: coordination.losses.filter((on) => on < from),
  registerRevision: basis.registerRevision ?? coordination.registerRevision,
});

export const lost = (
  coordination: Coordination,
  { on, registerRevision }: { on: LocalDate } & BasedOn,
): Coordination => ({
  tenures: endBefore(coordination.tenures, on),
  losses: [...coordination.losses.filter((day) => day < on), on],
  registerRevision: registerRevision ?? coordination.registerRevision,
});

// --- Decision --------------------------------------------------------------------------------------------------------------------------------

/**
 * What the case records when the register says `register` of its slot: nothing when it says what the case has, from `today` on, or when the case
 * has followed a later revision. Whoever reads the register again from the beginning comes by what it once said.
 */
export const followed = (
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
  const { tenures } = gone ? lost(coordination, gone.data) : coordination;
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

/** A mandate that reached the end of its period changes nothing in the schedule of the case: that its time has come is recorded all the same. */
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

/** The same holder, mandate, model and kind. A tenure from before the kind was kept has none, and is the same as one of any. */
export const sameTenure = (a: Tenure | undefined, b: Tenure | undefined): boolean =>
  a?.mandateId === b?.mandateId &&
  a?.holder === b?.holder &&
  a?.steeringModel === b?.steeringModel &&
  (a?.kind === undefined || b?.kind === undefined || a.kind === b.kind);
