import fc from 'fast-check';
import { type CaseRelation, caseView } from '#access';
import {
  agencyChanged,
  agencyEnrolled,
  caseClosed,
  caseOpened,
  type CasesEvent,
  commitmentProposed,
  coordinationLost,
  coordinationTakenOver,
  type DataOf,
  mandateProposed,
  participantAccepted,
  participantDeclined,
  participantInvited,
  participantWithdrawn,
  type PublicEventType,
  toPublicEvent,
} from '#contracts';
import type { LocalDate } from '#kernel';
import { caseOf, type FeedEvent } from '../feed/domain/audience.js';

/**
 * Histories of public events for the specs of the feed, written by hand or generated. `relationIn`, `mayReadIn` and
 * `pastIn` compute the expected results from a history, without the code of the feed.
 */

export const CITY = '44021';
export const AGENCIES = ['stad-gent', 'ocmw-gent', 'politiezone-gent', 'woningent'] as const;
const CASES = ['k1', 'k2'] as const;

/** Returns the day that comes `days` days after 1 January 2026. */
export const day = (days: number): LocalDate =>
  new Date(Date.UTC(2026, 0, 1) + days * 86_400_000).toISOString().slice(0, 10);

/** Returns the day that comes `days` days after the last event of the history. */
export const dayAfter = (history: readonly FeedEvent[], days: number): LocalDate =>
  new Date(Date.parse(`${history.at(-1)!.time.slice(0, 10)}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Returns the `nth` event of a history, recorded at noon of a day. */
export const publicEvent = <T extends PublicEventType>(
  eventType: T,
  data: DataOf<T>,
  nth: number,
  on: LocalDate = day(0),
  city = CITY,
): FeedEvent => {
  const stream = `${eventType.topic.split('.')[1]}-${city}`;
  const origin = { id: `${city}/e${nth}`, stream, revision: nth, recordedAt: `${on}T12:00:00.000Z`, metadata: {} };
  return toPublicEvent(eventType, origin, city, data as Readonly<Record<string, unknown>>) as unknown as FeedEvent;
};

/** Creates an event from its number in the history and its day. */
type EventAt = (nth: number, on: LocalDate) => FeedEvent;
const generated = <T extends PublicEventType>(eventType: T, data: fc.Arbitrary<DataOf<T>>): fc.Arbitrary<EventAt> =>
  data.map((values) => (nth: number, on: LocalDate) => publicEvent(eventType, values, nth, on));

const agency = fc.constantFrom(...AGENCIES);
const caseId = fc.constantFrom(...CASES);
const someDay = fc.integer({ min: 0, max: 60 }).map(day);
const answer = fc.record({ caseId, agency });
const { mandateId } = caseOpened.sample;
/** The slot of each case. All mandates have the slot of the case `k1`. */
export const SLOTS = {
  k1: { neighbourhood: '4', theme: 'leefbaarheid' },
  k2: { neighbourhood: '7', theme: 'wonen' },
} as const satisfies Record<(typeof CASES)[number], unknown>;

const opening = generated(
  caseOpened,
  fc
    .record({ caseId, openedBy: agency, holder: agency, until: fc.option(someDay, { nil: undefined }) })
    .map(({ until, ...data }) => ({
      ...data,
      ...SLOTS[data.caseId],
      mandateId,
      ...(until !== undefined && { until }),
    })),
);
const inviting = generated(
  participantInvited,
  fc
    .record({ caseId, agency, past: fc.constantFrom(undefined, 'summary' as const, 'all' as const) })
    .map(({ past, ...data }) => ({ ...data, invitedBy: AGENCIES[0], ...(past && { past }) })),
);

const anyEvent: fc.Arbitrary<EventAt> = fc.oneof(
  generated(
    mandateProposed,
    fc.record({ holder: agency }).map(({ holder }) => ({ ...withoutCity(mandateProposed.sample), holder })),
  ),
  generated(
    agencyChanged,
    agency.map((code) => ({ agency: code, name: code, kind: 'welfare' as const, ovo: 'OVO000001' })),
  ),
  opening,
  opening,
  inviting,
  inviting,
  generated(participantAccepted, answer),
  generated(participantAccepted, answer),
  generated(participantDeclined, answer),
  generated(participantWithdrawn, answer),
  generated(
    commitmentProposed,
    fc
      .record({ caseId, owner: agency })
      .map((data) => ({ ...data, commitmentId: 'c', proposedBy: AGENCIES[0], dueOn: day(90) })),
  ),
  generated(
    coordinationTakenOver,
    fc
      .record({ caseId, holder: agency, from: someDay, until: fc.option(someDay, { nil: undefined }) })
      .map(({ until, ...data }) => ({
        ...data,
        mandateId,
        ...(until !== undefined && data.from < until && { until }),
      })),
  ),
  generated(
    coordinationLost,
    fc.record({ caseId, on: someDay }).map((data) => ({ ...data, mandateId })),
  ),
  generated(
    caseClosed,
    caseId.map((id) => ({ caseId: id, outcome: 'solved' as const })),
  ),
);

/** An invitation of an agency, and its acceptance. */
const joining: fc.Arbitrary<readonly EventAt[]> = fc
  .record({ caseId, agency, past: fc.constantFrom('nothing' as const, 'summary' as const, 'all' as const) })
  .map(({ past, ...data }) => [
    (nth, on) =>
      publicEvent(
        participantInvited,
        { ...data, invitedBy: AGENCIES[0], ...(past !== 'nothing' && { past }) },
        nth,
        on,
      ),
    (nth, on) => publicEvent(participantAccepted, data, nth, on),
  ]);
const steps: fc.Arbitrary<readonly EventAt[]> = fc.oneof(
  { weight: 8, arbitrary: anyEvent.map((one) => [one]) },
  { weight: 2, arbitrary: joining },
);

/**
 * Generates histories. Half of the agencies are enrolled first, the other half after some other events. All other
 * events come in random order, on days that never decrease. A case opens once, before its other events, and has no
 * events after its closing.
 */
export const histories: fc.Arbitrary<readonly FeedEvent[]> = fc
  .tuple(
    fc.array(fc.tuple(steps, fc.integer({ min: 0, max: 3 })), { minLength: 5, maxLength: 60 }),
    fc.integer({ min: 0, max: 30 }),
  )
  .map(([drawn, late]) => {
    const all = drawn.flatMap(([step, passed]) =>
      step.map((one, nth): [EventAt, number] => [one, nth === 0 ? passed : 0]),
    );
    const enrol = (code: string): [EventAt, number] => [
      (nth, on) =>
        publicEvent(
          agencyEnrolled,
          { agency: code, name: code, kind: 'welfare', ovo: `OVO00000${AGENCIES.indexOf(code as 'stad-gent')}` },
          nth,
          on,
        ),
      0,
    ];
    const half = AGENCIES.length / 2;
    const planned = [
      ...AGENCIES.slice(0, half).map(enrol),
      ...all.slice(0, late),
      ...AGENCIES.slice(half).map(enrol),
      ...all.slice(late),
    ];
    let days = 0;
    return lifelike(planned.map(([eventAt, passed], nth) => eventAt(nth, day((days += passed)))));
  });

const lifelike = (history: readonly FeedEvent[]): readonly FeedEvent[] => {
  const states = new Map<string, 'open' | 'closed'>();
  return history.filter((event) => {
    const ofCase = caseOf(event);
    if (ofCase === undefined) return true;
    if ((event.type === 'be.regie.case.opened.v1') === states.has(ofCase) || states.get(ofCase) === 'closed')
      return false;
    states.set(ofCase, event.type === 'be.regie.case.closed.v1' ? 'closed' : 'open');
    return true;
  });
};

/**
 * Returns the relation of the agency to the case on a day; for a closed case, on the day of its closing. The last
 * answer of the agency counts, and the last event that decides about the coordinator of that day.
 */
export const relationIn = (
  history: readonly FeedEvent[],
  id: string,
  code: string,
  on: LocalDate,
): Pick<CaseRelation, 'participation' | 'coordinates'> => {
  const ofCase = (history as readonly CasesEvent[]).filter((event) => caseOf(event) === id);
  const closing = ofCase.find(({ type }) => type === 'be.regie.case.closed.v1');
  const asked = closing ? closing.time.slice(0, 10) : on;
  let participation: CaseRelation['participation'] = null;
  let coordinator: string | undefined;
  const tenure = (holder: string, from: LocalDate, until?: LocalDate): void => {
    if (from <= asked) coordinator = until === undefined || asked < until ? holder : undefined;
  };
  for (const { type, data, time } of ofCase) {
    if ('openedBy' in data && data.openedBy === code) participation = 'accepted';
    if (type.includes('.participant-') && 'agency' in data && data.agency === code)
      participation = type.split(/participant-|[.]v1/)[1] as 'invited';
    if (type === 'be.regie.case.opened.v1') tenure(data.holder, time.slice(0, 10), data.until);
    if (type === 'be.regie.case.coordination-taken-over.v1') tenure(data.holder, data.from, data.until);
    if (type === 'be.regie.case.coordination-lost.v1' && data.on <= asked) coordinator = undefined;
  }
  return { participation, coordinates: coordinator === code };
};

/**
 * Returns whether the agency may read this event of a case on a day after the history. The policy must show the case to
 * staff of the agency. The agency must also coordinate, have accepted before the event, or see that part of the past by
 * its last invitation.
 */
export const mayReadIn = (history: readonly FeedEvent[], event: FeedEvent, code: string, on: LocalDate): boolean => {
  const id = caseOf(event)!;
  const relation = relationIn(history, id, code, on);
  const { view, reason } = caseView(
    { city: CITY, agency: code, role: 'worker', subject: 's' },
    { city: CITY, agencyKind: 'welfare', ...relation },
  );
  if (view !== 'full') return false;
  if (reason === 'coordinates') return true;
  const ofCase = history.filter((each) => caseOf(each) === id);
  const joined = ofCase.findLastIndex(({ type, data }) =>
    type === 'be.regie.case.opened.v1'
      ? 'openedBy' in data && data.openedBy === code
      : type.includes('.participant-accepted.') && 'agency' in data && data.agency === code,
  );
  return ofCase.indexOf(event) >= joined || shows(pastIn(history, id, code), event);
};

/** Returns the part of the time before its acceptance that an agency may see in a case, as its last invitation says. */
export const pastIn = (history: readonly FeedEvent[], id: string, code: string): 'nothing' | 'summary' | 'all' => {
  const invitation = (history as readonly CasesEvent[]).findLast(
    ({ type, data }) => type === 'be.regie.case.participant-invited.v1' && data.caseId === id && data.agency === code,
  );
  return (invitation?.data as DataOf<typeof participantInvited> | undefined)?.past ?? 'nothing';
};

export const shows = (past: 'nothing' | 'summary' | 'all', { type }: FeedEvent): boolean =>
  past === 'all' || (past === 'summary' && !/commitment|closed/.test(type));

const withoutCity = <D extends { city: string }>({ city: _, ...data }: D): Omit<D, 'city'> => data;
