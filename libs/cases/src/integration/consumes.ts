import type { CasesEvent, MandatesEvent } from '#contracts';

/**
 * Public events of mandates and of cases. Cases read their own events from the bus too, so that one reader processes
 * both.
 */
export type RegisterChange = MandatesEvent | CasesEvent;

/** The cases to compare with the register after an event: the open cases of these slots, or the case that was opened. */
export type MustCompare = Readonly<
  { slots: readonly Readonly<{ neighbourhood: string; theme: string }>[] } | { caseId: string }
>;

export const mustCompare = (event: RegisterChange): MustCompare | undefined => {
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
      return { slots: event.data.slots };
    case 'be.regie.case.opened.v1':
      return { caseId: event.data.caseId };
    default:
      return undefined;
  }
};
