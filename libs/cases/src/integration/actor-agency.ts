import type { Directory } from '#directory';
import type { Actor } from '#kernel';
import { actorKind } from '../domain/case-facts.js';

/**
 * Loads the kind of the actor's agency, see {@link actorKind}. Other contexts have their own rules for reads by a
 * suspended agency.
 * @throws {DomainError} `agency.not-active`
 */
export const agencyKindOf = async (directory: Directory, actor: Actor): Promise<string | undefined> =>
  actorKind(await directory.facts(actor.city, { agencies: [actor.agency] }), actor);
