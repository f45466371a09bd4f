import { type Static, Type } from 'typebox';
import { THEMES } from '#contracts';
import { dateTime, enumOf, list, next, nullable, version } from '#http';
import { DELIVERY_STATES } from '../../delivery/delivery-log.js';
import { EventType } from '../../feed/api/feed.responses.js';
import { END_CAUSES, SUBSCRIPTION_STATUSES, SUSPENSION_CAUSES } from '../domain/subscription-history.js';
import { CONTENTS, MODES } from './subscriptions.dto.js';

/** Responses about subscriptions and their deliveries. */

const subscriptionId = Type.String({ description: 'the id of the subscription' });
const howToConfirm = Type.String({ description: 'what the endpoint has to answer to be asked no more' });
const KEY = '`whpk_` and 32 bytes in base64: the key that the signatures `v1a` are checked with';

const DeliveryAccount = Type.Object(
  {
    sent: Type.Integer({ description: 'events taken up for delivery' }),
    delivered: Type.Integer({ description: 'arrived' }),
    dead: Type.Integer({
      description: 'given up: skipped, no longer to be seen, or left when the subscription ended',
    }),
    pending: Type.Integer({ description: 'not decided yet' }),
    behind: Type.Integer({ description: 'entries of the feed that have not been looked at yet' }),
  },
  { title: 'DeliveryAccount', description: 'At every moment sent = delivered + dead + pending.' },
);
const subscription = {
  subscriptionId,
  version,
  agency: Type.String({ description: 'the code of your agency' }),
  url: Type.String({ description: 'where events are posted' }),
  types: list(EventType, { description: 'only these; none: all' }),
  neighbourhoods: list(Type.String(), { description: 'only these; none: all' }),
  themes: list(enumOf<string>(THEMES), { description: 'only these; none: all' }),
  mode: enumOf(MODES),
  content: enumOf(CONTENTS),
  status: enumOf(SUBSCRIPTION_STATUSES),
  cause: nullable(enumOf([...SUSPENSION_CAUSES, ...END_CAUSES], { description: 'why it is suspended or has ended' })),
  rate: nullable(Type.Integer({ description: 'requests a minute that the endpoint allows' })),
  createdAt: dateTime(),
  changedAt: dateTime(),
  deliveries: DeliveryAccount,
  cursor: nullable(
    Type.String({
      description: 'the place in your feed after the last event that was decided; null: it has not begun',
    }),
  ),
  failures: Type.Integer({ description: 'tries of the next message that failed' }),
  problem: nullable(Type.String({ description: 'why the last try failed' })),
  nextTryAt: nullable(dateTime()),
};
const ListedSubscription = Type.Object(
  { ...subscription, howToConfirm: Type.Optional(howToConfirm) },
  { title: 'ListedSubscription' },
);
export type ListedSubscription = Static<typeof ListedSubscription>;

export const SubscriptionResponse = Type.Object(
  {
    ...subscription,
    contact: nullable(Type.String({ description: 'who is written to when the hub stops trying' })),
    publicKeys: list(Type.String({ description: KEY }), {
      description: 'of the signatures `v1a`, the newest first',
    }),
    howToConfirm: Type.Optional(howToConfirm),
  },
  { title: 'Subscription' },
);
export const SubscriptionsPageResponse = Type.Object(
  { subscriptions: list(ListedSubscription), next },
  { title: 'SubscriptionsPage' },
);

const Delivery = Type.Object(
  {
    number: Type.Integer({ description: 'the highest is the newest' }),
    eventId: Type.String({ description: 'the `id` of the event' }),
    type: EventType,
    state: enumOf(DELIVERY_STATES),
    reason: nullable(Type.String({ description: 'why it is dead' })),
    tries: Type.Integer(),
    takenAt: dateTime({ description: 'when it was taken up' }),
    firstTryAt: nullable(dateTime()),
    lastTryAt: nullable(dateTime()),
    tookMs: nullable(Type.Integer({ description: 'milliseconds of the last try' })),
    status: nullable(Type.Integer({ description: 'the HTTP status that the last try was answered with' })),
    answer: nullable(Type.String({ description: 'the beginning of that answer, or why there was none' })),
  },
  { title: 'Delivery' },
);
export const DeliveriesPageResponse = Type.Object(
  {
    deliveries: list(Delivery),
    next: nullable(
      Type.Integer({ description: 'send it back as `before` for the next page; null: this is the last one' }),
    ),
  },
  { title: 'DeliveriesPage' },
);

const keys = {
  secret: nullable(
    Type.String({
      description:
        '`whsec_` and 32 bytes in base64: the key of the signatures `v1`, shown once; null in the answer to a repeat',
    }),
  ),
  publicKey: nullable(
    Type.String({ description: `${KEY}; null in a repeat that comes after the end of the subscription` }),
  ),
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
    overlapUntil: dateTime({ description: 'until then deliveries are signed with the keys before as well' }),
  },
  { title: 'RotateOutcome' },
);
export const SubscriptionOutcome = Type.Object(
  { subscriptionId, outcome: enumOf(['changed', 'ended', 'paused', 'resumed', 'replayed', 'skipped']) },
  { title: 'SubscriptionOutcome' },
);
