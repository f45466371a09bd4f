import { activeAgency, type Decider, mustBeKnownNeighbourhoods, PersistentMap, unreachable } from '#kernel';
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
import { type RegisterEvent } from './mandate-events.js';
import type { MandateFacts } from './mandate-facts.js';
import { evolve, type Register } from './mandate-history.js';
import type { Slot } from './schedule.js';
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
 * The mandate register of one city: every mandate (regiemandaat) from draft to end. All mandates of a city share one
 * stream, `mandates-<city>`. One decision can thus ensure that a slot has at most one holder on any day (P9).
 *
 * `mandate-events.ts` has the events, `mandate-history.ts` the state, and the other files the rules by topic.
 */

/** A command of a person on one mandate. */
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

/**
 * Returns the neighbourhoods and agencies that a command names, and that the city must know. An import checks its own
 * rows.
 */
export const namedBy = ({ type, data }: RegisterCommand): Named => {
  switch (type) {
    case 'DraftMandate':
    case 'ReviseDraft':
    case 'ProposeMandate':
      return { neighbourhoods: neighbourhoodsOf(data.slots), agencies: [data.holder] };
    case 'WidenScope':
      return { neighbourhoods: neighbourhoodsOf(data.slots), agencies: [] };
    case 'ProposeTransfer':
      return { neighbourhoods: [], agencies: [data.to] };
    case 'CorrectFact': {
      const { slots = [], holder } = data.instead ?? {};
      return { neighbourhoods: neighbourhoodsOf(slots), agencies: holder === undefined ? [] : [holder] };
    }
    default:
      return { neighbourhoods: [], agencies: [] };
  }
};
type Named = Readonly<{ neighbourhoods: readonly string[]; agencies: readonly string[] }>;

const neighbourhoodsOf = (slots: readonly Slot[]): readonly string[] => slots.map(({ neighbourhood }) => neighbourhood);

/**
 * Refuses a command with an unknown neighbourhood, or with an agency that takes no part in the hub, including the
 * agency of the actor.
 */
const mustBeKnown = (command: Exclude<RegisterCommand, ProcessDeadlines>, facts: MandateFacts): void => {
  const { neighbourhoods, agencies } = namedBy(command);
  activeAgency(facts, command.by.agency);
  mustBeKnownNeighbourhoods(facts, neighbourhoods);
  for (const agency of agencies) activeAgency(facts, agency);
};

const decide = (command: RegisterCommand, register: Register, facts: MandateFacts): readonly RegisterEvent[] => {
  if (command.type === 'ProcessDeadlines') return processDeadlines(command, register);
  mustBeKnown(command, facts);
  switch (command.type) {
    case 'DraftMandate':
      return draft(command, register);
    case 'ReviseDraft':
      return reviseDraft(command, register);
    case 'ProposeDraft':
      return proposeDraft(command, register, facts);
    case 'ProposeMandate':
      return propose(command, register, facts);
    case 'EndorseMandate':
      return endorse(command, register, facts);
    case 'GrantMandate':
      return grant(command, register, facts);
    case 'ConfirmGrant':
      return confirm(command, register, facts);
    case 'SuspendMandate':
      return suspend(command, register, facts);
    case 'ResumeMandate':
      return resume(command, register, facts);
    case 'EvaluateMandate':
      return evaluate(command, register, facts);
    case 'ExtendMandate':
      return extend(command, register, facts);
    case 'NarrowScope':
      return narrow(command, register, facts);
    case 'WidenScope':
      return widen(command, register, facts);
    case 'ProposeTransfer':
      return proposeTransfer(command, register, facts);
    case 'AcceptTransfer':
      return acceptTransfer(command, register, facts);
    case 'DeclineTransfer':
      return declineTransfer(command, register);
    case 'WithdrawTransfer':
      return withdrawTransfer(command, register, facts);
    case 'EndMandate':
      return end(command, register, facts);
    case 'CorrectFact':
      return correct(command, register, facts);
    case 'ImportMandates':
      return importMandates(command, register, facts);
    default:
      return unreachable(command);
  }
};

export const mandateRegister: Decider<RegisterCommand, RegisterEvent, Register, MandateFacts> = {
  initialState: { mandates: new PersistentMap() },
  decide,
  evolve,
};

/** The stream of a city's register. */
export const registerStream = (city: string): string => `mandates-${city}`;
