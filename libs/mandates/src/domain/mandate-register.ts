import { type Decider, PersistentMap, unreachable } from '#kernel';
import {
  end,
  type EndMandate,
  evaluate,
  type EvaluateMandate,
  extend,
  type ExtendMandate,
  narrow,
  type NarrowScope,
  resume,
  type ResumeMandate,
  suspend,
  type SuspendMandate,
  widen,
  type WidenScope,
} from './changes.js';
import { correct, type CorrectFact } from './corrections.js';
import { type ProcessDeadlines, processDeadlines } from './deadlines.js';
import {
  confirm,
  type ConfirmGrant,
  draft,
  type DraftMandate,
  endorse,
  type EndorseMandate,
  grant,
  type GrantMandate,
  propose,
  type ProposeDraft,
  proposeDraft,
  type ProposeMandate,
  type ReviseDraft,
  reviseDraft,
} from './granting.js';
import { type ImportMandates, importMandates } from './imports.js';
import { evolve, type Register, type RegisterEvent } from './mandate-history.js';
import {
  type AcceptTransfer,
  acceptTransfer,
  type DeclineTransfer,
  declineTransfer,
  type ProposeTransfer,
  proposeTransfer,
  type WithdrawTransfer,
  withdrawTransfer,
} from './transfers.js';

/**
 * The mandate register of one city: every regiemandaat from draft to end. One stream, `mandates-<city>`, so that "at most one mandate in force for a
 * slot at any moment" is decided in one place (P9). What can happen to a mandate is in `mandate-history.ts`; the rules by topic in the files beside.
 */

/** What people wish. */
export type RequestedChange =
  | DraftMandate
  | ReviseDraft
  | ProposeDraft
  | ProposeMandate
  | EndorseMandate
  | GrantMandate
  | ConfirmGrant
  | SuspendMandate
  | ResumeMandate
  | EvaluateMandate
  | ExtendMandate
  | NarrowScope
  | WidenScope
  | ProposeTransfer
  | AcceptTransfer
  | DeclineTransfer
  | WithdrawTransfer
  | EndMandate
  | CorrectFact;
export type RegisterCommand = RequestedChange | ImportMandates | ProcessDeadlines;

const decide = (command: RegisterCommand, register: Register): readonly RegisterEvent[] => {
  switch (command.type) {
    case 'DraftMandate':
      return draft(command, register);
    case 'ReviseDraft':
      return reviseDraft(command, register);
    case 'ProposeDraft':
      return proposeDraft(command, register);
    case 'ProposeMandate':
      return propose(command, register);
    case 'EndorseMandate':
      return endorse(command, register);
    case 'GrantMandate':
      return grant(command, register);
    case 'ConfirmGrant':
      return confirm(command, register);
    case 'SuspendMandate':
      return suspend(command, register);
    case 'ResumeMandate':
      return resume(command, register);
    case 'EvaluateMandate':
      return evaluate(command, register);
    case 'ExtendMandate':
      return extend(command, register);
    case 'NarrowScope':
      return narrow(command, register);
    case 'WidenScope':
      return widen(command, register);
    case 'ProposeTransfer':
      return proposeTransfer(command, register);
    case 'AcceptTransfer':
      return acceptTransfer(command, register);
    case 'DeclineTransfer':
      return declineTransfer(command, register);
    case 'WithdrawTransfer':
      return withdrawTransfer(command, register);
    case 'EndMandate':
      return end(command, register);
    case 'CorrectFact':
      return correct(command, register);
    case 'ImportMandates':
      return importMandates(command, register);
    case 'ProcessDeadlines':
      return processDeadlines(command, register);
    default:
      return unreachable(command);
  }
};

export const mandateRegister: Decider<RegisterCommand, RegisterEvent, Register> = {
  initialState: { mandates: new PersistentMap() },
  decide,
  evolve,
};

/** The stream of a city's register. */
export const registerStream = (city: string): string => `mandates-${city}`;
