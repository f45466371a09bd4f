import { activeAgency, type Actor, type DirectoryFacts, NOTHING_KNOWN } from '#kernel';
import type { SlotRegister } from './coordination.js';

/** The facts of a command on a case: the agencies and neighbourhoods that it names, the actor's own agency, and the holders of the slot. */
export type CaseFacts = DirectoryFacts & Readonly<{ slot: SlotRegister }>;

/** The facts for a command that depends on none. */
export const NO_FACTS: CaseFacts = { ...NOTHING_KNOWN, slot: { registerRevision: -1, register: [] } };

/**
 * Returns the kind of the actor's agency. It is undefined for an agency that the city does not know; such an agency
 * sees no case.
 * @throws {DomainError} `agency.not-active`: a suspended agency reads and changes no case until it is resumed
 */
export const actorKind = ({ agencies }: Pick<CaseFacts, 'agencies'>, { agency }: Actor): string | undefined =>
  agencies.has(agency) ? activeAgency({ agencies }, agency).kind : undefined;
