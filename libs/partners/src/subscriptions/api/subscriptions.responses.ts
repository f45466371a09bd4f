import { THEMES } from '#contracts';
import { listOf, moment, named, oneOf, orNull, outcome, record, text, version, whole } from '#http';
import { DELIVERY_STATES } from '../../delivery/delivery-log.js';
import { EventType } from '../../feed/api/feed.responses.js';
import { END_CAUSES, SUBSCRIPTION_STATUSES, SUSPENSION_CAUSES } from '../domain/subscription.js';
import { CONTENTS, MODES } from './subscriptions.dto.js';

/** What the routes of subscriptions answer. */

const subscriptionId = text('the id of the subscription');
const howToConfirm = text('what the endpoint has to answer to be asked no more');
const secret = orNull(
  text('`whsec_` and 32 bytes in base64: the key of the signatures `v1`, shown once; null in the answer to a repeat'),
);
const KEY = '`whpk_` and 32 bytes in base64: the key that the signatures `v1a` are checked with';
const publicKey = text(KEY);
const keyOrNull = orNull(text(`${KEY}; null in a repeat that comes after the end of the subscription`));

const Accounting = named(
  'DeliveryAccount',
  record(
    {
      sent: whole('events taken up for delivery'),
      delivered: whole('arrived'),
      dead: whole('given up: skipped, no longer to be seen, or left when the subscription ended'),
      pending: whole('not decided yet'),
      behind: whole('entries of the feed that have not been looked at yet'),
    },
    {},
    'At every moment sent = delivered + dead + pending.',
  ),
);
const subscription = {
  subscriptionId,
  version,
  agency: text('the code of your agency'),
  url: text('where events are posted'),
  types: listOf(EventType, 'only these; none: all'),
  neighbourhoods: listOf(text(), 'only these; none: all'),
  themes: listOf(oneOf(THEMES), 'only these; none: all'),
  mode: oneOf(MODES),
  content: oneOf(CONTENTS),
  status: oneOf(SUBSCRIPTION_STATUSES),
  cause: orNull(oneOf([...SUSPENSION_CAUSES, ...END_CAUSES], 'why it is suspended or has ended')),
  rate: orNull(whole('requests a minute that the endpoint allows')),
  createdAt: moment(),
  changedAt: moment(),
  deliveries: Accounting,
  cursor: orNull(text('the place in your feed after the last event that was decided; null: it has not begun')),
  failures: whole('tries of the next message that failed'),
  problem: orNull(text('why the last try failed')),
  nextTryAt: orNull(moment()),
};

export const SubscriptionAnswer = named(
  'Subscription',
  record(
    {
      ...subscription,
      contact: orNull(text('who is written to when the hub stops trying')),
      publicKeys: listOf(publicKey, 'of the signatures `v1a`, the newest first'),
    },
    { howToConfirm },
  ),
);
export const SubscriptionsPageAnswer = named(
  'SubscriptionsPage',
  record({
    subscriptions: listOf(named('ListedSubscription', record(subscription, { howToConfirm }))),
    next: orNull(text('send it back as `after` for the next page; null: this is the last one')),
  }),
);

const Delivery = named(
  'Delivery',
  record({
    number: whole('the highest is the newest'),
    eventId: text('the `id` of the event'),
    type: EventType,
    state: oneOf(DELIVERY_STATES),
    reason: orNull(text('why it is dead')),
    tries: whole(),
    takenAt: moment('when it was taken up'),
    firstTryAt: orNull(moment()),
    lastTryAt: orNull(moment()),
    tookMs: orNull(whole('milliseconds of the last try')),
    status: orNull(whole('the HTTP status that the last try was answered with')),
    answer: orNull(text('the beginning of that answer, or why there was none')),
  }),
);
export const DeliveriesPageAnswer = named(
  'DeliveriesPage',
  record({
    deliveries: listOf(Delivery),
    next: orNull(whole('send it back as `before` for the next page; null: this is the last one')),
  }),
);

export const SubscribeOutcome = named(
  'SubscribeOutcome',
  record({ subscriptionId, outcome: oneOf(['unconfirmed']), secret, publicKey: keyOrNull, howToConfirm }),
);
export const RotateOutcome = named(
  'RotateOutcome',
  record({
    subscriptionId,
    outcome: oneOf(['rotated']),
    secret,
    publicKey: keyOrNull,
    overlapUntil: moment('until then deliveries are signed with the keys before as well'),
  }),
);
export const SubscriptionOutcome = outcome(
  'SubscriptionOutcome',
  { subscriptionId },
  'changed',
  'ended',
  'paused',
  'resumed',
  'replayed',
  'skipped',
);
