import type { Directory } from '#directory';
import type { DirectoryFacts } from '#kernel';
import type { RegisterCommand } from '../domain/neighbourhood-register.js';

/** Loads the facts of a command on the neighbourhoods, in one statement: the actor's agency. */
export const loadNeighbourhoodFacts = (directory: Directory, { by }: RegisterCommand): Promise<DirectoryFacts> =>
  directory.facts(by.city, { agencies: [by.agency] });
