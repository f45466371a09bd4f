/**
 * The code lists of the public language. Codes are Dutch where cities already use them; codes are added, never changed.
 */

/** Themes of neighbourhood work, as of 2026-01-01. */
export const THEMES = [
  'leefbaarheid',
  'veiligheid',
  'wonen',
  'welzijn',
  'samenleven',
  'openbaar-domein',
  'jeugd',
  'gezondheid',
  'onderwijs',
  'participatie',
] as const;

export const AGENCY_KINDS = [
  'city-service',
  'ocmw',
  'police',
  'social-housing',
  'school',
  'welfare',
  'neighbourhood-work',
  'citizen-organisation',
] as const;

/**
 * The causes of the suspension of a subscription:
 * - `last-try-failed`: the last attempt failed
 * - `not-confirmed`: the endpoint never gave its consent
 * - `place-unknown`: the feed no longer contains the position of the subscription
 */
export const SUSPENSION_CAUSES = ['last-try-failed', 'not-confirmed', 'place-unknown'] as const;
export type SuspensionCause = (typeof SUSPENSION_CAUSES)[number];

/**
 * The causes of the end of a subscription, in this order: the agency ended it; the endpoint responded 410; the agency
 * has ended.
 */
export const END_CAUSES = ['ended', 'gone', 'agency-ended'] as const;
export type EndCause = (typeof END_CAUSES)[number];

/** The kinds of joint work that an agency can let its staff join (R10). */
export const JOINT_WORK = ['joint-case', 'neighbourhood-team', 'case-conference', 'programme'] as const;
