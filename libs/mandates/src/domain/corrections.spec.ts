import { fold } from '#kernel';
import { scenario } from '#testing';
import {
  agencies,
  another,
  brugsePoort,
  command,
  decision,
  endorsed,
  granted,
  holding,
  inForce,
  later,
  manager,
  period,
  police,
  proposed,
  rabot,
  terms,
  usual,
} from '../testing/mandate-fixtures.js';
import type { Correction, RegisterEvent } from './mandate-events.js';
import { mandateRegister } from './mandate-register.js';

const register = () => scenario(mandateRegister, usual);
const correct = (fact: number, over: object, by = manager, today?: string) =>
  command('CorrectFact', { fact, reason: 'a slip of the pen', ...over }, by, today);
/** Returns the event that the correction records after this history. */
const correction = (
  history: readonly RegisterEvent[],
  fact: number,
  over: { instead?: Correction; void?: true },
): RegisterEvent => mandateRegister.decide(correct(fact, over), fold(mandateRegister, history), usual)[0]!;
const mandate = (history: readonly RegisterEvent[]) => fold(mandateRegister, history).mandates.get('m1')!;
const evaluation = (dueOn: string, on: string): RegisterEvent => ({
  type: 'MandateEvaluated',
  data: { mandateId: 'm1', dueOn, on, findings: 'good', by: 'stad-gent' },
});
const ended: RegisterEvent = {
  type: 'MandateEnded',
  data: {
    mandateId: 'm1',
    slots: terms.slots,
    holder: 'stad-gent',
    on: '2026-12-01',
    cause: 'ended',
    reason: 'merged',
    decision,
  },
};

describe('a correction', () => {
  it('records the new content of the fact and the resulting state of the mandate', () =>
    register()
      .given(...inForce())
      .when(correct(4, { instead: { period: { from: '2026-03-01', until: period.until } } }))
      .then({
        type: 'FactCorrected',
        data: {
          mandateId: 'm1',
          fact: 4,
          instead: { period: { from: '2026-03-01', until: period.until } },
          reason: 'a slip of the pen',
          slots: [brugsePoort, rabot],
          kind: 'hybrid',
          steeringModel: 'coordination',
          schedule: { from: period.from, holdings: [holding('2026-03-01')] },
        },
      }));
  it('reaches every later holding that follows from the fact', () => {
    const moved: RegisterEvent[] = [
      ...inForce(),
      {
        type: 'TransferProposed',
        data: {
          mandateId: 'm1',
          transferId: 't1',
          from: 'stad-gent',
          to: 'ocmw-gent',
          on: '2026-09-01',
          decision,
          reason: 'r',
        },
      },
      {
        type: 'MandateTransferred',
        data: {
          mandateId: 'm1',
          transferId: 't1',
          slots: terms.slots,
          from: 'stad-gent',
          to: 'ocmw-gent',
          on: '2026-09-01',
          period,
          decision,
        },
      },
    ];
    const history = [...moved, correction(moved, 4, { instead: { slots: [brugsePoort] } })];
    expect(mandate(history).holdings).toEqual([
      { holder: 'stad-gent', slots: [brugsePoort], period: { from: period.from, until: '2026-09-01' }, decision },
      { holder: 'ocmw-gent', slots: [brugsePoort], period: { from: '2026-09-01', until: period.until }, decision },
    ]);
  });
  it('keeps the facts as they were recorded', () => {
    const history = [...inForce(), correction(inForce(), 4, { instead: { holder: 'ocmw-gent' } })];
    expect(mandate(history).facts).toEqual(history);
    expect(mandate(history).version).toBe(5);
  });
  it('that changes nothing records no event', () =>
    register()
      .given(...inForce())
      .when(correct(4, { instead: { period } }))
      .thenNothing());
  it('is recorded once when it is repeated', () => {
    const once = [...inForce(), correction(inForce(), 4, { instead: { holder: 'ocmw-gent' } })];
    register()
      .given(...once)
      .when(correct(4, { instead: { holder: 'ocmw-gent' } }))
      .thenNothing();
  });
  it('that voids the end of a mandate puts it in force again', () => {
    const history = [...inForce(), ended];
    expect(mandate([...history, correction(history, 5, { void: true })])).toMatchObject({
      status: 'granted',
      period,
      holdings: [holding(period.from)],
    });
  });
  it('that voids a grant makes the mandate a proposal again', () => {
    const history = [...inForce(), correction(inForce(), 4, { void: true })];
    expect(mandate(history)).toMatchObject({ status: 'proposed', holdings: [] });
    expect(
      register()
        .given(...history)
        .when(command('GrantMandate', { period, evaluateOn: '2027-01-31', decision: later }))
        .state()
        .mandates.get('m1')!.status,
    ).toBe('granted');
  });
  it('can void a grant whose mandate has expired since', () => {
    const [over] = mandateRegister.decide(
      command('ProcessDeadlines', {}, manager, period.until),
      fold(mandateRegister, inForce()),
      usual,
    );
    const history = [...inForce(), over!];
    expect(mandate([...history, correction(history, 4, { void: true })])).toMatchObject({
      status: 'proposed',
      holdings: [],
    });
  });
  it('of the day of an evaluation keeps the day on which it was held', () => {
    const history = [...inForce(), evaluation('2027-01-31', '2026-02-20')];
    const moved = [...history, correction(history, 4, { instead: { evaluateOn: '2026-02-15' } })];
    expect(mandate(moved).evaluations).toEqual([{ dueOn: '2026-02-15', heldOn: '2026-02-20' }]);
    expect(mandate([...moved, correction(moved, 4, { instead: { evaluateOn: '2026-02-18' } })]).evaluations).toEqual([
      { dueOn: '2026-02-18', heldOn: '2026-02-20' },
    ]);
  });
  it('of one of several days of evaluation keeps the days on which they were held', () => {
    const history = [
      proposed(),
      ...endorsed(),
      granted({ evaluateOn: '2026-02-10', evaluations: ['2026-02-20'] }),
      evaluation('2026-02-10', '2026-02-11'),
      evaluation('2026-02-20', '2026-02-21'),
    ];
    expect(
      mandate([...history, correction(history, 4, { instead: { evaluations: ['2026-02-22'] } })]).evaluations,
    ).toEqual([
      { dueOn: '2026-02-10', heldOn: '2026-02-11' },
      { dueOn: '2026-02-22', heldOn: '2026-02-21' },
    ]);
    const first = [
      proposed(),
      ...endorsed(),
      granted({ evaluateOn: '2026-02-10', evaluations: ['2026-08-01'] }),
      evaluation('2026-02-10', '2026-02-12'),
    ];
    expect(mandate([...first, correction(first, 4, { instead: { evaluateOn: '2026-09-10' } })]).evaluations).toEqual([
      { dueOn: '2026-08-01' },
      { dueOn: '2026-09-10', heldOn: '2026-02-12' },
    ]);
  });
  it('that shortens a period must remove the evaluations after its end', () => {
    const granting = [proposed(), ...endorsed(), granted({ evaluations: ['2027-12-01'] })];
    const instead = { period: { from: period.from, until: '2027-06-01' } };
    register()
      .given(...granting)
      .when(correct(4, { instead }))
      .thenRefused('mandate.correction-does-not-fit', { fact: 4 });
    expect(
      mandate([...granting, correction(granting, 4, { instead: { ...instead, evaluations: [] } })]).evaluations,
    ).toEqual([{ dueOn: '2027-01-31' }]);
  });
  it('of the terms changes the steering model', () => {
    const instead = {
      steeringModel: 'commissioning',
      steeringReason: 'deadlines of the law',
      steeringBasis: 'GR 2026/12',
    } as const;
    expect(correction(inForce(), 1, { instead })).toMatchObject({ data: { steeringModel: 'commissioning' } });
  });
});

describe('a correction of a correction', () => {
  const first = [
    ...inForce(),
    correction(inForce(), 4, { instead: { period: { from: '2026-03-01', until: period.until } } }),
  ];
  it('leaves each field of the fact with its latest value', () => {
    const second = [...first, correction(first, 4, { instead: { holder: 'ocmw-gent' } })];
    expect(mandate(second).holdings).toEqual([holding('2026-03-01', { holder: 'ocmw-gent' })]);
    const third = [
      ...second,
      correction(second, 4, { instead: { period: { from: '2026-02-15', until: period.until } } }),
    ];
    expect(mandate(third).holdings).toEqual([holding('2026-02-15', { holder: 'ocmw-gent' })]);
  });
  it('that voids it restores the fact as it was recorded', () => {
    const back = [...first, correction(first, 5, { void: true })];
    expect(mandate(back).holdings).toEqual([holding(period.from)]);
    const again = [...back, correction(back, 6, { void: true })];
    expect(mandate(again).holdings).toEqual([holding('2026-03-01')]);
  });
  it('can only void it, not replace its content', () =>
    register()
      .given(...first)
      .when(correct(5, { instead: { on: '2026-03-01' } }))
      .thenRefused('mandate.correction-not-possible', { factType: 'FactCorrected', void: true }));
});

describe('the register refuses a correction', () => {
  it('of a fact that does not exist', () =>
    register()
      .given(...inForce())
      .when(correct(5, { void: true }))
      .thenRefused('mandate.fact-unknown', { fact: 5, facts: 4 }));
  it('of a field that the fact does not have', () =>
    register()
      .given(...inForce())
      .when(correct(4, { instead: { on: '2026-03-01' } }))
      .thenRefused('mandate.correction-not-possible', { factType: 'MandateGranted' }));
  it('with neither new content nor void, or with both', () => {
    register()
      .given(...inForce())
      .when(correct(4, {}))
      .thenRefused('mandate.correction-not-possible');
    register()
      .given(...inForce())
      .when(correct(4, { void: true, instead: { holder: 'ocmw-gent' } }))
      .thenRefused('mandate.correction-not-possible');
  });
  it('by an agency other than the city', () =>
    register()
      .given(...inForce())
      .when(correct(4, { void: true }, police))
      .thenRefused('access.decisions-by-the-city'));
  it('on a stale version', () =>
    register()
      .given(...inForce())
      .when(correct(4, { void: true, version: 3 }))
      .thenRefused('request.stale', { actual: 4 }));
  it('to a decision dated in the future', () =>
    register()
      .given(...inForce())
      .when(correct(4, { instead: { decision: { ...decision, date: '2026-03-02' } } }))
      .thenRefused('decision.in-the-future'));
  it('that takes a slot of another mandate', () => {
    const narrow = inForce({ slots: [brugsePoort] });
    register()
      .given(...narrow, ...another(rabot))
      .when(correct(4, { instead: { slots: [brugsePoort, rabot] } }))
      .thenRefused('mandate.slot-taken', { mandateId: 'm2', slot: rabot });
  });
  it('that restores a mandate whose slot another mandate has taken', () => {
    const history = [
      ...inForce({ slots: [rabot] }),
      { ...ended, data: { ...ended.data, slots: [rabot] } } as RegisterEvent,
    ];
    const next = another(rabot).map((event) =>
      event.type === 'MandateGranted' ? { ...event, data: { ...event.data, period: { from: '2026-12-01' } } } : event,
    ) as RegisterEvent[];
    register()
      .given(...history, ...next)
      .when(correct(5, { void: true }))
      .thenRefused('mandate.slot-taken', { mandateId: 'm2', from: '2026-12-01' });
  });
  it('that makes a later fact impossible', () =>
    register()
      .given(...inForce(), ended)
      .when(correct(4, { instead: { period: { from: period.from, until: '2026-11-01' }, evaluateOn: '2026-10-01' } }))
      .thenRefused('mandate.correction-does-not-fit', { fact: 5, factType: 'MandateEnded' }));
  it('to a holder of a kind that may not hold it', () =>
    register()
      .given(...inForce({ kind: 'internal' }))
      .when(correct(4, { instead: { holder: 'ocmw-gent' } }))
      .thenRefused('mandate.holder-of-another-kind'));
  it('of the end of an expired mandate, which follows from its period', () => {
    const [over] = mandateRegister.decide(
      command('ProcessDeadlines', {}, manager, period.until),
      fold(mandateRegister, inForce()),
      usual,
    );
    for (const over_ of [{ instead: { on: '2027-12-01' } }, { void: true }])
      register()
        .given(...inForce(), over!)
        .when(correct(5, over_))
        .thenRefused('mandate.correction-not-possible', { fields: [], void: false });
  });
  it('of an endorsement to a body that may not give it', () =>
    register()
      .given(...inForce())
      .when(correct(2, { instead: { decision: { ...decision, body: 'burgemeester' } } }))
      .thenRefused('mandate.endorsed-by-another-body', { level: 'political', body: 'burgemeester' }));
  it('of an evaluation to a day in the future', () =>
    register()
      .given(...inForce(), evaluation('2027-01-31', '2026-02-20'))
      .when(correct(5, { instead: { on: '2026-03-02' } }))
      .thenRefused('mandate.evaluation-in-the-future', { on: '2026-03-02', today: '2026-03-01' }));
  it('of the kind while the present holder takes no part, but not when an earlier holder has left', () => {
    const handed = [
      ...inForce(),
      {
        type: 'MandateTransferred',
        data: {
          mandateId: 'm1',
          transferId: 't1',
          slots: terms.slots,
          from: 'stad-gent',
          to: 'ocmw-gent',
          on: '2026-03-01',
          period,
          decision,
        },
      } as RegisterEvent,
    ];
    const kind = (by = manager) => correct(1, { instead: { kind: 'external', agreement: 'SP 1' } }, by);
    register()
      .given(...handed)
      .when(kind())
      .then(expect.objectContaining({ type: 'FactCorrected' }));
    register()
      .given(...handed)
      .knowing({ agencies: agencies({ 'stad-gent': 'ended' }) })
      .when(kind({ ...manager, agency: 'groendienst' }))
      .then(expect.objectContaining({ type: 'FactCorrected' }));
    register()
      .given(...handed)
      .knowing({ agencies: agencies({ 'ocmw-gent': 'suspended' }) })
      .when(kind())
      .thenRefused('agency.not-active', { agency: 'ocmw-gent' });
  });
  it('to an external mandate without an agreement', () =>
    register()
      .given(...inForce())
      .when(correct(1, { instead: { kind: 'external' } }))
      .thenRefused('mandate.external-needs-agreement'));
  it('to a period without a day', () =>
    register()
      .given(...inForce())
      .when(correct(4, { instead: { period: { from: period.from, until: period.from } } }))
      .thenRefused('period.ends-before-it-starts'));
});

describe('processing the deadlines', () => {
  const due = (today: string) => command('ProcessDeadlines', {}, manager, today);
  const provisional = [proposed(), granted({ provisional: { decisionDueOn: '2026-05-01' } })];
  it('records a late decision once, on the day after it was due', () => {
    const late: RegisterEvent = { type: 'DecisionOverdue', data: { mandateId: 'm1', dueOn: '2026-05-01' } };
    register()
      .given(...provisional)
      .when(due('2026-05-01'))
      .thenNothing();
    register()
      .given(...provisional)
      .when(due('2026-05-02'))
      .then(late);
    register()
      .given(...provisional, late)
      .when(due('2026-05-03'))
      .thenNothing();
    expect(mandate([...provisional, late]).provisional).toEqual({ decisionDueOn: '2026-05-01', overdue: true });
  });
  it('records no late decision after the grant was confirmed', () =>
    register()
      .given(...provisional, ...endorsed(), { type: 'GrantConfirmed', data: { mandateId: 'm1', decision: later } })
      .when(due('2026-05-02'))
      .thenNothing());
  it('records a late evaluation on the day after it was due', () =>
    register()
      .given(...inForce())
      .when(due('2027-02-01'))
      .then({ type: 'EvaluationOverdue', data: { mandateId: 'm1', dueOn: '2027-01-31' } }));
  it('ends a mandate whose period is over, and records no late evaluation', () =>
    expect(
      register()
        .given(...inForce())
        .when(due(period.until))
        .state()
        .mandates.get('m1'),
    ).toMatchObject({ status: 'ended', ended: { cause: 'expired' } }));
  it('ends a mandate only until a correction makes its period longer', () => {
    const [over] = mandateRegister.decide(due(period.until), fold(mandateRegister, inForce()), usual);
    const history = [...inForce(), over!];
    expect(mandate(history).status).toBe('ended');
    expect(
      mandate([
        ...history,
        correction(history, 4, { instead: { period: { from: period.from, until: '2029-01-01' } } }),
      ]),
    ).toMatchObject({ status: 'granted', period: { until: '2029-01-01' } });
  });
});
