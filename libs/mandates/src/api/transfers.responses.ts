import { type Static, Type } from 'typebox';
import { dateOnly, dateTime, enumOf, list, mapOf, nullable, version } from '#http';
import { TRANSFER_STATES } from '../domain/mandate-history.js';
import { CASES_SHOWN, COMMITMENTS_SHOWN } from '../queries/handover-cases.js';
import { SHOWN } from './mandates.responses.js';
import {
  agency,
  answerBy,
  commissioningCase,
  consequences,
  Evaluation,
  mandateId,
  means,
  Period,
  Provisional,
  slot,
  terms,
  transfer,
  transferId,
} from './parts.responses.js';

/** Responses about the transfer of a mandate to another agency. */

const CommitmentInHandover = Type.Object(
  {
    commitmentId: Type.String(),
    owner: agency,
    dueOn: dateOnly(),
    status: enumOf(['proposed', 'accepted', 'declined', 'done']),
    overdue: Type.Boolean(),
  },
  { title: 'CommitmentInHandover' },
);
const CaseInHandover = Type.Object(
  {
    caseId: Type.String(),
    ...slot,
    openedBy: agency,
    openedAt: dateTime(),
    commitments: list(CommitmentInHandover, {
      maxItems: COMMITMENTS_SHOWN,
      description: 'Commitments, 20 at most: the open ones first.',
    }),
    heard: mapOf(Type.Integer(), { description: 'Number of events of each type that were received about the case.' }),
  },
  { title: 'CaseInHandover' },
);
export const HandoverResponse = Type.Object(
  {
    mandateId,
    transferId,
    ...transfer,
    status: enumOf(TRANSFER_STATES),
    answerBy: nullable(answerBy),
    reasonSeen: enumOf(['hands-over', 'receives', 'manager-of-a-city-service'], {
      description: 'Relation to the transfer that lets you see it.',
    }),
    preview: Type.String({
      description:
        'Version of the transfer as shown. Send it with the acceptance, which is then refused when something has changed.',
    }),
    version,
    mandate: Type.Object(
      {
        ...terms,
        means,
        consequences,
        commissioningCase: nullable(commissioningCase),
        period: nullable(Period),
        evaluations: list(Evaluation, { maxItems: SHOWN.evaluations }),
        provisional: nullable(Provisional),
      },
      { description: 'Mandate that is handed over.' },
    ),
    counts: Type.Object({
      openCases: Type.Integer(),
      openCommitments: Type.Integer(),
      overdueCommitments: Type.Integer(),
      evaluationsDue: Type.Integer(),
      evaluationsOverdue: Type.Integer(),
    }),
    cases: list(CaseInHandover, { maxItems: CASES_SHOWN, description: 'Open cases of the mandate, 500 at most.' }),
  },
  { title: 'Handover' },
);

export const TransferOutcome = Type.Object(
  {
    mandateId,
    transferId,
    outcome: enumOf(['transfer-proposed', 'transferred', 'transfer-declined', 'transfer-withdrawn']),
  },
  { title: 'TransferOutcome' },
);
export type TransferOutcome = Static<typeof TransferOutcome>;
