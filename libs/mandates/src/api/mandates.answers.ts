import { THEMES } from '#contracts';
import { anyOf, day, listOf, moment, named, next, oneOf, orNull, outcome, record, text, version } from '#service';
import { MANDATE_KINDS, STEERING_MODELS } from '../domain/mandate-register.js';

/** What the routes of mandates answer. */

const mandateId = text('the id of the mandate');
const transferId = text('the id of the transfer');
const agency = text('the code of an agency');
const neighbourhood = text('its code');
const theme = oneOf(THEMES);

const Decision = named('Decision', record({ body: text('who decided, such as `college`'), reference: text('as the city refers to it'), date: day() }));
const Slot = named('Slot', record({ neighbourhood, theme }));
const Period = named('Period', record({ from: day('first day') }, { until: day('first day after; left out: open') }));

const question = { neighbourhood, theme, on: day('the day that the answer is about') };
const sometimes = { neighbourhoodName: text() };
const Held = named(
  'HeldSlot',
  record(
    {
      ...question,
      holder: named('Holder', record({ agency, name: text() })),
      mandateId,
      decision: Decision,
      since: day('first day of the holder'),
      until: orNull(day('first day without this holder')),
    },
    sometimes,
  ),
);
const NotHeld = named('SlotWithoutHolder', record({ ...question, holder: { type: 'null' } }, sometimes));
export const HolderAnswer = named('HolderOfSlot', { ...anyOf(Held, NotHeld), description: 'Who holds the mandate; `holder: null`: nobody does.' });

const Transfer = named(
  'Transfer',
  record({
    transferId,
    from: agency,
    to: agency,
    on: day('first day of the new holder'),
    decision: Decision,
    reason: text(),
    status: oneOf(['proposed', 'accepted', 'declined']),
  }),
);
const End = named('EndOfMandate', record({ on: day('first day without the mandate'), cause: oneOf(['ended', 'expired']), reason: text() }, { decision: Decision }));
export const MandateAnswer = named(
  'Mandate',
  record({
    mandateId,
    version,
    status: oneOf(['proposed', 'granted', 'ended']),
    kind: oneOf(MANDATE_KINDS, 'interne, hybride or externe regie'),
    steeringModel: oneOf(STEERING_MODELS, 'what the holder may do: inform; ask and agree; assign bindingly'),
    steeringReason: orNull(text('why the holder must be able to assign bindingly')),
    holder: text('the agency that holds it, or is to hold it, after every transfer so far'),
    executingFunction: text('the function that carries it out'),
    powers: listOf(text(), 'what the holder may decide or use'),
    endorsements: record({}, { political: Decision, administrative: Decision }, 'both are needed before a mandate is granted'),
    period: orNull(Period),
    evaluateOn: orNull(day('when it is evaluated')),
    decision: orNull(Decision),
    ended: orNull(End),
    proposedAt: moment(),
    slots: listOf(Slot),
    transfers: listOf(Transfer),
  }),
);
export const MandatesPageAnswer = named('MandatesPage', record({ mandates: listOf(MandateAnswer), next }));

export const MandateOutcome = outcome('MandateOutcome', { mandateId }, 'proposed', 'endorsed', 'granted', 'ended');
export const TransferOutcome = outcome('TransferOutcome', { mandateId, transferId }, 'transfer-proposed', 'transferred', 'transfer-declined');
