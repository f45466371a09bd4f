import {
  agencyChanged,
  agencyEnded,
  agencyEnrolled,
  agencyResumed,
  agencySuspended,
  announce,
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
} from '#contracts';
import { cityOf, type StoredEvent } from '#event-store';
import { unreachable } from '#kernel';
import type { Facts, RegisterEvent } from '../agencies/domain/agency-register.js';
import type { SubscriptionEvent } from '../subscriptions/domain/subscription.js';

/** What the register and the subscriptions tell the others. Reasons and addresses stay here. */
export const publishes = (event: StoredEvent<RegisterEvent | SubscriptionEvent>): PartnersEvent => {
  const city = cityOf(event.stream);
  switch (event.type) {
    case 'AgencyEnrolled':
      return announce(agencyEnrolled, event, city, listed(event.data));
    case 'AgencyChanged':
      return announce(agencyChanged, event, city, listed(event.data));
    case 'AgencySuspended':
      return announce(agencySuspended, event, city, { agency: event.data.agency });
    case 'AgencyResumed':
      return announce(agencyResumed, event, city, { agency: event.data.agency });
    case 'AgencyEnded':
      return announce(agencyEnded, event, city, { agency: event.data.agency });
    case 'CooperationPolicySet': {
      const { agency, allows } = event.data;
      return announce(cooperationPolicySet, event, city, {
        agency,
        allows: [...allows] as DataOf<typeof cooperationPolicySet>['allows'],
      });
    }
    case 'SubscriptionCreated':
      return announce(subscriptionCreated, event, city, thin(event.data));
    case 'SubscriptionChanged':
      return announce(subscriptionChanged, event, city, { ...thin(event.data), confirmationNeeded: event.data.moved });
    case 'SubscriptionConfirmed':
      return announce(subscriptionConfirmed, event, city, thin(event.data));
    case 'SubscriptionPaused':
      return announce(subscriptionPaused, event, city, thin(event.data));
    case 'SubscriptionSuspended':
      return announce(subscriptionSuspended, event, city, { ...thin(event.data), cause: event.data.cause });
    case 'SubscriptionResumed':
      return announce(subscriptionResumed, event, city, thin(event.data));
    case 'SubscriptionReplayed':
      return announce(subscriptionReplayed, event, city, thin(event.data));
    case 'EventSkipped':
      return announce(subscriptionEventSkipped, event, city, { ...thin(event.data), eventId: event.data.eventId });
    case 'SecretRotated':
      return announce(subscriptionSecretRotated, event, city, {
        ...thin(event.data),
        overlapUntil: event.data.overlapUntil,
      });
    case 'SubscriptionEnded':
      return announce(subscriptionEnded, event, city, { ...thin(event.data), cause: event.data.cause });
    default:
      return unreachable(event);
  }
};

/** The rules know a kind as text; the code list is checked at the door. */
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
