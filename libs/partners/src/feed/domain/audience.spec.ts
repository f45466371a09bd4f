import fc from 'fast-check';
import { caseView } from '#access';
import {
  agencyEnrolled,
  caseClosed,
  caseOpened,
  commitmentProposed,
  coordinationLost,
  coordinationTakenOver,
  mandateEnded,
  mandateGranted,
  mandateNarrowed,
  mandateTransferProposed,
  mandateWidened,
  participantAccepted,
  participantDeclined,
  participantInvited,
  participantWithdrawn,
} from '#contracts';
import type { LocalDate } from '#kernel';
import {
  AGENCIES,
  CITY,
  day,
  dayAfter,
  histories,
  mayReadIn,
  publicEvent,
  relationIn,
} from '../../testing/histories.js';
import {
  audienceOf,
  caseOf,
  type FeedEvent,
  latecomer,
  mayRead,
  type Participation,
  type Participations,
  participationsAfter,
  revisionOf,
  slotsAfter,
  takesPart,
} from './audience.js';

const { city: _, ...opening } = caseOpened.sample;
const opened = (openedBy = 'stad-gent', holder = 'stad-gent', until?: LocalDate) =>
  publicEvent(caseOpened, { ...opening, caseId: 'k1', openedBy, holder, ...(until && { until }) }, 1);
const invited = (agency: string) =>
  publicEvent(participantInvited, { caseId: 'k1', agency, invitedBy: 'stad-gent' }, 2);
const accepted = (agency: string) => publicEvent(participantAccepted, { caseId: 'k1', agency }, 3);
const declined = (agency: string) => publicEvent(participantDeclined, { caseId: 'k1', agency }, 4);
const withdrawn = (agency: string) => publicEvent(participantWithdrawn, { caseId: 'k1', agency }, 5);
const takenOver = (holder: string, from: LocalDate, until?: LocalDate) =>
  publicEvent(coordinationTakenOver, { caseId: 'k1', mandateId: 'm2', holder, from, ...(until && { until }) }, 6);
const lost = (on: LocalDate) => publicEvent(coordinationLost, { caseId: 'k1', mandateId: 'm1', on }, 7);
const closed = (on: LocalDate) => publicEvent(caseClosed, { caseId: 'k1', outcome: 'solved' }, 9, on);
const asked = publicEvent(
  commitmentProposed,
  { caseId: 'k1', commitmentId: 'c', owner: 'ocmw-gent', proposedBy: 'stad-gent', dueOn: day(9) },
  8,
);

const after = (...history: readonly FeedEvent[]): Participations =>
  history.reduce<Participations>(
    (before, event) => participationsAfter(event, before, event.time.slice(0, 10)),
    new Map(),
  );
/** Returns the agencies that get the last of these events, recorded on a day. `!` marks an agency that keeps the event for ever. */
const audience = (history: readonly FeedEvent[], on = day(0)): string | string[] => {
  const found = audienceOf(history.at(-1)!, after(...history), on);
  return found === 'city' ? found : found.map(({ agency, caseId }) => (caseId === null ? `${agency}!` : agency)).sort();
};

describe('an event of the mandate register', () => {
  it('has the whole city as its audience', () => {
    const { city: __, ...data } = mandateGranted.sample;
    expect(audience([publicEvent(mandateGranted, data, 1)])).toBe('city');
  });
});

describe('an event about an agency', () => {
  it('has that agency as its audience', () => {
    const { city: __, ...data } = agencyEnrolled.sample;
    expect(audience([publicEvent(agencyEnrolled, data, 1)])).toEqual(['ocmw-gent!']);
  });
});

describe('an event of an unknown type', () => {
  it('has no audience', () =>
    expect(
      audienceOf({ ...asked, type: 'be.regie.signal.raised.v1' } as unknown as FeedEvent, after(opened()), day(0)),
    ).toEqual([]));
});

describe('an event of a case', () => {
  it('reaches the agency that opened the case and the coordinator', () => {
    expect(audience([opened('ocmw-gent', 'stad-gent')])).toEqual(['ocmw-gent', 'stad-gent']);
    expect(audience([opened()])).toEqual(['stad-gent']);
  });
  it('reaches participants from their acceptance on', () => {
    expect(audience([opened(), invited('ocmw-gent'), accepted('ocmw-gent'), asked])).toEqual([
      'ocmw-gent',
      'stad-gent',
    ]);
  });
  it('reaches an invited agency only with its own invitation', () => {
    expect(audience([opened(), invited('ocmw-gent')])).toEqual(['ocmw-gent!', 'stad-gent']);
    expect(audience([opened(), invited('ocmw-gent'), asked])).toEqual(['stad-gent']);
    expect(audience([opened(), invited('ocmw-gent'), invited('woningent')])).toEqual(['stad-gent', 'woningent!']);
  });
  it('reaches an agency that declined only with its own answer', () => {
    expect(audience([opened(), invited('ocmw-gent'), declined('ocmw-gent')])).toEqual(['ocmw-gent!', 'stad-gent']);
    expect(audience([opened(), invited('ocmw-gent'), declined('ocmw-gent'), asked])).toEqual(['stad-gent']);
  });
  it('reaches an agency that withdrew only with its own withdrawal', () => {
    expect(audience([opened(), accepted('ocmw-gent'), withdrawn('ocmw-gent')])).toEqual(['ocmw-gent!', 'stad-gent']);
    expect(audience([opened(), accepted('ocmw-gent'), withdrawn('ocmw-gent'), asked])).toEqual(['stad-gent']);
  });
  it('reaches the next coordinator from its first day, and the one before no longer', () => {
    const history = [opened('ocmw-gent', 'stad-gent'), takenOver('woningent', day(10))];
    expect(audience(history)).toEqual(['ocmw-gent', 'stad-gent', 'woningent!']);
    expect(audience([...history, asked], day(9))).toEqual(['ocmw-gent', 'stad-gent']);
    expect(audience([...history, asked], day(10))).toEqual(['ocmw-gent', 'woningent']);
  });
  it('reaches a former coordinator that still takes part', () => {
    expect(audience([opened(), takenOver('woningent', day(10)), asked], day(10))).toEqual(['stad-gent', 'woningent']);
  });
  it('reaches no coordinator after the end of the mandate, or from the day of its loss', () => {
    const history = [opened('ocmw-gent', 'stad-gent'), takenOver('woningent', day(10), day(20))];
    expect(audience([...history, asked], day(20))).toEqual(['ocmw-gent']);
    expect(audience([...history, lost(day(15)), asked], day(15))).toEqual(['ocmw-gent']);
    expect(audience([...history, lost(day(15)), asked], day(14))).toEqual(['ocmw-gent', 'woningent']);
  });
  it('reaches the first coordinator until the end that was known at the opening', () => {
    const history = [opened('ocmw-gent', 'stad-gent', day(10)), asked];
    expect(audience(history, day(9))).toEqual(['ocmw-gent', 'stad-gent']);
    expect(audience(history, day(10))).toEqual(['ocmw-gent']);
  });
  it('reaches the coordinator of the closing day after the case is closed', () => {
    const history = [
      opened('ocmw-gent', 'stad-gent', day(10)),
      takenOver('woningent', day(10), day(20)),
      takenOver('politiezone-gent', day(20)),
    ];
    expect(audience([...history, closed(day(9))], day(9))).toEqual(['ocmw-gent', 'stad-gent']);
    expect(audience([...history, closed(day(9)), asked], day(30))).toEqual(['ocmw-gent', 'stad-gent']);
    expect(audience([...history, closed(day(19)), asked], day(30))).toEqual(['ocmw-gent', 'woningent']);
  });
  it('reaches the coordinator that the latest statement names for the day', () => {
    const history = [
      opened('ocmw-gent', 'stad-gent'),
      takenOver('woningent', day(10)),
      takenOver('politiezone-gent', day(5)),
    ];
    expect(audience([...history, asked], day(10))).toEqual(['ocmw-gent', 'politiezone-gent']);
    expect(audience([...history, asked], day(4))).toEqual(['ocmw-gent', 'stad-gent']);
  });
});

describe('the past of a case before an acceptance', () => {
  const before = [opened(), asked];
  const invitation = (past?: 'summary' | 'all') =>
    publicEvent(
      participantInvited,
      { caseId: 'k1', agency: 'ocmw-gent', invitedBy: 'stad-gent', ...(past && { past }) },
      9,
    );
  const joined = (past?: 'summary' | 'all') => [
    ...before,
    invitation(past),
    publicEvent(participantAccepted, { caseId: 'k1', agency: 'ocmw-gent' }, 10),
  ];
  const late = (history: readonly FeedEvent[]) => {
    const found = latecomer(history.at(-1)!, after(...history));
    return (
      found && {
        agency: found.agency,
        wants: history
          .slice(0, -1)
          .filter(found.wants)
          .map(({ type }) => type.split('.')[3]),
      }
    );
  };
  const reads = (history: readonly FeedEvent[], agency: string, on = day(0)) =>
    history
      .filter((event) => mayRead(after(...history).get(agency)!, { type: event.type, revision: revisionOf(event) }, on))
      .map(({ type }) => type.split('.')[3]);

  it('comes with the acceptance as far as the invitation shows it, without events that name the agency', () => {
    expect(late(joined())).toBeUndefined();
    expect(late(joined('summary'))).toEqual({ agency: 'ocmw-gent', wants: ['opened'] });
    expect(late(joined('all'))).toEqual({ agency: 'ocmw-gent', wants: ['opened', 'commitment-proposed'] });
    expect(late([...joined('all'), asked])).toBeUndefined();
  });
  it('follows the last invitation', () => {
    expect(late([...before, invitation('all'), invitation(), accepted('ocmw-gent')])).toBeUndefined();
  });
  it('is readable as far as the invitation shows it, and later events are readable in full', () => {
    const since = publicEvent(
      commitmentProposed,
      { caseId: 'k1', commitmentId: 'd', owner: 'ocmw-gent', proposedBy: 'stad-gent', dueOn: day(9) },
      11,
    );
    expect(reads([...joined(), since], 'ocmw-gent')).toEqual(['participant-accepted', 'commitment-proposed']);
    expect(reads([...joined('summary'), since], 'ocmw-gent')).toEqual([
      'opened',
      'participant-invited',
      'participant-accepted',
      'commitment-proposed',
    ]);
    expect(reads([...joined('all'), since], 'ocmw-gent')).toHaveLength(5);
    expect(reads([...joined(), since], 'stad-gent')).toHaveLength(5);
  });
  it('is readable in full by the coordinator, whatever its invitation shows', () => {
    const history = [
      ...joined(),
      publicEvent(
        coordinationTakenOver,
        { caseId: 'k1', mandateId: 'm2', holder: 'ocmw-gent', from: day(5), until: day(10) },
        12,
      ),
    ];
    expect(reads(history, 'ocmw-gent', day(4))).toHaveLength(2);
    expect(reads(history, 'ocmw-gent', day(5))).toHaveLength(5);
    expect(reads(history, 'ocmw-gent', day(10))).toHaveLength(2);
  });
});

describe('the slots of a case or mandate', () => {
  it('are those that an event names', () => {
    expect(slotsAfter(opened())).toEqual([{ neighbourhood: opening.neighbourhood, theme: opening.theme }]);
    const { city: __, ...granting } = mandateGranted.sample;
    expect(slotsAfter(publicEvent(mandateGranted, granting, 1))).toEqual(granting.slots);
    expect(slotsAfter(asked)).toBeUndefined();
  });
  it('include those that stay, when an event names only those that go or come', () => {
    const [four, seven, nine] = ['4', '7', '9'].map((neighbourhood) => ({ neighbourhood, theme: 'wonen' as const }));
    const { city: __, ...narrowing } = mandateNarrowed.sample;
    expect(slotsAfter(publicEvent(mandateNarrowed, { ...narrowing, slots: [seven!] }, 2), [four!, seven!])).toEqual([
      four,
      seven,
    ]);
    const { city: ___, ...widening } = mandateWidened.sample;
    expect(slotsAfter(publicEvent(mandateWidened, { ...widening, slots: [nine!] }, 3), [four!, seven!])).toEqual([
      four,
      seven,
      nine,
    ]);
    const { city: ____, ...ending } = mandateEnded.sample;
    expect(slotsAfter(publicEvent(mandateEnded, { ...ending, slots: [four!] }, 4), [four!, seven!])).toEqual([four]);
    const { city: _____, ...proposing } = mandateTransferProposed.sample;
    expect(slotsAfter(publicEvent(mandateTransferProposed, proposing, 5), [four!])).toBeUndefined();
  });
});

describe('any history', () => {
  type Entry = Readonly<{ nth: number; agency: string; caseId: string | null }>;

  /** Returns the entries of all feeds by the audience function, and the participations at the end, by case. */
  const filled = (history: readonly FeedEvent[]) => {
    const cases = new Map<string, Participations>();
    const entries = history.flatMap((event, nth): Entry[] => {
      const on = event.time.slice(0, 10);
      const caseId = caseOf(event);
      const participations = participationsAfter(event, cases.get(caseId ?? '') ?? new Map(), on);
      if (caseId !== undefined) cases.set(caseId, participations);
      const found = audienceOf(event, participations, on);
      return found === 'city'
        ? AGENCIES.map((agency) => ({ nth, agency, caseId: null }))
        : found.map((entry) => ({ nth, ...entry }));
    });
    return { entries, cases };
  };

  /** Returns whether the policy shows the whole case to staff of the agency. */
  const sees = (history: readonly FeedEvent[], caseId: string, agency: string, on: LocalDate): boolean =>
    caseView(
      { city: CITY, agency, role: 'worker', subject: 's' },
      { city: CITY, agencyKind: 'welfare', ...relationIn(history, caseId, agency, on) },
    ).view === 'full';

  it('reaches the agencies that take part in each case, in order and in full, and no others (P7)', () => {
    const counted = { ofCases: 0, named: 0, coordinators: 0, closed: 0, withheld: 0, kept: 0, past: 0 };
    fc.assert(
      fc.property(histories, fc.integer({ min: 0, max: 30 }), (history, later) => {
        const today = dayAfter(history, later);
        const { entries, cases } = filled(history);
        for (const agency of AGENCIES) {
          const own = entries.filter((entry) => entry.agency === agency);
          expect(own.map(({ nth }) => nth)).toEqual([...new Set(own.map(({ nth }) => nth))].sort((a, b) => a - b));
          for (const [nth, event] of history.entries()) {
            const caseId = caseOf(event);
            if (caseId === undefined) continue;
            const entry = own.find((each) => each.nth === nth);
            const isAbout =
              (event.type.includes('.participant-') && 'agency' in event.data && event.data.agency === agency) ||
              (event.type === 'be.regie.case.coordination-taken-over.v1' && event.data.holder === agency);
            const part = sees(history.slice(0, nth + 1), caseId, agency, event.time.slice(0, 10));
            expect(entry).toEqual(isAbout ? { nth, agency, caseId: null } : part ? { nth, agency, caseId } : undefined);
            counted.ofCases += Number(part && !isAbout);
            counted.named += Number(isAbout);
            // An entry of a case stays readable only while the policy shows the case.
            if (entry && !isAbout) {
              const participation: Participation = cases.get(caseId)!.get(agency)!;
              expect(takesPart(participation, today)).toBe(sees(history, caseId, agency, today));
              expect(mayRead(participation, { type: event.type, revision: revisionOf(event) }, today)).toBe(
                mayReadIn(history, event, agency, today),
              );
              counted.past += Number(takesPart(participation, today) && !mayReadIn(history, event, agency, today));
              counted.coordinators += Number(participation.status !== 'accepted' && takesPart(participation, today));
              counted.closed += Number(
                history.some(({ type, data }) => type === 'be.regie.case.closed.v1' && data.caseId === caseId),
              );
              if (takesPart(participation, today)) counted.kept += 1;
              else counted.withheld += 1;
            }
          }
        }
      }),
      { numRuns: 500 },
    );
    // The generated histories must contain enough of these cases: without them the spec proves nothing.
    for (const times of Object.values(counted)) expect(times).toBeGreaterThan(100);
  });
});
