import { fold } from '#kernel';
import { scenario } from '#testing';
import {
  agencies,
  brugsePoort,
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
  wishing,
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
  wishing('AcceptTransfer', { transferId: 't1', ...over }, ocmw, today);
const propose = (over: object = {}) =>
  wishing('ProposeTransfer', { transferId: 't1', to: 'ocmw-gent', on: '2026-09-01', ...why, ...over });
const holderOn = (date: string, ...events: readonly RegisterEvent[]) =>
  fold(mandateRegister, events)
    .mandates.get('m1')!
    .holdings.find(({ period: held }) => held.from <= date && date < (held.until ?? '9'))?.holder;

describe('a transfer waits for an answer', () => {
  it('until a day, when it says so', () =>
    register()
      .given(...inForce())
      .when(propose({ answerBy: '2026-08-15' }))
      .then(waiting({ answerBy: '2026-08-15' })));
  it('that is today or later', () =>
    register()
      .given(...inForce())
      .when(propose({ answerBy: '2026-02-28' }))
      .thenRefused('mandate.answer-by-in-the-past'));
  it('which is not taken after that day, even before it is recorded that it expired', () => {
    const given = register().given(...inForce(), waiting({ answerBy: '2026-08-15' }));
    given.when(accept({}, '2026-08-16')).thenRefused('mandate.transfer-expired', { answerBy: '2026-08-15' });
    given.when(accept({}, '2026-08-15')).then(transferred);
  });
  it('and expires', () => {
    const expired: RegisterEvent = {
      type: 'TransferExpired',
      data: { mandateId: 'm1', transferId: 't1', answerBy: '2026-08-15' },
    };
    register()
      .given(...inForce(), waiting({ answerBy: '2026-08-15' }))
      .when(wishing('ProcessDeadlines', {}, manager, '2026-08-16'))
      .then(expired);
    register()
      .given(...inForce(), waiting(), expired)
      .when(accept())
      .thenRefused('mandate.transfer-answered', { state: 'expired' });
  });
});

describe('a transfer of who does not hold it any more, by a correction', () => {
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
  it('is not accepted', () => {
    register()
      .given(...back)
      .when(wishing('AcceptTransfer', { transferId: 't2' }, police))
      .thenRefused('mandate.transfer-outdated', { from: 'ocmw-gent', holder: 'stad-gent' });
    register()
      .given(...inForce(), waiting(), corrected({ fact: 4, instead: { holder: 'ocmw-gent' } }))
      .when(accept())
      .thenRefused('mandate.transfer-outdated', { from: 'stad-gent', holder: 'ocmw-gent' });
  });
  it('can be withdrawn by who holds it now', () =>
    register()
      .given(...back)
      .when(wishing('WithdrawTransfer', { transferId: 't2', reason: 'r' }, manager))
      .then({ type: 'TransferWithdrawn', data: { mandateId: 'm1', transferId: 't2', by: 'stad-gent', reason: 'r' } }));
  it('leaves the one before to be accepted', () =>
    register()
      .given(...back)
      .when(accept())
      .then(transferred));
});

describe('a transfer is taken back', () => {
  const withdraw = (by = manager) => wishing('WithdrawTransfer', { transferId: 't1', reason: 'too early' }, by);
  const withdrawn: RegisterEvent = {
    type: 'TransferWithdrawn',
    data: { mandateId: 'm1', transferId: 't1', by: 'stad-gent', reason: 'too early' },
  };
  it('by who proposed it', () =>
    register()
      .given(...inForce(), waiting())
      .when(withdraw())
      .then(withdrawn));
  it('twice is once', () =>
    register()
      .given(...inForce(), waiting(), withdrawn)
      .when(withdraw())
      .thenNothing());
  it('not by the receiver, who declines', () =>
    register()
      .given(...inForce(), waiting())
      .when(withdraw(ocmw))
      .thenRefused('access.not-the-holder', { holder: 'stad-gent' }));
  it('not when it was accepted', () =>
    register()
      .given(...inForce(), waiting(), transferred)
      .when(withdraw())
      .thenRefused('mandate.transfer-answered', { state: 'accepted' }));
  it('and can be proposed anew', () =>
    expect(
      register()
        .given(...inForce(), waiting(), withdrawn)
        .when(propose({ transferId: 't2' }))
        .state()
        .mandates.get('m1')!.transfers.size,
    ).toBe(2));
});

describe('who cannot receive', () => {
  it('is an agency of a kind that the mandate is not for', () =>
    register()
      .given(...inForce({ kind: 'internal' }))
      .when(propose())
      .thenRefused('mandate.holder-of-another-kind', { kind: 'internal', holderKind: 'ocmw' }));
  it('is an agency that takes no part any more', () =>
    register()
      .given(...inForce())
      .when(propose({ to: 'gone' }))
      .thenRefused('agency.not-active', { agency: 'gone' }));
  it('is one that was suspended between the proposal and its answer', () =>
    register()
      .given(...inForce(), waiting())
      .knowing({ agencies: agencies({ 'ocmw-gent': 'suspended' }) })
      .when(accept())
      .thenRefused('agency.not-active', { agency: 'ocmw-gent' }));
  it('is anybody, when the law says who holds it', () =>
    register()
      .given(...inForce({ kind: 'statutory', legalBasis: 'art. 135 NGW' }))
      .when(propose())
      .thenRefused('mandate.statutory', { legalBasis: 'art. 135 NGW' }));
  it('is another one than was asked', () =>
    register()
      .given(...inForce(), waiting())
      .when(wishing('AcceptTransfer', { transferId: 't1' }, police))
      .thenRefused('access.not-the-receiver'));
});

describe('what is known to go wrong elsewhere', () => {
  it('the mandate does not bounce back to the old holder when it is changed later', () => {
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
    const extend = wishing('ExtendMandate', { until: '2030-01-01', ...why }, manager, '2026-12-20');
    const [extended] = mandateRegister.decide(extend, fold(mandateRegister, [...moved, ...changes]), usual);
    expect(extended).toMatchObject({ data: { schedule: { holdings: [{ holder: 'ocmw-gent' }] } } });
  });

  it('accepted on what was seen, it is refused when the mandate has changed since, and the difference is said', () => {
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
  it('accepted on what was seen, it is refused when something has happened in its cases since', () => {
    const since = [{ caseId: 'c1', type: 'be.regie.case.opened.v1' }];
    register()
      .given(...inForce(), waiting())
      .knowing({ handover: { cases: 3, since } })
      .when(accept({ previewed: { version: 5, cases: 2 } }))
      .thenRefused('mandate.changed-since-preview', { mandate: [], cases: since });
  });
  it('what was planned for a later day is not accepted over', () => {
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
