import { type Actor, isCity } from '#kernel';

/**
 * The policies: pure functions that decide the visible part of a resource, with the reason.
 * Every list, page, feed and refusal uses them, so that all show the same part to the same actor.
 * The role opens the route; the relation of the actor's agency to the resource decides the rest.
 */

/** The relation of the actor's agency to a case, on the day that the request is about. */
export type CaseRelation = Readonly<{
  /** the city of the case */
  city: string;
  /** the state of the agency as a participant; null when it was never invited */
  participation: 'invited' | 'accepted' | 'declined' | 'withdrawn' | null;
  /** true when the agency holds the mandate of the case */
  coordinates: boolean;
  /** undefined when the agency is not in the hub of the city */
  agencyKind: string | undefined;
}>;

/**
 * The visible part of a case.
 * - `full`: everything
 * - `invitation`: the content that an answer to an invitation needs
 * - `oversight`: existence, slot, state and coordination, never the content
 * - `none`: the case does not exist for this actor
 */
export type CaseView = Readonly<
  | { view: 'full'; reason: 'coordinates' | 'participates' }
  | { view: 'invitation'; reason: 'invited' }
  | { view: 'oversight'; reason: 'manager-of-a-city-service' }
  | { view: 'none'; reason: 'other-city' | 'not-in-the-hub' | 'not-involved' }
>;

/** Returns the reason why an agency sees a case in full: the agency coordinates it, or accepted an invitation and did not leave. */
export const involvement = ({
  participation,
  coordinates,
}: Pick<CaseRelation, 'participation' | 'coordinates'>): 'coordinates' | 'participates' | undefined =>
  coordinates ? 'coordinates' : participation === 'accepted' ? 'participates' : undefined;

/** The part of the time before its acceptance that an agency sees, set by the coordinator in the invitation. */
export type Past = 'nothing' | 'summary' | 'all';

/**
 * Decides the visible part of the past. A coordinator sees all of it, a participant the part that its invitation set.
 * `summary` shows coordination, participants and the number of commitments, but not their content.
 */
export const visiblePast = (
  relation: Pick<CaseRelation, 'participation' | 'coordinates'> & Readonly<{ past?: Past | null }>,
): Past => {
  const involved = involvement(relation);
  return involved === 'coordinates' ? 'all' : involved === 'participates' ? (relation.past ?? 'nothing') : 'nothing';
};

/** The entries in a summary of the past: coordination and participants, without reasons and commitments. */
export const IN_SUMMARY = [
  'opened',
  'participant-invited',
  'participant-accepted',
  'participant-declined',
  'participant-withdrawn',
  'coordination-taken-over',
  'coordination-lost',
] as const;

/** Decides which part of a case the actor sees. */
export const caseView = (actor: Actor, { city, participation, coordinates, agencyKind }: CaseRelation): CaseView => {
  if (actor.city !== city) return { view: 'none', reason: 'other-city' };
  if (agencyKind === undefined) return { view: 'none', reason: 'not-in-the-hub' };
  const involved = involvement({ participation, coordinates });
  if (involved) return { view: 'full', reason: involved };
  if (participation === 'invited') return { view: 'invitation', reason: 'invited' };
  if (isCity(actor, agencyKind)) return { view: 'oversight', reason: 'manager-of-a-city-service' };
  return { view: 'none', reason: 'not-involved' };
};

/** Decides whether the actor sees a mandate: only its own agency sees a draft. */
export const seesMandate = (
  actor: Actor,
  { status, draftedBy }: Readonly<{ status: string; draftedBy: string | null }>,
): boolean => status !== 'draft' || draftedBy === actor.agency;

/**
 * Returns the reason why the actor may read a handover before the transfer takes effect; undefined when there is none.
 * A handover contains references and dates, no content of cases.
 */
export const seesHandover = (
  actor: Actor,
  { from, to, agencyKind }: Readonly<{ from: string; to: string; agencyKind: string | undefined }>,
): 'hands-over' | 'receives' | 'manager-of-a-city-service' | undefined => {
  if (agencyKind === undefined) return undefined;
  if (actor.agency === to) return 'receives';
  if (actor.agency === from) return 'hands-over';
  return isCity(actor, agencyKind) ? 'manager-of-a-city-service' : undefined;
};

/** Decides whether the actor sees the holder's own share of the commitments: the holder and managers of the city do. */
export const seesProviderShare = (
  actor: Actor,
  { holder, agencyKind }: Readonly<{ holder: string; agencyKind: string | undefined }>,
): boolean => agencyKind !== undefined && (actor.agency === holder || isCity(actor, agencyKind));
