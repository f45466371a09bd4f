import type { EntityManager } from 'typeorm';
import type { Directory } from '#directory';
import { NOTHING_KNOWN } from '#kernel';
import type { HandoverFacts, MandateFacts } from '../domain/mandate-facts.js';
import { namedBy, type RegisterCommand } from '../domain/mandate-register.js';
import type { AcceptTransfer } from '../domain/transfers.js';
import { handoverCasesOfMandate } from '../queries/handover-cases.js';

/**
 * Loads the facts of a command on the register: one statement, and a parallel one for a transfer that is accepted on a preview. It loads all agencies
 * of the city, because the rules also check the holders in the register.
 */
export const loadMandateFacts = async (
  directory: Directory,
  db: EntityManager,
  command: RegisterCommand,
): Promise<MandateFacts> => {
  if (command.type === 'ProcessDeadlines') return NOTHING_KNOWN;
  const { city } = command.by;
  const neighbourhoods = command.type === 'ImportMandates' ? 'all' : namedBy(command).neighbourhoods;
  const [known, handover] = await Promise.all([
    directory.facts(city, { agencies: 'all', neighbourhoods }),
    command.type === 'AcceptTransfer' && handoverOf(db, command),
  ]);
  return { ...known, ...(handover && { handover }) };
};

const handoverOf = async (
  db: EntityManager,
  { by, data: { mandateId, previewed } }: AcceptTransfer,
): Promise<HandoverFacts | undefined> => previewed && handoverCasesOfMandate(db, by.city, mandateId, previewed.cases);
