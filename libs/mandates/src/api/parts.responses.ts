import { Type } from 'typebox';
import { THEMES } from '#contracts';
import { constant, dateOnly, enumOf, list } from '#http';
import { MANDATE_KINDS, STEERING_MODELS } from '../domain/mandate-events.js';

/** Parts that the responses about mandates share. */

export const mandateId = Type.String({ description: 'the id of the mandate' });
export const transferId = Type.String({ description: 'the id of the transfer' });
export const agency = Type.String({ description: 'the code of an agency' });
export const slot = { neighbourhood: Type.String({ description: 'its code' }), theme: enumOf<string>(THEMES) };
export const kind = enumOf(MANDATE_KINDS, {
  description: 'interne, hybride or externe regie, or one of which the law says who holds it',
});
export const steeringModel = enumOf(STEERING_MODELS, {
  description: 'what the holder may do: inform; ask and agree; assign bindingly',
});
export const commissioningCase = Type.String({
  description: 'the one case in which the holder may assign; in all others it asks',
});
/** The `knownAt` of the request, unchanged. */
export const knownAt = Type.String({
  description: 'as the register said at this instant, or at the end of this day; left out: now',
});
const overdue = constant(true, { description: 'the day went by' });

export const Decision = Type.Object(
  {
    body: Type.String({ description: 'who decided, such as `college`' }),
    reference: Type.String({ description: 'as the city refers to it' }),
    date: dateOnly(),
    link: Type.Optional(Type.String({ description: 'where it can be read' })),
  },
  { title: 'Decision' },
);
export const Slot = Type.Object(slot, { title: 'Slot' });
export const Period = Type.Object(
  {
    from: dateOnly({ description: 'first day' }),
    until: Type.Optional(dateOnly({ description: 'first day after; left out: open' })),
  },
  { title: 'Period' },
);
export const AgencyNamed = Type.Object(
  {
    agency,
    name: Type.String({ description: 'its code, when its name is not known' }),
    status: Type.Optional(
      enumOf(['suspended', 'ended'], {
        description:
          'it takes no part in the hub now: nobody acts for it here; only in answers about today as it is known now',
      }),
    ),
  },
  { title: 'AgencyNamed' },
);
export const Evaluation = Type.Object(
  { dueOn: dateOnly(), heldOn: Type.Optional(dateOnly()), overdue: Type.Optional(overdue) },
  { title: 'Evaluation' },
);
export const Provisional = Type.Object(
  {
    decisionDueOn: dateOnly({ description: 'it is in force, and its decision is due by this day' }),
    overdue: Type.Optional(overdue),
  },
  { title: 'Provisional' },
);

/** The terms that every mandate has. */
export const terms = {
  slots: list(Slot),
  kind,
  steeringModel,
  executingFunction: Type.String({ description: 'the function that carries it out' }),
  powers: list(Type.String(), { description: 'what the holder may decide or use' }),
};
export const means = list(Type.String(), { description: 'people, money and rooms that come with it' });
export const consequences = list(Type.String(), { description: 'what follows for the other services' });

/** A transfer without its ids and without the last day for the answer. */
export const transfer = {
  from: agency,
  to: agency,
  on: dateOnly({ description: 'first day of the new holder' }),
  decision: Decision,
  reason: Type.String(),
};
export const answerBy = dateOnly({ description: 'last day on which the receiver can answer' });
