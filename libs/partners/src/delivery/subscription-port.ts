import type { EndCause, SuspensionCause } from '#contracts';
import type { CursorChange } from './cursor-changes.js';
import type { DeliveryCursor } from './delivery-cursor.js';

/**
 * A command on a subscription that follows from its deliveries. `version`: the last version of the subscription that
 * was applied to the delivery cursor. After a newer change, the suspension has no effect.
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

/**
 * Port through which the deliveries access subscriptions. The folder `subscriptions` implements it, so `delivery` does
 * not import that folder.
 */
export abstract class SubscriptionPort {
  /** Returns the cursor changes of the events that are not applied to the cursor yet. */
  abstract changesFor(cursor: DeliveryCursor): Promise<readonly CursorChange[]>;

  /**
   * Dispatches a follow-up as a command. An obsolete follow-up, such as the consent of a former address, has no effect.
   */
  abstract decide(city: string, followUp: FollowUp): Promise<void>;
}
