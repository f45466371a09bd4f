import { AGENCY_KINDS, JOINT_WORK } from '#contracts';
import { listOf, moment, named, next, oneOf, orNull, outcome, record, text, version } from '#http';

/** What the routes of agencies answer. */

const agency = {
  agency: text('its code'),
  version,
  name: text(),
  kind: oneOf(AGENCY_KINDS),
  kbo: orNull(text('its number in the Crossroads Bank for Enterprises')),
  ovo: orNull(text('its number among the organisations of the Flemish government')),
  policeZone: orNull(text('the number of the police zone')),
  status: oneOf(['active', 'suspended', 'ended']),
  allows: orNull(listOf(oneOf(JOINT_WORK), 'which joint work it lets its staff join; null until it says so')),
  enrolledAt: moment(),
};

export const AgencyAnswer = named(
  'Agency',
  record({ ...agency, reason: orNull(text('why it was suspended or has ended; null to others as well')) }),
);
export const AgenciesPageAnswer = named(
  'AgenciesPage',
  record({ agencies: listOf(named('ListedAgency', record(agency))), next }),
);
export const AgencyOutcome = outcome(
  'AgencyOutcome',
  { agency: agency.agency },
  'enrolled',
  'changed',
  'suspended',
  'resumed',
  'ended',
  'cooperation-policy-set',
);
