import { type Static, Type } from 'typebox';
import { constant, dateTime, enumOf, list, next, nullable, page, version } from '#http';

/** Responses about neighbourhoods. */

const degrees = Type.Number({ description: 'Degrees in WGS84.' });
/** The most members of a list in a request (libs/http/src/request-body.ts), and so of a polygon. */
const MOST = { maxItems: 10_000 };
const ring = list(
  list(Type.Number(), { maxItems: 3, description: 'Longitude and latitude, in degrees (WGS84).' }),
  MOST,
);
const Area = Type.Union(
  [
    Type.Object({ type: constant('Polygon'), coordinates: list(ring, MOST) }),
    Type.Object({ type: constant('MultiPolygon'), coordinates: list(list(ring, MOST), MOST) }),
  ],
  { title: 'Area', description: 'GeoJSON geometry.' },
);
const ListedNeighbourhood = Type.Object(
  {
    code: Type.String(),
    name: Type.String(),
    version,
    centre: Type.Object({ lon: degrees, lat: degrees }, { title: 'Point' }),
    source: Type.String({ description: 'Source of the data.' }),
    recordedAt: dateTime(),
  },
  { title: 'ListedNeighbourhood' },
);
export type ListedNeighbourhood = Static<typeof ListedNeighbourhood>;

export const NeighbourhoodResponse = Type.Object(
  { ...ListedNeighbourhood.properties, area: nullable(Area) },
  { title: 'Neighbourhood' },
);
export const NeighbourhoodsPageResponse = Type.Object(
  { neighbourhoods: page(ListedNeighbourhood), next },
  { title: 'NeighbourhoodsPage' },
);

export const ImportOutcome = Type.Object(
  {
    recorded: Type.Integer({ description: 'Number of new neighbourhoods.' }),
    changed: Type.Integer({ description: 'Number of new versions of known neighbourhoods.' }),
    unchanged: Type.Integer({ description: 'Number of neighbourhoods without changes.' }),
    outcome: enumOf(['imported']),
  },
  { title: 'ImportOutcome' },
);
export type ImportOutcome = Static<typeof ImportOutcome>;
