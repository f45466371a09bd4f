import type { Directory } from '#directory';
import { type DirectoryFacts, NOTHING_KNOWN } from '#kernel';
import type { TeamCommand } from '../domain/neighbourhood-team.js';

/** Loads the facts of a command on a team, in one statement: the agencies of the command, and the neighbourhoods of a new team. */
export const loadTeamFacts = async (directory: Directory, command: TeamCommand): Promise<DirectoryFacts> =>
  command.type === 'EndSecondment'
    ? NOTHING_KNOWN
    : directory.facts(command.by.city, {
        agencies: [command.by.agency, ...acceptedBy(command)],
        neighbourhoods: command.type === 'FormTeam' ? command.data.neighbourhoods : [],
      });

const acceptedBy = (command: TeamCommand): readonly string[] => {
  if (command.type === 'AcceptAgency') return [command.data.agency];
  return command.type === 'FormTeam' ? (command.data.agencies ?? []) : [];
};
