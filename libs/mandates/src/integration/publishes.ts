import {
  type DataOf,
  mandateCorrected,
  mandateDecisionOverdue,
  mandateEnded,
  mandateEndorsed,
  mandateEvaluated,
  mandateEvaluationOverdue,
  mandateExtended,
  mandateGrantConfirmed,
  mandateGranted,
  mandateNarrowed,
  mandateProposed,
  mandateResumed,
  type MandatesEvent,
  mandateSuspended,
  mandateTransferDeclined,
  mandateTransferExpired,
  mandateTransferProposed,
  mandateTransferred,
  mandateTransferWithdrawn,
  mandateWidened,
  toPublicEvent,
} from '#contracts';
import { cityOf, type StoredEvent } from '#event-store';
import { unreachable } from '#kernel';
import { slotsOf } from '../domain/changes.js';
import type { RegisterEvent } from '../domain/mandate-events.js';
import type { Schedule, Slot } from '../domain/schedule.js';

/** Maps the events of the register to public events. Reasons, findings, powers, functions and drafts are not published. */
export const publishes = (event: StoredEvent<RegisterEvent>): MandatesEvent | undefined => {
  const city = cityOf(event.stream);
  switch (event.type) {
    case 'MandateDrafted':
    case 'DraftRevised':
      return undefined;
    case 'MandateProposed': {
      const { mandateId, slots, kind, steeringModel, holder, commissioningCase } = event.data;
      return toPublicEvent(mandateProposed, event, city, {
        mandateId,
        slots: themed(slots),
        kind,
        steeringModel,
        ...only({ commissioningCase }),
        holder,
      });
    }
    case 'MandateEndorsed': {
      const { mandateId, level, decision } = event.data;
      return toPublicEvent(mandateEndorsed, event, city, { mandateId, level, decision });
    }
    case 'MandateGranted': {
      const { mandateId, slots, holder, period, evaluateOn, evaluations, decision, provisional } = event.data;
      const more = only({ evaluations: evaluations && [...evaluations], provisional });
      return toPublicEvent(mandateGranted, event, city, {
        mandateId,
        slots: themed(slots),
        holder,
        period,
        evaluateOn,
        decision,
        ...more,
      });
    }
    case 'GrantConfirmed': {
      const { mandateId, decision } = event.data;
      return toPublicEvent(mandateGrantConfirmed, event, city, { mandateId, decision });
    }
    case 'DecisionOverdue': {
      const { mandateId, dueOn } = event.data;
      return toPublicEvent(mandateDecisionOverdue, event, city, { mandateId, dueOn });
    }
    case 'MandateSuspended':
    case 'MandateResumed': {
      const { mandateId, on, decision, schedule } = event.data;
      const type = event.type === 'MandateSuspended' ? mandateSuspended : mandateResumed;
      return toPublicEvent(type, event, city, {
        mandateId,
        slots: themed(slotsOf(schedule.holdings)),
        on,
        decision,
        schedule: toPublicSchedule(schedule),
      });
    }
    case 'MandateEvaluated': {
      const { mandateId, on, by, dueOn, nextOn } = event.data;
      return toPublicEvent(mandateEvaluated, event, city, {
        mandateId,
        on,
        by,
        ...(dueOn !== null && { dueOn }),
        ...only({ nextOn }),
      });
    }
    case 'EvaluationOverdue': {
      const { mandateId, dueOn } = event.data;
      return toPublicEvent(mandateEvaluationOverdue, event, city, { mandateId, dueOn });
    }
    case 'MandateExtended': {
      const { mandateId, until, decision, schedule } = event.data;
      return toPublicEvent(mandateExtended, event, city, {
        mandateId,
        slots: themed(slotsOf(schedule.holdings)),
        until,
        decision,
        schedule: toPublicSchedule(schedule),
      });
    }
    case 'ScopeNarrowed':
    case 'ScopeWidened': {
      const { mandateId, slots, on, decision, schedule } = event.data;
      const type = event.type === 'ScopeNarrowed' ? mandateNarrowed : mandateWidened;
      return toPublicEvent(type, event, city, {
        mandateId,
        slots: themed(slots),
        on,
        decision,
        schedule: toPublicSchedule(schedule),
      });
    }
    case 'TransferProposed': {
      const { mandateId, transferId, from, to, on } = event.data;
      return toPublicEvent(mandateTransferProposed, event, city, { mandateId, transferId, from, to, on });
    }
    case 'TransferDeclined': {
      const { mandateId, transferId, by } = event.data;
      return toPublicEvent(mandateTransferDeclined, event, city, { mandateId, transferId, by });
    }
    case 'TransferWithdrawn': {
      const { mandateId, transferId, by } = event.data;
      return toPublicEvent(mandateTransferWithdrawn, event, city, { mandateId, transferId, by });
    }
    case 'TransferExpired': {
      const { mandateId, transferId, answerBy } = event.data;
      return toPublicEvent(mandateTransferExpired, event, city, { mandateId, transferId, answerBy });
    }
    case 'MandateTransferred': {
      const { mandateId, slots, from, to, on, period, decision } = event.data;
      return toPublicEvent(mandateTransferred, event, city, {
        mandateId,
        slots: themed(slots),
        from,
        to,
        on,
        period,
        decision,
      });
    }
    case 'MandateEnded': {
      const { mandateId, slots, holder, on, cause } = event.data;
      return toPublicEvent(mandateEnded, event, city, { mandateId, slots: themed(slots), holder, on, cause });
    }
    case 'FactCorrected': {
      const { mandateId, slots, fact, kind, steeringModel, commissioningCase, schedule } = event.data;
      const model = { kind, steeringModel, ...only({ commissioningCase }) };
      return toPublicEvent(mandateCorrected, event, city, {
        mandateId,
        slots: themed(slots),
        fact,
        ...model,
        schedule: toPublicSchedule(schedule),
      });
    }
    default:
      return unreachable(event);
  }
};

type ThemedSlots = (typeof mandateGranted.sample)['slots'];
/** Narrows the type of themes. The rules treat a theme as text, and the API validates it against the code list. */
const themed = (slots: readonly Slot[]): ThemedSlots => slots as ThemedSlots;

/** Returns the schedule without the decisions of its holdings: an event by decision names its decision itself. */
const toPublicSchedule = ({ from, holdings }: Schedule): DataOf<typeof mandateExtended>['schedule'] => ({
  from,
  holdings: holdings.map(({ holder, slots, period, suspended }) => ({
    holder,
    slots: themed(slots),
    period,
    ...only({ suspended }),
  })),
});

/** Drops undefined values. */
const only = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
