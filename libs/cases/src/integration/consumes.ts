import type { CasesEvent, MandatesEvent } from '#contracts';

/**
 * Public events of mandates and of cases. Cases read their own events from the bus too, so that one reader processes
 * both.
 */
export type RegisterChange = MandatesEvent | CasesEvent;

/** Cases to compare with the register: all open cases of a slot, or one new case, with the revision of the register that its opening was based on. */
export type MustCompare =
  Readonly<{ neighbourhood: string; theme: string }> | Readonly<{ caseId: string; registerRevision?: number }>;

/** Returns the cases to compare with the register after an event. */
export const mustCompare = (event: RegisterChange): readonly MustCompare[] => {
  switch (event.type) {
    case 'be.regie.mandate.granted.v1':
    case 'be.regie.mandate.transferred.v1':
    case 'be.regie.mandate.ended.v1':
    case 'be.regie.mandate.suspended.v1':
    case 'be.regie.mandate.resumed.v1':
    case 'be.regie.mandate.extended.v1':
    case 'be.regie.mandate.narrowed.v1':
    case 'be.regie.mandate.widened.v1':
    case 'be.regie.mandate.corrected.v1':
      return event.data.slots.map(({ neighbourhood, theme }) => ({ neighbourhood, theme }));
    case 'be.regie.case.opened.v1':
      return [{ caseId: event.data.caseId, registerRevision: event.data.registerRevision }];
    default:
      return [];
  }
};
