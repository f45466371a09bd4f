import fc from 'fast-check';
import { type Actor, type DirectoryFacts, DomainError, fold, NOTHING_KNOWN } from '#kernel';
import { scenario } from '#testing';
import type { Polygon } from './geometry.js';
import {
  type ImportedNeighbourhood,
  type ImportNeighbourhoods,
  LARGEST_AREA,
  neighbourhoodRegister,
  type RegisterEvent,
} from './neighbourhood-register.js';

const manager: Actor = { city: '44021', agency: 'stad-gent', role: 'manager', subject: 'marc' };
const source = 'Stad Gent, Stadswijken Gent';
const centre = { lon: 3.69277, lat: 51.05922 };
const area = (side = 2): Polygon => ({
  type: 'Polygon',
  coordinates: [
    [
      [3, 51],
      [3 + side, 51],
      [3 + side, 51 + side],
      [3, 51 + side],
      [3, 51],
    ],
  ],
});

const brugsePoort: ImportedNeighbourhood = { code: '4', name: 'Brugse Poort - Rooigem', centre };
const rabot: ImportedNeighbourhood = {
  code: '7',
  name: 'Rabot - Blaisantvest',
  centre: { lon: 3.71248, lat: 51.06317 },
};
const recorded = (row: ImportedNeighbourhood, version = 1, over: object = {}): RegisterEvent =>
  ({ type: 'NeighbourhoodRecorded', data: { ...row, version, source, ...over } }) as RegisterEvent;
const importing = (
  neighbourhoods: readonly ImportedNeighbourhood[],
  over: Partial<ImportNeighbourhoods['data']> = {},
  by: Actor = manager,
): ImportNeighbourhoods => ({
  type: 'ImportNeighbourhoods',
  data: { neighbourhoods, source, ...over },
  by,
  now: '2026-03-01T09:00:00.000Z',
  today: '2026-03-01',
});
const usual: DirectoryFacts = {
  ...NOTHING_KNOWN,
  agencies: new Map([
    ['stad-gent', { kind: 'city-service', status: 'active', allows: null }],
    ['woningent', { kind: 'social-housing', status: 'active', allows: null }],
    ['groendienst', { kind: 'city-service', status: 'suspended', allows: null }],
  ]),
};
const register = () => scenario(neighbourhoodRegister, usual);

describe('importing neighbourhoods', () => {
  it('records every neighbourhood', () =>
    register()
      .given()
      .when(importing([brugsePoort, rabot]))
      .then(recorded(brugsePoort), recorded(rabot)));
  it('twice records nothing the second time', () =>
    register()
      .given(recorded(brugsePoort), recorded(rabot))
      .when(importing([rabot, brugsePoort]))
      .thenNothing());
  it('from another source records a new version with that source', () =>
    register()
      .given(recorded(brugsePoort), recorded(rabot))
      .when(importing([brugsePoort], { source: 'elsewhere' }))
      .then(recorded(brugsePoort, 2, { source: 'elsewhere' })));
  it('records a new version of a changed neighbourhood, and a first version of a new one', () =>
    register()
      .given(recorded(brugsePoort))
      .when(importing([{ ...brugsePoort, name: 'Brugse Poort' }, rabot]))
      .then(recorded({ ...brugsePoort, name: 'Brugse Poort' }, 2), recorded(rabot)));
  it('keeps a neighbourhood that the import does not contain', () => {
    const { neighbourhoods } = register()
      .given(recorded(brugsePoort), recorded(rabot))
      .when(importing([{ ...rabot, name: 'Rabot' }]))
      .state();
    expect([...neighbourhoods.values()].map(({ code, name, version }) => [code, name, version])).toEqual([
      ['4', 'Brugse Poort - Rooigem', 1],
      ['7', 'Rabot', 2],
    ]);
  });
  it('computes the centre from the area', () =>
    register()
      .given()
      .when(importing([{ code: '4', name: 'Brugse Poort', area: area() }]))
      .then(recorded({ code: '4', name: 'Brugse Poort', area: area(), centre: { lon: 4, lat: 52 } })));
  it('keeps a known area when the new row has none', () =>
    register()
      .given(recorded({ ...brugsePoort, area: area() }))
      .when(importing([{ ...brugsePoort, name: 'Brugse Poort' }]))
      .then(recorded({ ...brugsePoort, name: 'Brugse Poort', area: area() }, 2)));
  it('with a changed area records a new version', () =>
    register()
      .given(recorded({ ...brugsePoort, area: area() }))
      .when(importing([{ ...brugsePoort, area: area(3) }]))
      .then(recorded({ ...brugsePoort, area: area(3) }, 2)));
  it('with more decimals of the same centre records nothing', () =>
    register()
      .given(recorded(brugsePoort))
      .when(importing([{ ...brugsePoort, centre: { lon: 3.6927700001, lat: 51.05922 } }]))
      .thenNothing());
  it('on the current version is accepted', () =>
    register()
      .given(recorded(brugsePoort))
      .when(importing([rabot], { version: 1 }))
      .then(recorded(rabot)));
  it('without a change is accepted on a stale version', () =>
    register()
      .given(recorded(brugsePoort), recorded(rabot))
      .when(importing([rabot], { version: 1 }))
      .thenNothing());
  it('can name their city', () =>
    register()
      .given()
      .when(importing([rabot], { city: '44021' }))
      .then(recorded(rabot)));
});

describe('an import', () => {
  const refused = (rows: readonly ImportedNeighbourhood[]) => {
    const { when } = register().given(recorded(rabot));
    return {
      because: (...problems: readonly object[]) =>
        when(importing(rows)).thenRefused('neighbourhood.rows-invalid', {
          rows: problems.map((problem) => expect.objectContaining(problem)),
        }),
    };
  };
  it('for another city is refused', () =>
    register()
      .given()
      .when(importing([rabot], { city: '11002' }))
      .thenRefused('access.other-city', { city: '11002' }));
  it('by the manager of a partner is refused', () =>
    register()
      .given()
      .when(importing([rabot], {}, { ...manager, agency: 'woningent' }))
      .thenRefused('access.city-manager-only', { agencyKind: 'social-housing' }));
  it('by an unknown or inactive agency is refused before any other reason', () => {
    const by = (agency: string) => importing([], { city: '11002' }, { ...manager, agency });
    register().given().when(by('nobody')).thenRefused('agency.not-known', { agency: 'nobody' });
    register()
      .given()
      .when(by('groendienst'))
      .thenRefused('agency.not-active', { agency: 'groendienst', state: 'suspended' });
  });
  it('without rows is refused', () => register().given().when(importing([])).thenRefused('neighbourhood.import-empty'));
  it('on a stale version is refused', () =>
    register()
      .given(recorded(brugsePoort), recorded({ ...brugsePoort, name: 'Brugse Poort' }, 2))
      .when(importing([rabot], { version: 1 }))
      .thenRefused('request.stale', { expected: 1, actual: 2 }));
  it('with a name that is too long is refused', () =>
    refused([{ ...rabot, name: 'x'.repeat(201) }]).because({
      row: 1,
      problem: 'a name has at most 200 characters, not 201',
    }));
  it('with a code twice is refused', () =>
    refused([brugsePoort, rabot, brugsePoort]).because({
      row: 3,
      code: '4',
      problem: 'the code 4 is that of Brugse Poort - Rooigem already',
    }));
  it('with a centre outside WGS84 is refused', () =>
    refused([{ ...rabot, centre: { lon: 104_650, lat: 193_940 } }]).because({
      row: 1,
      code: '7',
      problem: expect.stringMatching('WGS84 degrees'),
    }));
  it('with lon and lat exchanged is refused', () =>
    refused([{ ...rabot, centre: { lon: 51.06317, lat: 3.71248 } }]).because({
      row: 1,
      code: '7',
      problem: expect.stringMatching('lon 51.06317 and lat 3.71248 are exchanged'),
    }));
  it('with a ring that does not close is refused', () =>
    refused([
      {
        ...rabot,
        area: {
          type: 'Polygon',
          coordinates: [
            [
              [3, 51],
              [4, 51],
              [4, 52],
              [3, 52],
            ],
          ],
        },
      },
    ]).because({ row: 1, problem: expect.stringMatching('a ring ends where it starts') }));
  it('with an area too large for an event is refused', () => {
    const round = Array.from({ length: 60_000 }, (_, index) => [
      3 + Math.cos(index / 9549),
      51 + Math.sin(index / 9549),
    ]);
    refused([{ ...rabot, area: { type: 'Polygon', coordinates: [[...round, round[0]!]] } }]).because({
      row: 1,
      problem: expect.stringMatching('simplify'),
    });
    expect(JSON.stringify(round).length).toBeGreaterThan(LARGEST_AREA);
  });
  it('with neither centre nor area is refused', () =>
    refused([{ code: '4', name: 'Brugse Poort' }]).because({ row: 1, problem: 'a centre or an area is needed' }));
  it('with wrong rows is refused with every problem of every row', () =>
    refused([
      { code: '', name: ' ', centre },
      rabot,
      { code: 'wijk 9', name: 'Bloemekenswijk', centre: { lon: 200, lat: 51 } },
      { code: '', name: 'Wondelgem', centre },
    ]).because(
      { row: 1, code: '', problem: 'the code is missing' },
      { row: 1, code: '', problem: 'the name is missing' },
      { row: 3, code: 'wijk 9', problem: 'a code has at most 20 letters, digits and dashes' },
      { row: 3, code: 'wijk 9', problem: expect.stringMatching('lon 200 is not between') },
      { row: 4, code: '', problem: 'the code is missing' },
    ));
});

describe('any sequence of imports', () => {
  const point = fc.record({ lon: fc.integer({ min: -200, max: 200 }), lat: fc.constantFrom(51, 51.1) });
  const row = fc.record(
    {
      code: fc.constantFrom('1', '2', '3', '4', '?'),
      name: fc.constantFrom('Rabot', 'Muide'),
      centre: point,
      area: fc.constantFrom(area(), area(3)),
    },
    { requiredKeys: ['code', 'name'] },
  );

  it('counts versions without gaps, and records nothing for a repeated import', () => {
    const seen = { events: 0, refusals: 0, newVersions: 0 };
    fc.assert(
      fc.property(fc.array(fc.array(row, { maxLength: 3 }), { minLength: 5, maxLength: 30 }), (files) => {
        let state = neighbourhoodRegister.initialState;
        for (const rows of files) {
          const before = state;
          try {
            const events = neighbourhoodRegister.decide(importing(rows), state, usual);
            for (const { data } of events)
              expect(data.version).toBe((state.neighbourhoods.get(data.code)?.version ?? 0) + 1);
            seen.events += events.length;
            seen.newVersions += events.filter(({ data }) => data.version > 1).length;
            state = fold(neighbourhoodRegister, events, state);
            expect(neighbourhoodRegister.decide(importing(rows as ImportedNeighbourhood[]), state, usual)).toEqual([]);
          } catch (error) {
            if (!(error instanceof DomainError)) throw error;
            seen.refusals += 1;
            expect(state).toBe(before);
          }
          for (const {
            centre: { lon },
          } of state.neighbourhoods.values())
            expect(Math.abs(lon)).toBeLessThanOrEqual(180);
        }
      }),
      { numRuns: 200 },
    );
    // The imports must contain enough changes to prove something.
    expect(seen.events).toBeGreaterThan(500);
    expect(seen.newVersions).toBeGreaterThan(100);
    expect(seen.refusals).toBeGreaterThan(100);
  });
});
