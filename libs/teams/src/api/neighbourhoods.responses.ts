import { anyOf, listOf, moment, named, next, orNull, outcome, record, text, version, whole } from '#http';

/** What the routes of neighbourhoods answer. */

const degrees = { type: 'number', description: 'WGS84 degrees' };
const ring = listOf(listOf({ type: 'number' }, 'longitude, latitude'));
const Area = named('Area', {
  ...anyOf(
    record({ type: { const: 'Polygon' }, coordinates: listOf(ring) }),
    record({ type: { const: 'MultiPolygon' }, coordinates: listOf(listOf(ring)) }),
  ),
  description: 'a GeoJSON geometry',
});
const neighbourhood = {
  code: text(),
  name: text(),
  version,
  centre: named('Point', record({ lon: degrees, lat: degrees })),
  source: text('where it was taken from'),
  recordedAt: moment(),
};

export const NeighbourhoodAnswer = named('Neighbourhood', record({ ...neighbourhood, area: orNull(Area) }));
export const NeighbourhoodsPageAnswer = named(
  'NeighbourhoodsPage',
  record({ neighbourhoods: listOf(named('ListedNeighbourhood', record(neighbourhood))), next }),
);
export const ImportOutcome = outcome(
  'ImportOutcome',
  { recorded: whole('new ones'), changed: whole('new versions of known ones'), unchanged: whole('known as they are') },
  'imported',
);
