import {
  announce,
  type MandatesEvent,
  mandateEnded,
  mandateEndorsed,
  mandateGranted,
  mandateProposed,
  mandateTransferDeclined,
  mandateTransferProposed,
  mandateTransferred,
} from '#contracts';
import { unreachable } from '#decider';
import type { StoredEvent } from '#event-store';
import type { RegisterEvent, Slot } from '../domain/mandate-register.js';

/** What the register tells the others. Reasons, powers and functions stay here. */
export const publishes = (event: StoredEvent<RegisterEvent>): MandatesEvent => {
  const city = event.stream.slice('mandates-'.length);
  switch (event.type) {
    case 'MandateProposed': {
      const { mandateId, slots, kind, steeringModel, holder } = event.data;
      return announce(mandateProposed, event, city, { mandateId, slots: themed(slots), kind, steeringModel, holder });
    }
    case 'MandateEndorsed': {
      const { mandateId, level, decision } = event.data;
      return announce(mandateEndorsed, event, city, { mandateId, level, decision });
    }
    case 'MandateGranted': {
      const { mandateId, slots, holder, period, evaluateOn, decision } = event.data;
      return announce(mandateGranted, event, city, { mandateId, slots: themed(slots), holder, period, evaluateOn, decision });
    }
    case 'TransferProposed': {
      const { mandateId, transferId, from, to, on } = event.data;
      return announce(mandateTransferProposed, event, city, { mandateId, transferId, from, to, on });
    }
    case 'TransferDeclined': {
      const { mandateId, transferId, by } = event.data;
      return announce(mandateTransferDeclined, event, city, { mandateId, transferId, by });
    }
    case 'MandateTransferred': {
      const { mandateId, slots, from, to, on, period, decision } = event.data;
      return announce(mandateTransferred, event, city, { mandateId, slots: themed(slots), from, to, on, period, decision });
    }
    case 'MandateEnded': {
      const { mandateId, slots, holder, on, cause } = event.data;
      return announce(mandateEnded, event, city, { mandateId, slots: themed(slots), holder, on, cause });
    }
    default:
      return unreachable(event);
  }
};

type ThemedSlots = (typeof mandateGranted.sample)['slots'];
/** The rules know a theme as text; the code list is checked at the door. */
const themed = (slots: readonly Slot[]): ThemedSlots => slots as ThemedSlots;
