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

/** The kinds of joint work that an agency can let its staff join (R10). */
export const JOINT_WORK = ['joint-case', 'neighbourhood-team', 'case-conference', 'programme'] as const;
