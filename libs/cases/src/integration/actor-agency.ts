import type { Directory } from '#directory';
import { type Actor, DomainError } from '#kernel';

/**
 * The kind of the asker's agency; undefined when the city does not know it, so that it sees no case.
 * @throws {DomainError} `agency.not-active`: a suspended agency takes no part in cases and reads nothing of them until it is resumed, whatever it asks for.
 *   Other contexts decide for themselves what it may still read.
 */
export const agencyKindOf = async (directory: Directory, { city, agency }: Actor): Promise<string | undefined> => {
  try {
    return (await directory.activeAgencies(city, [agency])).get(agency)?.kind;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'agency.not-known') return undefined;
    throw error;
  }
};
