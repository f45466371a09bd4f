import { brusselsDate, type LocalDate } from '#kernel';
import type { RegisterEvent } from '../domain/mandate-events.js';
import type { Decision, Slot } from '../domain/schedule.js';

/**
 * The reference model: a second implementation of the query for the holder of a slot on a day, as known at a moment.
 * For each query it reads every fact recorded by that moment, with the corrections recorded by then. It shares no code
 * with the register and its read models. It is slow, and is used only to check them.
 */

/** A fact with the moment of its recording: milliseconds, and the day in Brussels. */
export type RecordedFact = Readonly<{ event: RegisterEvent; at: number; day: LocalDate }>;
export type Answer = Readonly<{ mandateId: string; holder: string; suspended: boolean; reference: string }> | undefined;
/** The moment of a query: an instant in milliseconds, or a day, which means its end. */
export type KnownAt = number | LocalDate;

type Fact = {
  readonly type: RegisterEvent['type'];
  readonly data: Record<string, unknown>;
  void: boolean;
  instead: Record<string, unknown>;
};

/**
 * @throws {Error} when two mandates have the slot on that day, or when a confirmed grant was not provisional or not
 * endorsed
 */
export const referenceModel = (
  recorded: readonly RecordedFact[],
  slot: Slot,
  on: LocalDate,
  knownAt: KnownAt,
): Answer => {
  const found: NonNullable<Answer>[] = [];
  for (const facts of byMandate(
    recorded.filter(
      ({ at, day }) => isNowOrLater(knownAt) || (typeof knownAt === 'number' ? at <= knownAt : day <= knownAt),
    ),
  ).values()) {
    const answer = holderOn(asCorrected(facts), slot, on);
    if (answer) found.push(answer);
  }
  if (found.length > 1)
    throw new Error(
      `two hold ${slot.neighbourhood}/${slot.theme} on ${on}: ${found.map(({ mandateId }) => mandateId).join(' and ')}`,
    );
  return found[0];
};

/**
 * Returns whether all recorded facts count, including facts that a clock ahead of the real time has dated in the
 * future.
 */
const isNowOrLater = (knownAt: KnownAt): boolean =>
  typeof knownAt === 'number' ? knownAt >= Date.now() : knownAt >= brusselsDate(new Date());

const byMandate = (recorded: readonly RecordedFact[]): ReadonlyMap<string, Fact[]> => {
  const mandates = new Map<string, Fact[]>();
  for (const { event } of recorded) {
    const { mandateId } = event.data;
    const facts = mandates.get(mandateId) ?? [];
    facts.push({ type: event.type, data: event.data, void: false, instead: {} });
    mandates.set(mandateId, facts);
  }
  return mandates;
};

/**
 * Returns the facts with their corrections applied. A correction that a later correction voids has no effect, unless
 * that later correction is voided as well.
 */
const asCorrected = (facts: readonly Fact[]): readonly Fact[] => {
  const corrections = facts.filter(({ type }) => type === 'FactCorrected');
  for (const correction of [...corrections].reverse()) {
    const target = facts[(correction.data['fact'] as number) - 1]!;
    if (!correction.void && target.type === 'FactCorrected') target.void = true;
  }
  for (const { data, void: voided } of corrections) {
    const target = facts[(data['fact'] as number) - 1]!;
    if (voided || target.type === 'FactCorrected') continue;
    target.void = data['void'] === true;
    Object.assign(target.instead, data['instead']);
  }
  return facts.filter((fact) => !fact.void && fact.type !== 'FactCorrected');
};

const holderOn = (facts: readonly Fact[], slot: Slot, on: LocalDate): Answer => {
  let holder: string | undefined;
  let decision: Decision | undefined;
  // the decision of a provisional grant, until the grant is confirmed
  let waiting: Decision | undefined;
  let suspended = false;
  let held = false;
  let from = '';
  let until: string | undefined;
  let mandateId = '';
  const endorsed = new Set<unknown>();
  const has = (slots: unknown): boolean =>
    (slots as readonly Slot[]).some(
      ({ neighbourhood, theme }) => neighbourhood === slot.neighbourhood && theme === slot.theme,
    );
  for (const fact of facts) {
    const content = { ...fact.data, ...fact.instead };
    const begun = typeof content['on'] === 'string' && content['on'] <= on;
    switch (fact.type) {
      case 'MandateGranted':
        mandateId = content['mandateId'] as string;
        holder = content['holder'] as string;
        decision = content['decision'] as Decision;
        waiting = content['provisional'] ? decision : undefined;
        ({ from, until } = { until: undefined, ...(content['period'] as { from: string; until?: string }) });
        held = has(content['slots']);
        suspended = false;
        break;
      case 'MandateEndorsed':
        endorsed.add(content['level']);
        break;
      case 'GrantConfirmed':
        if (!waiting || endorsed.size < 2)
          throw new Error(`the grant of ${mandateId} is confirmed, which was not waiting for it, or was not endorsed`);
        // The confirmation replaces the decision of the grant on every day, but not the decision of a transfer.
        if (isSame(waiting, decision)) decision = content['decision'] as Decision;
        waiting = undefined;
        break;
      case 'MandateTransferred':
        if (begun) [holder, decision] = [content['to'] as string, content['decision'] as Decision];
        break;
      case 'MandateSuspended':
        if (begun) suspended = true;
        break;
      case 'MandateResumed':
        if (begun) suspended = false;
        break;
      case 'ScopeNarrowed':
        if (begun && has(content['slots'])) held = false;
        break;
      case 'ScopeWidened':
        if (begun && has(content['slots'])) held = true;
        break;
      case 'MandateExtended':
        until = content['until'] as string;
        break;
      case 'MandateEnded':
        // An expiry has no effect when its period was corrected afterwards.
        if (content['cause'] !== 'expired' || content['on'] === until) until = content['on'] as string;
        break;
      default:
    }
  }
  if (holder === undefined || !held || on < from || (until !== undefined && on >= until)) return undefined;
  return { mandateId, holder, suspended, reference: decision!.reference };
};

/** Compares body, reference and date: each body numbers its own decisions, and may restart every year. */
const isSame = (one: Decision, other: Decision | undefined): boolean =>
  one.body === other?.body && one.reference === other.reference && one.date === other.date;
