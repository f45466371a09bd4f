import { THEMES } from '#contracts';
import {
  anyOf,
  day,
  listOf,
  moment,
  named,
  next,
  oneOf,
  open,
  orNull,
  outcome,
  record,
  text,
  version,
  whole,
  yesOrNo,
} from '#http';
import { ENDORSEMENT_LEVELS, MANDATE_KINDS, STEERING_MODELS, TRANSFER_STATES } from '../domain/mandate-history.js';

/** What the routes of mandates and their transfers answer. */

const mandateId = text('the id of the mandate');
const transferId = text('the id of the transfer');
const agency = text('the code of an agency');
const theme = oneOf(THEMES);
const neighbourhood = text('its code');
export const slot = { neighbourhood, theme };
const lasting = { until: day('first day after; left out: open') };
const someday = { from: day('first day') };
/** only there when it is so */
const soOnly = (description: string) => ({ const: true, description });

export const Decision = named(
  'Decision',
  record(
    { body: text('who decided, such as `college`'), reference: text('as the city refers to it'), date: day() },
    { link: text('where it can be read') },
  ),
);
const Slot = named('Slot', record(slot));
const Period = named('Period', record(someday, lasting));
export const AgencyNamed = named(
  'AgencyNamed',
  record(
    { agency, name: text('its code, when its name is not known') },
    {
      status: oneOf(
        ['suspended', 'ended'],
        'it takes no part in the hub now: nobody acts for it here; only in answers about today as it is known now',
      ),
    },
  ),
);
export const kind = oneOf(
  MANDATE_KINDS,
  'interne, hybride or externe regie, or one of which the law says who holds it',
);
export const steeringModel = oneOf(STEERING_MODELS, 'what the holder may do: inform; ask and agree; assign bindingly');
/** As it was asked. */
export const knownAt = text('as the register said at this instant, or at the end of this day; left out: now');

// --- Who holds it ----------------------------------------------------------------------------------------------------------------------------

const question = { ...slot, on: day('the day that the answer is about') };
const sometimes = { neighbourhoodName: text(), knownAt };
const held = {
  holder: AgencyNamed,
  mandateId,
  decision: Decision,
  since: day('first day of the holder'),
  until: orNull(day('first day without this holder')),
  recordedAt: moment('since when the register says so'),
};
const Held = named('HeldSlot', record({ ...question, ...held }, sometimes));
const Suspended = named('SuspendedHolding', record(held));
const NotHeld = named(
  'SlotWithoutHolder',
  record(
    { ...question, holder: { type: 'null' } },
    { ...sometimes, suspended: Suspended },
    '`suspended`: who would hold it, were it not suspended.',
  ),
);
export const HolderAnswer = named('HolderOfSlot', {
  ...anyOf(Held, NotHeld),
  description: 'Who holds the mandate; `holder: null`: nobody does.',
});

// --- A mandate -------------------------------------------------------------------------------------------------------------------------------

const transfer = {
  from: agency,
  to: agency,
  on: day('first day of the new holder'),
  decision: Decision,
  reason: text(),
  status: oneOf(TRANSFER_STATES),
};
const answerBy = day('last day on which the receiver can answer');
const Transfer = named('Transfer', record({ transferId, ...transfer }, { answerBy }));
const causes = oneOf(['ended', 'expired', 'revoked']);
const End = named(
  'EndOfMandate',
  record({ on: day('first day without the mandate'), cause: causes, reason: text() }, { decision: Decision }),
);
const overdue = soOnly('the day went by');
const Evaluation = named('Evaluation', record({ dueOn: day() }, { heldOn: day(), overdue }));
const Holding = named(
  'Holding',
  record(
    { holder: agency, slots: listOf(Slot), period: Period, decision: Decision },
    { suspended: soOnly('nobody acts under it, and nobody else can have its slots') },
    'a stretch of days of the mandate, with the decision by which the holder came to it',
  ),
);
const Provisional = named(
  'Provisional',
  record({ decisionDueOn: day('it is in force, and its decision is due by this day') }, { overdue }),
);

const endorsements = record(
  {},
  Object.fromEntries(ENDORSEMENT_LEVELS.map((level) => [level, Decision])),
  'both are needed, now or by the day that the decision is due',
);
const main = {
  slots: listOf(Slot),
  kind,
  steeringModel,
  executingFunction: text('the function that carries it out'),
  powers: listOf(text(), 'what the holder may decide or use'),
};
const steering = {
  steeringReason: text('why the holder must be able to assign bindingly'),
  steeringBasis: text('by what it may: decision, protocol or article'),
};
const commissioningCase = text('the one case in which the holder may assign; in all others it asks');
const lists = {
  means: listOf(text(), 'people, money and rooms that come with it'),
  consequences: listOf(text(), 'what follows for the other services'),
};
const grounds = {
  agreement: text('the samenwerkingsprotocol'),
  legalBasis: text('the article that says who holds it'),
};
const evaluations = listOf(Evaluation);
const holdings = listOf(Holding, 'who holds it over which days, in order of time');

const eachOrNull = (fields: Readonly<Record<string, Parameters<typeof orNull>[0]>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, orNull(field)]));
export const MandateAnswer = named(
  'Mandate',
  record({
    mandateId,
    version,
    status: oneOf(['draft', 'proposed', 'granted', 'ended']),
    draftedBy: orNull(text('the agency that drafted it, when it began as a draft')),
    ...main,
    ...lists,
    ...eachOrNull({ ...steering, commissioningCase, ...grounds }),
    holder: text('the agency that holds it, or is to hold it, after every transfer so far'),
    endorsements,
    period: orNull(Period),
    evaluateOn: orNull(day('the next evaluation; when there is none, the last one')),
    evaluations,
    decision: orNull(Decision),
    provisional: orNull(Provisional),
    holdings,
    ended: orNull(End),
    proposedAt: moment('when the first fact about it was recorded'),
    transfers: listOf(Transfer),
  }),
);
export const MandatesPageAnswer = named('MandatesPage', record({ mandates: listOf(MandateAnswer), next }));

/** A mandate in the JSON file of the register: what it does not have is left out. */
export const MandateInFile = named(
  'MandateInFile',
  record(
    {
      mandateId,
      status: oneOf(['proposed', 'granted', 'ended']),
      ...main,
      holder: text('who is to hold it, or was granted it: `holdings` says who holds it'),
      endorsements,
      evaluations,
      holdings,
    },
    {
      ...steering,
      commissioningCase,
      ...lists,
      ...grounds,
      decision: Decision,
      provisional: Provisional,
      period: Period,
      ended: End,
    },
  ),
);

const Fact = named(
  'FactOfMandate',
  record(
    {
      number: whole('1, 2, 3, ...: the version of the mandate after it'),
      type: text('what happened, such as `MandateGranted`'),
      recordedAt: moment(),
      agency: orNull(text('the agency that recorded it; null: the agenda')),
      holds: orNull(Period),
      data: open('what it said'),
      instead: orNull(open('what it says since it was corrected')),
      stands: yesOrNo('false: it was taken back'),
      correctedBy: listOf(whole(), 'the numbers of the corrections'),
    },
    {},
    '`holds`: the days that it is about, when it says who holds the mandate',
  ),
);
export const HistoryAnswer = named('HistoryOfMandate', record({ mandateId, facts: listOf(Fact) }));

export const MandateOutcome = outcome(
  'MandateOutcome',
  { mandateId },
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
);
export const RegisterImportOutcome = outcome(
  'RegisterImportOutcome',
  { recorded: whole('new ones; of a dry run: those that would be'), unchanged: whole('known as they are') },
  'imported',
  'checked',
);

// --- A transfer ------------------------------------------------------------------------------------------------------------------------------

const CommitmentInHandover = named(
  'CommitmentInHandover',
  record({
    commitmentId: text(),
    owner: agency,
    dueOn: day(),
    status: oneOf(['proposed', 'accepted', 'declined', 'done']),
    overdue: yesOrNo(),
  }),
);
const heard = {
  type: 'object',
  additionalProperties: whole(),
  description: 'how often each type of event was heard of it',
};
const CaseInHandover = named(
  'CaseInHandover',
  record({
    caseId: text(),
    ...slot,
    openedBy: agency,
    openedAt: moment(),
    commitments: listOf(CommitmentInHandover),
    heard,
  }),
);
const counted = ['openCases', 'openCommitments', 'overdueCommitments', 'evaluationsDue', 'evaluationsOverdue'];
export const HandoverAnswer = named(
  'Handover',
  record({
    mandateId,
    transferId,
    ...transfer,
    answerBy: orNull(answerBy),
    reasonSeen: oneOf(['hands-over', 'receives', 'manager-of-a-city-service'], 'why you see it'),
    preview: text('up to where you have seen: accept with it, and it is accepted as you saw it'),
    version,
    mandate: record(
      {
        ...main,
        ...lists,
        commissioningCase: orNull(commissioningCase),
        period: orNull(Period),
        evaluations,
        provisional: orNull(Provisional),
      },
      {},
      'what is handed over',
    ),
    counts: record(Object.fromEntries(counted.map((name) => [name, whole()]))),
    cases: listOf(CaseInHandover, 'the open ones, 500 at most'),
  }),
);
export const TransferOutcome = outcome(
  'TransferOutcome',
  { mandateId, transferId },
  'transfer-proposed',
  'transferred',
  'transfer-declined',
  'transfer-withdrawn',
);
