import {
  memberSeconded,
  neighbourhoodRecorded,
  secondmentEnded,
  teamFormed,
  type TeamsEvent,
  toPublicEvent,
} from '#contracts';
import { cityOf, type StoredEvent } from '#event-store';
import { unreachable } from '#kernel';
import type { RegisterEvent } from '../domain/neighbourhood-register.js';
import type { TeamEvent } from '../domain/neighbourhood-team.js';

/**
 * Publishes the events of neighbourhoods and teams. Areas, names of teams, functions of members and accepted agencies stay in this context.
 */
export const publishes = (event: StoredEvent<RegisterEvent | TeamEvent>): TeamsEvent | undefined => {
  const city = cityOf(event.stream);
  switch (event.type) {
    case 'NeighbourhoodRecorded': {
      const { code, name, version, centre } = event.data;
      return toPublicEvent(neighbourhoodRecorded, event, city, { code, name, version, centre });
    }
    case 'TeamFormed': {
      const { teamId, neighbourhoods, formedBy } = event.data;
      return toPublicEvent(teamFormed, event, city, { teamId, neighbourhoods: [...neighbourhoods], formedBy });
    }
    case 'AgencyAccepted':
      return undefined;
    case 'MemberSeconded': {
      const { teamId, memberId, agency, from, until } = event.data;
      return toPublicEvent(memberSeconded, event, city, {
        teamId,
        memberId,
        agency,
        from,
        ...(until !== undefined && { until }),
      });
    }
    case 'SecondmentEnded': {
      const { teamId, memberId, agency, on } = event.data;
      return toPublicEvent(secondmentEnded, event, city, { teamId, memberId, agency, on });
    }
    default:
      return unreachable(event);
  }
};
