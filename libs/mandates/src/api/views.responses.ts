import { anyOf, day, listOf, moment, named, next, oneOf, open, orNull, record, text, whole, yesOrNo } from '#http';
import { AgencyNamed, Decision, kind, knownAt, MandateInFile, slot, steeringModel } from './mandates.responses.js';

/** What the views of the register answer, and its export. */

const { theme } = slot;
const mandateId = text('the id of the mandate');
const on = day('the day that the answer is about');

const ProviderShare = named(
  'ProviderShare',
  record({
    owned: whole('how many of them the holder owns itself'),
    commitments: whole('accepted ones in the open cases of the slot'),
    main: yesOrNo('the holder is the main provider'),
  }),
);
const Free = named('MatrixSlotWithoutMandate', record({ theme, state: { const: 'none' } }));
const Taken = named(
  'MatrixSlot',
  record(
    {
      theme,
      state: oneOf(
        ['held', 'provisional', 'suspended'],
        'provisional: in force, and its decision is due; suspended: nobody acts under it',
      ),
      holder: AgencyNamed,
      mandateId,
      kind,
      steeringModel,
      since: day('first day of the holder'),
      until: orNull(day('first day without this holder')),
      decision: Decision,
      decisionDueOn: orNull(day()),
      evaluation: orNull(record({ dueOn: day(), overdue: yesOrNo() })),
      recordedAt: moment('since when the register says so'),
    },
    { provider: ProviderShare },
    '`evaluation`: the first that had not been held by that day. `provider`: only for who may know, of today as it is known now.',
  ),
);
const Row = named(
  'MatrixNeighbourhood',
  record({ neighbourhood: slot.neighbourhood, name: text(), slots: listOf(anyOf(Taken, Free), 'one a theme') }),
);
export const MatrixAnswer = named('Matrix', record({ on, neighbourhoods: listOf(Row), next }, { knownAt }));

const Gap = named(
  'Gap',
  record({
    ...slot,
    reason: oneOf(['no-mandate', 'suspended']),
    since: orNull(day('first day on which nobody acted any more; null: nobody ever did')),
    days: orNull(whole('how many up to the day of the question, both included')),
    heldFrom: orNull(day('the next day on which somebody acts again, when one is known')),
  }),
);
const UncoordinatedCase = named(
  'UncoordinatedCase',
  record({
    caseId: text('the id of the case'),
    ...slot,
    since: day('first day without'),
    days: whole('how many, both included'),
  }),
);
export const GapsAnswer = named(
  'Gaps',
  record(
    {
      on,
      slots: listOf(Gap),
      cases: orNull(listOf(UncoordinatedCase, 'null: you do not oversee the cases of the city')),
      casesLeftOut: yesOrNo('there are more than are shown'),
      next,
    },
    { knownAt },
  ),
);

const counts = {
  changes: whole('days on which another agency acts than the last one that did'),
  gapDays: whole('days without a mandate'),
  suspendedDays: whole('days with one that nobody acts under'),
};
const Year = named(
  'YearOfSlot',
  record({ year: whole(), days: whole('of this year, as far as the question covers it'), ...counts }),
);
const SlotContinuity = named(
  'SlotContinuity',
  record({ ...slot, holders: listOf(text(), 'the codes of the agencies that acted'), ...counts, years: listOf(Year) }),
);
export const ContinuityAnswer = named(
  'Continuity',
  record(
    { from: day('first day'), until: day('first day after'), days: whole(), slots: listOf(SlotContinuity), next },
    { knownAt },
  ),
);

const Overlap = named(
  'Overlap',
  record({
    ...slot,
    state: oneOf(['held', 'proposed'], 'held: a grant would be refused; proposed: whoever is granted first has it'),
    mandateId,
    holder: text('the code of an agency'),
    suspended: yesOrNo(),
    from: orNull(day('first day; null: nothing says so yet')),
    until: orNull(day('first day after; null: open, or nothing says so yet')),
  }),
);
export const OverlapsAnswer = named(
  'Overlaps',
  record({
    mandateId,
    from: day('first day'),
    until: orNull(day('first day after; null: open')),
    free: yesOrNo('no other mandate holds one of the slots on one of the days'),
    overlaps: listOf(Overlap, '500 at most'),
    leftOut: yesOrNo('there are more than are shown'),
  }),
);

/** The register as a file, by media type. */
export const EXPORT_ANSWERS = {
  'text/csv': text(
    'RFC 4180 in UTF-8: a line for each slot and each stretch of days on which the same agency holds it',
  ),
  'application/json': named(
    'RegisterFile',
    record({ city: text('the NIS code of the municipality'), mandates: listOf(MandateInFile) }),
  ),
  'application/ld+json': named(
    'LinkedRegister',
    record({
      '@context': open('what the words mean'),
      mandates: listOf(open('a mandate, in the words of the context')),
    }),
  ),
};
