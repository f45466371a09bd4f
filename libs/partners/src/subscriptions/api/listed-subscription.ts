import type { DeliveryStatus } from '../../delivery/delivery-status.js';
import { howToConfirm } from '../../delivery/request-consent.js';
import type { SubscriptionRow } from '../queries/subscriptions.js';
import type { ListedSubscription } from './subscriptions.responses.js';

/** Builds the response about a subscription from its row and the status of its deliveries. `origin`: the name of the hub for endpoints. */
export const listedSubscription = (
  { id, version, city: _, startsAfter: __, confirmed: ___, ...subscription }: SubscriptionRow,
  deliveryStatus: DeliveryStatus | undefined,
  origin: string,
): ListedSubscription => {
  const {
    sent = 0,
    delivered = 0,
    dead = 0,
    pending = 0,
    behind = 0,
    failures = 0,
    problem = null,
    nextTryAt = null,
    cursor = null,
  } = deliveryStatus ?? {};
  return {
    subscriptionId: id,
    version,
    ...subscription,
    deliveries: { sent, delivered, dead, pending, behind },
    cursor,
    failures,
    problem,
    nextTryAt,
    ...(subscription.status === 'unconfirmed' && { howToConfirm: howToConfirm(origin) }),
  };
};
