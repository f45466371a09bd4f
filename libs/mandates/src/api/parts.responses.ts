import { Type } from 'typebox';
import { THEMES } from '#contracts';
import { constant, dateOnly, enumOf, list } from '#http';
import { MOST_SLOTS } from '../domain/changes.js';
import { MANDATE_KINDS, STEERING_MODELS } from '../domain/mandate-events.js';

/** Parts that the responses about mandates share. */

export const mandateId = Type.String({ description: 'Id of the mandate.' });
export const transferId = Type.String({ description: 'Id of the transfer.' });
export const agency = Type.String({ description: 'Code of an agency.' });
export const slot = {
  neighbourhood: Type.String({ description: 'Code of the neighbourhood.' }),
  theme: enumOf<string>(THEMES),
};
export const kind = enumOf(MANDATE_KINDS, {
  description: 'Interne, hybride or externe regie; or `statutory`, for a mandate whose holder the law names.',
});
export const steeringModel = enumOf(STEERING_MODELS, {
  description:
    'Power of the holder: `communication` informs, `coordination` asks and agrees, `commissioning` assigns bindingly.',
});
export const commissioningCase = Type.String({
  description: 'Id of the only case in which the holder may assign bindingly. In all other cases it asks.',
});
/** The `knownAt` of the request, unchanged. */
export const knownAt = Type.String({
  description: 'Moment whose state of the register is shown: an instant, or the end of a day. Now when left out.',
});
const overdue = constant(true, { description: 'True: the day has passed.' });

export const Decision = Type.Object(
  {
    body: Type.String({ description: 'Body that decided, such as `college`.' }),
    reference: Type.String({ description: 'Reference of the decision at the city.' }),
    date: dateOnly(),
    link: Type.Optional(Type.String({ description: 'Web address of the decision.' })),
  },
  { title: 'Decision' },
);
export const Slot = Type.Object(slot, { title: 'Slot' });
export const Period = Type.Object(
  {
    from: dateOnly({ description: 'First day.' }),
    until: Type.Optional(dateOnly({ description: 'First day after the period; open-ended when left out.' })),
  },
  { title: 'Period' },
);
export const AgencyNamed = Type.Object(
  {
    agency,
    name: Type.String({ description: 'Name of the agency; its code when the name is not known.' }),
    status: Type.Optional(
      enumOf(['suspended', 'ended'], {
        description:
          'The agency takes no part in the hub now, so nobody acts for it here. Present only in responses about today, as known now.',
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
    decisionDueOn: dateOnly({ description: 'Day by which the decision on the provisional grant is due.' }),
    overdue: Type.Optional(overdue),
  },
  { title: 'Provisional' },
);

/** The most powers, means or consequences of a mandate. */
const MOST_TEXTS = 20;

/** The terms that every mandate has. */
export const terms = {
  slots: list(Slot, { maxItems: MOST_SLOTS }),
  kind,
  steeringModel,
  executingFunction: Type.String({ description: 'Function that carries out the mandate.' }),
  powers: list(Type.String(), {
    maxItems: MOST_TEXTS,
    description: 'Powers of the holder: decisions that it may take and means that it may use.',
  }),
};
export const means = list(Type.String(), {
  maxItems: MOST_TEXTS,
  description: 'People, money and rooms that come with the mandate.',
});
export const consequences = list(Type.String(), {
  maxItems: MOST_TEXTS,
  description: 'Consequences for other services.',
});

/** A transfer without its ids and without the last day for the answer. */
export const transfer = {
  from: agency,
  to: agency,
  on: dateOnly({ description: 'First day of the new holder.' }),
  decision: Decision,
  reason: Type.String(),
};
export const answerBy = dateOnly({ description: 'Last day on which the receiver can answer.' });
