import { type Problems } from '#http';

/** The refusals of the mandates API, each with its remedy. */
export const problems: Problems = {
  'mandate.unknown': { status: 404, title: 'The register of your city has no such mandate.' },
  'transfer.unknown': { status: 404, title: 'This mandate has no such transfer.' },
  'mandate.slot-taken': {
    status: 409,
    title:
      'Another mandate holds this slot on some of these days: end or transfer that one first, or choose other days.',
  },
  'mandate.slot-twice': { status: 422, title: 'This neighbourhood and theme are named twice: name each slot once.' },
  'mandate.not-endorsed': {
    status: 409,
    title:
      'A mandate takes effect after a political and an administrative endorsement; `missing` lists those to record.',
  },
  'mandate.already-endorsed': { status: 409, title: 'This endorsement was recorded under another decision.' },
  'mandate.not-proposed': { status: 409, title: 'This is only possible while the mandate is proposed.' },
  'mandate.not-granted': { status: 409, title: 'This is only possible while the mandate is granted.' },
  'mandate.commissioning-needs-reason': {
    status: 422,
    title: 'Commissioning needs `steeringReason`: the reason that the holder must be able to assign bindingly.',
  },
  'mandate.commissioning-needs-basis': {
    status: 422,
    title: 'Commissioning needs `steeringBasis`: the decision, protocol or article by which the holder may assign.',
  },
  'mandate.case-without-commissioning': {
    status: 422,
    title: 'Only commissioning can be limited to one case: leave out `commissioningCase`, or choose that model.',
  },
  'mandate.external-needs-agreement': {
    status: 422,
    title: 'An external mandate needs `agreement`: the protocol with the semi-private parties.',
  },
  'mandate.statutory-needs-legal-basis': {
    status: 422,
    title: 'A statutory mandate needs `legalBasis`: the article of law that names the holder.',
  },
  'mandate.statutory': {
    status: 409,
    title: 'The law names the holder of this mandate: it cannot be handed over by decision.',
  },
  'mandate.holder-of-another-kind': {
    status: 422,
    title: 'An agency of this kind cannot hold a mandate of this kind; `allowed` lists the kinds that can.',
  },
  'mandate.endorsed-by-another-body': {
    status: 422,
    title: 'This body does not endorse on this level; `allowed` lists the bodies that do.',
  },
  'mandate.not-a-draft': { status: 409, title: 'This is only possible while the mandate is a draft.' },
  'mandate.consequences-not-accepted': {
    status: 409,
    title: 'The terms name consequences for others: grant with `consequencesAccepted`, or have other terms proposed.',
  },
  'mandate.decision-due-outside-period': {
    status: 422,
    title: 'The decision on a provisional grant is due within the period of the mandate, today or later.',
  },
  'mandate.not-provisional': { status: 409, title: 'Only a provisional grant waits for a decision.' },
  'mandate.suspended': { status: 409, title: 'The mandate is suspended since that day: have it resumed first.' },
  'mandate.not-suspended': { status: 409, title: 'The mandate is not suspended on that day.' },
  'mandate.change-in-the-past': {
    status: 422,
    title: 'A change begins today or later. Correct a fact that was recorded wrongly.',
  },
  'mandate.change-planned': {
    status: 409,
    title: 'A later change begins on `from`: choose that day or a later one, or correct that fact first.',
  },
  'mandate.change-outside-period': { status: 422, title: 'This day lies outside the period of the mandate.' },
  'mandate.open-ended': { status: 409, title: 'The mandate has no end that could be moved.' },
  'mandate.extension-shortens': {
    status: 422,
    title: 'An extension ends later than the mandate does now; to shorten the mandate, end it.',
  },
  'mandate.slot-not-in-scope': { status: 422, title: 'The mandate does not cover this slot on that day.' },
  'mandate.slot-in-scope': { status: 422, title: 'The mandate covers this slot already.' },
  'mandate.nothing-left': {
    status: 422,
    title: 'A mandate keeps at least one slot: to remove the last one, end the mandate.',
  },
  'mandate.evaluation-in-the-future': {
    status: 422,
    title: 'An evaluation is recorded when it was held: today or earlier.',
  },
  'mandate.evaluation-before-start': { status: 422, title: 'The mandate had not begun on that day.' },
  'mandate.evaluation-outside-period': {
    status: 422,
    title: 'The evaluation date must lie within the period of the mandate.',
  },
  'mandate.transfer-outside-period': {
    status: 422,
    title: 'The day of the transfer must lie within the period of the mandate.',
  },
  'mandate.transfer-too-early': {
    status: 422,
    title: 'The present holder only holds the mandate from `heldFrom`: choose that day or a later one.',
  },
  'mandate.transfer-pending': { status: 409, title: 'Another transfer of this mandate still waits for an answer.' },
  'mandate.transfer-answered': { status: 409, title: 'This transfer has been answered otherwise.' },
  'mandate.transfer-outdated': {
    status: 409,
    title:
      'After a correction, the agency that proposed this transfer no longer holds the mandate. Have it withdrawn, and have the present holder propose a new one.',
  },
  'mandate.transfer-expired': {
    status: 409,
    title: 'The last day to answer this transfer is over: have it proposed again.',
  },
  'mandate.answer-by-in-the-past': { status: 422, title: 'The last day to answer is today or later.' },
  'mandate.changed-since-preview': {
    status: 412,
    title:
      'The mandate or its cases have changed since you looked: read the difference, and look again before you accept.',
  },
  'mandate.fact-unknown': {
    status: 404,
    title: 'The mandate has no fact with this number; its history lists them.',
  },
  'mandate.correction-not-possible': {
    status: 422,
    title:
      'A fact of this type cannot be corrected like this. `fields` lists the fields that can be corrected; `void` is true when the fact can be voided.',
  },
  'mandate.correction-does-not-fit': {
    status: 409,
    title: 'After this correction fact `fact` could not have happened: correct that one first.',
  },
  'mandate.already-holder': { status: 409, title: 'This agency holds the mandate already.' },
  'mandate.end-in-the-past': {
    status: 422,
    title: 'A mandate ends today or later. Correct a fact that was recorded wrongly.',
  },
  'mandate.end-outside-period': { status: 422, title: 'The mandate is over before that day.' },
  'mandate.import-empty': { status: 422, title: 'There are no mandates to import.' },
  'mandate.rows-invalid': {
    status: 422,
    title: 'Nothing was imported: correct the mandates in `rows`, and import all again.',
  },
  'mandate.reference-twice': {
    status: 422,
    title: 'Another mandate of the import has this reference: put all lines of one mandate under one reference.',
  },
  'mandate.import-differs': {
    status: 409,
    title: 'The register has this mandate with other `fields`: correct the wrong facts there.',
  },
  'mandate.too-many-slots': {
    status: 422,
    title: 'A mandate has `most` slots at most: propose another one for the others.',
  },
  'mandate.period-too-long': {
    status: 422,
    title: 'The question spans more than `most` days: ask about a part of them.',
  },
  'period.ends-before-it-starts': { status: 422, title: 'The period ends before it starts, or has no day.' },
  'decision.in-the-future': { status: 422, title: 'The decision is dated in the future.' },
  'access.decisions-by-the-city': {
    status: 403,
    title: 'Only a manager of a city service records decisions about mandates.',
  },
  'access.not-the-holder': { status: 403, title: 'Only the holder, or a manager of a city service, can do this.' },
  'access.not-the-receiver': { status: 403, title: 'Only the agency that receives the mandate can answer.' },
};
