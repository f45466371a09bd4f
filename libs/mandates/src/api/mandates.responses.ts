import { type Static, Type } from 'typebox';
import { anyObject, constant, dateOnly, dateTime, enumOf, list, next, nullable, version } from '#http';
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

const question = { ...slot, on: dateOnly({ description: 'the day that the answer is about' }) };
const sometimes = { neighbourhoodName: Type.Optional(Type.String()), knownAt: Type.Optional(knownAt) };
const held = {
  holder: AgencyNamed,
  mandateId,
  decision: Decision,
  since: dateOnly({ description: 'first day of the holder' }),
  until: nullable(dateOnly({ description: 'first day without this holder' })),
  recordedAt: dateTime({ description: 'since when the register says so' }),
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
    description: '`suspended`: who would hold it, were it not suspended.',
  },
);
export const HolderResponse = Type.Union([HeldSlot, SlotWithoutHolder], {
  title: 'HolderOfSlot',
  description: 'Who holds the mandate; `holder: null`: nobody does.',
});

// --- A mandate -------------------------------------------------------------------------------------------------------------------------------

const Transfer = Type.Object(
  { transferId, ...transfer, status: enumOf(TRANSFER_STATES), answerBy: Type.Optional(answerBy) },
  { title: 'Transfer' },
);
const EndOfMandate = Type.Object(
  {
    on: dateOnly({ description: 'first day without the mandate' }),
    cause: enumOf(['ended', 'expired', 'revoked']),
    reason: Type.String(),
    decision: Type.Optional(Decision),
  },
  { title: 'EndOfMandate' },
);
const Holding = Type.Object(
  {
    holder: agency,
    slots: list(Slot),
    period: Period,
    decision: Decision,
    suspended: Type.Optional(
      constant(true, { description: 'nobody acts under it, and nobody else can have its slots' }),
    ),
  },
  {
    title: 'Holding',
    description: 'a stretch of days of the mandate, with the decision by which the holder came to it',
  },
);
const endorsements = Type.Object(
  { political: Type.Optional(Decision), administrative: Type.Optional(Decision) },
  { description: 'both are needed, now or by the day that the decision is due' },
);
const steeringReason = Type.String({ description: 'why the holder must be able to assign bindingly' });
const steeringBasis = Type.String({ description: 'by what it may: decision, protocol or article' });
const agreement = Type.String({ description: 'the samenwerkingsprotocol' });
const legalBasis = Type.String({ description: 'the article that says who holds it' });
const evaluations = list(Evaluation);
const holdings = list(Holding, { description: 'who holds it over which days, in order of time' });

export const MandateResponse = Type.Object(
  {
    mandateId,
    version,
    status: enumOf(['draft', 'proposed', 'granted', 'ended']),
    draftedBy: nullable(Type.String({ description: 'the agency that drafted it, when it began as a draft' })),
    ...terms,
    means,
    consequences,
    steeringReason: nullable(steeringReason),
    steeringBasis: nullable(steeringBasis),
    commissioningCase: nullable(commissioningCase),
    agreement: nullable(agreement),
    legalBasis: nullable(legalBasis),
    holder: Type.String({ description: 'the agency that holds it, or is to hold it, after every transfer so far' }),
    endorsements,
    period: nullable(Period),
    evaluateOn: nullable(dateOnly({ description: 'the next evaluation; when there is none, the last one' })),
    evaluations,
    decision: nullable(Decision),
    provisional: nullable(Provisional),
    holdings,
    ended: nullable(EndOfMandate),
    proposedAt: dateTime({ description: 'when the first fact about it was recorded' }),
    transfers: list(Transfer),
  },
  { title: 'Mandate' },
);
export type MandateResponse = Static<typeof MandateResponse>;
export const MandatesPageResponse = Type.Object({ mandates: list(MandateResponse), next }, { title: 'MandatesPage' });

/** A mandate in the JSON file of the register, without the fields that it does not have. */
export const MandateInFile = Type.Object(
  {
    mandateId,
    status: enumOf(['proposed', 'granted', 'ended']),
    ...terms,
    holder: Type.String({
      description: 'who is to hold it, or was granted it: `holdings` says who holds it',
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

const FactOfMandate = Type.Object(
  {
    number: Type.Integer({ description: '1, 2, 3, ...: the version of the mandate after it' }),
    type: Type.String({ description: 'what happened, such as `MandateGranted`' }),
    recordedAt: dateTime(),
    agency: nullable(Type.String({ description: 'the agency that recorded it; null: the agenda' })),
    holds: nullable(Period),
    data: anyObject({ description: 'what it said' }),
    instead: nullable(anyObject({ description: 'what it says since it was corrected' })),
    stands: Type.Boolean({ description: 'false: it was taken back' }),
    correctedBy: list(Type.Integer(), { description: 'the numbers of the corrections' }),
  },
  {
    title: 'FactOfMandate',
    description: '`holds`: the days that it is about, when it says who holds the mandate',
  },
);
export const HistoryResponse = Type.Object({ mandateId, facts: list(FactOfMandate) }, { title: 'HistoryOfMandate' });

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
