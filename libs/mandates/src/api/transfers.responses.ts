import { type Static, Type } from 'typebox';
import { dateOnly, dateTime, enumOf, list, mapOf, nullable, version } from '#http';
import { TRANSFER_STATES } from '../domain/mandate-history.js';
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
    commitments: list(CommitmentInHandover),
    heard: mapOf(Type.Integer(), { description: 'how often each type of event was heard of it' }),
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
    reasonSeen: enumOf(['hands-over', 'receives', 'manager-of-a-city-service'], { description: 'why you see it' }),
    preview: Type.String({
      description: 'up to where you have seen: accept with it, and it is accepted as you saw it',
    }),
    version,
    mandate: Type.Object(
      {
        ...terms,
        means,
        consequences,
        commissioningCase: nullable(commissioningCase),
        period: nullable(Period),
        evaluations: list(Evaluation),
        provisional: nullable(Provisional),
      },
      { description: 'what is handed over' },
    ),
    counts: Type.Object({
      openCases: Type.Integer(),
      openCommitments: Type.Integer(),
      overdueCommitments: Type.Integer(),
      evaluationsDue: Type.Integer(),
      evaluationsOverdue: Type.Integer(),
    }),
    cases: list(CaseInHandover, { description: 'the open ones, 500 at most' }),
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
