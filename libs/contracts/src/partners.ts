import { Type } from 'typebox';
import { AGENCY_KINDS, JOINT_WORK } from './code-lists.js';
import { agencyCode, freeId } from './parts.js';
import { publicEventType, TOPICS } from './public-event.js';

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

/** The data of events about a subscription. Its address and keys stay private to its agency. */
const subscription = { subscriptionId: freeId, agency: agencyCode };
const sampleSubscription = { subscriptionId: '0198c0de-0000-7000-8000-000000000020', agency: 'ocmw-gent' };

export const subscriptionCreated = publicEventType('be.regie.subscription.created.v1', {
  topic,
  subject: 'subscriptionId',
  summary: 'The agency subscribed. Nothing is delivered before its endpoint has agreed.',
  data: subscription,
  sample: sampleSubscription,
});

export const subscriptionChanged = publicEventType('be.regie.subscription.changed.v1', {
  topic,
  subject: 'subscriptionId',
  summary:
    'What the subscription asks for changed. `confirmationNeeded`: it delivers elsewhere from now on, and that endpoint has to agree first.',
  data: { ...subscription, confirmationNeeded: Type.Boolean() },
  sample: { ...sampleSubscription, confirmationNeeded: true },
});

export const subscriptionConfirmed = publicEventType('be.regie.subscription.confirmed.v1', {
  topic,
  subject: 'subscriptionId',
  summary: 'The endpoint agreed to deliveries.',
  data: subscription,
  sample: sampleSubscription,
});

export const subscriptionPaused = publicEventType('be.regie.subscription.paused.v1', {
  topic,
  subject: 'subscriptionId',
  summary: 'The agency paused the subscription; its place in the feed is kept.',
  data: subscription,
  sample: sampleSubscription,
});

export const subscriptionSuspended = publicEventType('be.regie.subscription.suspended.v1', {
  topic,
  subject: 'subscriptionId',
  summary:
    'The hub stopped trying; its place in the feed is kept until the agency resumes it, or has it delivered again from an earlier place.',
  data: { ...subscription, cause: Type.Enum(['last-try-failed', 'not-confirmed', 'place-unknown']) },
  sample: { ...sampleSubscription, cause: 'last-try-failed' },
});

export const subscriptionResumed = publicEventType('be.regie.subscription.resumed.v1', {
  topic,
  subject: 'subscriptionId',
  summary: 'The agency resumed the subscription: what waits is tried at once.',
  data: subscription,
  sample: sampleSubscription,
});

export const subscriptionReplayed = publicEventType('be.regie.subscription.replayed.v1', {
  topic,
  subject: 'subscriptionId',
  summary: 'The agency has everything delivered again from an earlier place of its feed on.',
  data: subscription,
  sample: sampleSubscription,
});

export const subscriptionEventSkipped = publicEventType('be.regie.subscription.event-skipped.v1', {
  topic,
  subject: 'subscriptionId',
  summary: 'The agency gave one event up: it is not delivered to this subscription.',
  data: { ...subscription, eventId: freeId },
  sample: { ...sampleSubscription, eventId: '0198c0de-0000-7000-8000-0000000000ff' },
});

export const subscriptionSecretRotated = publicEventType('be.regie.subscription.secret-rotated.v1', {
  topic,
  subject: 'subscriptionId',
  summary: 'Deliveries are signed with new keys; with the ones before as well until `overlapUntil`.',
  data: { ...subscription, overlapUntil: Type.String({ format: 'date-time' }) },
  sample: { ...sampleSubscription, overlapUntil: '2026-03-02T10:00:00.000Z' },
});

export const subscriptionEnded = publicEventType('be.regie.subscription.ended.v1', {
  topic,
  subject: 'subscriptionId',
  summary:
    'The subscription is over: the agency ended it, its endpoint said that it is gone for good (410), or the agency takes no part any more.',
  data: { ...subscription, cause: Type.Enum(['ended', 'gone', 'agency-ended']) },
  sample: { ...sampleSubscription, cause: 'gone' },
});
