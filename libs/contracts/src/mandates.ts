import { Type } from 'typebox';
import { publicEventType, TOPICS } from './public-event.js';
import { agencyCode, decision, freeId, localDate, period, slots } from './parts.js';

const topic = TOPICS.mandates;
const subject = 'mandateId';
const mandateId = freeId;
const sampleDecision = { body: 'college', reference: '2026_CBS_00123', date: '2026-01-15' };
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
    kind: Type.Enum(['internal', 'hybrid', 'external']),
    steeringModel: Type.Enum(['communication', 'coordination', 'commissioning']),
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
  summary: 'The holder has the mandate for these slots over this period.',
  data: { mandateId, slots, holder: agencyCode, period, evaluateOn: localDate, decision },
  sample: { ...sample, holder: 'stad-gent', period: { from: '2026-02-01', until: '2028-02-01' }, evaluateOn: '2027-02-01', decision: sampleDecision },
});

export const mandateTransferProposed = publicEventType('be.regie.mandate.transfer-proposed.v1', {
  topic,
  subject,
  summary: 'A transfer waits for the answer of the receiver; the holder stays until then.',
  data: { mandateId, transferId: freeId, from: agencyCode, to: agencyCode, on: localDate },
  sample: { mandateId: sample.mandateId, transferId: 't-1', from: 'stad-gent', to: 'ocmw-gent', on: '2026-09-01' },
});

export const mandateTransferDeclined = publicEventType('be.regie.mandate.transfer-declined.v1', {
  topic,
  subject,
  summary: 'The receiver declined; the holder stays.',
  data: { mandateId, transferId: freeId, by: agencyCode },
  sample: { mandateId: sample.mandateId, transferId: 't-1', by: 'ocmw-gent' },
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
  summary: 'Nobody holds the mandate from `on`; by decision, or because its period was over.',
  data: { mandateId, slots, holder: agencyCode, on: localDate, cause: Type.Enum(['ended', 'expired']) },
  sample: { ...sample, holder: 'ocmw-gent', on: '2028-02-01', cause: 'expired' },
});
