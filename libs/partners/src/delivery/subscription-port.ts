import type { EndCause, SuspensionCause } from '#contracts';
import type { CursorChange } from './cursor-changes.js';
import type { DeliveryCursor } from './delivery-cursor.js';

/** Decision about a subscription that follows from its deliveries. `version`: of the subscription that the deliveries had seen. */
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

/** Access of the deliveries to subscriptions, implemented by the subscriptions: imports go one way. */
export abstract class SubscriptionPort {
  /** Returns the effect of each event of the subscription that is not applied to its cursor yet. */
  abstract changesFor(cursor: DeliveryCursor): Promise<readonly CursorChange[]>;

  /** Asks for the decision. It may come to nothing, when the subscription has changed meanwhile. */
  abstract decide(city: string, followUp: FollowUp): Promise<void>;
}
