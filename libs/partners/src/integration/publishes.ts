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
} from '#contracts';
import { unreachable } from '#decider';
import type { StoredEvent } from '#event-store';
import type { Facts, RegisterEvent } from '../domain/agency-register.js';

/** What the register tells the others. Reasons stay here. */
export const publishes = (event: StoredEvent<RegisterEvent>): PartnersEvent => {
  const city = event.stream.slice('agencies-'.length);
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
      return announce(cooperationPolicySet, event, city, { agency, allows: [...allows] as DataOf<typeof cooperationPolicySet>['allows'] });
    }
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
