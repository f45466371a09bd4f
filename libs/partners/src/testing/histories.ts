import fc from 'fast-check';
import {
  agencyChanged,
  agencyEnrolled,
  announce,
  caseClosed,
  caseOpened,
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
} from '#contracts';
import type { LocalDate } from '#decider';
import type { FeedEvent } from '../integration/feed-audience.js';

/** Histories of public events for the specs of the feed: told by hand, or generated. */

export const CITY = '44021';
export const AGENCIES = ['stad-gent', 'ocmw-gent', 'politiezone-gent', 'woningent'] as const;
const CASES = ['k1', 'k2'] as const;

/** The day in Brussels, `days` after 1 January 2026. */
export const day = (days: number): LocalDate => new Date(Date.UTC(2026, 0, 1) + days * 86_400_000).toISOString().slice(0, 10);

/** The `nth` event of a history, recorded at noon of a day. */
export const told = <T extends PublicEventType>(eventType: T, data: DataOf<T>, nth: number, on: LocalDate = day(0), city = CITY): FeedEvent => {
  const stream = `${eventType.topic.split('.')[1]}-${city}`;
  const origin = { id: `${city}/e${nth}`, stream, revision: nth, recordedAt: `${on}T12:00:00.000Z`, metadata: {} };
  return announce(eventType, origin, city, data as Readonly<Record<string, unknown>>) as unknown as FeedEvent;
};

type Telling = (nth: number, on: LocalDate) => FeedEvent;
const telling = <T extends PublicEventType>(eventType: T, data: fc.Arbitrary<DataOf<T>>): fc.Arbitrary<Telling> =>
  data.map((values) => (nth: number, on: LocalDate) => told(eventType, values, nth, on));

const agency = fc.constantFrom(...AGENCIES);
const caseId = fc.constantFrom(...CASES);
const someDay = fc.integer({ min: 0, max: 60 }).map(day);
const answer = fc.record({ caseId, agency });
const { mandateId, neighbourhood, theme } = caseOpened.sample;

const tellings: fc.Arbitrary<Telling> = fc.oneof(
  telling(mandateProposed, fc.record({ holder: agency }).map(({ holder }) => ({ ...withoutCity(mandateProposed.sample), holder }))),
  telling(agencyChanged, agency.map((code) => ({ agency: code, name: code, kind: 'welfare' as const, ovo: 'OVO000001' }))),
  telling(caseOpened, fc.record({ caseId, openedBy: agency, holder: agency }).map((data) => ({ ...data, neighbourhood, theme, mandateId }))),
  telling(participantInvited, answer.map((data) => ({ ...data, invitedBy: AGENCIES[0] }))),
  telling(participantAccepted, answer),
  telling(participantAccepted, answer),
  telling(participantDeclined, answer),
  telling(participantWithdrawn, answer),
  telling(commitmentProposed, fc.record({ caseId, owner: agency }).map((data) => ({ ...data, commitmentId: 'c', proposedBy: AGENCIES[0], dueOn: day(90) }))),
  telling(
    coordinationTakenOver,
    fc
      .record({ caseId, holder: agency, from: someDay, until: fc.option(someDay, { nil: undefined }) })
      .map(({ until, ...data }) => ({ ...data, mandateId, ...(until !== undefined && data.from < until && { until }) })),
  ),
  telling(coordinationLost, fc.record({ caseId, on: someDay }).map((data) => ({ ...data, mandateId }))),
  telling(caseClosed, caseId.map((id) => ({ caseId: id, outcome: 'solved' as const }))),
);

/** The first half of the agencies enrolled; then anything, in any order, on days that pass, the other half enrolled somewhere in between. */
export const histories: fc.Arbitrary<readonly FeedEvent[]> = fc
  .tuple(fc.array(fc.tuple(tellings, fc.integer({ min: 0, max: 3 })), { minLength: 5, maxLength: 60 }), fc.integer({ min: 0, max: 30 }))
  .map(([wishes, late]) => {
    const enrol = (code: string): [Telling, number] => [
      (nth, on) => told(agencyEnrolled, { agency: code, name: code, kind: 'welfare', ovo: `OVO00000${AGENCIES.indexOf(code as 'stad-gent')}` }, nth, on),
      0,
    ];
    const half = AGENCIES.length / 2;
    const told_ = [...AGENCIES.slice(0, half).map(enrol), ...wishes.slice(0, late), ...AGENCIES.slice(half).map(enrol), ...wishes.slice(late)];
    let days = 0;
    return told_.map(([tell, passed], nth) => tell(nth, day((days += passed))));
  });

const withoutCity = <D extends { city: string }>({ city: _, ...data }: D): Omit<D, 'city'> => data;
