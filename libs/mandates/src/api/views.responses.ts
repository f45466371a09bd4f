import { Type } from 'typebox';
import { THEMES } from '#contracts';
import { anyObject, constant, dateOnly, dateTime, enumOf, everyOne, list, next, nullable, page } from '#http';
import { CASES_SHOWN } from '../queries/gaps.js';
import { OVERLAPS_SHOWN } from '../queries/overlaps.js';
import { MandateInFile } from './mandates.responses.js';
import { AgencyNamed, Decision, kind, knownAt, mandateId, slot, steeringModel } from './parts.responses.js';

/** Responses of the views of the whole register, and its export. */

const { theme } = slot;
const on = dateOnly({ description: 'Day that the response is about.' });

/** The slots of the largest page, which is one of neighbourhoods. */
const SLOTS_OF_PAGE = 200 * THEMES.length;
/** The maximum number of days of a continuity query, ten years, and of the calendar years with one of them. */
export const MOST_DAYS = 3660;
const MOST_YEARS = 12;

// --- Neighbourhood by theme ------------------------------------------------------------------------------------------------------------------

const ProviderShare = Type.Object(
  {
    owned: Type.Integer({ description: 'Number of these commitments that the holder owns.' }),
    commitments: Type.Integer({ description: 'Number of accepted commitments in the open cases of the slot.' }),
    main: Type.Boolean({ description: 'True: the holder is the main provider.' }),
  },
  { title: 'ProviderShare' },
);
const MatrixSlotWithoutMandate = Type.Object({ theme, state: constant('none') }, { title: 'MatrixSlotWithoutMandate' });
const MatrixSlot = Type.Object(
  {
    theme,
    state: enumOf(['held', 'provisional', 'suspended'], {
      description: '`provisional`: in force, with its decision still due. `suspended`: nobody acts under it.',
    }),
    holder: AgencyNamed,
    mandateId,
    kind,
    steeringModel,
    since: dateOnly({ description: 'First day of the holder.' }),
    until: nullable(dateOnly({ description: 'First day without this holder; null when no end is known.' })),
    decision: Decision,
    decisionDueOn: nullable(dateOnly()),
    evaluation: nullable(Type.Object({ dueOn: dateOnly(), overdue: Type.Boolean() })),
    recordedAt: dateTime({ description: 'Moment at which the register recorded this.' }),
    provider: Type.Optional(ProviderShare),
  },
  {
    title: 'MatrixSlot',
    description:
      '`evaluation`: the earliest one that was not held by that day. `provider`: about today, as known now; only for the holder and managers of a city service.',
  },
);
const MatrixNeighbourhood = Type.Object(
  {
    neighbourhood: slot.neighbourhood,
    name: Type.String(),
    slots: list(Type.Union([MatrixSlot, MatrixSlotWithoutMandate]), {
      maxItems: THEMES.length,
      description: 'One for each theme.',
    }),
  },
  { title: 'MatrixNeighbourhood' },
);
export const MatrixResponse = Type.Object(
  { on, neighbourhoods: page(MatrixNeighbourhood), next, knownAt: Type.Optional(knownAt) },
  { title: 'Matrix' },
);

// --- Gaps ------------------------------------------------------------------------------------------------------------------------------------

const Gap = Type.Object(
  {
    ...slot,
    reason: enumOf(['no-mandate', 'suspended']),
    since: nullable(dateOnly({ description: 'First day of the gap; null when nobody ever held the slot.' })),
    days: nullable(
      Type.Integer({ description: 'Length of the gap in days, up to and including the day of the question.' }),
    ),
    heldFrom: nullable(
      dateOnly({ description: 'First day on which the slot is held again; null when none is known.' }),
    ),
  },
  { title: 'Gap' },
);
const UncoordinatedCase = Type.Object(
  {
    caseId: Type.String({ description: 'Id of the case.' }),
    ...slot,
    since: dateOnly({ description: 'First day without coordination.' }),
    days: Type.Integer({ description: 'Number of days without coordination, both ends included.' }),
  },
  { title: 'UncoordinatedCase' },
);
export const GapsResponse = Type.Object(
  {
    on,
    slots: page(Gap, { maxItems: SLOTS_OF_PAGE }),
    cases: nullable(
      list(UncoordinatedCase, {
        maxItems: CASES_SHOWN,
        description: 'Only for managers of a city service, 500 at most; null for others.',
      }),
    ),
    casesLeftOut: Type.Boolean({ description: 'True: there are more cases than are shown.' }),
    next,
    knownAt: Type.Optional(knownAt),
  },
  { title: 'Gaps' },
);

// --- Continuity ------------------------------------------------------------------------------------------------------------------------------

const counts = {
  changes: Type.Integer({
    description: 'Number of days on which the acting agency differs from the previous one.',
  }),
  gapDays: Type.Integer({ description: 'Number of days without a mandate.' }),
  suspendedDays: Type.Integer({ description: 'Number of days with a suspended mandate.' }),
};
const YearOfSlot = Type.Object(
  {
    year: Type.Integer(),
    days: Type.Integer({ description: 'Number of days of this year that the question covers.' }),
    ...counts,
  },
  { title: 'YearOfSlot' },
);
const SlotContinuity = Type.Object(
  {
    ...slot,
    holders: list(Type.String(), { maxItems: MOST_DAYS, description: 'Codes of the agencies that held the slot.' }),
    ...counts,
    years: list(YearOfSlot, { maxItems: MOST_YEARS }),
  },
  { title: 'SlotContinuity' },
);
export const ContinuityResponse = Type.Object(
  {
    from: dateOnly({ description: 'First day.' }),
    until: dateOnly({ description: 'First day after the period.' }),
    days: Type.Integer(),
    slots: page(SlotContinuity, { maxItems: SLOTS_OF_PAGE }),
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
      description: '`held`: a grant would be refused. `proposed`: the mandate that is granted first gets the slot.',
    }),
    mandateId,
    holder: Type.String({ description: 'Code of an agency.' }),
    suspended: Type.Boolean(),
    from: nullable(dateOnly({ description: 'First day; null when none is recorded yet.' })),
    until: nullable(
      dateOnly({ description: 'First day after the period; null when it is open-ended or not recorded yet.' }),
    ),
  },
  { title: 'Overlap' },
);
export const OverlapsResponse = Type.Object(
  {
    mandateId,
    from: dateOnly({ description: 'First day.' }),
    until: nullable(dateOnly({ description: 'First day after the period; null when open-ended.' })),
    free: Type.Boolean({ description: 'True: no other mandate holds one of the slots on one of the days.' }),
    overlaps: list(Overlap, { maxItems: OVERLAPS_SHOWN, description: 'Overlaps, 500 at most.' }),
    leftOut: Type.Boolean({ description: 'True: there are more overlaps than are shown.' }),
  },
  { title: 'Overlaps' },
);

// --- Export ----------------------------------------------------------------------------------------------------------------------------------

/** The register as a file, by media type. */
export const EXPORT_RESPONSES = {
  'text/csv': Type.String({
    description: 'RFC 4180 in UTF-8: a line for each slot and each stretch of days with the same holder.',
  }),
  'application/json': Type.Object(
    {
      city: Type.String({ description: 'NIS code of the municipality.' }),
      mandates: everyOne(MandateInFile),
    },
    { title: 'RegisterFile' },
  ),
  'application/ld+json': Type.Object(
    {
      '@context': anyObject({ description: 'JSON-LD context: the definition of each term.' }),
      mandates: everyOne(anyObject({ description: 'A mandate, in the terms of the context.' })),
    },
    { title: 'LinkedRegister' },
  ),
};
