import { type Static, Type } from 'typebox';
import { AGENCY_KINDS, JOINT_WORK } from '#contracts';
import { dateTime, enumOf, list, next, nullable, page, version } from '#http';

/** Responses about agencies. */

const agency = Type.String({ description: 'Code of the agency.' });
const ListedAgency = Type.Object(
  {
    agency,
    version,
    name: Type.String(),
    kind: enumOf<string>(AGENCY_KINDS),
    kbo: nullable(Type.String({ description: 'Number in the Crossroads Bank for Enterprises (KBO).' })),
    ovo: nullable(Type.String({ description: 'Number among the organisations of the Flemish government (OVO).' })),
    policeZone: nullable(Type.String({ description: 'Number of the police zone.' })),
    status: enumOf(['active', 'suspended', 'ended']),
    allows: nullable(
      list(enumOf<string>(JOINT_WORK), {
        maxItems: JOINT_WORK.length,
        description: 'Joint work that its staff may join; null until the agency sets it.',
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
    reason: nullable(
      Type.String({ description: 'Reason of the suspension or end; null for callers who may not see it.' }),
    ),
  },
  { title: 'Agency' },
);
export const AgenciesPageResponse = Type.Object({ agencies: page(ListedAgency), next }, { title: 'AgenciesPage' });

export const AgencyOutcome = Type.Object(
  {
    agency,
    outcome: enumOf(['enrolled', 'changed', 'suspended', 'resumed', 'ended', 'cooperation-policy-set']),
  },
  { title: 'AgencyOutcome' },
);
export type AgencyOutcome = Static<typeof AgencyOutcome>;
