import { type Actor, ROLES } from '#kernel';
import { type CaseRelation, caseView, seesProviderShare } from './visibility.js';

type Asking = Readonly<{ actor: Actor; relation: CaseRelation }>;

/** Every role with every relation. */
const MATRIX: readonly Asking[] = ROLES.flatMap((role) =>
  (['44021', '11002'] as const).flatMap((city) =>
    ([null, 'invited', 'accepted', 'declined', 'withdrawn'] as const).flatMap((participation) =>
      [true, false].flatMap((coordinates) =>
        ['city-service', 'ocmw', 'police', undefined].map((agencyKind) => ({
          actor: { city: '44021', agency: 'stad-gent', role, subject: 's' },
          relation: { city, participation, coordinates, agencyKind },
        })),
      ),
    ),
  ),
);

const inCity = ({ actor, relation }: Asking): boolean => actor.city === relation.city;
const here = (asking: Asking): boolean => inCity(asking) && asking.relation.agencyKind !== undefined;
const overseer = ({ actor, relation }: Asking): boolean =>
  actor.role === 'manager' && relation.agencyKind === 'city-service';
const gone = ({ relation }: Asking): boolean => [null, 'declined', 'withdrawn'].includes(relation.participation);

/** The policy as sentences: an actor and the visible part. Exactly one sentence applies to each row of the matrix. */
const SENTENCES: readonly (readonly [
  who: string,
  sees: ReturnType<typeof caseView>,
  those: (asking: Asking) => boolean,
])[] = [
  ['somebody of another city', { view: 'none', reason: 'other-city' }, (asking) => !inCity(asking)],
  [
    'an agency that takes no part in the hub',
    { view: 'none', reason: 'not-in-the-hub' },
    (asking) => inCity(asking) && !here(asking),
  ],
  [
    'the agency that coordinates',
    { view: 'full', reason: 'coordinates' },
    (asking) => here(asking) && asking.relation.coordinates,
  ],
  [
    'a participant that does not coordinate',
    { view: 'full', reason: 'participates' },
    (asking) => here(asking) && !asking.relation.coordinates && asking.relation.participation === 'accepted',
  ],
  [
    'an invited agency that does not coordinate',
    { view: 'invitation', reason: 'invited' },
    (asking) => here(asking) && !asking.relation.coordinates && asking.relation.participation === 'invited',
  ],
  [
    'a manager of a city service that is not, or no longer, involved',
    { view: 'oversight', reason: 'manager-of-a-city-service' },
    (asking) => here(asking) && !asking.relation.coordinates && gone(asking) && overseer(asking),
  ],
  [
    'anybody else: never invited, declined, or gone',
    { view: 'none', reason: 'not-involved' },
    (asking) => here(asking) && !asking.relation.coordinates && gone(asking) && !overseer(asking),
  ],
];

describe('the view of a case', () => {
  it.each(SENTENCES)('for %s is %j', (_, sees, those) => {
    const asking = MATRIX.filter(those);
    expect(asking.length).toBeGreaterThan(0);
    for (const { actor, relation } of asking)
      expect({ actor, relation, sees: caseView(actor, relation) }).toEqual({ actor, relation, sees });
  });

  it('is defined exactly once for every role and relation', () =>
    expect(MATRIX.filter((asking) => SENTENCES.filter(([, , those]) => those(asking)).length !== 1)).toEqual([]));

  it('never includes content because of a role alone', () => {
    for (const role of ROLES) {
      const relation: CaseRelation = {
        city: '44021',
        participation: null,
        coordinates: false,
        agencyKind: 'city-service',
      };
      expect(['oversight', 'none']).toContain(
        caseView({ city: '44021', agency: 'stad-gent', role, subject: 's' }, relation).view,
      );
    }
  });
});

it('the share of a holder in the work is visible to itself and to managers of the city', () => {
  const seen = ROLES.flatMap((role) =>
    ['ocmw-gent', 'stad-gent', 'woningent'].flatMap((agency) =>
      ['city-service', 'ocmw', undefined]
        .filter((agencyKind) =>
          seesProviderShare({ city: '44021', agency, role, subject: 's' }, { holder: 'ocmw-gent', agencyKind }),
        )
        .map((agencyKind) => `${role} of ${agency}, ${agencyKind}`),
    ),
  );
  const managers = ['manager of stad-gent, city-service', 'manager of woningent, city-service'];
  const itself = ROLES.flatMap((role) => ['city-service', 'ocmw'].map((kind) => `${role} of ocmw-gent, ${kind}`));
  expect(seen.toSorted()).toEqual([...managers, ...itself].toSorted());
});
