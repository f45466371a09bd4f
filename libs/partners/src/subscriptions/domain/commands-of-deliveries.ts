import type { EndCause, SuspensionCause } from '#contracts';
import { type Command, unreachable } from '#kernel';
import type { About, Subscription, SubscriptionEvent } from './subscription-history.js';

/**
 * Commands that the delivery worker dispatches, without a request of an actor. They are never rejected: an obsolete
 * command records nothing.
 */

export type ConfirmSubscription = Command<'ConfirmSubscription', About<{ url: string; rate?: number }>>;
export type SuspendSubscription = Command<'SuspendSubscription', About<{ cause: SuspensionCause }>>;
export type CloseSubscription = Command<'CloseSubscription', About<{ cause: EndCause }>>;
export type FollowUpCommand = ConfirmSubscription | SuspendSubscription | CloseSubscription;

export const isFollowUp = (command: Command): command is FollowUpCommand =>
  ['ConfirmSubscription', 'SuspendSubscription', 'CloseSubscription'].includes(command.type);

export const followUp = (command: FollowUpCommand, subscription: Subscription | undefined): SubscriptionEvent[] => {
  if (!subscription || subscription.status === 'ended') return [];
  switch (command.type) {
    case 'ConfirmSubscription':
      return confirm(command, subscription);
    case 'SuspendSubscription':
      return suspend(command, subscription);
    case 'CloseSubscription':
      return close(command, subscription);
    default:
      return unreachable(command);
  }
};

/** Confirms the current address only: the response may be about an earlier address. */
const confirm = (
  { data: { subscriptionId, url, rate } }: ConfirmSubscription,
  { agency, terms, confirmed }: Subscription,
): SubscriptionEvent[] =>
  confirmed || url !== terms.url
    ? []
    : [{ type: 'SubscriptionConfirmed', data: { subscriptionId, agency, url, ...(rate !== undefined && { rate }) } }];

const suspend = (
  { data: { subscriptionId, cause, version } }: SuspendSubscription,
  subscription: Subscription,
): SubscriptionEvent[] => {
  // The cause may be obsolete: the agency has resumed the subscription or changed its address.
  if (!['active', 'unconfirmed'].includes(subscription.status) || version !== subscription.version) return [];
  return [{ type: 'SubscriptionSuspended', data: { subscriptionId, agency: subscription.agency, cause } }];
};

const close = (
  { data: { subscriptionId, cause } }: CloseSubscription,
  { agency }: Subscription,
): SubscriptionEvent[] => [{ type: 'SubscriptionEnded', data: { subscriptionId, agency, cause } }];
