import { PUBLIC_EVENTS } from '#contracts';
import type { StoredEvent } from '#event-store';
import type { RegisterEvent } from '../agencies/domain/agency-register.js';
import type { SubscriptionEvent } from '../subscriptions/domain/subscription-history.js';
import { publishes } from './publishes.js';

type Event = RegisterEvent | SubscriptionEvent;

/** Private text. No public event may contain it. */
const SECRET = 'between us';
const agency = 'ocmw-gent';
const facts = { agency, name: 'OCMW Gent', kind: 'ocmw', kbo: '0212214125', ovo: 'OVO002949' };
const subscription = { subscriptionId: 's1', agency };
const terms = {
  url: `https://partner.example.be/${SECRET}`,
  types: [SECRET],
  neighbourhoods: [SECRET],
  themes: [SECRET],
  mode: 'thin',
  content: 'structured',
} as const;

/** One event of each type; a missing type does not compile. */
const EVENTS: { readonly [Type in Event['type']]: Extract<Event, { type: Type }>['data'] } = {
  AgencyEnrolled: facts,
  AgencyChanged: { agency, name: 'Politiezone Gent', kind: 'police', policeZone: '5415' },
  AgencySuspended: { agency, reason: SECRET },
  AgencyResumed: { agency },
  AgencyEnded: { agency, reason: SECRET },
  CooperationPolicySet: { agency, allows: ['joint-case'] },
  SubscriptionCreated: { ...subscription, ...terms, after: SECRET },
  SubscriptionChanged: { ...subscription, ...terms, moved: true },
  SubscriptionConfirmed: { ...subscription, url: terms.url, rate: 60 },
  SubscriptionPaused: subscription,
  SubscriptionSuspended: { ...subscription, cause: 'last-try-failed' },
  SubscriptionResumed: subscription,
  SubscriptionReplayed: { ...subscription, after: SECRET },
  EventSkipped: { ...subscription, eventId: 'e0', reason: SECRET },
  SecretRotated: { ...subscription, rotation: 1, overlapUntil: '2026-03-02T10:00:00.000Z' },
  SubscriptionEnded: { ...subscription, cause: 'gone' },
};

describe.each(Object.entries(EVENTS))('the public event of %s', (type, data) => {
  const ofSubscription = 'subscriptionId' in data;
  const stream = ofSubscription ? 'subscription-44021-s1' : 'agencies-44021';
  const event = publishes({
    type,
    data,
    id: 'e1',
    stream,
    revision: 3,
    position: '7',
    recordedAt: '2026-03-01T10:00:00.000Z',
    metadata: { commandId: 'x', by: { city: '44021', agency: 'stad-gent', role: 'manager', subject: SECRET } },
  } as unknown as StoredEvent<Event>);

  it('matches its public schema', () => expect(PUBLIC_EVENTS.get(event.type)!.problems(event.data)).toEqual([]));
  it('names its subject, its agency, its city and its number in the stream', () =>
    expect(event).toMatchObject({
      id: 'e1',
      subject: ofSubscription ? 's1' : agency,
      partitionkey: stream,
      sequence: '3',
      source: 'urn:be:nis:44021:regie:partners',
      data: { city: '44021', agency },
    }));
  it('contains no reason, no terms and no person', () => expect(JSON.stringify(event)).not.toContain(SECRET));
});
