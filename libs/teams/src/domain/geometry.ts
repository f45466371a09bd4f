/** The place of a neighbourhood: a point, and an optional area. Coordinates are WGS84 degrees; areas are GeoJSON geometries (RFC 7946). */

export type Point = Readonly<{ lon: number; lat: number }>;
/** Longitude and latitude. A third number, the height, is not stored. */
type Position = readonly number[];
type Ring = readonly Position[];
export type Polygon = Readonly<{ type: 'Polygon'; coordinates: readonly Ring[] }>;
export type MultiPolygon = Readonly<{ type: 'MultiPolygon'; coordinates: readonly (readonly Ring[])[] }>;
export type Area = Polygon | MultiPolygon;

/** Returns the problem of a point, if it has one; `lon` and `lat` may be any JSON. */
export const problemOfPoint = ({ lon, lat }: Readonly<{ lon: unknown; lat: unknown }>): string | undefined =>
  problemOfDegrees('lon', lon, 180) ?? problemOfDegrees('lat', lat, 90) ?? problemOfOrder(lon as number, lat as number);

/** Detects swapped coordinates: many sources put latitude first, and a place in Belgium then lies in the Indian Ocean. */
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

/** Returns the problem of an area, if it has one; `value` may be any JSON. */
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
 * Computes the centre of gravity of the outer rings of an area, each weighted by its surface. The centre only places a
 * name on a map: holes do not count, and the point may lie outside a curved area.
 */
export const centreOf = (area: Area): Point => {
  const { size, lon, lat } = surfaceOf(area);
  const [lon0, lat0] = outerRings(area)[0]![0] as [number, number];
  return roundedPoint({ lon: lon0 + lon / (3 * size), lat: lat0 + lat / (3 * size) });
};

/** Rounds a point to six decimals, some 10 cm. Sources with more decimals are not more precise. */
export const roundedPoint = ({ lon, lat }: Point): Point => ({ lon: sixDecimals(lon), lat: sixDecimals(lat) });

/** Rounds an area to six decimals, and keeps only its type and coordinates. */
export const roundedArea = (area: Area): Area => {
  const ring = (positions: Ring): Ring => positions.map(([lon, lat]) => [sixDecimals(lon!), sixDecimals(lat!)]);
  return area.type === 'Polygon'
    ? { type: 'Polygon', coordinates: area.coordinates.map(ring) }
    : { type: 'MultiPolygon', coordinates: area.coordinates.map((polygon) => polygon.map(ring)) };
};

/**
 * Computes twice the surface of the outer rings and the moments of that surface. Coordinates are relative to the first
 * position, because sums of large coordinates lose precision.
 */
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
    // the sign of the surface depends on the direction of the ring, and sources use both directions
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
// + 0 turns -0 into 0: JSON has no -0, and a stored value must read back the same
const sixDecimals = (value: number): number => Math.round(value * 1e6) / 1e6 + 0;
const show = ([lon, lat]: Position): string => `${lon}, ${lat}`;
const excerpt = (value: unknown): string => String(value).slice(0, 30);
