import type { Problems } from '#service';

/** What the mandates API refuses, and what to do about it. */
export const problems: Problems = {
  'mandate.unknown': { status: 404, title: 'The register of your city has no such mandate.' },
  'transfer.unknown': { status: 404, title: 'This mandate has no such transfer.' },
  'mandate.slot-taken': { status: 409, title: 'Another mandate holds this slot on some of these days: end or transfer that one first, or choose other days.' },
  'mandate.slot-twice': { status: 422, title: 'This neighbourhood and theme are named twice: name each slot once.' },
  'mandate.not-endorsed': { status: 409, title: 'A mandate takes effect after a political and an administrative endorsement; `missing` says which to record.' },
  'mandate.already-endorsed': { status: 409, title: 'This endorsement was recorded under another decision.' },
  'mandate.not-proposed': { status: 409, title: 'This is only possible while the mandate is proposed.' },
  'mandate.not-granted': { status: 409, title: 'This is only possible while the mandate is granted.' },
  'mandate.commissioning-needs-reason': { status: 422, title: 'Commissioning needs `steeringReason`: why the holder must be able to assign bindingly.' },
  'mandate.evaluation-outside-period': { status: 422, title: 'The evaluation date must lie within the period of the mandate.' },
  'mandate.transfer-outside-period': { status: 422, title: 'The day of the transfer must lie within the period of the mandate.' },
  'mandate.transfer-too-early': { status: 422, title: 'The present holder only holds the mandate from `heldFrom`: choose that day or a later one.' },
  'mandate.transfer-pending': { status: 409, title: 'Another transfer of this mandate still waits for an answer.' },
  'mandate.transfer-answered': { status: 409, title: 'This transfer has been answered otherwise.' },
  'mandate.already-holder': { status: 409, title: 'This agency holds the mandate already.' },
  'mandate.end-in-the-past': { status: 422, title: 'A mandate ends today or later; what was recorded wrongly is corrected, not ended.' },
  'mandate.end-outside-period': { status: 422, title: 'The mandate is over before that day.' },
  'period.ends-before-it-starts': { status: 422, title: 'The period ends before it starts, or has no day.' },
  'decision.in-the-future': { status: 422, title: 'The decision is dated in the future.' },
  'access.decisions-by-the-city': { status: 403, title: 'Decisions about mandates are recorded by a manager of a city service.' },
  'access.not-the-holder': { status: 403, title: 'Only the holder, or a manager of a city service, can propose a transfer.' },
  'access.not-the-receiver': { status: 403, title: 'Only the agency that is to receive the mandate can answer.' },
};
