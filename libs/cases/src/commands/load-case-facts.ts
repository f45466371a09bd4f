import type { EntityManager } from 'typeorm';
import type { Directory } from '#directory';
import { type CaseFacts, NO_FACTS } from '../domain/case-facts.js';
import type { CaseCommand } from '../domain/joint-case.js';
import { registerOfSlot } from '../queries/known-register.projection.js';
import { isByTheHub } from './decide-on-visible-case.js';

/** Loads the facts of a command on a case from the directory. For the opening of a case, one statement loads the slot. */
export const loadCaseFacts = async (
  directory: Directory,
  db: EntityManager,
  command: CaseCommand,
): Promise<CaseFacts> => {
  if (isByTheHub(command)) return NO_FACTS;
  const { city, agency } = command.by;
  if (command.type !== 'OpenCase')
    return { ...NO_FACTS, ...(await directory.facts(city, { agencies: [agency, ...agenciesOf(command)] })) };
  const { neighbourhood, invite } = command.data;
  const slot = await registerOfSlot(db, city, command.data, command.today, command.data.caseId);
  // The directory usually answers from memory. It comes last, so that a wait for the slot does not age its facts.
  const known = await directory.facts(city, { agencies: [agency, ...invite], neighbourhoods: [neighbourhood] });
  return { ...known, slot };
};

/** The agencies of the command other than the actor's own. */
const agenciesOf = ({ type, data }: CaseCommand): readonly string[] =>
  type === 'InviteParticipant' || type === 'WithdrawParticipant' ? [data.agency] : [];
