import { type Static, Type } from 'typebox';
import { AGENCY_KINDS, JOINT_WORK } from '#contracts';
import { dateTime, enumOf, list, next, nullable, version } from '#http';

/** Responses about agencies. */

const agency = Type.String({ description: 'its code' });
const ListedAgency = Type.Object(
  {
    agency,
    version,
    name: Type.String(),
    kind: enumOf<string>(AGENCY_KINDS),
    kbo: nullable(Type.String({ description: 'its number in the Crossroads Bank for Enterprises' })),
    ovo: nullable(Type.String({ description: 'its number among the organisations of the Flemish government' })),
    policeZone: nullable(Type.String({ description: 'the number of the police zone' })),
    status: enumOf(['active', 'suspended', 'ended']),
    allows: nullable(
      list(enumOf<string>(JOINT_WORK), {
        description: 'which joint work it lets its staff join; null until it says so',
      }),
    ),
    enrolledAt: dateTime(),
  },
  { title: 'ListedAgency' },
);
export type ListedAgency = Static<typeof ListedAgency>;

export const AgencyResponse = Type.Object(
  {
    ...ListedAgency.properties,
    reason: nullable(Type.String({ description: 'why it was suspended or has ended; null to others as well' })),
  },
  { title: 'Agency' },
);
export const AgenciesPageResponse = Type.Object({ agencies: list(ListedAgency), next }, { title: 'AgenciesPage' });

export const AgencyOutcome = Type.Object(
  {
    agency,
    outcome: enumOf(['enrolled', 'changed', 'suspended', 'resumed', 'ended', 'cooperation-policy-set']),
  },
  { title: 'AgencyOutcome' },
);
export type AgencyOutcome = Static<typeof AgencyOutcome>;
