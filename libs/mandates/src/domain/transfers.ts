import { type Actor, type Command, contains, DomainError, isCity, type LocalDate, mustMatchVersion } from '#kernel';
import type { RegisterEvent } from './mandate-events.js';
import { activeKind, type MandateFacts } from './mandate-facts.js';
import type { Mandate, Register, Transfer } from './mandate-history.js';
import { type About, holdingOn, known, mustBeAllowedToHold, mustBeGranted, mustNotBeFromTheFuture } from './rules.js';
import type { Decision } from './schedule.js';

/** Transfers of a mandate. The holder keeps the mandate until the receiver accepts; then one event changes the holder (R28). */

export type ProposeTransfer = Command<
  'ProposeTransfer',
  About<{ transferId: string; to: string; on: LocalDate; decision: Decision; reason: string; answerBy?: LocalDate }>
>;
/**
 * `previewed`: the version of the handover that the receiver has seen. `version` counts the facts about the mandate,
 * and `cases` the events about its cases.
 */
export type AcceptTransfer = Command<
  'AcceptTransfer',
  About<{
    transferId: string;
    previewed?: Readonly<{ version: number; cases: number }>;
  }>
>;
export type DeclineTransfer = Command<'DeclineTransfer', About<{ transferId: string; reason: string }>>;
export type WithdrawTransfer = Command<'WithdrawTransfer', About<{ transferId: string; reason: string }>>;

export const proposeTransfer = (
  { data, by, today }: ProposeTransfer,
  register: Register,
  facts: MandateFacts,
): RegisterEvent[] => {
  const mandate = known(register, data.mandateId, by);
  if (mandate.transfers.has(data.transferId)) return [];
  mustBeGranted(mustMatchVersion(mandate, data.version));
  // Only the last planned holder can transfer the mandate: an accepted transfer may take effect on a later day.
  const from = mandate.holdings.at(-1)!;
  if (by.agency !== from.holder && !isCity(by, activeKind(facts, by.agency)))
    throw new DomainError('access.not-the-holder', { holder: from.holder });
  mustBeMovable(mandate);
  mustNotBeFromTheFuture(data.decision, today);
  if (!contains(mandate.period!, data.on))
    throw new DomainError('mandate.transfer-outside-period', { on: data.on, period: mandate.period });
  if (data.to === from.holder) throw new DomainError('mandate.already-holder', { holder: from.holder });
  if (data.on < from.period.from)
    throw new DomainError('mandate.transfer-too-early', { on: data.on, heldFrom: from.period.from });
  mustBeAllowedToHold(mandate.terms.kind, data.to, facts);
  if (data.answerBy !== undefined && data.answerBy < today)
    throw new DomainError('mandate.answer-by-in-the-past', { answerBy: data.answerBy, today });
  const pending = [...mandate.transfers.values()].find(({ status }) => status === 'proposed');
  if (pending) throw new DomainError('mandate.transfer-pending', { transferId: pending.transferId, to: pending.to });
  const { mandateId, transferId, to, on, decision, reason, answerBy } = data;
  const proposed = {
    mandateId,
    transferId,
    from: from.holder,
    to,
    on,
    decision,
    reason,
    ...(answerBy !== undefined && { answerBy }),
  };
  return [{ type: 'TransferProposed', data: proposed }];
};

export const acceptTransfer = (
  { data, by, today }: AcceptTransfer,
  register: Register,
  facts: MandateFacts,
): RegisterEvent[] => {
  const mandate = known(register, data.mandateId, by);
  const transfer = forReceiver(mandate, data.transferId, by);
  if (transfer.status === 'accepted') return [];
  mustBeUnanswered(transfer);
  mustBeGranted(mustMatchVersion(mandate, data.version));
  mustBeMovable(mandate);
  if (transfer.answerBy !== undefined && transfer.answerBy < today)
    throw new DomainError('mandate.transfer-expired', { answerBy: transfer.answerBy, today });
  mustBeAsPreviewed(mandate, data.previewed, facts.handover);
  mustBeAllowedToHold(mandate.terms.kind, transfer.to, facts);
  // The old holder stays until the new one accepts, so a late acceptance takes effect on the day of the acceptance.
  const on = transfer.on < today ? today : transfer.on;
  if (!contains(mandate.period!, on))
    throw new DomainError('mandate.transfer-outside-period', { on, period: mandate.period });
  const { holder: from, slots } = holdingOn(mandate, on);
  // A correction may have changed the holder since the proposal.
  if (from !== transfer.from) throw new DomainError('mandate.transfer-outdated', { from: transfer.from, holder: from });
  return [
    {
      type: 'MandateTransferred',
      data: {
        mandateId: mandate.id,
        transferId: transfer.transferId,
        slots,
        from,
        to: transfer.to,
        on,
        period: mandate.period!,
        decision: transfer.decision,
      },
    },
  ];
};

export const declineTransfer = ({ data, by }: DeclineTransfer, register: Register): RegisterEvent[] => {
  const mandate = known(register, data.mandateId, by);
  const transfer = forReceiver(mandate, data.transferId, by);
  if (transfer.status === 'declined') return [];
  mustBeUnanswered(transfer);
  mustMatchVersion(mandate, data.version);
  return [
    {
      type: 'TransferDeclined',
      data: { mandateId: mandate.id, transferId: transfer.transferId, by: by.agency, reason: data.reason },
    },
  ];
};

export const withdrawTransfer = (
  { data, by }: WithdrawTransfer,
  register: Register,
  facts: MandateFacts,
): RegisterEvent[] => {
  const mandate = known(register, data.mandateId, by);
  const transfer = transferOf(mandate, data.transferId);
  if (
    by.agency !== transfer.from &&
    by.agency !== mandate.holdings.at(-1)?.holder &&
    !isCity(by, activeKind(facts, by.agency))
  )
    throw new DomainError('access.not-the-holder', { holder: transfer.from });
  if (transfer.status === 'withdrawn') return [];
  mustBeUnanswered(transfer);
  mustMatchVersion(mandate, data.version);
  return [
    {
      type: 'TransferWithdrawn',
      data: { mandateId: mandate.id, transferId: transfer.transferId, by: by.agency, reason: data.reason },
    },
  ];
};

const transferOf = (mandate: Mandate, transferId: string): Transfer => {
  const transfer = mandate.transfers.get(transferId);
  if (!transfer) throw new DomainError('transfer.unknown', { transferId });
  return transfer;
};

const forReceiver = (mandate: Mandate, transferId: string, by: Actor): Transfer => {
  const transfer = transferOf(mandate, transferId);
  if (by.agency !== transfer.to) throw new DomainError('access.not-the-receiver', { receiver: transfer.to });
  return transfer;
};

const mustBeUnanswered = ({ status }: Transfer): void => {
  if (status !== 'proposed') throw new DomainError('mandate.transfer-answered', { state: status });
};

/**
 * Refuses to transfer a statutory mandate, because the law names its holder, and a suspended one, because nobody holds
 * it.
 */
const mustBeMovable = (mandate: Mandate): void => {
  if (mandate.terms.kind === 'statutory')
    throw new DomainError('mandate.statutory', { legalBasis: mandate.terms.legalBasis });
  const last = mandate.holdings.at(-1)!;
  if (last.suspended) throw new DomainError('mandate.suspended', { since: last.period.from });
};

/**
 * Refuses an acceptance based on a preview that differs from the current handover. The refusal lists the changes since
 * the preview.
 */
const mustBeAsPreviewed = (
  mandate: Mandate,
  previewed: AcceptTransfer['data']['previewed'],
  handover: MandateFacts['handover'],
): void => {
  if (!previewed) return;
  if (previewed.version === mandate.version && previewed.cases === (handover?.cases ?? 0)) return;
  const facts = mandate.facts
    .slice(previewed.version)
    .map(({ type }, index) => ({ number: previewed.version + index + 1, type }));
  throw new DomainError('mandate.changed-since-preview', { mandate: facts, cases: handover?.since ?? [] });
};
