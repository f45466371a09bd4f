import { fold } from '#kernel';
import { scenario } from '#testing';
import {
  another,
  brugsePoort,
  command,
  dampoort,
  decision,
  holding,
  inForce,
  later,
  manager,
  ocmw,
  period,
  police,
  proposed,
  rabot,
  usual,
} from '../testing/mandate-fixtures.js';
import { MOST_SLOTS } from './changes.js';
import type { RegisterEvent } from './mandate-events.js';
import { mandateRegister } from './mandate-register.js';

const register = () => scenario(mandateRegister, usual);
const why = { reason: 'so it was decided', decision: later };
const suspendedFrom = (on: string): RegisterEvent => ({
  type: 'MandateSuspended',
  data: { mandateId: 'm1', on, ...why, schedule: { from: on, holdings: [holding(on, { suspended: true })] } },
});
const resumedFrom = (on: string): RegisterEvent => ({
  type: 'MandateResumed',
  data: { mandateId: 'm1', on, decision: later, schedule: { from: on, holdings: [holding(on)] } },
});
const holdings = (...events: readonly RegisterEvent[]) => fold(mandateRegister, events).mandates.get('m1')!.holdings;

describe('suspending a mandate', () => {
  const suspend = (on = '2026-06-01', by = manager) => command('SuspendMandate', { on, ...why }, by);
  it('leaves it without an acting holder from that day on', () =>
    register()
      .given(...inForce())
      .when(suspend())
      .then(suspendedFrom('2026-06-01')));
  it('twice records one event', () =>
    register()
      .given(...inForce(), suspendedFrom('2026-06-01'))
      .when(suspend())
      .thenNothing());
  it('again from another day is refused with the first day of the suspension', () =>
    register()
      .given(...inForce(), suspendedFrom('2026-06-01'))
      .when(suspend('2026-07-01'))
      .thenRefused('mandate.suspended', { since: '2026-06-01' }));
  it('by an agency other than the city is refused', () =>
    register()
      .given(...inForce())
      .when(suspend('2026-06-01', police))
      .thenRefused('access.decisions-by-the-city'));
  it('from a day in the past is refused', () =>
    register()
      .given(...inForce())
      .when(suspend('2026-02-28'))
      .thenRefused('mandate.change-in-the-past', { today: '2026-03-01' }));
  it('from a day after the period is refused', () =>
    register()
      .given(...inForce())
      .when(suspend(period.until))
      .thenRefused('mandate.change-outside-period', { period }));
  it('that is not in force is refused', () =>
    register().given(proposed()).when(suspend()).thenRefused('mandate.not-granted', { state: 'proposed' }));
  it('leaves its slots taken', () =>
    register()
      .given(
        ...inForce(),
        suspendedFrom('2026-06-01'),
        proposed({ slots: [rabot] }, 'm2'),
        ...another(rabot).slice(1, 3),
      )
      .when(
        command('GrantMandate', {
          mandateId: 'm2',
          period: { from: '2026-07-01' },
          evaluateOn: '2026-08-01',
          decision,
        }),
      )
      .thenRefused('mandate.slot-taken', { mandateId: 'm1' }));
});

describe('resuming a mandate', () => {
  const resume = (on = '2026-09-01') => command('ResumeMandate', { on, decision: later });
  it('returns it to its holder', () =>
    register()
      .given(...inForce(), suspendedFrom('2026-06-01'))
      .when(resume())
      .then(resumedFrom('2026-09-01')));
  it('twice records one event', () =>
    register()
      .given(...inForce(), suspendedFrom('2026-06-01'), resumedFrom('2026-09-01'))
      .when(resume())
      .thenNothing());
  it('that is not suspended is refused', () =>
    register()
      .given(...inForce())
      .when(resume())
      .thenRefused('mandate.not-suspended'));
  it('from a day before the suspension is refused', () =>
    register()
      .given(...inForce(), suspendedFrom('2026-06-01'))
      .when(resume('2026-05-31'))
      .thenRefused('mandate.change-planned', { from: '2026-06-01' }));
  it('on the day of the suspension leaves no suspended day', () =>
    expect(
      holdings(...inForce(), suspendedFrom('2026-06-01'), resumedFrom('2026-06-01')).some(({ suspended }) => suspended),
    ).toBe(false));
});

describe('evaluating a mandate (R24)', () => {
  const evaluate = (over: object = {}, by = manager, today = '2027-02-10') =>
    command('EvaluateMandate', { on: '2027-02-05', findings: 'It works.', ...over }, by, today);
  const evaluated = (over: object = {}): RegisterEvent => ({
    type: 'MandateEvaluated',
    data: { mandateId: 'm1', dueOn: '2027-01-31', on: '2027-02-05', findings: 'It works.', by: 'stad-gent', ...over },
  });
  it('completes the earliest evaluation that is due', () =>
    register()
      .given(...inForce())
      .when(evaluate())
      .then(evaluated()));
  it('records an unplanned evaluation when none is due', () =>
    register()
      .given(...inForce(), evaluated())
      .when(evaluate({ on: '2027-02-09', findings: 'Still.' }))
      .then(evaluated({ dueOn: null, on: '2027-02-09', findings: 'Still.' })));
  it('plans the next evaluation', () =>
    register()
      .given(...inForce())
      .when(evaluate({ nextOn: '2027-08-01' }))
      .then(evaluated({ nextOn: '2027-08-01' })));
  it('twice records one event', () =>
    register()
      .given(...inForce(), evaluated())
      .when(evaluate())
      .thenNothing());
  it('after the earlier evaluation was voided records it again', () => {
    const taken: RegisterEvent = {
      type: 'FactCorrected',
      data: {
        mandateId: 'm1',
        fact: 5,
        void: true,
        reason: 'r',
        slots: [brugsePoort, rabot],
        kind: 'hybrid',
        steeringModel: 'coordination',
        schedule: { from: period.from, holdings: [holding(period.from)] },
      },
    };
    register()
      .given(...inForce(), evaluated(), taken)
      .when(evaluate())
      .then(evaluated());
  });
  it('twice records one event when its wording was corrected in between', () => {
    const reworded: RegisterEvent = {
      type: 'FactCorrected',
      data: {
        mandateId: 'm1',
        fact: 5,
        instead: { findings: 'It works well.' },
        reason: 'r',
        slots: [brugsePoort, rabot],
        kind: 'hybrid',
        steeringModel: 'coordination',
        schedule: { from: period.from, holdings: [holding(period.from)] },
      },
    };
    register()
      .given(...inForce(), evaluated(), reworded)
      .when(evaluate())
      .thenNothing();
    register()
      .given(...inForce(), evaluated(), reworded)
      .when(evaluate({ findings: 'It works well.' }))
      .thenNothing();
  });
  it('again with another next day records another event', () =>
    register()
      .given(...inForce(), evaluated())
      .when(evaluate({ nextOn: '2027-08-01' }))
      .then(evaluated({ dueOn: null, nextOn: '2027-08-01' })));
  it('on a day before the period is refused', () =>
    register()
      .given(...inForce())
      .when(evaluate({ on: '2026-01-31' }))
      .thenRefused('mandate.evaluation-before-start', { from: period.from }));
  it('on a day in the future is refused', () =>
    register()
      .given(...inForce())
      .when(evaluate({ on: '2027-02-11' }))
      .thenRefused('mandate.evaluation-in-the-future'));
  it('with a next day after the period is refused', () =>
    register()
      .given(...inForce())
      .when(evaluate({ nextOn: period.until }))
      .thenRefused('mandate.evaluation-outside-period'));
  it('that was never granted is refused', () =>
    register().given(proposed()).when(evaluate({}, manager)).thenRefused('mandate.not-granted'));
  it('by an agency other than the holder or the city is refused', () =>
    register()
      .given(...inForce())
      .when(evaluate({}, police))
      .thenRefused('access.not-the-holder', { holder: 'stad-gent' }));
});

describe('extending a mandate', () => {
  const until = '2029-02-01';
  const extend = (over: object = {}) => command('ExtendMandate', { until, ...why, ...over });
  const extended: RegisterEvent = {
    type: 'MandateExtended',
    data: {
      mandateId: 'm1',
      until,
      ...why,
      schedule: { from: period.from, holdings: [holding(period.from, { period: { from: period.from, until } })] },
    },
  };
  it('makes its period longer, in one holding', () =>
    register()
      .given(...inForce())
      .when(extend())
      .then(extended));
  it('twice records one event', () =>
    register()
      .given(...inForce(), extended)
      .when(extend())
      .thenNothing());
  it('to the same day with another evaluation is no repeat, and is refused', () =>
    register()
      .given(...inForce(), extended)
      .when(extend({ evaluateOn: '2028-06-01' }))
      .thenRefused('mandate.extension-shortens', { until }));
  it('to an earlier day is refused', () =>
    register()
      .given(...inForce())
      .when(extend({ until: '2027-02-01' }))
      .thenRefused('mandate.extension-shortens', { period }));
  it('into days of another mandate is refused, from its first day on', () => {
    const next = another(rabot).map((event) =>
      event.type === 'MandateGranted' ? { ...event, data: { ...event.data, period: { from: '2028-06-01' } } } : event,
    ) as RegisterEvent[];
    register()
      .given(...inForce(), ...next)
      .when(extend({ until: '2028-06-02' }))
      .thenRefused('mandate.slot-taken', { mandateId: 'm2', from: '2028-06-01' });
    expect(
      register()
        .given(...inForce(), ...next)
        .when(extend({ until: '2028-06-01' }))
        .state()
        .mandates.get('m1')!.period,
    ).toEqual({ ...period, until: '2028-06-01' });
  });
  it('that has no end is refused', () => {
    const [proposal, ...rest] = inForce();
    const open = rest.map((event) =>
      event.type === 'MandateGranted' ? { ...event, data: { ...event.data, period: { from: period.from } } } : event,
    ) as RegisterEvent[];
    register()
      .given(proposal!, ...open)
      .when(extend())
      .thenRefused('mandate.open-ended');
  });
  it('whose period is over is refused, even before its end is recorded', () =>
    register()
      .given(...inForce())
      .when(command('ExtendMandate', { until, ...why }, manager, period.until))
      .thenRefused('mandate.change-outside-period'));
});

describe('the scope of a mandate (R25)', () => {
  const on = '2026-06-01';
  const scope = (type: 'NarrowScope' | 'WidenScope', slots: readonly object[], over: object = {}) =>
    command(type, { on, slots, ...why, ...over });
  const rescoped = (
    type: 'ScopeNarrowed' | 'ScopeWidened',
    slots: readonly object[],
    left: readonly object[],
  ): RegisterEvent =>
    ({
      type,
      data: { mandateId: 'm1', on, slots, ...why, schedule: { from: on, holdings: [holding(on, { slots: left })] } },
    }) as RegisterEvent;
  const narrowed = rescoped('ScopeNarrowed', [rabot], [brugsePoort]);
  it('is narrowed from a day on', () =>
    register()
      .given(...inForce())
      .when(scope('NarrowScope', [rabot]))
      .then(narrowed));
  it('is narrowed once when the command is repeated', () =>
    register()
      .given(...inForce(), narrowed)
      .when(scope('NarrowScope', [rabot]))
      .thenNothing());
  it('refuses a second command with more slots, which is no repeat', () => {
    const wide = rescoped('ScopeWidened', [dampoort], [brugsePoort, rabot, dampoort]);
    register()
      .given(...inForce(), wide)
      .when(scope('WidenScope', [dampoort, { ...dampoort, theme: 'jeugd' }]))
      .thenRefused('mandate.slot-in-scope', { slot: dampoort });
    register()
      .given(...inForce(), narrowed)
      .when(scope('NarrowScope', [rabot, brugsePoort]))
      .thenRefused('mandate.slot-not-in-scope', { slot: rabot });
  });
  it('is not narrowed to nothing', () =>
    register()
      .given(...inForce())
      .when(scope('NarrowScope', [rabot, brugsePoort]))
      .thenRefused('mandate.nothing-left'));
  it('is not narrowed by a slot that it lacks', () =>
    register()
      .given(...inForce())
      .when(scope('NarrowScope', [dampoort]))
      .thenRefused('mandate.slot-not-in-scope', { slot: dampoort }));
  it('leaves a removed slot to other mandates from that day on', () => {
    const given = register().given(...inForce(), narrowed, ...another(rabot).slice(0, 3));
    const grant = (from: string) =>
      command('GrantMandate', { mandateId: 'm2', period: { from }, evaluateOn: '2026-08-01', decision });
    given.when(grant('2026-05-31')).thenRefused('mandate.slot-taken', { mandateId: 'm1', until: on });
    expect(given.when(grant(on)).state().mandates.get('m2')!.status).toBe('granted');
  });
  it('is widened from a day on', () =>
    register()
      .given(...inForce())
      .when(scope('WidenScope', [dampoort]))
      .then(rescoped('ScopeWidened', [dampoort], [brugsePoort, rabot, dampoort])));
  it('is not widened beyond the most slots of a mandate', () => {
    const slots = Array.from({ length: MOST_SLOTS }, (_, nth) => ({ neighbourhood: `n${nth}`, theme: 'jeugd' }));
    const given = register().given(...inForce(), rescoped('ScopeWidened', slots.slice(3), slots.slice(3)));
    given
      .when(scope('WidenScope', [dampoort, { ...dampoort, theme: 'wonen' }]))
      .thenRefused('mandate.too-many-slots', { most: MOST_SLOTS });
    expect(
      given
        .when(scope('WidenScope', [dampoort]))
        .state()
        .mandates.get('m1')!.version,
    ).toBeGreaterThan(1);
  });
  it('is not widened by a slot of another mandate', () =>
    register()
      .given(...inForce(), ...another(dampoort))
      .when(scope('WidenScope', [dampoort]))
      .thenRefused('mandate.slot-taken', { mandateId: 'm2' }));
  it('is not widened by a slot that it contains', () =>
    register()
      .given(...inForce())
      .when(scope('WidenScope', [rabot]))
      .thenRefused('mandate.slot-in-scope', { slot: rabot }));
  it('is not widened by a slot that the command names twice', () =>
    register()
      .given(...inForce())
      .when(scope('WidenScope', [dampoort, { ...dampoort }]))
      .thenRefused('mandate.slot-twice'));
  it('is not changed on a day before a planned change', () =>
    register()
      .given(...inForce(), narrowed)
      .when(scope('WidenScope', [dampoort], { on: '2026-05-01' }))
      .thenRefused('mandate.change-planned', { from: on }));
});

describe('revoking a mandate', () => {
  it('ends it with the cause revoked', () =>
    register()
      .given(...inForce())
      .when(command('EndMandate', { on: '2026-04-01', ...why, cause: 'revoked' }))
      .then({
        type: 'MandateEnded',
        data: {
          mandateId: 'm1',
          slots: [brugsePoort, rabot],
          holder: 'stad-gent',
          on: '2026-04-01',
          cause: 'revoked',
          ...why,
        },
      }));
  it('that was ended by the same decision is no repeat, and is refused', () => {
    const ended: RegisterEvent = {
      type: 'MandateEnded',
      data: {
        mandateId: 'm1',
        slots: [brugsePoort, rabot],
        holder: 'stad-gent',
        on: '2026-04-01',
        cause: 'ended',
        ...why,
      },
    };
    const end = (over: object = {}) => command('EndMandate', { on: '2026-04-01', ...why, ...over });
    register()
      .given(...inForce(), ended)
      .when(end())
      .thenNothing();
    register()
      .given(...inForce(), ended)
      .when(end({ cause: 'revoked' }))
      .thenRefused('mandate.not-granted', { state: 'ended' });
  });
});

it('proposing the transfer of a suspended mandate is refused', () =>
  register()
    .given(...inForce(), suspendedFrom('2026-03-01'))
    .when(command('ProposeTransfer', { transferId: 't1', to: 'ocmw-gent', on: '2026-09-01', ...why }))
    .thenRefused('mandate.suspended', { since: '2026-03-01' }));

it('narrowing the scope by an agency other than the city is refused', () =>
  register()
    .given(...inForce())
    .when(command('NarrowScope', { on: '2026-06-01', slots: [rabot], ...why }, ocmw))
    .thenRefused('access.decisions-by-the-city'));

describe('a command to the same effect by another decision', () => {
  const on = '2026-06-01';
  const commands = [
    ['SuspendMandate', { on }, 'mandate.suspended'],
    ['ResumeMandate', { on: '2026-09-01' }, 'mandate.not-suspended', suspendedFrom(on)],
    ['ExtendMandate', { until: '2029-02-01' }, 'mandate.extension-shortens'],
    ['NarrowScope', { on, slots: [rabot] }, 'mandate.slot-not-in-scope'],
    ['WidenScope', { on, slots: [dampoort] }, 'mandate.slot-in-scope'],
    ['EndMandate', { on }, 'mandate.not-granted'],
  ] as const;
  for (const [type, data, code, ...before] of commands) {
    for (const other of [
      { ...later, body: 'raad' },
      { ...later, date: '2025-02-20' },
    ]) {
      it(`is refused, not taken for a repeat: ${type} by the ${other.body} on ${other.date}`, () => {
        const given = [...inForce(), ...before];
        const [fact] = mandateRegister.decide(command(type, { ...data, ...why }), fold(mandateRegister, given), usual);
        register()
          .given(...given, fact!)
          .when(command(type, { ...data, ...why, decision: other }))
          .thenRefused(code);
      });
    }
  }
});

it('a repeat is recognised by the corrected decision, not by the recorded one', () => {
  const wrong = { ...later, body: 'raad' };
  const { kind, steeringModel } = proposed().data as { kind: 'hybrid'; steeringModel: 'coordination' };
  const suspended = {
    ...suspendedFrom('2026-06-01'),
    data: { ...suspendedFrom('2026-06-01').data, decision: wrong },
  } as RegisterEvent;
  const corrected: RegisterEvent = {
    type: 'FactCorrected',
    data: {
      mandateId: 'm1',
      fact: 5,
      instead: { decision: later },
      reason: 'of the college',
      slots: [brugsePoort, rabot],
      kind,
      steeringModel,
      schedule: { from: '2026-06-01', holdings: [holding('2026-06-01', { suspended: true })] },
    },
  };
  const given = register().given(...inForce(), suspended, corrected);
  given.when(command('SuspendMandate', { on: '2026-06-01', ...why })).thenNothing();
  given.when(command('SuspendMandate', { on: '2026-06-01', ...why, decision: wrong })).thenRefused('mandate.suspended');
});
