import { type Actor, ROLES } from '#kernel';
import { type CaseStanding, caseView, seesProviderShare } from './policies.js';

type Asking = Readonly<{ actor: Actor; standing: CaseStanding }>;

/** Every actor over every standing. */
const MATRIX: readonly Asking[] = ROLES.flatMap((role) =>
  (['44021', '11002'] as const).flatMap((city) =>
    ([null, 'invited', 'accepted', 'declined', 'withdrawn'] as const).flatMap((participation) =>
      [true, false].flatMap((coordinates) =>
        ['city-service', 'ocmw', 'police', undefined].map((agencyKind) => ({
          actor: { city: '44021', agency: 'stad-gent', role, subject: 's' },
          standing: { city, participation, coordinates, agencyKind },
        })),
      ),
    ),
  ),
);

const inCity = ({ actor, standing }: Asking): boolean => actor.city === standing.city;
const here = (asking: Asking): boolean => inCity(asking) && asking.standing.agencyKind !== undefined;
const overseer = ({ actor, standing }: Asking): boolean =>
  actor.role === 'manager' && standing.agencyKind === 'city-service';
const gone = ({ standing }: Asking): boolean => [null, 'declined', 'withdrawn'].includes(standing.participation);

/** The policy as sentences: who, and what they see. Each line of the matrix is in exactly one. */
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
    (asking) => here(asking) && asking.standing.coordinates,
  ],
  [
    'a participant that does not coordinate',
    { view: 'full', reason: 'participates' },
    (asking) => here(asking) && !asking.standing.coordinates && asking.standing.participation === 'accepted',
  ],
  [
    'an invited agency that does not coordinate',
    { view: 'invitation', reason: 'invited' },
    (asking) => here(asking) && !asking.standing.coordinates && asking.standing.participation === 'invited',
  ],
  [
    'a manager of a city service that is not, or no longer, involved',
    { view: 'oversight', reason: 'manager-of-a-city-service' },
    (asking) => here(asking) && !asking.standing.coordinates && gone(asking) && overseer(asking),
  ],
  [
    'anybody else: never invited, declined, or gone',
    { view: 'none', reason: 'not-involved' },
    (asking) => here(asking) && !asking.standing.coordinates && gone(asking) && !overseer(asking),
  ],
];

describe('what somebody sees of a case', () => {
  it.each(SENTENCES)('%s: %j', (_, sees, those) => {
    const asking = MATRIX.filter(those);
    expect(asking.length).toBeGreaterThan(0);
    for (const { actor, standing } of asking)
      expect({ actor, standing, sees: caseView(actor, standing) }).toEqual({ actor, standing, sees });
  });

  it('is said of everybody, and only once', () =>
    expect(MATRIX.filter((asking) => SENTENCES.filter(([, , those]) => those(asking)).length !== 1)).toEqual([]));

  it('never includes content because of a role alone', () => {
    for (const role of ROLES) {
      const standing: CaseStanding = {
        city: '44021',
        participation: null,
        coordinates: false,
        agencyKind: 'city-service',
      };
      expect(['oversight', 'none']).toContain(
        caseView({ city: '44021', agency: 'stad-gent', role, subject: 's' }, standing).view,
      );
    }
  });
});

it('how much of the work falls to a holder is known to itself and to who keeps the register', () => {
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
