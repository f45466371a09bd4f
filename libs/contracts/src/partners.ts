import { Type } from 'typebox';
import { AGENCY_KINDS, JOINT_WORK } from './code-lists.js';
import { publicEventType, TOPICS } from './public-event.js';
import { agencyCode } from './parts.js';

const topic = TOPICS.partners;
const subject = 'agency';
const facts = {
  agency: agencyCode,
  name: Type.String({ minLength: 1, maxLength: 200 }),
  kind: Type.Enum([...AGENCY_KINDS]),
  kbo: Type.Optional(Type.String({ pattern: '^[0-9]{10}$' })),
  ovo: Type.Optional(Type.String({ pattern: '^OVO[0-9]{6}$' })),
  policeZone: Type.Optional(Type.String({ pattern: '^[0-9]{4}$' })),
};

export const agencyEnrolled = publicEventType('be.regie.agency.enrolled.v1', {
  topic,
  subject,
  summary: 'An agency takes part in the hub.',
  data: facts,
  sample: { agency: 'ocmw-gent', name: 'OCMW Gent', kind: 'ocmw', kbo: '0212214125' },
});

export const agencyChanged = publicEventType('be.regie.agency.changed.v1', {
  topic,
  subject,
  summary: 'The facts about an agency changed; these are the new ones, whole.',
  data: facts,
  sample: { agency: 'ocmw-gent', name: 'OCMW Gent', kind: 'ocmw', kbo: '0212214125', ovo: 'OVO002949' },
});

export const agencySuspended = publicEventType('be.regie.agency.suspended.v1', {
  topic,
  subject,
  summary: 'The agency takes no part until it is resumed.',
  data: { agency: agencyCode },
  sample: { agency: 'ocmw-gent' },
});

export const agencyResumed = publicEventType('be.regie.agency.resumed.v1', {
  topic,
  subject,
  summary: 'A suspended agency takes part again.',
  data: { agency: agencyCode },
  sample: { agency: 'ocmw-gent' },
});

export const agencyEnded = publicEventType('be.regie.agency.ended.v1', {
  topic,
  subject,
  summary: 'The agency takes no part any more.',
  data: { agency: agencyCode },
  sample: { agency: 'ocmw-gent' },
});

export const cooperationPolicySet = publicEventType('be.regie.agency.cooperation-policy-set.v1', {
  topic,
  subject,
  summary: 'Which joint work the agency lets its staff join; these, and no other.',
  data: { agency: agencyCode, allows: Type.Array(Type.Enum([...JOINT_WORK])) },
  sample: { agency: 'ocmw-gent', allows: ['joint-case', 'neighbourhood-team'] },
});
