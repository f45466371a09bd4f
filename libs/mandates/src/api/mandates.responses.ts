import { type Static, Type } from 'typebox';
import { anyObject, constant, dateOnly, dateTime, enumOf, everyOne, list, next, nullable, page, version } from '#http';
import { MOST_SLOTS } from '../domain/changes.js';
import { TRANSFER_STATES } from '../domain/mandate-history.js';
import {
  agency,
  AgencyNamed,
  answerBy,
  commissioningCase,
  consequences,
  Decision,
  Evaluation,
  knownAt,
  mandateId,
  means,
  Period,
  Provisional,
  Slot,
  slot,
  terms,
  transfer,
  transferId,
} from './parts.responses.js';

/** Responses about mandates: the holder of a slot, a mandate, its history. */

// --- The holder of a slot --------------------------------------------------------------------------------------------------------------------

const question = { ...slot, on: dateOnly({ description: 'Day that the response is about.' }) };
const sometimes = { neighbourhoodName: Type.Optional(Type.String()), knownAt: Type.Optional(knownAt) };
const held = {
  holder: AgencyNamed,
  mandateId,
  decision: Decision,
  since: dateOnly({ description: 'First day of the holder.' }),
  until: nullable(dateOnly({ description: 'First day without this holder; null when no end is known.' })),
  recordedAt: dateTime({ description: 'Moment at which the register recorded this.' }),
};
const HeldSlot = Type.Object({ ...question, ...held, ...sometimes }, { title: 'HeldSlot' });
const SlotWithoutHolder = Type.Object(
  {
    ...question,
    holder: Type.Null(),
    ...sometimes,
    suspended: Type.Optional(Type.Object(held, { title: 'SuspendedHolding' })),
  },
  {
    title: 'SlotWithoutHolder',
    description: '`suspended`: the holding that is suspended on this day.',
  },
);
export const HolderResponse = Type.Union([HeldSlot, SlotWithoutHolder], {
  title: 'HolderOfSlot',
  description: 'Holder of a slot on a day; `holder` is null when there is none.',
});

// --- A mandate -------------------------------------------------------------------------------------------------------------------------------

const Transfer = Type.Object(
  { transferId, ...transfer, status: enumOf(TRANSFER_STATES), answerBy: Type.Optional(answerBy) },
  { title: 'Transfer' },
);
const EndOfMandate = Type.Object(
  {
    on: dateOnly({ description: 'First day without the mandate.' }),
    cause: enumOf(['ended', 'expired', 'revoked']),
    reason: Type.String(),
    decision: Type.Optional(Decision),
  },
  { title: 'EndOfMandate' },
);
const Holding = Type.Object(
  {
    holder: agency,
    slots: list(Slot, { maxItems: MOST_SLOTS }),
    period: Period,
    decision: Decision,
    suspended: Type.Optional(
      constant(true, { description: 'True: nobody acts under the mandate, and its slots stay taken.' }),
    ),
  },
  {
    title: 'Holding',
    description: 'Stretch of days on which one agency holds the mandate, with the decision that made it the holder.',
  },
);
const endorsements = Type.Object(
  { political: Type.Optional(Decision), administrative: Type.Optional(Decision) },
  { description: 'Both are required: now, or by the day on which the decision is due.' },
);
const steeringReason = Type.String({ description: 'Reason that the holder must be able to assign bindingly.' });
const steeringBasis = Type.String({
  description: 'Decision, protocol or article by which the holder may assign bindingly.',
});
const agreement = Type.String({ description: 'Protocol between the organisations (samenwerkingsprotocol).' });
const legalBasis = Type.String({ description: 'Article of law that names the holder.' });
const evaluations = everyOne(Evaluation);
const holdings = everyOne(Holding);
/** The most evaluations, holdings and transfers that a mandate shows. Its history has them all. */
export const SHOWN = { evaluations: 100, holdings: 50, transfers: 50 } as const;
const LISTS = Object.keys(SHOWN) as readonly (keyof typeof SHOWN)[];

export const MandateResponse = Type.Object(
  {
    mandateId,
    version,
    status: enumOf(['draft', 'proposed', 'granted', 'ended']),
    draftedBy: nullable(
      Type.String({ description: 'Code of the agency that drafted it; null when it did not begin as a draft.' }),
    ),
    ...terms,
    means,
    consequences,
    steeringReason: nullable(steeringReason),
    steeringBasis: nullable(steeringBasis),
    commissioningCase: nullable(commissioningCase),
    agreement: nullable(agreement),
    legalBasis: nullable(legalBasis),
    holder: Type.String({
      description: 'Code of the agency that holds the mandate or will hold it, after every transfer so far.',
    }),
    endorsements,
    period: nullable(Period),
    evaluateOn: nullable(dateOnly({ description: 'Day of the next evaluation; without a next one, of the last.' })),
    evaluations: list(Evaluation, { maxItems: SHOWN.evaluations }),
    decision: nullable(Decision),
    provisional: nullable(Provisional),
    holdings: list(Holding, {
      maxItems: SHOWN.holdings,
      description: 'Holders and their days, in order of time.',
    }),
    ended: nullable(EndOfMandate),
    proposedAt: dateTime({ description: 'Moment at which the first fact about the mandate was recorded.' }),
    transfers: list(Transfer, { maxItems: SHOWN.transfers }),
    leftOut: Type.Optional(
      list(enumOf(LISTS), {
        maxItems: LISTS.length,
        description: 'Lists of which only the newest are shown: GET /v1/mandates/{id}/history has all facts.',
      }),
    ),
  },
  { title: 'Mandate' },
);
export type MandateResponse = Static<typeof MandateResponse>;
export const MandatesPageResponse = Type.Object({ mandates: page(MandateResponse), next }, { title: 'MandatesPage' });

/** A mandate in the JSON file of the register. Absent fields are left out. */
export const MandateInFile = Type.Object(
  {
    mandateId,
    status: enumOf(['proposed', 'granted', 'ended']),
    ...terms,
    holder: Type.String({
      description:
        'Code of the agency that was proposed or granted as the holder. `holdings` has the holders over time.',
    }),
    endorsements,
    evaluations,
    holdings,
    steeringReason: Type.Optional(steeringReason),
    steeringBasis: Type.Optional(steeringBasis),
    commissioningCase: Type.Optional(commissioningCase),
    means: Type.Optional(means),
    consequences: Type.Optional(consequences),
    agreement: Type.Optional(agreement),
    legalBasis: Type.Optional(legalBasis),
    decision: Type.Optional(Decision),
    provisional: Type.Optional(Provisional),
    period: Type.Optional(Period),
    ended: Type.Optional(EndOfMandate),
  },
  { title: 'MandateInFile' },
);
export type MandateInFile = Static<typeof MandateInFile>;

// --- Its history -----------------------------------------------------------------------------------------------------------------------------

/** The most corrections of a fact that are listed; each is a fact of its own. */
export const CORRECTIONS_SHOWN = 100;

const FactOfMandate = Type.Object(
  {
    number: Type.Integer({ description: '1, 2, 3, ...: the version of the mandate after this fact.' }),
    type: Type.String({ description: 'Type of the fact, such as `MandateGranted`.' }),
    recordedAt: dateTime(),
    agency: nullable(
      Type.String({ description: 'Code of the agency that recorded it; null when the hub recorded it on a due day.' }),
    ),
    holds: nullable(Period),
    data: anyObject({ description: 'Content of the fact, as recorded.' }),
    instead: nullable(anyObject({ description: 'Content since its correction; null without one.' })),
    stands: Type.Boolean({ description: 'False: a correction voided the fact.' }),
    correctedBy: list(Type.Integer(), {
      maxItems: CORRECTIONS_SHOWN,
      description: 'Numbers of the newest 100 corrections of this fact.',
    }),
  },
  {
    title: 'FactOfMandate',
    description: '`holds`: the days of a fact that sets the holder.',
  },
);
export const HistoryResponse = Type.Object(
  {
    mandateId,
    facts: page(FactOfMandate, { maxItems: 500 }),
    next: nullable(Type.Integer({ description: 'Send it back as `after` for the next page; null on the last page.' })),
  },
  { title: 'HistoryOfMandate' },
);

export const MandateOutcome = Type.Object(
  {
    mandateId,
    outcome: enumOf([
      'drafted',
      'revised',
      'proposed',
      'endorsed',
      'granted',
      'confirmed',
      'suspended',
      'resumed',
      'evaluated',
      'extended',
      'narrowed',
      'widened',
      'ended',
      'revoked',
      'corrected',
    ]),
  },
  { title: 'MandateOutcome' },
);
export type MandateOutcome = Static<typeof MandateOutcome>;
