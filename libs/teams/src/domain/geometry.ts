/** Where a neighbourhood lies: a point, and perhaps an area. Coordinates are WGS84 degrees; areas are GeoJSON geometries (RFC 7946). */

export type Point = Readonly<{ lon: number; lat: number }>;
/** Longitude, latitude; a height behind them is not kept. */
type Position = readonly number[];
type Ring = readonly Position[];
export type Polygon = Readonly<{ type: 'Polygon'; coordinates: readonly Ring[] }>;
export type MultiPolygon = Readonly<{ type: 'MultiPolygon'; coordinates: readonly (readonly Ring[])[] }>;
export type Area = Polygon | MultiPolygon;

/** What is wrong with a point, if anything; `lon` and `lat` may be any JSON. */
export const problemOfPoint = ({ lon, lat }: Readonly<{ lon: unknown; lat: unknown }>): string | undefined =>
  problemOfDegrees('lon', lon, 180) ?? problemOfDegrees('lat', lat, 90) ?? problemOfOrder(lon as number, lat as number);

/** Many sources say latitude first. A place in Belgium then lies in the Indian Ocean, which nobody means. */
const problemOfOrder = (lon: number, lat: number): string | undefined =>
  isInBelgium(lat, lon)
    ? `lon ${lon} and lat ${lat} are exchanged: the other way round they lie in Belgium`
    : undefined;

const isInBelgium = (lon: number, lat: number): boolean => lon > 2.5 && lon < 6.5 && lat > 49.4 && lat < 51.6;

const problemOfDegrees = (name: string, value: unknown, most: number): string | undefined => {
  if (value === undefined || value === null || value === '') return `${name} is missing`;
  if (typeof value !== 'number' || Number.isNaN(value)) return `${name} ${excerpt(value)} is not a number`;
  return Math.abs(value) <= most
    ? undefined
    : `${name} ${value} is not between -${most} and ${most}: coordinates are WGS84 degrees`;
};

/** What is wrong with an area, if anything; `value` may be any JSON. */
export const problemOfArea = (value: unknown): string | undefined => {
  const { type, coordinates } = (value ?? {}) as { type?: unknown; coordinates?: unknown };
  if (type !== 'Polygon' && type !== 'MultiPolygon')
    return `an area is a Polygon or a MultiPolygon, not ${type === undefined ? 'without a type' : excerpt(type)}`;
  const polygons = type === 'Polygon' ? [coordinates] : coordinates;
  if (!isFilledArray(polygons) || !polygons.every(isFilledArray))
    return `the coordinates of a ${type} are a list of rings`;
  for (const ring of polygons.flat()) {
    const problem = problemOfRing(ring);
    if (problem) return problem;
  }
  return surfaceOf(roundedArea(value as Area)).size === 0 ? 'the area encloses nothing' : undefined;
};

const problemOfRing = (ring: unknown): string | undefined => {
  if (!isFilledArray(ring) || !ring.every((position) => isFilledArray(position) && position.length >= 2))
    return 'a ring is a list of positions [lon, lat]';
  const positions = ring as Position[];
  for (const [lon, lat] of positions) {
    const problem = problemOfPoint({ lon, lat });
    if (problem) return problem;
  }
  const [first, last] = [positions[0]!, positions.at(-1)!];
  if (first[0] !== last[0] || first[1] !== last[1])
    return `a ring ends where it starts: this one starts at ${show(first)} and ends at ${show(last)}`;
  return positions.length < 4 ? `a ring has at least 4 positions, not ${positions.length}` : undefined;
};

/**
 * The centre of gravity of an area: of the outer rings, each as heavy as its surface. Holes do not count, and in a bent area the point may lie
 * outside it: it says where to put a name on the map.
 */
export const centreOf = (area: Area): Point => {
  const { size, lon, lat } = surfaceOf(area);
  const [lon0, lat0] = outerRings(area)[0]![0] as [number, number];
  return roundedPoint({ lon: lon0 + lon / (3 * size), lat: lat0 + lat / (3 * size) });
};

/** The point with six decimals, some 10 cm: sources are no more precise, only longer. */
export const roundedPoint = ({ lon, lat }: Point): Point => ({ lon: sixDecimals(lon), lat: sixDecimals(lat) });

/** The area with six decimals, and nothing but its coordinates. */
export const roundedArea = (area: Area): Area => {
  const ring = (positions: Ring): Ring => positions.map(([lon, lat]) => [sixDecimals(lon!), sixDecimals(lat!)]);
  return area.type === 'Polygon'
    ? { type: 'Polygon', coordinates: area.coordinates.map(ring) }
    : { type: 'MultiPolygon', coordinates: area.coordinates.map((polygon) => polygon.map(ring)) };
};

/** Twice the surface of the outer rings, and its moments, both seen from the first position: far from 0, 0 the sums would lose digits. */
const surfaceOf = (area: Area): Readonly<{ size: number; lon: number; lat: number }> => {
  const rings = outerRings(area);
  const [lon0, lat0] = rings[0]![0] as [number, number];
  const total = { size: 0, lon: 0, lat: 0 };
  for (const positions of rings) {
    const own = { size: 0, lon: 0, lat: 0 };
    for (const [index, [lon, lat]] of positions.slice(1).entries()) {
      const [ax, ay] = [positions[index]![0]! - lon0, positions[index]![1]! - lat0];
      const [bx, by] = [lon! - lon0, lat! - lat0];
      const cross = ax * by - bx * ay;
      own.size += cross;
      own.lon += (ax + bx) * cross;
      own.lat += (ay + by) * cross;
    }
    // clockwise or not: sources do both
    const turn = Math.sign(own.size);
    total.size += turn * own.size;
    total.lon += turn * own.lon;
    total.lat += turn * own.lat;
  }
  return total;
};

const outerRings = (area: Area): readonly Ring[] =>
  area.type === 'Polygon' ? [area.coordinates[0]!] : area.coordinates.map(([outer]) => outer!);

const isFilledArray = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.length > 0;
// + 0: JSON knows no -0, and what is kept must read back the same
const sixDecimals = (value: number): number => Math.round(value * 1e6) / 1e6 + 0;
const show = ([lon, lat]: Position): string => `${lon}, ${lat}`;
const excerpt = (value: unknown): string => String(value).slice(0, 30);
