import { Type } from 'typebox';
import { publicEventType, TOPICS } from './public-event.js';
import { agencyCode, localDate, neighbourhoodCode, opaqueId, theme } from './shared-schemas.js';

const topic = TOPICS.cases;
const subject = 'caseId';
const caseId = opaqueId;
const sample = { caseId: '0198c0de-0000-7000-8000-000000000002' };
const registerRevision = Type.Integer({
  minimum: 0,
  description: 'Number of the last fact of the register of mandates that the opening is based on, from 0.',
});
const commitment = { ...sample, commitmentId: 'c-1', owner: 'woningent' };

export const caseOpened = publicEventType('be.regie.case.opened.v1', {
  topic,
  subject,
  summary:
    'A joint case was opened under the mandate in force for its slot. Its coordination lasts until `until`, when an end is known.',
  data: {
    caseId,
    neighbourhood: neighbourhoodCode,
    theme,
    openedBy: agencyCode,
    mandateId: opaqueId,
    holder: agencyCode,
    until: Type.Optional(localDate),
    registerRevision: Type.Optional(registerRevision),
  },
  sample: {
    ...sample,
    neighbourhood: '4',
    theme: 'leefbaarheid',
    openedBy: 'stad-gent',
    mandateId: '0198c0de-0000-7000-8000-000000000001',
    holder: 'stad-gent',
  },
});

export const participantInvited = publicEventType('be.regie.case.participant-invited.v1', {
  topic,
  subject,
  summary:
    'An agency was invited. `past`: the part of the time before acceptance that it will see; nothing when left out.',
  data: { caseId, agency: agencyCode, invitedBy: agencyCode, past: Type.Optional(Type.Enum(['summary', 'all'])) },
  sample: { ...sample, agency: 'ocmw-gent', invitedBy: 'stad-gent', past: 'summary' },
});

export const participantAccepted = publicEventType('be.regie.case.participant-accepted.v1', {
  topic,
  subject,
  summary: 'An agency accepted its invitation, and takes part from now on.',
  data: { caseId, agency: agencyCode },
  sample: { ...sample, agency: 'ocmw-gent' },
});

export const participantDeclined = publicEventType('be.regie.case.participant-declined.v1', {
  topic,
  subject,
  summary: 'An agency declined the invitation.',
  data: { caseId, agency: agencyCode },
  sample: { ...sample, agency: 'ocmw-gent' },
});

export const participantWithdrawn = publicEventType('be.regie.case.participant-withdrawn.v1', {
  topic,
  subject,
  summary: 'An agency left the case, or its invitation was taken back.',
  data: { caseId, agency: agencyCode },
  sample: { ...sample, agency: 'ocmw-gent' },
});

export const commitmentProposed = publicEventType('be.regie.case.commitment-proposed.v1', {
  topic,
  subject,
  summary: 'A commitment was proposed: an agency is asked, or offers, to do something by a date.',
  data: { caseId, commitmentId: opaqueId, owner: agencyCode, proposedBy: agencyCode, dueOn: localDate },
  sample: { ...commitment, proposedBy: 'stad-gent', dueOn: '2026-06-01' },
});

export const commitmentAccepted = publicEventType('be.regie.case.commitment-accepted.v1', {
  topic,
  subject,
  summary: 'The owner accepted the commitment.',
  data: { caseId, commitmentId: opaqueId, owner: agencyCode },
  sample: commitment,
});

export const commitmentDeclined = publicEventType('be.regie.case.commitment-declined.v1', {
  topic,
  subject,
  summary: 'The owner declined the commitment.',
  data: { caseId, commitmentId: opaqueId, owner: agencyCode },
  sample: commitment,
});

export const commitmentDone = publicEventType('be.regie.case.commitment-done.v1', {
  topic,
  subject,
  summary: 'The owner marked the commitment as done.',
  data: { caseId, commitmentId: opaqueId, owner: agencyCode },
  sample: commitment,
});

export const commitmentOverdue = publicEventType('be.regie.case.commitment-overdue.v1', {
  topic,
  subject,
  summary: 'The due date of an accepted commitment passed.',
  data: { caseId, commitmentId: opaqueId, owner: agencyCode, dueOn: localDate },
  sample: { ...commitment, dueOn: '2026-06-01' },
});

export const coordinationTakenOver = publicEventType('be.regie.case.coordination-taken-over.v1', {
  topic,
  subject,
  summary: 'The case runs under this mandate and holder from `from` on.',
  data: { caseId, mandateId: opaqueId, holder: agencyCode, from: localDate, until: Type.Optional(localDate) },
  sample: {
    ...sample,
    mandateId: '0198c0de-0000-7000-8000-000000000001',
    holder: 'ocmw-gent',
    from: '2026-09-01',
    until: '2028-02-01',
  },
});

export const coordinationLost = publicEventType('be.regie.case.coordination-lost.v1', {
  topic,
  subject,
  summary: 'The case is without coordination from `on` on.',
  data: { caseId, mandateId: opaqueId, on: localDate },
  sample: { ...sample, mandateId: '0198c0de-0000-7000-8000-000000000001', on: '2028-02-01' },
});

export const caseClosed = publicEventType('be.regie.case.closed.v1', {
  topic,
  subject,
  summary: 'The case was closed.',
  data: { caseId, outcome: Type.Enum(['solved', 'partly-solved', 'not-solved', 'beyond-local-reach', 'merged']) },
  sample: { ...sample, outcome: 'solved' },
});
