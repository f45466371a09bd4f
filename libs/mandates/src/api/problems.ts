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
      'A mandate takes effect after a political and an administrative endorsement; `missing` says which to record.',
  },
  'mandate.already-endorsed': { status: 409, title: 'This endorsement was recorded under another decision.' },
  'mandate.not-proposed': { status: 409, title: 'This is only possible while the mandate is proposed.' },
  'mandate.not-granted': { status: 409, title: 'This is only possible while the mandate is granted.' },
  'mandate.commissioning-needs-reason': {
    status: 422,
    title: 'Commissioning needs `steeringReason`: why the holder must be able to assign bindingly.',
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
    title: 'A statutory mandate needs `legalBasis`: the article that says who holds it.',
  },
  'mandate.statutory': {
    status: 409,
    title: 'The law says who holds this mandate: it cannot be handed over by decision.',
  },
  'mandate.holder-of-another-kind': {
    status: 422,
    title: 'An agency of this kind cannot hold a mandate of this kind; `allowed` says which can.',
  },
  'mandate.endorsed-by-another-body': {
    status: 422,
    title: 'This body does not endorse on this level; `allowed` says which do.',
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
    title: 'A change begins today or later; what was recorded wrongly is corrected.',
  },
  'mandate.change-planned': {
    status: 409,
    title: 'A later change begins on `from`: choose that day or a later one, or correct that fact first.',
  },
  'mandate.change-outside-period': { status: 422, title: 'That day lies outside the period of the mandate.' },
  'mandate.open-ended': { status: 409, title: 'The mandate has no end that could be moved.' },
  'mandate.extension-shortens': {
    status: 422,
    title: 'An extension ends later than the mandate does now; to end it earlier, end it.',
  },
  'mandate.slot-not-in-scope': { status: 422, title: 'The mandate is not about this slot on that day.' },
  'mandate.slot-in-scope': { status: 422, title: 'The mandate is about this slot already.' },
  'mandate.nothing-left': {
    status: 422,
    title: 'A mandate is about one slot at least: to take the last one away, end it.',
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
      'By a correction the mandate is held by another than the one that proposed to hand it over. Have it withdrawn, and proposed by who holds it now.',
  },
  'mandate.transfer-expired': {
    status: 409,
    title: 'The last day to answer this transfer is over: have it proposed again.',
  },
  'mandate.answer-by-in-the-past': { status: 422, title: 'The last day to answer is today or later.' },
  'mandate.changed-since-preview': {
    status: 412,
    title: 'The mandate or its cases have changed since you looked: see what, and look again before you accept.',
  },
  'mandate.fact-unknown': {
    status: 404,
    title: 'The mandate has no fact with this number; its history says which there are.',
  },
  'mandate.correction-not-possible': {
    status: 422,
    title: 'This cannot be corrected of such a fact; `fields` says what can, and `void` whether it can be taken back.',
  },
  'mandate.correction-does-not-fit': {
    status: 409,
    title: 'After this correction fact `fact` could not have happened: correct that one first.',
  },
  'mandate.already-holder': { status: 409, title: 'This agency holds the mandate already.' },
  'mandate.end-in-the-past': {
    status: 422,
    title: 'A mandate ends today or later; what was recorded wrongly is corrected, not ended.',
  },
  'mandate.end-outside-period': { status: 422, title: 'The mandate is over before that day.' },
  'mandate.import-empty': { status: 422, title: 'There are no mandates to import.' },
  'mandate.rows-invalid': {
    status: 422,
    title: 'Nothing was imported: correct the mandates in `rows`, and import all again.',
  },
  'mandate.reference-twice': {
    status: 422,
    title: 'Another mandate of the import has this reference: the lines of one mandate stand under one reference.',
  },
  'mandate.import-differs': {
    status: 409,
    title: 'The register has this mandate with other `fields`: what it recorded wrongly is corrected there.',
  },
  'mandate.period-too-long': {
    status: 422,
    title: 'The question spans more than `most` days: ask about a part of them.',
  },
  'period.ends-before-it-starts': { status: 422, title: 'The period ends before it starts, or has no day.' },
  'decision.in-the-future': { status: 422, title: 'The decision is dated in the future.' },
  'access.decisions-by-the-city': {
    status: 403,
    title: 'Decisions about mandates are recorded by a manager of a city service.',
  },
  'access.not-the-holder': { status: 403, title: 'Only the holder, or a manager of a city service, can do this.' },
  'access.not-the-receiver': { status: 403, title: 'Only the agency that is to receive the mandate can answer.' },
};
