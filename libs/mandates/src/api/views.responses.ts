import { Type } from 'typebox';
import { anyObject, constant, dateOnly, dateTime, enumOf, list, next, nullable } from '#http';
import { MandateInFile } from './mandates.responses.js';
import { AgencyNamed, Decision, kind, knownAt, mandateId, slot, steeringModel } from './parts.responses.js';

/** Responses of the views of the whole register, and its export. */

const { theme } = slot;
const on = dateOnly({ description: 'the day that the answer is about' });

// --- Neighbourhood by theme ------------------------------------------------------------------------------------------------------------------

const ProviderShare = Type.Object(
  {
    owned: Type.Integer({ description: 'how many of them the holder owns itself' }),
    commitments: Type.Integer({ description: 'accepted ones in the open cases of the slot' }),
    main: Type.Boolean({ description: 'the holder is the main provider' }),
  },
  { title: 'ProviderShare' },
);
const MatrixSlotWithoutMandate = Type.Object({ theme, state: constant('none') }, { title: 'MatrixSlotWithoutMandate' });
const MatrixSlot = Type.Object(
  {
    theme,
    state: enumOf(['held', 'provisional', 'suspended'], {
      description: 'provisional: in force, and its decision is due; suspended: nobody acts under it',
    }),
    holder: AgencyNamed,
    mandateId,
    kind,
    steeringModel,
    since: dateOnly({ description: 'first day of the holder' }),
    until: nullable(dateOnly({ description: 'first day without this holder' })),
    decision: Decision,
    decisionDueOn: nullable(dateOnly()),
    evaluation: nullable(Type.Object({ dueOn: dateOnly(), overdue: Type.Boolean() })),
    recordedAt: dateTime({ description: 'since when the register says so' }),
    provider: Type.Optional(ProviderShare),
  },
  {
    title: 'MatrixSlot',
    description:
      '`evaluation`: the first that had not been held by that day. `provider`: only for who may know, of today as it is known now.',
  },
);
const MatrixNeighbourhood = Type.Object(
  {
    neighbourhood: slot.neighbourhood,
    name: Type.String(),
    slots: list(Type.Union([MatrixSlot, MatrixSlotWithoutMandate]), { description: 'one a theme' }),
  },
  { title: 'MatrixNeighbourhood' },
);
export const MatrixResponse = Type.Object(
  { on, neighbourhoods: list(MatrixNeighbourhood), next, knownAt: Type.Optional(knownAt) },
  { title: 'Matrix' },
);

// --- Gaps ------------------------------------------------------------------------------------------------------------------------------------

const Gap = Type.Object(
  {
    ...slot,
    reason: enumOf(['no-mandate', 'suspended']),
    since: nullable(dateOnly({ description: 'first day on which nobody acted any more; null: nobody ever did' })),
    days: nullable(Type.Integer({ description: 'how many up to the day of the question, both included' })),
    heldFrom: nullable(dateOnly({ description: 'the next day on which somebody acts again, when one is known' })),
  },
  { title: 'Gap' },
);
const UncoordinatedCase = Type.Object(
  {
    caseId: Type.String({ description: 'the id of the case' }),
    ...slot,
    since: dateOnly({ description: 'first day without' }),
    days: Type.Integer({ description: 'how many, both included' }),
  },
  { title: 'UncoordinatedCase' },
);
export const GapsResponse = Type.Object(
  {
    on,
    slots: list(Gap),
    cases: nullable(list(UncoordinatedCase, { description: 'null: you do not oversee the cases of the city' })),
    casesLeftOut: Type.Boolean({ description: 'there are more than are shown' }),
    next,
    knownAt: Type.Optional(knownAt),
  },
  { title: 'Gaps' },
);

// --- Continuity ------------------------------------------------------------------------------------------------------------------------------

const counts = {
  changes: Type.Integer({ description: 'days on which another agency acts than the last one that did' }),
  gapDays: Type.Integer({ description: 'days without a mandate' }),
  suspendedDays: Type.Integer({ description: 'days with one that nobody acts under' }),
};
const YearOfSlot = Type.Object(
  {
    year: Type.Integer(),
    days: Type.Integer({ description: 'of this year, as far as the question covers it' }),
    ...counts,
  },
  { title: 'YearOfSlot' },
);
const SlotContinuity = Type.Object(
  {
    ...slot,
    holders: list(Type.String(), { description: 'the codes of the agencies that acted' }),
    ...counts,
    years: list(YearOfSlot),
  },
  { title: 'SlotContinuity' },
);
export const ContinuityResponse = Type.Object(
  {
    from: dateOnly({ description: 'first day' }),
    until: dateOnly({ description: 'first day after' }),
    days: Type.Integer(),
    slots: list(SlotContinuity),
    next,
    knownAt: Type.Optional(knownAt),
  },
  { title: 'Continuity' },
);

// --- Overlaps --------------------------------------------------------------------------------------------------------------------------------

const Overlap = Type.Object(
  {
    ...slot,
    state: enumOf(['held', 'proposed'], {
      description: 'held: a grant would be refused; proposed: whoever is granted first has it',
    }),
    mandateId,
    holder: Type.String({ description: 'the code of an agency' }),
    suspended: Type.Boolean(),
    from: nullable(dateOnly({ description: 'first day; null: nothing says so yet' })),
    until: nullable(dateOnly({ description: 'first day after; null: open, or nothing says so yet' })),
  },
  { title: 'Overlap' },
);
export const OverlapsResponse = Type.Object(
  {
    mandateId,
    from: dateOnly({ description: 'first day' }),
    until: nullable(dateOnly({ description: 'first day after; null: open' })),
    free: Type.Boolean({ description: 'no other mandate holds one of the slots on one of the days' }),
    overlaps: list(Overlap, { description: '500 at most' }),
    leftOut: Type.Boolean({ description: 'there are more than are shown' }),
  },
  { title: 'Overlaps' },
);

// --- Export ----------------------------------------------------------------------------------------------------------------------------------

/** The register as a file, by media type. */
export const EXPORT_RESPONSES = {
  'text/csv': Type.String({
    description: 'RFC 4180 in UTF-8: a line for each slot and each stretch of days on which the same agency holds it',
  }),
  'application/json': Type.Object(
    {
      city: Type.String({ description: 'the NIS code of the municipality' }),
      mandates: list(MandateInFile),
    },
    { title: 'RegisterFile' },
  ),
  'application/ld+json': Type.Object(
    {
      '@context': anyObject({ description: 'what the words mean' }),
      mandates: list(anyObject({ description: 'a mandate, in the words of the context' })),
    },
    { title: 'LinkedRegister' },
  ),
};
