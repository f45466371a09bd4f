import { type Static, Type } from 'typebox';
import { END_CAUSES, SUSPENSION_CAUSES, THEMES } from '#contracts';
import { dateTime, enumOf, list, next, nullable, page, version } from '#http';
import { DELIVERY_STATES } from '../../delivery/delivery-log.js';
import { MOST_NEIGHBOURHOODS, TYPES_IN_FEED } from '../../feed/api/feed.dto.js';
import { EventType } from '../../feed/api/feed.responses.js';
import { SUBSCRIPTION_STATUSES } from '../domain/subscription-history.js';
import { CONTENTS, MODES, SIGNATURES } from './subscriptions.dto.js';

/** Responses about subscriptions and their deliveries. */

const subscriptionId = Type.String({ description: 'Id of the subscription.' });
const howToConfirm = Type.String({
  description: 'Instruction in words: the answer with which the endpoint gives its consent.',
});
const KEY =
  '`whpk_` and 32 bytes in base64: the key that verifies the signatures `v1a` of a subscription with `ed25519`.';

const DeliveryAccount = Type.Object(
  {
    sent: Type.Integer({ description: 'Number of events enqueued for delivery.' }),
    delivered: Type.Integer({ description: 'Number of events that arrived.' }),
    dead: Type.Integer({
      description: 'Number of events given up: skipped, no longer visible, or left when the subscription ended.',
    }),
    pending: Type.Integer({ description: 'Number of events without an outcome yet.' }),
    behind: Type.Integer({ description: 'Number of entries of the feed that are not processed yet.' }),
  },
  { title: 'DeliveryAccount', description: 'Delivery counts; sent = delivered + dead + pending at every moment.' },
);
const subscription = {
  subscriptionId,
  version,
  agency: Type.String({ description: 'Code of your agency.' }),
  url: Type.String({ description: 'Address that events are posted to.' }),
  types: list(EventType, { maxItems: TYPES_IN_FEED.length, description: 'Types of events to deliver; empty: all.' }),
  neighbourhoods: list(Type.String(), {
    maxItems: MOST_NEIGHBOURHOODS,
    description: 'Codes of neighbourhoods to deliver; empty: all.',
  }),
  themes: list(enumOf<string>(THEMES), { maxItems: THEMES.length, description: 'Themes to deliver; empty: all.' }),
  mode: enumOf(MODES),
  content: enumOf(CONTENTS),
  signatures: list(enumOf(SIGNATURES), { maxItems: SIGNATURES.length, description: 'Signatures of each message.' }),
  status: enumOf(SUBSCRIPTION_STATUSES),
  cause: nullable(
    enumOf([...SUSPENSION_CAUSES, ...END_CAUSES], { description: 'Cause of the suspension or end; null without one.' }),
  ),
  rate: nullable(Type.Integer({ description: 'Number of requests a minute that the endpoint allows.' })),
  createdAt: dateTime(),
  changedAt: dateTime(),
  deliveries: DeliveryAccount,
  cursor: nullable(
    Type.String({
      description: 'Cursor after the last event with an outcome; null before the first.',
    }),
  ),
  failures: Type.Integer({ description: 'Number of failed tries of the next message.' }),
  problem: nullable(Type.String({ description: 'Reason that the last try failed.' })),
  nextTryAt: nullable(
    dateTime({
      description:
        'Moment of the next try; null when none follows by itself: nothing waits, or the subscription or your agency is not active.',
    }),
  ),
};
const ListedSubscription = Type.Object(
  { ...subscription, howToConfirm: Type.Optional(howToConfirm) },
  { title: 'ListedSubscription' },
);
export type ListedSubscription = Static<typeof ListedSubscription>;

/** The most public keys that a subscription shows; all but one expire a day after a rotation. */
export const KEYS_SHOWN = 20;

export const SubscriptionResponse = Type.Object(
  {
    ...subscription,
    contact: nullable(Type.String({ description: 'Mail address that is notified when the hub stops trying.' })),
    publicKeys: list(Type.String({ description: KEY }), {
      maxItems: KEYS_SHOWN,
      description: 'Keys that verify the signatures `v1a`, newest first.',
    }),
    howToConfirm: Type.Optional(howToConfirm),
  },
  { title: 'Subscription' },
);
export const SubscriptionsPageResponse = Type.Object(
  { subscriptions: page(ListedSubscription), next },
  { title: 'SubscriptionsPage' },
);

const Delivery = Type.Object(
  {
    number: Type.Integer({ description: 'Number of the delivery; the newest has the highest.' }),
    eventId: Type.String({ description: '`id` of the event.' }),
    type: EventType,
    state: enumOf(DELIVERY_STATES),
    reason: nullable(Type.String({ description: 'Reason that the delivery is dead.' })),
    tries: Type.Integer(),
    takenAt: dateTime({ description: 'Moment at which the event was enqueued.' }),
    firstTryAt: nullable(dateTime()),
    lastTryAt: nullable(dateTime()),
    tookMs: nullable(Type.Integer({ description: 'Duration of the last try, in milliseconds.' })),
    status: nullable(Type.Integer({ description: 'HTTP status of the answer to the last try.' })),
    answer: nullable(Type.String({ description: 'Beginning of that answer, or the reason that there was none.' })),
  },
  { title: 'Delivery' },
);
export const DeliveriesPageResponse = Type.Object(
  {
    deliveries: page(Delivery),
    next: nullable(Type.Integer({ description: 'Send it back as `before` for the next page; null on the last page.' })),
  },
  { title: 'DeliveriesPage' },
);

const keys = {
  secret: nullable(
    Type.String({
      description:
        '`whsec_` and 32 bytes in base64: the key of the signatures `v1`. Shown once; null in the response to a repeat.',
    }),
  ),
  publicKey: nullable(Type.String({ description: `${KEY} Null in a repeat after the end of the subscription.` })),
};
export const SubscribeOutcome = Type.Object(
  { subscriptionId, outcome: enumOf(['unconfirmed']), ...keys, howToConfirm },
  { title: 'SubscribeOutcome' },
);
export const RotateOutcome = Type.Object(
  {
    subscriptionId,
    outcome: enumOf(['rotated']),
    ...keys,
    overlapUntil: dateTime({ description: 'Moment until which deliveries are signed with the former keys as well.' }),
  },
  { title: 'RotateOutcome' },
);
export const SubscriptionOutcome = Type.Object(
  { subscriptionId, outcome: enumOf(['changed', 'ended', 'paused', 'resumed', 'replayed', 'skipped']) },
  { title: 'SubscriptionOutcome' },
);
