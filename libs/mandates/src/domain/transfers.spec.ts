import { fold } from '#kernel';
import { scenario } from '#testing';
import {
  agencies,
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
  rabot,
  usual,
} from '../testing/mandate-fixtures.js';
import type { Correction, RegisterEvent } from './mandate-events.js';
import { mandateRegister } from './mandate-register.js';

const register = () => scenario(mandateRegister, usual);
const why = { reason: 'closer to the people', decision };
const waiting = (over: object = {}): RegisterEvent => ({
  type: 'TransferProposed',
  data: { mandateId: 'm1', transferId: 't1', from: 'stad-gent', to: 'ocmw-gent', on: '2026-09-01', ...why, ...over },
});
const transferred: RegisterEvent = {
  type: 'MandateTransferred',
  data: {
    mandateId: 'm1',
    transferId: 't1',
    slots: [brugsePoort, rabot],
    from: 'stad-gent',
    to: 'ocmw-gent',
    on: '2026-09-01',
    period,
    decision,
  },
};
const accept = (over: object = {}, today?: string) =>
  command('AcceptTransfer', { transferId: 't1', ...over }, ocmw, today);
const propose = (over: object = {}) =>
  command('ProposeTransfer', { transferId: 't1', to: 'ocmw-gent', on: '2026-09-01', ...why, ...over });
const holderOn = (date: string, ...events: readonly RegisterEvent[]) =>
  fold(mandateRegister, events)
    .mandates.get('m1')!
    .holdings.find(({ period: held }) => held.from <= date && date < (held.until ?? '9'))?.holder;

describe('a transfer that waits for an answer', () => {
  it('records the last day for that answer', () =>
    register()
      .given(...inForce())
      .when(propose({ answerBy: '2026-08-15' }))
      .then(waiting({ answerBy: '2026-08-15' })));
  it('needs a last day of today or later', () =>
    register()
      .given(...inForce())
      .when(propose({ answerBy: '2026-02-28' }))
      .thenRefused('mandate.answer-by-in-the-past'));
  it('cannot be accepted after its last day, even before its expiry is recorded', () => {
    const given = register().given(...inForce(), waiting({ answerBy: '2026-08-15' }));
    given.when(accept({}, '2026-08-16')).thenRefused('mandate.transfer-expired', { answerBy: '2026-08-15' });
    given.when(accept({}, '2026-08-15')).then(transferred);
  });
  it('expires after its last day', () => {
    const expired: RegisterEvent = {
      type: 'TransferExpired',
      data: { mandateId: 'm1', transferId: 't1', answerBy: '2026-08-15' },
    };
    register()
      .given(...inForce(), waiting({ answerBy: '2026-08-15' }))
      .when(command('ProcessDeadlines', {}, manager, '2026-08-16'))
      .then(expired);
    register()
      .given(...inForce(), waiting(), expired)
      .when(accept())
      .thenRefused('mandate.transfer-answered', { state: 'expired' });
  });
});

describe('a transfer from an agency that a correction has removed as holder', () => {
  const corrected = (data: { fact: number; instead?: Correction; void?: true }): RegisterEvent => ({
    type: 'FactCorrected',
    data: {
      mandateId: 'm1',
      reason: 'r',
      slots: [brugsePoort, rabot],
      kind: 'hybrid',
      steeringModel: 'coordination',
      schedule: { from: period.from, holdings: [] },
      ...data,
    },
  });
  const onward = waiting({ transferId: 't2', from: 'ocmw-gent', to: 'politiezone-gent', on: '2026-10-01' });
  const back = [...inForce(), waiting(), transferred, onward, corrected({ fact: 6, void: true })];
  it('cannot be accepted', () => {
    register()
      .given(...back)
      .when(command('AcceptTransfer', { transferId: 't2' }, police))
      .thenRefused('mandate.transfer-outdated', { from: 'ocmw-gent', holder: 'stad-gent' });
    register()
      .given(...inForce(), waiting(), corrected({ fact: 4, instead: { holder: 'ocmw-gent' } }))
      .when(accept())
      .thenRefused('mandate.transfer-outdated', { from: 'stad-gent', holder: 'ocmw-gent' });
  });
  it('can be withdrawn by the present holder', () =>
    register()
      .given(...back)
      .when(command('WithdrawTransfer', { transferId: 't2', reason: 'r' }, manager))
      .then({ type: 'TransferWithdrawn', data: { mandateId: 'm1', transferId: 't2', by: 'stad-gent', reason: 'r' } }));
  it('leaves the earlier transfer open for acceptance', () =>
    register()
      .given(...back)
      .when(accept())
      .then(transferred));
});

describe('withdrawing a transfer', () => {
  const withdraw = (by = manager) => command('WithdrawTransfer', { transferId: 't1', reason: 'too early' }, by);
  const withdrawn: RegisterEvent = {
    type: 'TransferWithdrawn',
    data: { mandateId: 'm1', transferId: 't1', by: 'stad-gent', reason: 'too early' },
  };
  it('records the withdrawal and its reason', () =>
    register()
      .given(...inForce(), waiting())
      .when(withdraw())
      .then(withdrawn));
  it('twice records one event', () =>
    register()
      .given(...inForce(), waiting(), withdrawn)
      .when(withdraw())
      .thenNothing());
  it('by the receiver is refused', () =>
    register()
      .given(...inForce(), waiting())
      .when(withdraw(ocmw))
      .thenRefused('access.not-the-holder', { holder: 'stad-gent' }));
  it('after its acceptance is refused', () =>
    register()
      .given(...inForce(), waiting(), transferred)
      .when(withdraw())
      .thenRefused('mandate.transfer-answered', { state: 'accepted' }));
  it('allows a new proposal', () =>
    expect(
      register()
        .given(...inForce(), waiting(), withdrawn)
        .when(propose({ transferId: 't2' }))
        .state()
        .mandates.get('m1')!.transfers.size,
    ).toBe(2));
});

describe('the receiver of a transfer', () => {
  it('cannot be of a kind that may not hold the mandate', () =>
    register()
      .given(...inForce({ kind: 'internal' }))
      .when(propose())
      .thenRefused('mandate.holder-of-another-kind', { kind: 'internal', holderKind: 'ocmw' }));
  it('cannot be an agency that has ended', () =>
    register()
      .given(...inForce())
      .when(propose({ to: 'gone' }))
      .thenRefused('agency.not-active', { agency: 'gone' }));
  it('cannot accept while it is suspended', () =>
    register()
      .given(...inForce(), waiting())
      .knowing({ agencies: agencies({ 'ocmw-gent': 'suspended' }) })
      .when(accept())
      .thenRefused('agency.not-active', { agency: 'ocmw-gent' }));
  it('cannot be any agency when the law names the holder', () =>
    register()
      .given(...inForce({ kind: 'statutory', legalBasis: 'art. 135 NGW' }))
      .when(propose())
      .thenRefused('mandate.statutory', { legalBasis: 'art. 135 NGW' }));
  it('is the only agency that can accept', () =>
    register()
      .given(...inForce(), waiting())
      .when(command('AcceptTransfer', { transferId: 't1' }, police))
      .thenRefused('access.not-the-receiver'));
});

describe('accepting a transfer', () => {
  it('keeps the mandate with its new holder through later changes', () => {
    const moved = [...inForce(), waiting(), transferred];
    const taken = holding('2026-09-01', { holder: 'ocmw-gent' });
    const changes: RegisterEvent[] = [
      {
        type: 'MandateExtended',
        data: { mandateId: 'm1', until: '2029-02-01', ...why, schedule: { from: '2026-09-01', holdings: [taken] } },
      },
      {
        type: 'ScopeWidened',
        data: {
          mandateId: 'm1',
          on: '2026-10-01',
          slots: [dampoort],
          ...why,
          schedule: { from: '2026-10-01', holdings: [taken] },
        },
      },
      {
        type: 'MandateSuspended',
        data: { mandateId: 'm1', on: '2026-11-01', ...why, schedule: { from: '2026-11-01', holdings: [taken] } },
      },
      {
        type: 'MandateResumed',
        data: { mandateId: 'm1', on: '2026-12-01', decision, schedule: { from: '2026-12-01', holdings: [taken] } },
      },
    ];
    expect(holderOn('2026-08-31', ...moved, ...changes)).toBe('stad-gent');
    for (const date of ['2026-09-01', '2026-10-15', '2026-12-15', '2029-01-31'])
      expect(holderOn(date, ...moved, ...changes)).toBe('ocmw-gent');
    const extend = command('ExtendMandate', { until: '2030-01-01', ...why }, manager, '2026-12-20');
    const [extended] = mandateRegister.decide(extend, fold(mandateRegister, [...moved, ...changes]), usual);
    expect(extended).toMatchObject({ data: { schedule: { holdings: [{ holder: 'ocmw-gent' }] } } });
  });

  it('by a preview is refused with the difference when the mandate has changed since', () => {
    const narrowed: RegisterEvent = {
      type: 'ScopeNarrowed',
      data: {
        mandateId: 'm1',
        on: '2026-04-01',
        slots: [rabot],
        reason: 'r',
        decision: later,
        schedule: { from: '2026-04-01', holdings: [] },
      },
    };
    const seen = { previewed: { version: 5, cases: 2 } };
    const handover = { cases: 2, since: [] };
    register()
      .given(...inForce(), waiting())
      .knowing({ handover })
      .when(accept(seen))
      .then(transferred);
    register()
      .given(...inForce(), waiting(), narrowed)
      .knowing({ handover })
      .when(accept(seen))
      .thenRefused('mandate.changed-since-preview', { mandate: [{ number: 6, type: 'ScopeNarrowed' }], cases: [] });
  });
  it('by a preview is refused with the new events when its cases have changed since', () => {
    const since = [{ caseId: 'c1', type: 'be.regie.case.opened.v1' }];
    register()
      .given(...inForce(), waiting())
      .knowing({ handover: { cases: 3, since } })
      .when(accept({ previewed: { version: 5, cases: 2 } }))
      .thenRefused('mandate.changed-since-preview', { mandate: [], cases: since });
  });
  it('is refused when a change is planned after the day of the transfer', () => {
    const narrowed: RegisterEvent = {
      type: 'ScopeNarrowed',
      data: {
        mandateId: 'm1',
        on: '2026-12-01',
        slots: [rabot],
        reason: 'r',
        decision: later,
        schedule: { from: '2026-12-01', holdings: [] },
      },
    };
    register()
      .given(...inForce(), waiting(), narrowed)
      .when(accept())
      .thenRefused('mandate.change-planned', { from: '2026-12-01' });
  });
});
