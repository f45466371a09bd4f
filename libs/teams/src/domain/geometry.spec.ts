import fc from 'fast-check';
import { type Area, centreOf, type Polygon, problemOfArea, problemOfPoint, roundedArea } from './geometry.js';

const square = (west: number, south: number, side: number): number[][] => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
];
const polygon = (...coordinates: number[][][]): Polygon => ({ type: 'Polygon', coordinates });

describe('the centre of an area', () => {
  it('of a square is its middle', () => expect(centreOf(polygon(square(3, 51, 2)))).toEqual({ lon: 4, lat: 52 }));
  it('does not depend on the direction of the ring', () =>
    expect(centreOf(polygon(square(3, 51, 2).toReversed()))).toEqual({ lon: 4, lat: 52 }));
  it('of an L lies towards the longer leg', () =>
    // The L is a 2 x 1 block with centre 1, 0.5 and a 1 x 1 block with centre 0.5, 1.5.
    expect(
      centreOf(
        polygon([
          [0, 0],
          [2, 0],
          [2, 1],
          [1, 1],
          [1, 2],
          [0, 2],
          [0, 0],
        ]),
      ),
    ).toEqual({ lon: 0.833333, lat: 0.833333 }));
  it('does not depend on the number of positions along a border', () =>
    expect(
      centreOf(
        polygon([
          [0, 0],
          [0.1, 0],
          [0.2, 0],
          [0.3, 0],
          [2, 0],
          [2, 2],
          [0, 2],
          [0, 0],
        ]),
      ),
    ).toEqual({ lon: 1, lat: 1 }));
  it('ignores holes', () => expect(centreOf(polygon(square(0, 0, 4), square(0, 0, 1)))).toEqual({ lon: 2, lat: 2 }));
  it('of several parts weighs each by its surface, whatever its direction', () => {
    const area: Area = { type: 'MultiPolygon', coordinates: [[square(0, 0, 2)], [square(10, 0, 1).toReversed()]] };
    // The first part has surface 4 and centre 1, 1; the second has surface 1 and centre 10.5, 0.5.
    expect(centreOf(area)).toEqual({ lon: 2.9, lat: 0.9 });
  });
  it('keeps its precision far from 0, 0', () => {
    const { lon, lat } = centreOf(polygon(square(3.7, 51.05, 0.00002)));
    expect(lon).toBeCloseTo(3.70001, 6);
    expect(lat).toBeCloseTo(51.05001, 6);
  });
  it('lies in the middle of any triangle', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -170, max: 170 }), fc.integer({ min: -80, max: 80 })), {
          minLength: 3,
          maxLength: 3,
        }),
        (corners) => {
          const area = polygon([...corners, corners[0]!]);
          fc.pre(problemOfArea(area) === undefined);
          const centre = centreOf(area);
          expect(centre.lon).toBeCloseTo((corners[0]![0] + corners[1]![0] + corners[2]![0]) / 3, 5);
          expect(centre.lat).toBeCloseTo((corners[0]![1] + corners[1]![1] + corners[2]![1]) / 3, 5);
        },
      ),
    ));
});

describe('a point', () => {
  it.each([
    [3.7, 51.05],
    [-180, -90],
    [180, 90],
    [0, 0],
    [51.05, 0],
    [0, 3.7],
  ])('at %s, %s is valid', (lon, lat) => expect(problemOfPoint({ lon, lat })).toBeUndefined());
  it.each([
    [180.1, 51, 'lon 180.1 is not between -180 and 180'],
    [3.7, -90.1, 'lat -90.1 is not between -90 and 90'],
    [104_650, 193_940, 'coordinates are WGS84 degrees'],
    [Number.NaN, 51, 'lon NaN is not a number'],
    [Number.POSITIVE_INFINITY, 51, 'lon Infinity is not between'],
    ['3.7', 51, 'lon 3.7 is not a number'],
    [3.7, undefined, 'lat is missing'],
    [3.7, '', 'lat is missing'],
    [null, 51, 'lon is missing'],
    [51.05, 3.7, 'lon 51.05 and lat 3.7 are exchanged'],
    [49.5, 6.2, 'are exchanged'],
  ])('at %s, %s is invalid: %s', (lon, lat, problem) => expect(problemOfPoint({ lon, lat })).toMatch(problem));
});

describe('an area', () => {
  it('can be a polygon with a hole', () =>
    expect(problemOfArea(polygon(square(0, 0, 4), square(1, 1, 1)))).toBeUndefined());
  it('can have heights', () =>
    expect(problemOfArea(polygon(square(0, 0, 4).map((position) => [...position, 12])))).toBeUndefined());
  it.each([
    ['nothing', null, 'not without a type'],
    ['a line', { type: 'LineString', coordinates: square(0, 0, 1) }, 'not LineString'],
    ['a polygon without rings', { type: 'Polygon', coordinates: [] }, 'a list of rings'],
    [
      'a multipolygon of rings',
      { type: 'MultiPolygon', coordinates: [square(0, 0, 1)] },
      'a ring is a list of positions',
    ],
    ['a polygon of positions', { type: 'Polygon', coordinates: square(0, 0, 1) }, 'a ring is a list of positions'],
    ['a multipolygon with an empty part', { type: 'MultiPolygon', coordinates: [[]] }, 'a list of rings'],
    [
      'a ring with text',
      polygon([
        ['3', '51'],
        ['4', '51'],
        ['4', '52'],
        ['3', '51'],
      ] as never),
      'lon 3 is not a number',
    ],
    ['a ring that does not close', polygon(square(0, 0, 1).slice(0, 4)), 'starts at 0, 0 and ends at 0, 1'],
    [
      'a hole that does not close',
      polygon(square(0, 0, 4), square(1, 1, 1).slice(0, 4)),
      'a ring ends where it starts',
    ],
    [
      'a ring of three positions',
      polygon([
        [0, 0],
        [1, 1],
        [0, 0],
      ]),
      'at least 4 positions, not 3',
    ],
    [
      'a ring without surface',
      polygon([
        [0, 0],
        [1, 1],
        [2, 2],
        [0, 0],
      ]),
      'encloses nothing',
    ],
    ['a ring smaller than the precision', polygon(square(0, 0, 1e-7)), 'encloses nothing'],
    ['a ring of latitudes and longitudes', polygon(square(51, 3.7, 0.1)), 'are exchanged'],
    ['Lambert coordinates', polygon(square(104_650, 193_940, 100)), 'WGS84 degrees'],
  ])('is invalid as %s', (_, value, problem) => expect(problemOfArea(value)).toMatch(problem));
  it('is kept with six decimals, without heights and other members', () =>
    expect(
      roundedArea({
        ...polygon([
          [3.12345678, 51, 7],
          [4, 51, 7],
          [4, 52, 7],
          [3.12345678, 51, 7],
        ]),
        bbox: [3, 51, 4, 52],
      } as Polygon),
    ).toEqual(
      polygon([
        [3.123457, 51],
        [4, 51],
        [4, 52],
        [3.123457, 51],
      ]),
    ));
});
