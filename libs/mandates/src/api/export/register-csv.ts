import { csvText } from '#http';
import type { Mandate } from '../../domain/mandate-history.js';
import type { Decision, Holding, Slot } from '../../domain/schedule.js';

/**
 * The register as CSV: one line for each slot and each stretch of days with the same holder. A proposal has one line for each slot.
 * ` | ` separates the items of a list in a field.
 */

type Line = Readonly<{ mandate: Mandate; slot: Slot; holding?: Holding }>;

const COLUMNS: Readonly<Record<string, (line: Line) => string | undefined>> = {
  mandateId: ({ mandate }) => mandate.id,
  state: ({ mandate }) => mandate.status,
  neighbourhood: ({ slot }) => slot.neighbourhood,
  theme: ({ slot }) => slot.theme,
  kind: ({ mandate }) => mandate.terms.kind,
  steeringModel: ({ mandate }) => mandate.terms.steeringModel,
  holder: ({ mandate, holding }) => holding?.holder ?? mandate.terms.holder,
  executingFunction: ({ mandate }) => mandate.terms.executingFunction,
  from: ({ holding }) => holding?.period.from,
  until: ({ holding }) => holding?.period.until,
  suspended: ({ holding }) => (holding?.suspended ? 'yes' : undefined),
  decisionBody: (line) => decisionOf(line)?.body,
  decisionReference: (line) => decisionOf(line)?.reference,
  decisionDate: (line) => decisionOf(line)?.date,
  decisionLink: (line) => decisionOf(line)?.link,
  decisionDueOn: ({ mandate }) => mandate.provisional?.decisionDueOn,
  politicalBody: ({ mandate }) => mandate.endorsements.political?.body,
  politicalReference: ({ mandate }) => mandate.endorsements.political?.reference,
  politicalDate: ({ mandate }) => mandate.endorsements.political?.date,
  administrativeBody: ({ mandate }) => mandate.endorsements.administrative?.body,
  administrativeReference: ({ mandate }) => mandate.endorsements.administrative?.reference,
  administrativeDate: ({ mandate }) => mandate.endorsements.administrative?.date,
  evaluateOn: ({ mandate }) => mandate.evaluations.find(({ heldOn }) => heldOn === undefined)?.dueOn,
  evaluatedOn: ({ mandate }) => mandate.evaluations.findLast(({ heldOn }) => heldOn !== undefined)?.heldOn,
  endedOn: ({ mandate }) => mandate.ended?.on,
  endCause: ({ mandate }) => mandate.ended?.cause,
  powers: ({ mandate }) => mandate.terms.powers.join(' | '),
  means: ({ mandate }) => mandate.terms.means?.join(' | '),
  consequences: ({ mandate }) => mandate.terms.consequences?.join(' | '),
  steeringReason: ({ mandate }) => mandate.terms.steeringReason,
  steeringBasis: ({ mandate }) => mandate.terms.steeringBasis,
  commissioningCase: ({ mandate }) => mandate.terms.commissioningCase,
  agreement: ({ mandate }) => mandate.terms.agreement,
  legalBasis: ({ mandate }) => mandate.terms.legalBasis,
};

const decisionOf = ({ holding }: Line): Decision | undefined => holding?.decision;

export const csvHeader = (): string => csvText([Object.keys(COLUMNS)]);

export const csvOf = (mandate: Mandate): string => {
  const { holdings, terms } = mandate;
  const lines: readonly Line[] =
    holdings.length > 0
      ? holdings.flatMap((holding) => holding.slots.map((slot) => ({ mandate, slot, holding })))
      : terms.slots.map((slot) => ({ mandate, slot }));
  const read = Object.values(COLUMNS);
  return csvText(lines.map((line) => read.map((of) => of(line))));
};
