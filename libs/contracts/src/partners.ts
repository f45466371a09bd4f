import { Type } from 'typebox';
import { AGENCY_KINDS, END_CAUSES, JOINT_WORK, SUSPENSION_CAUSES } from './code-lists.js';
import { publicEventType, TOPICS } from './public-event.js';
import { agencyCode, opaqueId } from './shared-schemas.js';

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
  summary: 'An agency was enrolled, and takes part in the hub.',
  data: facts,
  sample: { agency: 'ocmw-gent', name: 'OCMW Gent', kind: 'ocmw', kbo: '0212214125' },
});

export const agencyChanged = publicEventType('be.regie.agency.changed.v1', {
  topic,
  subject,
  summary: 'The facts about an agency changed. The event has the complete new facts.',
  data: facts,
  sample: { agency: 'ocmw-gent', name: 'OCMW Gent', kind: 'ocmw', kbo: '0212214125', ovo: 'OVO002949' },
});

export const agencySuspended = publicEventType('be.regie.agency.suspended.v1', {
  topic,
  subject,
  summary: 'The agency was suspended, and takes no part until it is resumed.',
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
  summary: 'The agency ended, and takes no part any more.',
  data: { agency: agencyCode },
  sample: { agency: 'ocmw-gent' },
});

export const cooperationPolicySet = publicEventType('be.regie.agency.cooperation-policy-set.v1', {
  topic,
  subject,
  summary: 'The agency set its cooperation policy: the complete list of joint work that its staff may join.',
  data: { agency: agencyCode, allows: Type.Array(Type.Enum([...JOINT_WORK])) },
  sample: { agency: 'ocmw-gent', allows: ['joint-case', 'neighbourhood-team'] },
});

/** The data of events about a subscription. The address and the keys of the subscription stay private to its agency. */
const subscription = { subscriptionId: opaqueId, agency: agencyCode };
const sampleSubscription = { subscriptionId: '0198c0de-0000-7000-8000-000000000020', agency: 'ocmw-gent' };

export const subscriptionCreated = publicEventType('be.regie.subscription.created.v1', {
  topic,
  subject: 'subscriptionId',
  summary: 'The agency subscribed. Nothing is delivered before its endpoint gives consent.',
  data: subscription,
  sample: sampleSubscription,
});

export const subscriptionChanged = publicEventType('be.regie.subscription.changed.v1', {
  topic,
  subject: 'subscriptionId',
  summary:
    'The settings of the subscription changed. `confirmationNeeded`: the address is new, and has to give its consent first.',
  data: { ...subscription, confirmationNeeded: Type.Boolean() },
  sample: { ...sampleSubscription, confirmationNeeded: true },
});

export const subscriptionConfirmed = publicEventType('be.regie.subscription.confirmed.v1', {
  topic,
  subject: 'subscriptionId',
  summary: 'The endpoint gave its consent to deliveries.',
  data: subscription,
  sample: sampleSubscription,
});

export const subscriptionPaused = publicEventType('be.regie.subscription.paused.v1', {
  topic,
  subject: 'subscriptionId',
  summary: 'The agency paused the subscription; its position in the feed is kept.',
  data: subscription,
  sample: sampleSubscription,
});

export const subscriptionSuspended = publicEventType('be.regie.subscription.suspended.v1', {
  topic,
  subject: 'subscriptionId',
  summary:
    'The hub stopped trying. The position in the feed is kept until the agency resumes the subscription or replays from an earlier position.',
  data: { ...subscription, cause: Type.Enum([...SUSPENSION_CAUSES]) },
  sample: { ...sampleSubscription, cause: 'last-try-failed' },
});

export const subscriptionResumed = publicEventType('be.regie.subscription.resumed.v1', {
  topic,
  subject: 'subscriptionId',
  summary: 'The agency resumed the subscription; pending deliveries are tried at once.',
  data: subscription,
  sample: sampleSubscription,
});

export const subscriptionReplayed = publicEventType('be.regie.subscription.replayed.v1', {
  topic,
  subject: 'subscriptionId',
  summary: 'The agency replays its feed from an earlier position on.',
  data: subscription,
  sample: sampleSubscription,
});

export const subscriptionEventSkipped = publicEventType('be.regie.subscription.event-skipped.v1', {
  topic,
  subject: 'subscriptionId',
  summary: 'The agency skipped one event: it is not delivered to this subscription.',
  data: { ...subscription, eventId: opaqueId },
  sample: { ...sampleSubscription, eventId: '0198c0de-0000-7000-8000-0000000000ff' },
});

export const subscriptionSecretRotated = publicEventType('be.regie.subscription.secret-rotated.v1', {
  topic,
  subject: 'subscriptionId',
  summary: 'Deliveries are signed with new keys, and with the former ones as well until `overlapUntil`.',
  data: { ...subscription, overlapUntil: Type.String({ format: 'date-time' }) },
  sample: { ...sampleSubscription, overlapUntil: '2026-03-02T10:00:00.000Z' },
});

export const subscriptionEnded = publicEventType('be.regie.subscription.ended.v1', {
  topic,
  subject: 'subscriptionId',
  summary:
    'The subscription ended: by its agency, by an endpoint that answered 410 (gone), or because the agency takes no part any more.',
  data: { ...subscription, cause: Type.Enum([...END_CAUSES]) },
  sample: { ...sampleSubscription, cause: 'gone' },
});
