import fc from 'fast-check';
import { type Actor, fold, type LocalDate, stretchOn } from '#kernel';
import { scenario } from '#testing';
import { type CaseFacts, NO_FACTS } from './case-facts.js';
import type { CaseEvent, CaseOpened, JointCase } from './case-history.js';
import type { Tenure } from './coordination.js';
import { type CaseCommand, jointCase } from './joint-case.js';

const by: Actor = { city: '44021', agency: 'hub', role: 'manager', subject: 'register' };
const TODAY: LocalDate = '2026-03-01';
const stad: Tenure = {
  mandateId: 'm1',
  holder: 'stad-gent',
  steeringModel: 'coordination',
  from: '2026-01-01',
  until: '2029-01-01',
};
const ocmw: Tenure = { ...stad, holder: 'ocmw-gent', from: '2026-09-01' };

const opened = (tenure: Tenure = stad): CaseEvent => ({
  type: 'CaseOpened',
  data: {
    caseId: 'k1',
    title: 't',
    neighbourhood: '4',
    theme: 'leefbaarheid',
    why: 'w',
    scope: 's',
    openedBy: 'stad-gent',
    coordination: { ...tenure, from: TODAY },
    registerRevision: 1,
  },
});
const takenOver = (tenure: Tenure, registerRevision = 1): CaseEvent => ({
  type: 'CoordinationTakenOver',
  data: { caseId: 'k1', ...tenure, registerRevision },
});
const lost = (on: LocalDate, mandateId = 'm1', registerRevision = 1): CaseEvent => ({
  type: 'CoordinationLost',
  data: { caseId: 'k1', mandateId, on, registerRevision },
});
const closed: CaseEvent = {
  type: 'CaseClosed',
  data: { caseId: 'k1', outcome: 'solved', reason: 'r', closedBy: 'stad-gent', on: TODAY },
};
const follow = (register: readonly Tenure[], today: LocalDate = TODAY, registerRevision = 1): CaseCommand => ({
  type: 'FollowRegister',
  data: { caseId: 'k1', register, registerRevision },
  by,
  now: `${today}T09:00:00.000Z`,
  today,
});
const aCase = () => scenario(jointCase, NO_FACTS);

describe('a case that follows the register', () => {
  it('records nothing when the register equals its coordination', () =>
    aCase()
      .given(opened())
      .when(follow([stad]))
      .thenNothing());
  it('records a transfer from its day on', () =>
    aCase()
      .given(opened())
      .when(follow([{ ...stad, until: '2026-09-01' }, ocmw]))
      .then(takenOver(ocmw)));
  it('reads the holdings of the register in any order', () =>
    aCase()
      .given(opened())
      .when(follow([ocmw, { ...stad, until: '2026-09-01' }]))
      .then(takenOver(ocmw)));
  it('records a transfer once', () =>
    aCase()
      .given(opened(), takenOver(ocmw))
      .when(follow([{ ...stad, until: '2026-09-01' }, ocmw]))
      .thenNothing());
  it('records a transfer of an earlier day from today on', () =>
    aCase()
      .given(opened())
      .when(follow([ocmw], '2026-09-10'))
      .then(takenOver({ ...ocmw, from: '2026-09-10' })));
  it('loses coordination on the day on which a decision ends the mandate', () =>
    aCase()
      .given(opened())
      .when(follow([{ ...stad, until: '2026-12-01' }]))
      .then(lost('2026-12-01')));
  it('loses coordination today when the mandate ended today', () =>
    aCase().given(opened()).when(follow([])).then(lost(TODAY)));
  it('records the loss when the period of the mandate is over', () =>
    aCase().given(opened()).when(follow([], stad.until)).then(lost('2029-01-01')));
  it('records the loss once', () =>
    aCase().given(opened(), lost('2029-01-01')).when(follow([], '2029-02-01')).thenNothing());
  it('does not record the end of a period in advance', () =>
    aCase()
      .given(opened())
      .when(follow([stad], '2028-12-31'))
      .thenNothing());
  it('records another steering model of the same holder', () => {
    const assigning = { ...stad, steeringModel: 'commissioning' } as const;
    aCase()
      .given(opened())
      .when(follow([assigning]))
      .then(takenOver({ ...assigning, from: TODAY }));
  });
  it('records another kind of mandate, unless it never knew the kind', () => {
    const hybrid = { ...stad, kind: 'hybrid' } as const;
    aCase()
      .given(opened(hybrid))
      .when(follow([{ ...stad, kind: 'internal' }]))
      .then(takenOver({ ...stad, kind: 'internal', from: TODAY }));
    aCase()
      .given(opened())
      .when(follow([hybrid]))
      .thenNothing();
  });
  it('records the extension of the mandate under the same holder', () => {
    const longer = { ...stad, until: '2030-01-01' };
    aCase()
      .given(opened())
      .when(follow([longer]))
      .then(takenOver({ ...longer, from: stad.until! }));
  });
  it('records the suspension of the mandate and its resumption', () => {
    const again = { ...stad, from: '2026-08-01' };
    aCase()
      .given(opened())
      .when(follow([{ ...stad, until: '2026-06-01' }, again]))
      .then(lost('2026-06-01'), takenOver(again));
  });
  it('records the loss and a successor after a gap', () => {
    const next = { ...ocmw, mandateId: 'm2', from: '2027-01-01', until: '2030-01-01' };
    aCase()
      .given(opened())
      .when(follow([{ ...stad, until: '2026-12-01' }, next]))
      .then(lost('2026-12-01'), takenOver(next));
  });
  it('records the loss when a planned successor is gone', () =>
    aCase()
      .given(opened(), takenOver(ocmw))
      .when(follow([{ ...stad, until: '2026-09-01' }]))
      .then(lost('2026-09-01')));
  it('records a new mandate after it was without coordination', () => {
    const next = { ...ocmw, mandateId: 'm2', from: '2026-02-15' };
    aCase()
      .given(opened(), lost('2026-03-02'))
      .when(follow([next], '2026-03-20'))
      .then(takenOver({ ...next, from: '2026-03-20' }));
  });
  it('records another mandate of the same holder', () => {
    const next = { ...stad, mandateId: 'm2', from: '2029-01-01', until: '2031-01-01' };
    aCase()
      .given(opened())
      .when(follow([stad, next]))
      .then(takenOver(next));
  });
  it('records once that a planned successor is gone while nobody coordinates', () => {
    const next = { ...ocmw, mandateId: 'm2', from: '2029-02-01', until: '2030-01-01' };
    const history = [opened(), takenOver(next), lost('2029-01-01'), takenOver(next), lost('2029-02-01', 'm2')];
    aCase()
      .given(...history.slice(0, 4))
      .when(follow([], '2029-01-10'))
      .then(history[4]!);
    aCase()
      .given(...history)
      .when(follow([], '2029-01-10'))
      .thenNothing();
  });
  it('does not record a loss again when planned successors come and go', () => {
    const next = { ...ocmw, mandateId: 'm2', from: '2026-03-03' };
    const register = [{ ...stad, until: '2026-03-02' }, next];
    const history = [opened(), lost('2026-03-02'), takenOver(next), lost('2026-03-03', 'm2')];
    aCase()
      .given(...history)
      .when(follow(register, '2026-03-02'))
      .then(takenOver(next));
    aCase()
      .given(...history, takenOver(next))
      .when(follow(register, '2026-03-02'))
      .thenNothing();
  });
  it('records a loss that has come, although a later one is planned already', () => {
    const next = { ...ocmw, mandateId: 'm2', from: '2029-02-01' };
    const register = [{ ...next, until: '2029-06-01' }];
    const history = [opened(), takenOver({ ...next, until: '2030-01-01' }), lost('2029-06-01', 'm2')];
    aCase()
      .given(...history)
      .when(follow(register, '2029-01-01'))
      .then(lost('2029-01-01'), takenOver(register[0]!));
    aCase()
      .given(...history, lost('2029-01-01'), takenOver(register[0]!))
      .when(follow(register, '2029-01-20'))
      .thenNothing();
  });
  it('records the revision of the register', () =>
    aCase()
      .given(opened())
      .when(follow([{ ...stad, until: '2026-09-01' }, ocmw], TODAY, 7))
      .then(takenOver(ocmw, 7)));
  it('records nothing from an older revision of the register', () => {
    aCase()
      .given(opened(), takenOver({ ...ocmw, from: TODAY }, 7))
      .when(follow([stad], TODAY, 6))
      .thenNothing();
    aCase()
      .given(opened(), takenOver({ ...ocmw, from: TODAY }, 7))
      .when(follow([], TODAY, 6))
      .thenNothing();
    aCase()
      .given(opened())
      .when(follow([], TODAY, 0))
      .thenNothing();
  });
  it('follows every revision when it was opened before revisions were kept', () => {
    const { registerRevision: _, ...data } = opened().data as CaseOpened['data'];
    aCase()
      .given({ type: 'CaseOpened', data })
      .when(follow([], TODAY, 0))
      .then(lost(TODAY, 'm1', 0));
  });
  it('keeps its coordination after it is closed', () => aCase().given(opened(), closed).when(follow([])).thenNothing());
  it('records nothing before it is opened', () =>
    aCase()
      .given()
      .when(follow([stad]))
      .thenNothing());
});

// --- Any history of the register (docs/adr/0007) -----------------------------------------------------------------------------------------------

const DAYS = 120;
const day = (days: number): LocalDate => new Date(Date.UTC(2026, 0, 1) + days * 86_400_000).toISOString().slice(0, 10);
const ALL_DAYS = Array.from({ length: DAYS + 60 }, (_, days) => day(days));
const coordinatorOn = (tenures: readonly Tenure[], date: LocalDate): string | undefined => {
  const tenure = stretchOn(tenures, date);
  return tenure && `${tenure.mandateId}/${tenure.holder}`;
};

/** The coordinator of each day from `today` on, as far as tenures can reach. */
const dayByDay = (
  tenures: readonly Tenure[],
  today: LocalDate,
): readonly (readonly [LocalDate, string | undefined])[] =>
  ALL_DAYS.filter((date) => date >= today).map((date) => [date, coordinatorOn(tenures, date)]);

/** Checks that the newest register agrees with the event. */
const agreesWith = (newest: readonly Tenure[], { type, data }: CaseEvent, today: LocalDate): boolean =>
  type === 'CoordinationTakenOver'
    ? coordinatorOn(newest, data.from) === `${data.mandateId}/${data.holder}`
    : type === 'CoordinationLost' && coordinatorOn(newest, data.on < today ? today : data.on) === undefined;

/** Random tenures of a slot in a register: without overlap, with or without gaps. The last tenure may have no end. */
const register: fc.Arbitrary<readonly Tenure[]> = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 0, max: DAYS }), { minLength: 0, maxLength: 8 }),
    fc.array(fc.constantFrom('stad-gent', 'ocmw-gent', null), { minLength: 9, maxLength: 9 }),
    fc.constantFrom('m1', 'm2'),
  )
  .map(([turns, holders, mandateId]) => {
    const days = turns.toSorted((a, b) => a - b);
    return days.flatMap((from, index): Tenure[] => {
      const holder = holders[index];
      const until = days[index + 1];
      return holder
        ? [
            {
              mandateId,
              holder,
              steeringModel: 'coordination',
              from: day(from),
              ...(until !== undefined && { until: day(until) }),
            },
          ]
        : [];
    });
  });

const decided = (
  state: JointCase | undefined,
  command: CaseCommand,
  facts: CaseFacts = NO_FACTS,
): JointCase | undefined => fold(jointCase, jointCase.decide(command, state, facts), state);
/** Opens a case on that day under this register. */
const openedUnder = (register: readonly Tenure[], today: LocalDate, registerRevision = 1): JointCase | undefined =>
  decided(undefined, open(today), {
    agencies: new Map([[by.agency, { kind: 'city-service', status: 'active', allows: null }]]),
    neighbourhoods: new Set(['4']),
    slot: { registerRevision, register },
  });
const open = (today: LocalDate): CaseCommand => ({
  type: 'OpenCase',
  data: {
    caseId: 'k1',
    title: 't',
    neighbourhood: '4',
    theme: 'leefbaarheid',
    why: 'w',
    scope: 's',
    invite: [],
  },
  by,
  now: '',
  today,
});

describe('a case under any history of the register', () => {
  /**
   * A random history with several `versions` of a register, each on its own date. A case is opened on version `seen`.
   * The processor receives the opening at version `received`, the same or a later one. From then on, the case is
   * compared with each version, as often as `times` says.
   */
  const history = fc
    .tuple(
      fc.array(register, { minLength: 1, maxLength: 6 }),
      fc.nat(5),
      fc.nat(5),
      fc.array(fc.nat(30), { minLength: 6, maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 6, maxLength: 6 }),
    )
    .map(([versions, a, b, passing, times]) => {
      const last = versions.length - 1;
      const [seen, received] = [Math.min(a, b, last), Math.min(Math.max(a, b), last)];
      let days = 0;
      const dates = versions.map((_, index) => day((days += index === 0 ? 0 : passing[index]!)));
      return { versions, seen, received, dates, times };
    });

  it('has the coordination of the last version, day by day', () => {
    const counts = { crossed: 0, changed: 0, lost: 0 };
    fc.assert(
      fc.property(history, ({ versions, seen, received, dates, times }) => {
        fc.pre(coordinatorOn(versions[seen]!, dates[seen]!) !== undefined);
        let state = openedUnder(versions[seen]!, dates[seen]!, seen);
        for (let version = received; version < versions.length; version++) {
          for (let time = 0; time < times[version]!; time++) {
            const command = follow(versions[version]!, dates[version], version);
            const events = jointCase.decide(command, state, NO_FACTS);
            counts.changed += events.length;
            counts.lost += events.filter(({ type }) => type === 'CoordinationLost').length;
            if (time > 0) expect(events).toEqual([]);
            state = fold(jointCase, events, state);
          }
        }
        if (seen < received) counts.crossed++;
        const today = dates.at(-1)!;
        expect(dayByDay(state!.coordination.tenures, today)).toEqual(dayByDay(versions.at(-1)!, today));
      }),
      { numRuns: 300 },
    );
    // The histories must contain enough changes to prove something.
    expect(counts.crossed).toBeGreaterThan(50);
    expect(counts.changed).toBeGreaterThan(300);
    expect(counts.lost).toBeGreaterThan(50);
  });

  it('records only what the register says now when it is replayed from the beginning, at any pace on a later day', () => {
    const counts = { older: 0, recorded: 0 };
    fc.assert(
      fc.property(history, fc.nat(40), fc.boolean(), ({ versions, seen, received, dates }, later, alsoCrossed) => {
        fc.pre(coordinatorOn(versions[seen]!, dates[seen]!) !== undefined);
        let state = openedUnder(versions[seen]!, dates[seen]!, seen);
        for (let version = received; version < versions.length; version++)
          state = decided(state, follow(versions[version]!, dates[version], version));
        const newest = versions.at(-1)!;
        const today = day(Math.round((Date.parse(dates.at(-1)!) - Date.parse(day(0))) / 86_400_000) + later);
        for (let version = 0; version < versions.length; version++) {
          // The case has not followed these versions: from the one that it was opened on, it has the tenure of that day
          // only. A replay can bring them all the same, because Kafka does not keep the order between topics.
          const crossed = version >= seen && version < received;
          if (crossed && !alsoCrossed) continue;
          const events = jointCase.decide(follow(versions[version]!, today, version), state, NO_FACTS);
          state = fold(jointCase, events, state);
          if (!alsoCrossed) for (const event of events) expect(agreesWith(newest, event, today)).toBe(true);
          if (
            version < versions.length - 1 &&
            dayByDay(versions[version]!, today).join() !== dayByDay(newest, today).join()
          )
            counts.older++;
          counts.recorded += events.length;
        }
        expect(dayByDay(state!.coordination.tenures, today)).toEqual(dayByDay(newest, today));
      }),
      { numRuns: 500 },
    );
    expect(counts.older).toBeGreaterThan(200);
    expect(counts.recorded).toBeGreaterThan(20);
  });

  it('has the same coordination whatever versions came before the last one', () =>
    fc.assert(
      fc.property(
        register,
        fc.array(register, { maxLength: 5 }),
        fc.array(register, { maxLength: 5 }),
        (last, one, other) => {
          const after = (earlier: readonly (readonly Tenure[])[]): ReturnType<typeof dayByDay> => {
            const state = [...earlier, last].reduce(
              (known, version) => decided(known, follow(version, day(10))),
              openedUnder([{ ...stad, from: day(0) }], day(0)),
            );
            return dayByDay(state!.coordination.tenures, day(10));
          };
          expect(after(one)).toEqual(after(other));
        },
      ),
      { numRuns: 300 },
    ));

  it('never rewrites the past', () =>
    fc.assert(
      fc.property(register, register, (first, second) => {
        const before = decided(openedUnder([{ ...stad, from: day(0) }], day(0)), follow(first, day(5)))!;
        const after = decided(before, follow(second, day(60)))!;
        const past = ALL_DAYS.slice(0, 60);
        expect(past.map((date) => coordinatorOn(after.coordination.tenures, date))).toEqual(
          past.map((date) => coordinatorOn(before.coordination.tenures, date)),
        );
      }),
      { numRuns: 300 },
    ));

  it('has tenures in order and without overlap', () =>
    fc.assert(
      fc.property(fc.array(register, { maxLength: 6 }), (versions) => {
        const state = versions.reduce(
          (known, version, index) => decided(known, follow(version, day(index * 15))),
          openedUnder([stad], day(0)),
        );
        const { tenures } = state!.coordination;
        const wrong = tenures.filter(
          ({ from, until = '9999-12-31' }, index) =>
            from >= until || until > (tenures[index + 1]?.from ?? '9999-12-31'),
        );
        expect(wrong).toEqual([]);
      }),
      { numRuns: 300 },
    ));
});
