import type { Directory } from '#directory';
import { type DirectoryFacts, NOTHING_KNOWN } from '#kernel';
import type { TeamCommand } from '../domain/neighbourhood-team.js';

/** Loads the facts of a command on a team, in one statement: the actor's agency, and the neighbourhoods of a new team. */
export const loadTeamFacts = async (directory: Directory, { type, data, by }: TeamCommand): Promise<DirectoryFacts> =>
  type === 'EndSecondment'
    ? NOTHING_KNOWN
    : directory.facts(by.city, {
        agencies: [by.agency],
        neighbourhoods: type === 'FormTeam' ? data.neighbourhoods : [],
      });
