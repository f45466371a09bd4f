import { type Command, daysAfter, DomainError, type LocalDate } from '#kernel';
import { ended } from './changes.js';
import type { RegisterEvent } from './mandate-events.js';
import type { Mandate, Register } from './mandate-history.js';

/** The deadlines of a mandate. Processing a deadline twice records its events once. */

/** The command of the deadlines worker: a deadline of the mandate has come or has passed. */
export type ProcessDeadlines = Command<'ProcessDeadlines', { mandateId: string }>;

export const processDeadlines = ({ data, today }: ProcessDeadlines, register: Register): RegisterEvent[] => {
  const mandate = register.mandates.get(data.mandateId);
  if (!mandate) throw new DomainError('mandate.unknown', { mandateId: data.mandateId });
  return (
    waitingFor(mandate)
      .filter(({ from }) => from <= today)
      .map(({ follows }) => follows)
      // When the mandate ends, record only the end: its other deadlines no longer matter.
      .filter((event, _, all) => event.type === 'MandateEnded' || all.every(({ type }) => type !== 'MandateEnded'))
  );
};

/** Returns the next deadline of the mandate, or undefined when it has none. */
export const nextDue = (mandate: Mandate): LocalDate | undefined =>
  waitingFor(mandate)
    .map(({ from }) => from)
    .toSorted()[0];

/**
 * Returns the pending deadlines. `from`: the day from which the deadline is processed; `follows`: the event to record
 * then.
 */
const waitingFor = (mandate: Mandate): readonly Readonly<{ from: LocalDate; follows: RegisterEvent }>[] => {
  if (mandate.status !== 'granted') return [];
  const { id: mandateId, period, provisional, evaluations, transfers } = mandate;
  const until = period!.until;
  return [
    ...(until !== undefined
      ? [
          {
            from: until,
            follows: ended(mandate, until, { cause: 'expired', reason: 'the period of the mandate is over' }),
          },
        ]
      : []),
    ...(provisional && !provisional.overdue
      ? [
          {
            from: dayAfter(provisional.decisionDueOn),
            follows: { type: 'DecisionOverdue', data: { mandateId, dueOn: provisional.decisionDueOn } } as const,
          },
        ]
      : []),
    ...evaluations
      .filter(({ heldOn, overdue }) => heldOn === undefined && !overdue)
      .map(({ dueOn }) => ({
        from: dayAfter(dueOn),
        follows: { type: 'EvaluationOverdue', data: { mandateId, dueOn } } as const,
      })),
    ...[...transfers.values()]
      .filter(({ status, answerBy }) => status === 'proposed' && answerBy !== undefined)
      .map(({ transferId, answerBy }) => ({
        from: dayAfter(answerBy!),
        follows: { type: 'TransferExpired', data: { mandateId, transferId, answerBy: answerBy! } } as const,
      })),
  ];
};

const dayAfter = (day: LocalDate): LocalDate => daysAfter(day, 1);
