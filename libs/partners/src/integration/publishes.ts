import {
  agencyChanged,
  agencyEnded,
  agencyEnrolled,
  agencyResumed,
  agencySuspended,
  cooperationPolicySet,
  type DataOf,
  type PartnersEvent,
  subscriptionChanged,
  subscriptionConfirmed,
  subscriptionCreated,
  subscriptionEnded,
  subscriptionEventSkipped,
  subscriptionPaused,
  subscriptionReplayed,
  subscriptionResumed,
  subscriptionSecretRotated,
  subscriptionSuspended,
  toPublicEvent,
} from '#contracts';
import { cityOf, type StoredEvent } from '#event-store';
import { unreachable } from '#kernel';
import type { Facts, RegisterEvent } from '../agencies/domain/agency-register.js';
import type { SubscriptionEvent } from '../subscriptions/domain/subscription-history.js';

/** Maps the events of the register and the subscriptions to public events. Reasons and addresses stay private. */
export const publishes = (event: StoredEvent<RegisterEvent | SubscriptionEvent>): PartnersEvent => {
  const city = cityOf(event.stream);
  switch (event.type) {
    case 'AgencyEnrolled':
      return toPublicEvent(agencyEnrolled, event, city, listed(event.data));
    case 'AgencyChanged':
      return toPublicEvent(agencyChanged, event, city, listed(event.data));
    case 'AgencySuspended':
      return toPublicEvent(agencySuspended, event, city, { agency: event.data.agency });
    case 'AgencyResumed':
      return toPublicEvent(agencyResumed, event, city, { agency: event.data.agency });
    case 'AgencyEnded':
      return toPublicEvent(agencyEnded, event, city, { agency: event.data.agency });
    case 'CooperationPolicySet': {
      const { agency, allows } = event.data;
      return toPublicEvent(cooperationPolicySet, event, city, {
        agency,
        allows: [...allows] as DataOf<typeof cooperationPolicySet>['allows'],
      });
    }
    case 'SubscriptionCreated':
      return toPublicEvent(subscriptionCreated, event, city, thin(event.data));
    case 'SubscriptionChanged':
      return toPublicEvent(subscriptionChanged, event, city, {
        ...thin(event.data),
        confirmationNeeded: event.data.moved,
      });
    case 'SubscriptionConfirmed':
      return toPublicEvent(subscriptionConfirmed, event, city, thin(event.data));
    case 'SubscriptionPaused':
      return toPublicEvent(subscriptionPaused, event, city, thin(event.data));
    case 'SubscriptionSuspended':
      return toPublicEvent(subscriptionSuspended, event, city, { ...thin(event.data), cause: event.data.cause });
    case 'SubscriptionResumed':
      return toPublicEvent(subscriptionResumed, event, city, thin(event.data));
    case 'SubscriptionReplayed':
      return toPublicEvent(subscriptionReplayed, event, city, thin(event.data));
    case 'EventSkipped':
      return toPublicEvent(subscriptionEventSkipped, event, city, { ...thin(event.data), eventId: event.data.eventId });
    case 'SecretRotated':
      return toPublicEvent(subscriptionSecretRotated, event, city, {
        ...thin(event.data),
        overlapUntil: event.data.overlapUntil,
      });
    case 'SubscriptionEnded':
      return toPublicEvent(subscriptionEnded, event, city, { ...thin(event.data), cause: event.data.cause });
    default:
      return unreachable(event);
  }
};

/**
 * Returns the facts of an agency as public data. The cast of `kind` is safe, because the API has checked the text
 * against the code list.
 */
const listed = ({ agency, name, kind, kbo, ovo, policeZone }: Facts): DataOf<typeof agencyEnrolled> => ({
  agency,
  name,
  kind: kind as DataOf<typeof agencyEnrolled>['kind'],
  ...(kbo !== undefined && { kbo }),
  ...(ovo !== undefined && { ovo }),
  ...(policeZone !== undefined && { policeZone }),
});

const thin = ({ subscriptionId, agency }: SubscriptionEvent['data']): DataOf<typeof subscriptionCreated> => ({
  subscriptionId,
  agency,
});
