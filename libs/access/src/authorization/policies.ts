import { type Actor, isCity } from '#kernel';

/**
 * Who may see what: one pure function per question, which also says why. Every list, page, feed and refusal asks here (P7). A role opens doors;
 * what is behind them depends on how the asker's agency stands to the thing (R3).
 */

/** How the asker's agency stands to a case, on the day of the question. */
export type CaseRelation = Readonly<{
  /** the city of the case */
  city: string;
  /** its place as a participant, if it ever had one */
  participation: 'invited' | 'accepted' | 'declined' | 'withdrawn' | null;
  /** it holds the mandate that the case runs under */
  coordinates: boolean;
  /** what kind of agency it is; undefined when it takes no part in the hub of the city */
  agencyKind: string | undefined;
}>;

/**
 * `full`: everything; `invitation`: what is needed to answer one; `oversight`: that the case exists, its slot, its state and who coordinates,
 * never the content; `none`: for this asker there is no such case.
 */
export type CaseView = Readonly<
  | { view: 'full'; reason: 'coordinates' | 'participates' }
  | { view: 'invitation'; reason: 'invited' }
  | { view: 'oversight'; reason: 'manager-of-a-city-service' }
  | { view: 'none'; reason: 'other-city' | 'not-in-the-hub' | 'not-involved' }
>;

/** By what an agency sees everything of a case: it coordinates, or it accepted and did not leave. Undefined: it does not. */
export const involvement = ({
  participation,
  coordinates,
}: Pick<CaseRelation, 'participation' | 'coordinates'>): 'coordinates' | 'participates' | undefined =>
  coordinates ? 'coordinates' : participation === 'accepted' ? 'participates' : undefined;

/** What an agency may see of the time before it accepted, as the coordinator said when it was invited. */
export type Past = 'nothing' | 'summary' | 'all';

/**
 * What an agency that sees everything of a case sees of the time before it accepted: who coordinates, all of it; who takes part, what its invitation
 * said, and nothing when that said nothing. `summary`: who coordinated and who took part, and how much was agreed, but not what.
 */
export const visiblePast = (
  relation: Pick<CaseRelation, 'participation' | 'coordinates'> & Readonly<{ past?: Past | null }>,
): Past => {
  const involved = involvement(relation);
  return involved === 'coordinates' ? 'all' : involved === 'participates' ? (relation.past ?? 'nothing') : 'nothing';
};

/** The facts of a case that a summary of its past has: who coordinated and who took part. What was agreed is not in it, and no reasons are. */
export const IN_SUMMARY = [
  'opened',
  'participant-invited',
  'participant-accepted',
  'participant-declined',
  'participant-withdrawn',
  'coordination-taken-over',
  'coordination-lost',
] as const;

/** What of a case the asker may see. */
export const caseView = (actor: Actor, { city, participation, coordinates, agencyKind }: CaseRelation): CaseView => {
  if (actor.city !== city) return { view: 'none', reason: 'other-city' };
  if (agencyKind === undefined) return { view: 'none', reason: 'not-in-the-hub' };
  const involved = involvement({ participation, coordinates });
  if (involved) return { view: 'full', reason: involved };
  if (participation === 'invited') return { view: 'invitation', reason: 'invited' };
  if (isCity(actor, agencyKind)) return { view: 'oversight', reason: 'manager-of-a-city-service' };
  return { view: 'none', reason: 'not-involved' };
};

/** Whether the asker may know of a mandate: a draft is its own agency's, until it is proposed. */
export const seesMandate = (
  actor: Actor,
  { status, draftedBy }: Readonly<{ status: string; draftedBy: string | null }>,
): boolean => status !== 'draft' || draftedBy === actor.agency;

/**
 * By what the asker may look into a handover before it happens: it hands over, it is to receive, or it keeps the register of the city. Undefined: it
 * may not. What is in it are references and dates, no content of cases.
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

/** Whether the asker may know how much of what open cases agreed falls to the holder itself: the holder, and who keeps the register of the city. */
export const seesProviderShare = (
  actor: Actor,
  { holder, agencyKind }: Readonly<{ holder: string; agencyKind: string | undefined }>,
): boolean => agencyKind !== undefined && (actor.agency === holder || isCity(actor, agencyKind));
