import { PUBLIC_EVENTS } from '#contracts';
import type { StoredEvent } from '#event-store';
import type { RegisterEvent } from '../domain/mandate-events.js';
import { decision, holding, period, terms } from '../testing/mandate-fixtures.js';
import { publishes } from './publishes.js';

/** Text that stays in the register. A public event that contains it has leaked content. */
const SECRET = 'between us';
const mandateId = '0198c0de-0000-7000-8000-000000000001';
const secretive = {
  ...terms,
  executingFunction: SECRET,
  powers: [SECRET],
  means: [SECRET],
  consequences: [SECRET],
  steeringReason: SECRET,
  steeringBasis: SECRET,
};
const schedule = { from: '2026-06-01', holdings: [holding('2026-06-01')] };
const changed = { mandateId, decision, reason: SECRET, schedule };
const transfer = { mandateId, transferId: 't1' };

/** One event of each type. A missing type does not compile. */
const EVENTS: { readonly [Type in RegisterEvent['type']]: Extract<RegisterEvent, { type: Type }>['data'] } = {
  MandateDrafted: { mandateId, draftedBy: 'stad-gent', ...secretive },
  DraftRevised: { mandateId, ...secretive },
  MandateProposed: { mandateId, ...secretive, commissioningCase: 'c1' },
  MandateEndorsed: { mandateId, level: 'political', decision },
  MandateGranted: {
    mandateId,
    slots: terms.slots,
    holder: 'stad-gent',
    period,
    evaluateOn: '2027-01-31',
    evaluations: ['2027-06-01'],
    decision,
    provisional: { decisionDueOn: '2026-05-01' },
  },
  GrantConfirmed: { mandateId, decision },
  DecisionOverdue: { mandateId, dueOn: '2026-05-01' },
  MandateSuspended: {
    ...changed,
    on: '2026-06-01',
    schedule: { from: '2026-06-01', holdings: [{ ...holding('2026-06-01'), suspended: true }] },
  },
  MandateResumed: { ...changed, on: '2026-06-01' },
  MandateEvaluated: {
    mandateId,
    dueOn: null,
    on: '2026-06-01',
    findings: SECRET,
    by: 'stad-gent',
    nextOn: '2027-01-01',
  },
  EvaluationOverdue: { mandateId, dueOn: '2027-01-31' },
  MandateExtended: { ...changed, until: '2029-01-01' },
  ScopeNarrowed: { ...changed, on: '2026-06-01', slots: terms.slots },
  ScopeWidened: { ...changed, on: '2026-06-01', slots: terms.slots },
  TransferProposed: {
    ...transfer,
    from: 'stad-gent',
    to: 'ocmw-gent',
    on: '2026-09-01',
    decision,
    reason: SECRET,
    answerBy: '2026-08-01',
  },
  TransferDeclined: { ...transfer, by: 'ocmw-gent', reason: SECRET },
  TransferWithdrawn: { ...transfer, by: 'stad-gent', reason: SECRET },
  TransferExpired: { ...transfer, answerBy: '2026-08-01' },
  MandateTransferred: {
    ...transfer,
    slots: terms.slots,
    from: 'stad-gent',
    to: 'ocmw-gent',
    on: '2026-09-01',
    period,
    decision,
  },
  MandateEnded: {
    mandateId,
    slots: terms.slots,
    holder: 'stad-gent',
    on: '2026-12-01',
    cause: 'revoked',
    reason: SECRET,
    decision,
  },
  FactCorrected: {
    mandateId,
    fact: 1,
    instead: { executingFunction: SECRET },
    reason: SECRET,
    slots: terms.slots,
    kind: 'hybrid',
    steeringModel: 'commissioning',
    commissioningCase: 'c1',
    schedule,
  },
};
const stored = (type: string, data: object) =>
  ({
    type,
    data,
    id: 'e1',
    stream: 'mandates-44021',
    revision: 3,
    position: '7',
    recordedAt: '2026-03-01T10:00:00.000Z',
    metadata: { commandId: 'x' },
  }) as unknown as StoredEvent<RegisterEvent>;

describe.each(Object.entries(EVENTS).filter(([type]) => !type.includes('Draft')))('%s', (type, data) => {
  const event = publishes(stored(type, data))!;
  it('is published as its schema says', () =>
    expect(PUBLIC_EVENTS.get(event.type)!.problems(JSON.parse(JSON.stringify(event.data)))).toEqual([]));
  it('names the mandate, its city and its revision', () =>
    expect(event).toMatchObject({
      id: 'e1',
      subject: mandateId,
      partitionkey: 'mandates-44021',
      sequence: '3',
      source: 'urn:be:nis:44021:regie:mandates',
      data: { city: '44021', mandateId },
    }));
  it('publishes no content', () => expect(JSON.stringify(event)).not.toContain(SECRET));
});

it.each(['MandateDrafted', 'DraftRevised'] as const)('%s is not published', (type) =>
  expect(publishes(stored(type, EVENTS[type]))).toBeUndefined(),
);
