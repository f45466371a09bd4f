import fc from 'fast-check';
import { type Actor, contains, DomainError, endBefore, fold, type LocalDate } from '#kernel';
import { scenario } from '#testing';
import { type RegisterEvent, type Terms } from './mandate-events.js';
import type { MandateFacts } from './mandate-facts.js';
import { scheduleOf } from './mandate-history.js';
import { mandateRegister, type RegisterCommand } from './mandate-register.js';
import type { Decision, Holding, Slot } from './schedule.js';

const city = '44021';
const manager: Actor = { city, agency: 'stad-gent', role: 'manager', subject: 'marc' };
const ocmw: Actor = { city, agency: 'ocmw-gent', role: 'coordinator', subject: 'karim' };
const police: Actor = { city, agency: 'politiezone-gent', role: 'coordinator', subject: 'lies' };
const decision: Decision = { body: 'college', reference: '2026_CBS_00123', date: '2026-01-15' };
const brugsePoort: Slot = { neighbourhood: '4', theme: 'leefbaarheid' };
const rabot: Slot = { neighbourhood: '7', theme: 'leefbaarheid' };
const dampoort: Slot = { neighbourhood: '13', theme: 'leefbaarheid' };
const period = { from: '2026-02-01', until: '2028-02-01' };

const terms = (slots: readonly Slot[] = [brugsePoort]): Terms => ({
  slots,
  kind: 'hybrid',
  steeringModel: 'coordination',
  holder: 'stad-gent',
  executingFunction: 'gebiedsregisseur',
  powers: ['calls the partners together'],
});

const proposed = (mandateId: string, over: Partial<Terms> = {}): RegisterEvent => ({
  type: 'MandateProposed',
  data: { mandateId, ...terms(), ...over },
});
const administrative: Decision = { body: 'managementteam', reference: '2026_MAT_00007', date: '2026-01-12' };
const endorsed = (mandateId: string, level: 'political' | 'administrative'): RegisterEvent => ({
  type: 'MandateEndorsed',
  data: { mandateId, level, decision: level === 'political' ? decision : administrative },
});
const granted = (mandateId: string, slots: readonly Slot[] = [brugsePoort], over = period): RegisterEvent => ({
  type: 'MandateGranted',
  data: { mandateId, slots, holder: 'stad-gent', period: over, evaluateOn: '2027-01-31', decision },
});
const inForce = (mandateId: string, slots: readonly Slot[] = [brugsePoort]): RegisterEvent[] => [
  proposed(mandateId, { slots }),
  endorsed(mandateId, 'political'),
  endorsed(mandateId, 'administrative'),
  granted(mandateId, slots),
];
const transferProposed: RegisterEvent = {
  type: 'TransferProposed',
  data: {
    mandateId: 'm1',
    transferId: 't1',
    from: 'stad-gent',
    to: 'ocmw-gent',
    on: '2026-09-01',
    decision,
    reason: 'closer to the people',
  },
};
const transferred: RegisterEvent = {
  type: 'MandateTransferred',
  data: {
    mandateId: 'm1',
    transferId: 't1',
    slots: [brugsePoort],
    from: 'stad-gent',
    to: 'ocmw-gent',
    on: '2026-09-01',
    period,
    decision,
  },
};
const ended: RegisterEvent = {
  type: 'MandateEnded',
  data: {
    mandateId: 'm1',
    slots: [brugsePoort],
    holder: 'stad-gent',
    on: '2026-12-01',
    cause: 'ended',
    reason: 'merged',
    decision,
  },
};

/** The agencies of the city. All take part. */
const agencies: MandateFacts['agencies'] = new Map(
  Object.entries({
    'stad-gent': 'city-service',
    'ocmw-gent': 'ocmw',
    'politiezone-gent': 'police',
    woningent: 'social-housing',
    buurtwerk: 'neighbourhood-work',
  }).map(([code, kind]) => [code, { kind, status: 'active', allows: null }]),
);
const usual: MandateFacts = { agencies, neighbourhoods: new Set(['4', '7', '13']) };
const command = <T extends RegisterCommand['type']>(
  type: T,
  data: object,
  by: Actor = manager,
  today: LocalDate = '2026-03-01',
) =>
  ({
    type,
    data: { mandateId: 'm1', ...data },
    by,
    now: `${today}T09:00:00.000Z`,
    today,
  }) as unknown as RegisterCommand;
const grant = (over: object = {}, by?: Actor) =>
  command('GrantMandate', { period, evaluateOn: '2027-01-31', decision, ...over }, by);
const register = () => scenario(mandateRegister, usual);

describe('proposing a mandate', () => {
  it('records the terms', () => register().given().when(command('ProposeMandate', terms())).then(proposed('m1')));
  it('twice records one event', () =>
    register().given(proposed('m1')).when(command('ProposeMandate', terms())).thenNothing());
  it('with the same slot twice is refused', () =>
    register()
      .given()
      .when(command('ProposeMandate', terms([brugsePoort, rabot, { ...brugsePoort }])))
      .thenRefused('mandate.slot-twice', { slot: brugsePoort }));
  it('under the commissioning model without a reason is refused', () =>
    register()
      .given()
      .when(command('ProposeMandate', { ...terms(), steeringModel: 'commissioning' }))
      .thenRefused('mandate.commissioning-needs-reason'));
});

describe('a command', () => {
  const suspended = {
    agencies: new Map(agencies).set('woningent', {
      kind: 'social-housing',
      status: 'suspended' as const,
      allows: null,
    }),
  };
  const elsewhere: Slot = { neighbourhood: '99', theme: 'wonen' };
  const refused = (wanted: RegisterCommand, code: string, details: Readonly<Record<string, unknown>>) =>
    register()
      .given(...inForce('m1'))
      .knowing(suspended)
      .when(wanted)
      .thenRefused(code, details);
  const widen = (slots: readonly Slot[], by?: Actor) =>
    command('WidenScope', { on: '2026-04-01', slots, reason: 'r', decision }, by);
  const propose = (holder: string, slots: readonly Slot[], by?: Actor) =>
    command('ProposeMandate', { ...terms(slots), mandateId: 'm2', holder }, by);

  it('is refused when the agency of its actor is unknown or takes no part, before anything else', () => {
    refused(propose('nobody', [elsewhere], { ...manager, agency: 'nowhere' }), 'agency.not-known', {
      agency: 'nowhere',
    });
    refused(widen([elsewhere], { ...manager, agency: 'woningent' }), 'agency.not-active', {
      agency: 'woningent',
      state: 'suspended',
    });
  });
  it('is refused with an unknown neighbourhood, before its agencies are checked', () => {
    refused(propose('nobody', [rabot, elsewhere]), 'neighbourhood.not-known', { neighbourhood: '99' });
    refused(widen([elsewhere]), 'neighbourhood.not-known', { neighbourhood: '99' });
    refused(
      command('CorrectFact', { fact: 4, instead: { slots: [elsewhere], holder: 'nobody' } }),
      'neighbourhood.not-known',
      {
        neighbourhood: '99',
      },
    );
  });
  it('is refused with an agency that is unknown or takes no part, before the mandate is checked', () => {
    refused(propose('nobody', [rabot]), 'agency.not-known', { agency: 'nobody' });
    refused(command('CorrectFact', { fact: 99, instead: { holder: 'nobody' } }), 'agency.not-known', {
      agency: 'nobody',
    });
    refused(command('ProposeTransfer', { mandateId: 'none', transferId: 't1', to: 'woningent' }), 'agency.not-active', {
      agency: 'woningent',
      state: 'suspended',
    });
  });
  it('to process the deadlines needs no known agency', () =>
    register()
      .given(...inForce('m1'))
      .knowing({ agencies: new Map(), neighbourhoods: new Set() })
      .when(command('ProcessDeadlines', {}))
      .thenNothing());
});

describe('endorsing a mandate', () => {
  const endorse = (over: object = {}, by?: Actor) =>
    command('EndorseMandate', { level: 'political', decision, ...over }, by);
  it('records the decision', () => register().given(proposed('m1')).when(endorse()).then(endorsed('m1', 'political')));
  it('by the same decision twice records one event', () =>
    register().given(proposed('m1'), endorsed('m1', 'political')).when(endorse()).thenNothing());
  it('again by another decision is refused', () =>
    register()
      .given(proposed('m1'), endorsed('m1', 'political'))
      .when(endorse({ decision: { ...decision, reference: 'other' } }))
      .thenRefused('mandate.already-endorsed', { decision }));
  it('by an agency other than the city is refused', () =>
    register().given(proposed('m1')).when(endorse({}, police)).thenRefused('access.decisions-by-the-city'));
  it('by a decision of tomorrow is refused', () =>
    register()
      .given(proposed('m1'))
      .when(endorse({ decision: { ...decision, date: '2026-03-02' } }))
      .thenRefused('decision.in-the-future'));
  it('that is unknown is refused', () =>
    register().given().when(endorse()).thenRefused('mandate.unknown', { mandateId: 'm1' }));
  it('after its grant by a decision of another year is refused, even with the same number', () =>
    register()
      .given(...inForce('m1'))
      .when(endorse({ decision: { ...decision, date: '2025-01-15' } }))
      .thenRefused('mandate.not-proposed', { state: 'granted' }));
  it('again records nothing, even on an old version', () =>
    register()
      .given(...inForce('m1'))
      .when(endorse({ version: 1 }))
      .thenNothing());
});

describe('granting a mandate', () => {
  const ready = (mandateId: string, over: Partial<Terms> = {}): RegisterEvent[] => [
    proposed(mandateId, over),
    endorsed(mandateId, 'political'),
    endorsed(mandateId, 'administrative'),
  ];
  it('gives the holder the slots for the period', () =>
    register()
      .given(...ready('m1'))
      .when(grant())
      .then(granted('m1')));
  it('twice records one event', () =>
    register()
      .given(...inForce('m1'))
      .when(grant())
      .thenNothing());
  it('again by another decision is refused', () =>
    register()
      .given(...inForce('m1'))
      .when(grant({ decision: { ...decision, body: 'raad' } }))
      .thenRefused('mandate.not-proposed', { state: 'granted' }));
  it('needs both endorsements', () =>
    register()
      .given(proposed('m1'), endorsed('m1', 'political'))
      .when(grant())
      .thenRefused('mandate.not-endorsed', { missing: ['administrative'] }));
  it('for a slot of another mandate is refused with the holder of that slot', () =>
    register()
      .given(...inForce('m2'), ...ready('m1'))
      .when(grant())
      .thenRefused('mandate.slot-taken', {
        mandateId: 'm2',
        holder: 'stad-gent',
        slot: brugsePoort,
        from: period.from,
        until: period.until,
      }));
  it('for a taken slot among free ones is refused', () =>
    register()
      .given(...inForce('m2'), ...ready('m1', { slots: [rabot, brugsePoort] }))
      .when(grant())
      .thenRefused('mandate.slot-taken', { slot: brugsePoort }));
  it('from the day on which the other mandate ends is accepted', () =>
    register()
      .given(...inForce('m2'), ...ready('m1'))
      .when(grant({ period: { from: period.until }, evaluateOn: '2029-01-01' }))
      .then({
        ...granted('m1'),
        data: { ...granted('m1').data, period: { from: period.until }, evaluateOn: '2029-01-01' },
      } as RegisterEvent));
  it('that overlaps another mandate by one day is refused', () =>
    register()
      .given(...inForce('m2'), ...ready('m1'))
      .when(grant({ period: { from: '2026-01-20', until: '2026-02-02' }, evaluateOn: '2026-01-25' }))
      .thenRefused('mandate.slot-taken'));
  it('for a period without a day is refused', () =>
    register()
      .given(...ready('m1'))
      .when(grant({ period: { from: '2026-02-01', until: '2026-02-01' } }))
      .thenRefused('period.ends-before-it-starts'));
  it('with an evaluation outside the period is refused', () =>
    register()
      .given(...ready('m1'))
      .when(grant({ evaluateOn: period.until }))
      .thenRefused('mandate.evaluation-outside-period'));
  it('on a stale version is refused', () =>
    register()
      .given(...ready('m1'))
      .when(grant({ version: 2 }))
      .thenRefused('request.stale', { actual: 3 }));
});

describe('a transfer', () => {
  const propose = (over: object = {}, by?: Actor) =>
    command(
      'ProposeTransfer',
      { transferId: 't1', to: 'ocmw-gent', on: '2026-09-01', decision, reason: 'closer to the people', ...over },
      by,
    );
  const accept = (by: Actor = ocmw, today?: LocalDate) => command('AcceptTransfer', { transferId: 't1' }, by, today);
  const decline = (by: Actor = ocmw) => command('DeclineTransfer', { transferId: 't1', reason: 'no staff' }, by);

  it('can be proposed by the holder or the city', () =>
    register()
      .given(...inForce('m1'))
      .when(propose())
      .then(transferProposed));
  it('cannot be proposed by an agency other than the holder or the city', () =>
    register()
      .given(...inForce('m1'))
      .when(propose({}, police))
      .thenRefused('access.not-the-holder', { holder: 'stad-gent' }));
  it('can be proposed by the next holder, and no longer by the present one', () => {
    const history = [...inForce('m1'), transferProposed, transferred];
    const onward = (by: Actor) =>
      command(
        'ProposeTransfer',
        { transferId: 't2', to: 'politiezone-gent', on: '2026-10-01', decision, reason: 'r' },
        by,
      );
    register()
      .given(...history)
      .when(onward({ ...manager, role: 'coordinator' }))
      .thenRefused('access.not-the-holder', { holder: 'ocmw-gent' });
    const next = {
      mandateId: 'm1',
      transferId: 't2',
      from: 'ocmw-gent',
      to: 'politiezone-gent',
      on: '2026-10-01',
      decision,
      reason: 'r',
    };
    register()
      .given(...history)
      .when(onward(ocmw))
      .then({ type: 'TransferProposed', data: next });
  });
  it('leaves the mandate with its holder until it is accepted', () => {
    const state = fold(mandateRegister, [...inForce('m1'), transferProposed]);
    expect(state.mandates.get('m1')!.holdings).toEqual([
      { holder: 'stad-gent', slots: [brugsePoort], period, decision },
    ]);
  });
  it('that is accepted changes the holder in one event', () =>
    register()
      .given(...inForce('m1'), transferProposed)
      .when(accept())
      .then(transferred));
  it('that is accepted late takes effect on the day of its acceptance', () =>
    register()
      .given(...inForce('m1'), transferProposed)
      .when(accept(ocmw, '2026-10-15'))
      .then({ ...transferred, data: { ...transferred.data, on: '2026-10-15' } }));
  it('that is accepted twice records one event', () =>
    register()
      .given(...inForce('m1'), transferProposed, transferred)
      .when(accept())
      .thenNothing());
  it('can be accepted by the receiver only', () =>
    register()
      .given(...inForce('m1'), transferProposed)
      .when(accept(manager))
      .thenRefused('access.not-the-receiver', { receiver: 'ocmw-gent' }));
  it('that is declined records the refusal and its reason', () =>
    register()
      .given(...inForce('m1'), transferProposed)
      .when(decline())
      .then({
        type: 'TransferDeclined',
        data: { mandateId: 'm1', transferId: 't1', by: 'ocmw-gent', reason: 'no staff' },
      }));
  it('cannot be declined once it is accepted', () =>
    register()
      .given(...inForce('m1'), transferProposed, transferred)
      .when(decline())
      .thenRefused('mandate.transfer-answered'));
  it('cannot be accepted once the mandate has ended', () =>
    register()
      .given(...inForce('m1'), transferProposed, ended)
      .when(accept())
      .thenRefused('mandate.not-granted'));
  it('cannot be proposed while another one waits for an answer', () =>
    register()
      .given(...inForce('m1'), transferProposed)
      .when(propose({ transferId: 't2' }))
      .thenRefused('mandate.transfer-pending', { transferId: 't1' }));
  it('to the holder is refused', () =>
    register()
      .given(...inForce('m1'))
      .when(propose({ to: 'stad-gent' }))
      .thenRefused('mandate.already-holder'));
  it('on a day outside the period is refused', () =>
    register()
      .given(...inForce('m1'))
      .when(propose({ on: period.until }))
      .thenRefused('mandate.transfer-outside-period'));
  it('before the first day of the latest holder is refused', () =>
    register()
      .given(...inForce('m1'), transferProposed, transferred)
      .when(propose({ transferId: 't2', to: 'woningent', on: '2026-08-31' }))
      .thenRefused('mandate.transfer-too-early', { heldFrom: '2026-09-01' }));
});

describe('ending a mandate', () => {
  const end = (over: object = {}) => command('EndMandate', { on: '2026-12-01', reason: 'merged', decision, ...over });
  it('frees its slots from that day on', () =>
    register()
      .given(...inForce('m1'))
      .when(end())
      .then(ended));
  it('names the holder on its last day, not the next one', () =>
    register()
      .given(...inForce('m1'), transferProposed, transferred)
      .when(end({ on: '2026-04-01' }))
      .then({ ...ended, data: { ...ended.data, holder: 'stad-gent', on: '2026-04-01' } }));
  it('twice records one event', () =>
    register()
      .given(...inForce('m1'), ended)
      .when(end())
      .thenNothing());
  it('on a day in the past is refused', () =>
    register()
      .given(...inForce('m1'))
      .when(end({ on: '2026-02-28' }))
      .thenRefused('mandate.end-in-the-past'));
  it('on a day after its period is refused', () =>
    register()
      .given(...inForce('m1'))
      .when(end({ on: '2028-02-02' }))
      .thenRefused('mandate.end-outside-period'));
  it('by deadline happens on the first day after its period', () =>
    register()
      .given(...inForce('m1'))
      .when(command('ProcessDeadlines', {}, manager, period.until))
      .then({
        type: 'MandateEnded',
        data: {
          mandateId: 'm1',
          slots: [brugsePoort],
          holder: 'stad-gent',
          on: period.until,
          cause: 'expired',
          reason: 'the period of the mandate is over',
        },
      }));
  it('by deadline does not happen within its period', () =>
    register()
      .given(...inForce('m1'))
      .when(command('ProcessDeadlines', {}, manager, '2027-01-31'))
      .thenNothing());
});

describe('the register', () => {
  const calendar: LocalDate[] = [];
  /** Caches each date, because the properties below need the same thousand dates several hundred thousand times. */
  const dayOf = (day: number): LocalDate =>
    (calendar[day] ??= new Date(Date.UTC(2026, 0, 1) + day * 86_400_000).toISOString().slice(0, 10));
  const mandateId = fc.constantFrom('m0', 'm0', 'm1', 'm2', 'm3');
  const agency = fc.constantFrom('stad-gent', 'ocmw-gent', 'politiezone-gent');
  // Mostly the city, because only the city records decisions. The other agencies make commands that are refused.
  const actingAgency = fc.constantFrom('stad-gent', 'stad-gent', 'stad-gent', 'ocmw-gent', 'politiezone-gent');
  const role = fc.constantFrom(...(['manager', 'manager', 'manager', 'coordinator'] as const));
  const slots = fc.constantFrom([brugsePoort], [rabot], [dampoort], [dampoort], [brugsePoort, rabot]);
  const transferId = fc.constantFrom('t1', 't2', 't3');
  /** A number of days from the day of the command: negative is before that day. */
  const ahead = fc.integer({ min: -20, max: 120 });
  const fact = fc.integer({ min: 4, max: 10 });
  const commands = {
    ProposeMandate: fc.record({ mandateId, slots, holder: agency }),
    EndorseMandate: fc.record({ mandateId, level: fc.constantFrom('political', 'administrative') }),
    GrantMandate: fc.record({
      mandateId,
      from: ahead,
      until: fc.option(fc.integer({ min: 40, max: 300 }), { nil: undefined }),
      evaluateOn: fc.integer({ min: 30, max: 90 }),
      provisional: fc.boolean(),
    }),
    SuspendMandate: fc.record({ mandateId, on: ahead }),
    ResumeMandate: fc.record({ mandateId, on: ahead }),
    ExtendMandate: fc.record({ mandateId, until: fc.integer({ min: 0, max: 900 }) }),
    NarrowScope: fc.record({ mandateId, on: ahead, slots }),
    WidenScope: fc.record({ mandateId, on: ahead, slots }),
    ProposeTransfer: fc.record({ mandateId, transferId, to: agency, on: ahead }),
    AcceptTransfer: fc.record({ mandateId, transferId }),
    EndMandate: fc.record({ mandateId, on: ahead }),
    CorrectFact: fc.oneof(
      fc.record({ mandateId, fact, void: fc.constant(true) }),
      fc.record({ mandateId, fact, instead: fc.record({ on: ahead }) }),
      fc.record({ mandateId, fact, instead: fc.record({ until: ahead }) }),
      fc.record({ mandateId, fact, instead: fc.record({ holder: agency }) }),
      fc.record({ mandateId, fact, instead: fc.record({ from: ahead, until: fc.option(ahead, { nil: undefined }) }) }),
      fc.record({ mandateId, fact, instead: fc.record({ slots }) }),
    ),
    ProcessDeadlines: fc.record({ mandateId }),
  } as const;
  type ChosenCommand = Readonly<{ type: keyof typeof commands; data: Record<string, unknown> }>;
  // Commands that depend on an earlier command are listed several times, so that they are chosen more often.
  const someCommand = fc.oneof(
    ...(
      [
        'ProposeMandate',
        'GrantMandate',
        'GrantMandate',
        'ProposeTransfer',
        'AcceptTransfer',
        'AcceptTransfer',
        'AcceptTransfer',
        'ExtendMandate',
        'CorrectFact',
        'CorrectFact',
        'CorrectFact',
      ] as const
    ).map((type) =>
      (commands[type] as fc.Arbitrary<Record<string, unknown>>).map((values): ChosenCommand => ({
        type,
        data: values,
      })),
    ),
    ...Object.entries(commands).map(([type, data]) =>
      (data as fc.Arbitrary<Record<string, unknown>>).map((values): ChosenCommand => ({
        type: type as ChosenCommand['type'],
        data: values,
      })),
    ),
  );
  const dated = (value: unknown, today: number): unknown =>
    typeof value === 'number' ? dayOf(Math.max(0, today + value)) : value;
  /** Returns the data of a command, with its numbers of days converted to dates. */
  const withDates = ({ type, data }: ChosenCommand, today: number): Record<string, unknown> => {
    const { from, until, instead, fact: number, provisional, level, ...rest } = data;
    const inside = instead as Record<string, unknown> | undefined;
    const spelled = (days: Record<string, unknown>) =>
      Object.fromEntries(
        Object.entries(days).flatMap(([key, value]) => (value === undefined ? [] : [[key, dated(value, today)]])),
      );
    return {
      ...spelled(rest),
      ...(type === 'GrantMandate' ? { period: spelled({ from, until }) } : spelled({ until })),
      ...(inside && { instead: 'from' in inside ? { period: spelled(inside) } : spelled(inside) }),
      ...(number !== undefined && { fact: number }),
      ...(provisional === true && { provisional: { decisionDueOn: dayOf(today + 10) } }),
      ...(level !== undefined && { level, decision: level === 'political' ? decision : administrative }),
    };
  };

  it('has at most one holder for a slot on any day (P9), and publishes the holdings that it has', () => {
    const happened = new Map<string, number>();
    let holders = 0;
    const step = fc.record({ chosen: someCommand, actor: actingAgency, role, passed: fc.integer({ min: 0, max: 12 }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 40, maxLength: 160 }), (steps) => {
        let state = fold(mandateRegister, [...inForce('m0', [brugsePoort, rabot])]);
        const published = new Map<string, readonly Holding[]>([['m0', state.mandates.get('m0')!.holdings]]);
        let today = 20;
        for (const { chosen, actor, role: as, passed } of steps) {
          today += passed;
          const by: Actor = { ...manager, agency: actor, role: as };
          const data = {
            ...terms(),
            decision,
            reason: 'so it was decided',
            ...withDates(chosen, today),
          };
          try {
            const events = mandateRegister.decide(
              { type: chosen.type, data, by, now: '', today: dayOf(today) } as unknown as RegisterCommand,
              state,
              usual,
            );
            state = fold(mandateRegister, events, state);
            for (const event of events) {
              happened.set(event.type, (happened.get(event.type) ?? 0) + 1);
              const schedule = scheduleOf(event);
              const id = event.data.mandateId;
              if (schedule)
                published.set(id, [...endBefore(published.get(id) ?? [], schedule.from), ...schedule.holdings]);
            }
          } catch (error) {
            if (!(error instanceof DomainError)) throw error;
          }
        }
        for (const [id, { holdings }] of state.mandates) {
          for (let days = 0; days < 1000; days += 7) {
            const on = (all: readonly Holding[]) =>
              all.filter(({ period: { from, until } }) =>
                contains({ from, ...(until !== undefined && { until }) }, dayOf(days)),
              );
            const [fromFacts, fromState] = [on(published.get(id) ?? []), on(holdings)].map((all) =>
              all.map(({ holder, slots: about, suspended = false }) => ({ holder, about, suspended })),
            );
            if (JSON.stringify(fromFacts) !== JSON.stringify(fromState)) expect(fromFacts).toEqual(fromState);
          }
        }
        for (let days = 0; days < 1000; days += 2) {
          for (const slot of [brugsePoort, rabot, dampoort]) {
            const holding = [...state.mandates.values()].flatMap(({ holdings }) =>
              holdings
                .filter(
                  (held) =>
                    contains(held.period, dayOf(days)) &&
                    held.slots.some((own) => own.neighbourhood === slot.neighbourhood),
                )
                .map(({ holder }) => holder),
            );
            holders += holding.length;
            if (holding.length > 1) throw new Error(`${dayOf(days)} ${slot.neighbourhood}: ${holding.join(' and ')}`);
          }
        }
      }),
      { numRuns: 250 },
    );
    // A property over histories without events would prove nothing.
    expect(holders).toBeGreaterThan(1000);
    for (const type of [
      'MandateGranted',
      'MandateSuspended',
      'MandateResumed',
      'MandateExtended',
      'ScopeNarrowed',
      'ScopeWidened',
      'MandateTransferred',
      'MandateEnded',
      'FactCorrected',
    ])
      expect({ type, happened: happened.has(type) }).toEqual({ type, happened: true });
  });

  it('folds twenty thousand facts as fast per fact as two thousand', () => {
    const history = (mandates: number): RegisterEvent[] =>
      Array.from({ length: mandates }, (_, n) =>
        inForce(`m${n}`, [{ neighbourhood: String(n), theme: 'wonen' }]),
      ).flat();
    const perFact = (events: readonly RegisterEvent[]): number => {
      // The CPU time of this thread does not depend on other programs.
      const from = process.threadCpuUsage();
      expect(fold(mandateRegister, events).mandates.size).toBe(events.length / 4);
      const { user, system } = process.threadCpuUsage(from);
      return (user + system) / 1_000 / events.length;
    };
    const [small, large] = [history(500), history(5_000)];
    const fastest = (events: readonly RegisterEvent[]): number => Math.min(...[1, 2, 3].map(() => perFact(events)));
    perFact(small);
    // If every fact copied the register, a fact of the large history would take ten times as long.
    expect(fastest(large)).toBeLessThan(fastest(small) * 4 + 0.01);
  });
});
