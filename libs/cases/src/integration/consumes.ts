import type { CasesEvent, MandatesEvent } from '#contracts';
import type { Actor, LocalDate } from '#decider';
import type { Tenure } from '../domain/coordination.js';
import type { FollowRegister } from '../domain/joint-case.js';

/** What cases hear from outside, and of themselves as the outside does: both over the bus, so that one reader has both in one order. */
export type Heard = MandatesEvent | CasesEvent;

/** Which cases must compare themselves with the register after this: the open ones of these slots, or the one that was opened. */
export type MustCompare = Readonly<{ slots: readonly Readonly<{ neighbourhood: string; theme: string }>[] } | { caseId: string }>;

export const mustCompare = (event: Heard): MustCompare | undefined => {
  switch (event.type) {
    case 'be.regie.mandate.granted.v1':
    case 'be.regie.mandate.transferred.v1':
    case 'be.regie.mandate.ended.v1':
      return { slots: event.data.slots };
    case 'be.regie.case.opened.v1':
      return { caseId: event.data.caseId };
    default:
      return undefined;
  }
};

/** The command for one case, with what the register says of its slot from `today` on. */
export const followRegister = ({ data }: Heard, caseId: string, register: readonly Tenure[], now: string, today: LocalDate): FollowRegister => {
  const by: Actor = { city: data.city, agency: 'hub', role: 'manager', subject: 'register' };
  return { type: 'FollowRegister', data: { caseId, register }, by, now, today };
};

/** An event that is handled again gives the same command again, which then counts once. */
export const followCommandId = ({ id }: Heard, caseId: string): string => `follow/${id}/${caseId}`;
