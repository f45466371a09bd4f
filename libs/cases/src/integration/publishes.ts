import {
  caseClosed,
  caseOpened,
  type CasesEvent,
  commitmentAccepted,
  commitmentDeclined,
  commitmentDone,
  commitmentOverdue,
  commitmentProposed,
  coordinationLost,
  coordinationTakenOver,
  type DataOf,
  participantAccepted,
  participantDeclined,
  participantInvited,
  participantWithdrawn,
  toPublicEvent,
} from '#contracts';
import { cityOf, type StoredEvent } from '#event-store';
import { unreachable } from '#kernel';
import type { CaseEvent } from '../domain/case-history.js';

/** Publishes the agencies, dates and mandate of an event of a case. Titles, reasons and the content of commitments stay in this context. */
export const publishes = (event: StoredEvent<CaseEvent>): CasesEvent => {
  const city = cityOf(event.stream);
  switch (event.type) {
    case 'CaseOpened': {
      const { caseId, neighbourhood, theme, openedBy, coordination, registerRevision } = event.data;
      const { mandateId, holder, until } = coordination;
      const slot = { neighbourhood, theme: theme as Theme };
      return toPublicEvent(caseOpened, event, city, {
        caseId,
        ...slot,
        openedBy,
        mandateId,
        holder,
        ...(until !== undefined && { until }),
        ...(registerRevision !== undefined && { registerRevision }),
      });
    }
    case 'ParticipantInvited': {
      const { caseId, agency, invitedBy, past } = event.data;
      return toPublicEvent(participantInvited, event, city, {
        caseId,
        agency,
        invitedBy,
        ...(past !== undefined && { past }),
      });
    }
    case 'ParticipantAccepted': {
      const { caseId, agency } = event.data;
      return toPublicEvent(participantAccepted, event, city, { caseId, agency });
    }
    case 'ParticipantDeclined': {
      const { caseId, agency } = event.data;
      return toPublicEvent(participantDeclined, event, city, { caseId, agency });
    }
    case 'ParticipantWithdrawn': {
      const { caseId, agency } = event.data;
      return toPublicEvent(participantWithdrawn, event, city, { caseId, agency });
    }
    case 'CommitmentProposed': {
      const { caseId, commitmentId, owner, proposedBy, dueOn } = event.data;
      return toPublicEvent(commitmentProposed, event, city, { caseId, commitmentId, owner, proposedBy, dueOn });
    }
    case 'CommitmentAccepted': {
      const { caseId, commitmentId, owner } = event.data;
      return toPublicEvent(commitmentAccepted, event, city, { caseId, commitmentId, owner });
    }
    case 'CommitmentDeclined': {
      const { caseId, commitmentId, owner } = event.data;
      return toPublicEvent(commitmentDeclined, event, city, { caseId, commitmentId, owner });
    }
    case 'CommitmentDone': {
      const { caseId, commitmentId, owner } = event.data;
      return toPublicEvent(commitmentDone, event, city, { caseId, commitmentId, owner });
    }
    case 'CommitmentOverdue': {
      const { caseId, commitmentId, owner, dueOn } = event.data;
      return toPublicEvent(commitmentOverdue, event, city, { caseId, commitmentId, owner, dueOn });
    }
    case 'CoordinationTakenOver': {
      const { caseId, mandateId, holder, from, until } = event.data;
      return toPublicEvent(coordinationTakenOver, event, city, {
        caseId,
        mandateId,
        holder,
        from,
        ...(until !== undefined && { until }),
      });
    }
    case 'CoordinationLost': {
      const { caseId, mandateId, on } = event.data;
      return toPublicEvent(coordinationLost, event, city, { caseId, mandateId, on });
    }
    case 'CaseClosed': {
      const { caseId, outcome } = event.data;
      return toPublicEvent(caseClosed, event, city, { caseId, outcome });
    }
    default:
      return unreachable(event);
  }
};

/** Narrows the type of a theme. The domain keeps a theme as text, because the API checks the code list. */
type Theme = DataOf<typeof caseOpened>['theme'];
