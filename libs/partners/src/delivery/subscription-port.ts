import type { EndCause, SuspensionCause } from '#contracts';
import type { CursorChange } from './cursor-changes.js';
import type { DeliveryCursor } from './delivery-cursor.js';

/**
 * Decision about a subscription that follows from its deliveries. `version`: the last version of the subscription that its delivery cursor has
 * applied.
 */
export type FollowUp =
  | Readonly<{ type: 'ConfirmSubscription'; data: Readonly<{ subscriptionId: string; url: string; rate?: number }> }>
  | Readonly<{
      type: 'SuspendSubscription';
      data: Readonly<{ subscriptionId: string; cause: SuspensionCause; version: number }>;
    }>
  | Readonly<{
      type: 'CloseSubscription';
      data: Readonly<{ subscriptionId: string; cause: Exclude<EndCause, 'ended'> }>;
    }>;

/** Access of the deliveries to subscriptions. The folder `subscriptions` implements it, so that imports go one way. */
export abstract class SubscriptionPort {
  /** Returns the effect of each event of the subscription that is not applied to its cursor yet. */
  abstract changesFor(cursor: DeliveryCursor): Promise<readonly CursorChange[]>;

  /** Dispatches the decision as a command. A decision on a subscription that has changed meanwhile has no effect. */
  abstract decide(city: string, followUp: FollowUp): Promise<void>;
}
