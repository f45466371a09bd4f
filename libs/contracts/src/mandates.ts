import { Type } from 'typebox';
import { publicEventType, TOPICS } from './public-event.js';
import { agencyCode, decision, localDate, opaqueId, period, schedule, slots } from './shared-schemas.js';

const topic = TOPICS.mandates;
const subject = 'mandateId';
const mandateId = opaqueId;
const sampleDecision = { body: 'college', reference: '2026_CBS_00123', date: '2026-01-15' };
const kind = Type.Enum(['internal', 'hybrid', 'external', 'statutory']);
const steeringModel = Type.Enum(['communication', 'coordination', 'commissioning']);
const commissioningCase = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 100,
    description: 'Id of the only case in which the holder may assign bindingly.',
  }),
);
const sample = {
  mandateId: '0198c0de-0000-7000-8000-000000000001',
  slots: [{ neighbourhood: '4', theme: 'leefbaarheid' as const }],
};

export const mandateProposed = publicEventType('be.regie.mandate.proposed.v1', {
  topic,
  subject,
  summary: 'A mandate was proposed; nobody holds it yet.',
  data: {
    mandateId,
    slots,
    kind,
    steeringModel,
    commissioningCase,
    holder: agencyCode,
  },
  sample: { ...sample, kind: 'hybrid', steeringModel: 'coordination', holder: 'stad-gent' },
});

export const mandateEndorsed = publicEventType('be.regie.mandate.endorsed.v1', {
  topic,
  subject,
  summary: 'A proposed mandate was endorsed politically or administratively.',
  data: { mandateId, level: Type.Enum(['political', 'administrative']), decision },
  sample: { mandateId: sample.mandateId, level: 'political', decision: sampleDecision },
});

export const mandateGranted = publicEventType('be.regie.mandate.granted.v1', {
  topic,
  subject,
  summary:
    'The holder has the mandate for these slots over this period; provisionally, when the decision of the bodies is still due.',
  data: {
    mandateId,
    slots,
    holder: agencyCode,
    period,
    evaluateOn: localDate,
    decision,
    evaluations: Type.Optional(Type.Array(localDate, { description: 'Further days of evaluation.' })),
    provisional: Type.Optional(Type.Object({ decisionDueOn: localDate }, { additionalProperties: false })),
  },
  sample: {
    ...sample,
    holder: 'stad-gent',
    period: { from: '2026-02-01', until: '2028-02-01' },
    evaluateOn: '2027-02-01',
    decision: sampleDecision,
  },
});

export const mandateTransferProposed = publicEventType('be.regie.mandate.transfer-proposed.v1', {
  topic,
  subject,
  summary: 'A transfer was proposed, and waits for the answer of the receiver. The holder stays until then.',
  data: { mandateId, transferId: opaqueId, from: agencyCode, to: agencyCode, on: localDate },
  sample: { mandateId: sample.mandateId, transferId: 't-1', from: 'stad-gent', to: 'ocmw-gent', on: '2026-09-01' },
});

export const mandateTransferDeclined = publicEventType('be.regie.mandate.transfer-declined.v1', {
  topic,
  subject,
  summary: 'The receiver declined the transfer; the holder stays.',
  data: { mandateId, transferId: opaqueId, by: agencyCode },
  sample: { mandateId: sample.mandateId, transferId: 't-1', by: 'ocmw-gent' },
});

export const mandateTransferWithdrawn = publicEventType('be.regie.mandate.transfer-withdrawn.v1', {
  topic,
  subject,
  summary: 'A proposed transfer was taken back; the holder stays.',
  data: { mandateId, transferId: opaqueId, by: agencyCode },
  sample: { mandateId: sample.mandateId, transferId: 't-1', by: 'stad-gent' },
});

export const mandateTransferExpired = publicEventType('be.regie.mandate.transfer-expired.v1', {
  topic,
  subject,
  summary: 'The receiver did not answer in time; the holder stays.',
  data: { mandateId, transferId: opaqueId, answerBy: localDate },
  sample: { mandateId: sample.mandateId, transferId: 't-1', answerBy: '2026-08-15' },
});

export const mandateTransferred = publicEventType('be.regie.mandate.transferred.v1', {
  topic,
  subject,
  summary: 'The receiver accepted: `from` holds until the day before `on`, `to` from `on` until the end of the period.',
  data: { mandateId, slots, from: agencyCode, to: agencyCode, on: localDate, period, decision },
  sample: {
    ...sample,
    from: 'stad-gent',
    to: 'ocmw-gent',
    on: '2026-09-01',
    period: { from: '2026-02-01', until: '2028-02-01' },
    decision: { ...sampleDecision, reference: '2026_CBS_00456' },
  },
});

export const mandateEnded = publicEventType('be.regie.mandate.ended.v1', {
  topic,
  subject,
  summary: 'Nobody holds the mandate from `on`: it ended by decision, was revoked, or its period was over.',
  data: { mandateId, slots, holder: agencyCode, on: localDate, cause: Type.Enum(['ended', 'expired', 'revoked']) },
  sample: { ...sample, holder: 'ocmw-gent', on: '2028-02-01', cause: 'expired' },
});

const decisionSample = { body: 'college', reference: '2026_CBS_00789', date: '2026-05-20' };
const scheduleSample = (from: string, until: string, over: { suspended?: true } = {}) => ({
  from,
  holdings: [{ holder: 'stad-gent', slots: sample.slots, period: { from, until }, ...over }],
});

export const mandateGrantConfirmed = publicEventType('be.regie.mandate.grant-confirmed.v1', {
  topic,
  subject,
  summary: 'The decision that confirms a provisional grant was taken.',
  data: { mandateId, decision },
  sample: { mandateId: sample.mandateId, decision: decisionSample },
});

export const mandateDecisionOverdue = publicEventType('be.regie.mandate.decision-overdue.v1', {
  topic,
  subject,
  summary: 'The due date of the decision about a provisional grant passed.',
  data: { mandateId, dueOn: localDate },
  sample: { mandateId: sample.mandateId, dueOn: '2026-05-01' },
});

export const mandateSuspended = publicEventType('be.regie.mandate.suspended.v1', {
  topic,
  subject,
  summary: 'Nobody holds the mandate from `on`, until it is resumed; its slots stay taken.',
  data: { mandateId, slots, on: localDate, decision, schedule },
  sample: {
    ...sample,
    on: '2026-06-01',
    decision: decisionSample,
    schedule: scheduleSample('2026-06-01', '2028-02-01', { suspended: true }),
  },
});

export const mandateResumed = publicEventType('be.regie.mandate.resumed.v1', {
  topic,
  subject,
  summary: 'The holder has the suspended mandate again from `on`.',
  data: { mandateId, slots, on: localDate, decision, schedule },
  sample: {
    ...sample,
    on: '2026-09-01',
    decision: decisionSample,
    schedule: scheduleSample('2026-09-01', '2028-02-01'),
  },
});

export const mandateEvaluated = publicEventType('be.regie.mandate.evaluated.v1', {
  topic,
  subject,
  summary: 'The mandate was evaluated. `dueOn` is the due date of that evaluation, when it had one.',
  data: { mandateId, on: localDate, by: agencyCode, dueOn: Type.Optional(localDate), nextOn: Type.Optional(localDate) },
  sample: { mandateId: sample.mandateId, on: '2027-01-20', by: 'stad-gent', dueOn: '2027-02-01', nextOn: '2027-08-01' },
});

export const mandateEvaluationOverdue = publicEventType('be.regie.mandate.evaluation-overdue.v1', {
  topic,
  subject,
  summary: 'The due date of an evaluation passed.',
  data: { mandateId, dueOn: localDate },
  sample: { mandateId: sample.mandateId, dueOn: '2027-02-01' },
});

export const mandateExtended = publicEventType('be.regie.mandate.extended.v1', {
  topic,
  subject,
  summary: 'The period of the mandate was extended until `until`.',
  data: { mandateId, slots, until: localDate, decision, schedule },
  sample: {
    ...sample,
    until: '2029-02-01',
    decision: decisionSample,
    schedule: scheduleSample('2026-02-01', '2029-02-01'),
  },
});

export const mandateNarrowed = publicEventType('be.regie.mandate.narrowed.v1', {
  topic,
  subject,
  summary: 'The mandate no longer covers these slots from `on`.',
  data: { mandateId, slots, on: localDate, decision, schedule },
  sample: {
    ...sample,
    slots: [{ neighbourhood: '7', theme: 'leefbaarheid' }],
    on: '2026-06-01',
    decision: decisionSample,
    schedule: scheduleSample('2026-06-01', '2028-02-01'),
  },
});

export const mandateWidened = publicEventType('be.regie.mandate.widened.v1', {
  topic,
  subject,
  summary: 'The mandate covers these slots as well from `on`.',
  data: { mandateId, slots, on: localDate, decision, schedule },
  sample: {
    ...sample,
    on: '2026-06-01',
    decision: decisionSample,
    schedule: scheduleSample('2026-06-01', '2028-02-01'),
  },
});

export const mandateCorrected = publicEventType('be.regie.mandate.corrected.v1', {
  topic,
  subject,
  summary:
    'A fact about the mandate was corrected. The event has the current state of the register, also of the past. `slots`: all slots that the correction touches.',
  data: { mandateId, slots, fact: Type.Integer({ minimum: 1 }), kind, steeringModel, commissioningCase, schedule },
  sample: {
    ...sample,
    fact: 4,
    kind: 'hybrid',
    steeringModel: 'coordination',
    schedule: scheduleSample('2026-03-01', '2028-02-01'),
  },
});
