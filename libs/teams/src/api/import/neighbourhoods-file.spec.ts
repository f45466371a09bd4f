import { parseNeighbourhoods } from './neighbourhoods-file.js';

const ring = [
  [3.68, 51.05],
  [3.7, 51.05],
  [3.7, 51.07],
  [3.68, 51.07],
  [3.68, 51.05],
];
const area = { type: 'Polygon' as const, coordinates: [ring] };
const feature = (properties: object | null, geometry: unknown = area) => ({ type: 'Feature', properties, geometry });
const collection = (...features: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features });
const geojson = (...features: unknown[]) => parseNeighbourhoods(collection(...features), 'geojson');

/** A neighbourhood as the city of Ghent publishes it: `wijk` is its name, `naam` its district. */
const brugsePoort = feature({
  wijknr: 4,
  wijk: 'Brugse Poort - Rooigem',
  naam: 'Kernstad',
  lon: 3.69277,
  lat: 51.05922,
});
const rabot = feature({ wijknr: 7, wijk: 'Rabot - Blaisantvest', naam: 'Kernstad', lon: 3.71248, lat: 51.06317 });

describe('a GeoJSON file', () => {
  it('of the city of Ghent gives code, name, centre and area', () =>
    expect(geojson(brugsePoort, rabot)).toEqual({
      rows: [
        { code: '4', name: 'Brugse Poort - Rooigem', centre: { lon: 3.69277, lat: 51.05922 }, area },
        { code: '7', name: 'Rabot - Blaisantvest', centre: { lon: 3.71248, lat: 51.06317 }, area },
      ],
      problems: [],
    }));
  it('is read by its properties `code` and `name` before all others', () =>
    expect(
      geojson(feature({ naam: 'Noord', wijk: 'Muide', name: 'Meulestede', nr: 3, wijknr: 2, Code: 'A-1' })).rows,
    ).toMatchObject([{ code: 'A-1', name: 'Meulestede' }]));
  it('is read by the properties that the options name', () =>
    expect(parseNeighbourhoods(collection(brugsePoort), 'geojson', { code: 'wijk', name: 'Naam' })).toEqual({
      rows: [],
      problems: [{ line: 1, problem: 'a code has at most 20 letters, digits and dashes' }],
    }));
  it('without a centre leaves it to be computed from the area', () =>
    expect(geojson(feature({ code: '4', name: 'Rabot' })).rows).toEqual([{ code: '4', name: 'Rabot', area }]));
  it('of points gives centres', () =>
    expect(
      geojson(feature({ code: '4', name: 'Rabot' }, { type: 'Point', coordinates: [3.7, 51.05, 8] })).rows,
    ).toEqual([{ code: '4', name: 'Rabot', centre: { lon: 3.7, lat: 51.05 } }]));
  it('without geometry gives centres from lon and lat', () =>
    expect(geojson(feature({ code: '4', name: 'Rabot', lon: '3.7', lat: 51.05 }, null)).rows).toEqual([
      { code: '4', name: 'Rabot', centre: { lon: 3.7, lat: 51.05 } },
    ]));
  it('can have several parts a neighbourhood, long decimals and heights', () => {
    const parts = {
      type: 'MultiPolygon',
      coordinates: [[ring], [ring.map(([lon, lat]) => [lon! + 0.100000000001, lat, 7])]],
    };
    expect(geojson(feature({ code: '4', name: 'Rabot' }, parts)).rows[0]!.area).toEqual({
      type: 'MultiPolygon',
      coordinates: [[ring], [ring.map(([lon, lat]) => [Number((lon! + 0.1).toFixed(6)), lat])]],
    });
  });
  it('can start with a byte order mark', () =>
    expect(parseNeighbourhoods(`\uFEFF${collection(rabot)}`, 'geojson').rows).toHaveLength(1));
  it('gives its valid features, and every problem of each other one', () =>
    expect(
      geojson(
        brugsePoort,
        feature({ wijknr: null, wijk: 'Dampoort' }),
        feature({ wijknr: 4, wijk: ' ' }),
        feature({ wijknr: 13, wijk: 'Dampoort', naam: 'Noordoost' }, { type: 'LineString', coordinates: ring }),
        feature({ wijknr: 14, wijk: 'Sint-Amandsberg', lon: 'oost', lat: 51 }),
        feature({ wijknr: 15, wijk: 'Moscou', lon: 3.7 }),
        feature({ wijknr: 16, naam: 'Oost' }),
        feature({ wijknr: 17, wijk: 'Oud Gentbrugge' }, null),
        feature({ wijknr: 18, wijk: 'Ledeberg' }, { type: 'Polygon', coordinates: [ring.slice(1)] }),
        feature({ wijknr: 19, wijk: 'Zwijnaarde' }, { type: 'Point', coordinates: [104_650, 193_940] }),
        null,
        rabot,
      ),
    ).toEqual({
      rows: [expect.objectContaining({ code: '4' }), expect.objectContaining({ code: '7' })],
      problems: [
        { line: 2, problem: 'the code is missing' },
        { line: 3, problem: 'the name is missing' },
        { line: 3, problem: 'the code 4 is that of Brugse Poort - Rooigem already' },
        { line: 4, problem: 'an area is a Polygon or a MultiPolygon, not LineString' },
        { line: 5, problem: 'lon oost is not a number' },
        { line: 6, problem: 'lat is missing' },
        { line: 7, problem: 'the name is missing' },
        { line: 8, problem: 'a centre or an area is needed' },
        { line: 9, problem: expect.stringMatching('a ring ends where it starts') },
        { line: 10, problem: expect.stringMatching('WGS84 degrees') },
        { line: 11, problem: 'the code is missing' },
        { line: 11, problem: 'the name is missing' },
        { line: 11, problem: 'a centre or an area is needed' },
      ],
    }));
  it('without a property for code or name gives the accepted and the present properties', () =>
    expect(geojson(feature({ id: 4, label: 'Rabot' })).problems).toEqual([
      {
        line: 1,
        problem:
          'there is no property for the code: none is called code, wijknr, wijknummer, wijkcode, nr; the file has id, label',
      },
      {
        line: 1,
        problem: 'there is no property for the name: none is called name, wijknaam, wijk, naam; the file has id, label',
      },
    ]));
  it.each([
    ['that is no JSON', '{"type": oops', 1, 'the file is not JSON'],
    ['that is another GeoJSON object', JSON.stringify(area), 1, 'not a GeoJSON FeatureCollection'],
    ['that is null', 'null', 1, 'not a GeoJSON FeatureCollection'],
    ['without features', collection(), 1, 'the file has no neighbourhoods'],
  ])('%s gives one problem and no rows', (_, text, line, problem) =>
    expect(parseNeighbourhoods(text, 'geojson')).toEqual({
      rows: [],
      problems: [{ line, problem: expect.stringMatching(problem) }],
    }),
  );
});

describe('a CSV file', () => {
  const csv = (...lines: string[]) => parseNeighbourhoods(lines.join('\n'), 'csv');
  const rows = [
    { code: '4', name: 'Brugse Poort - Rooigem', centre: { lon: 3.69277, lat: 51.05922 } },
    { code: '7', name: 'Rabot, Blaisantvest', centre: { lon: 3.71248, lat: 51.06317 } },
  ];

  it('is read by its header row', () =>
    expect(
      csv('code,name,lon,lat', '4,Brugse Poort - Rooigem,3.69277,51.05922', '7,"Rabot, Blaisantvest",3.71248,51.06317'),
    ).toEqual({ rows, problems: [] }));
  it('can be the export of a Belgian spreadsheet: byte order mark, semicolons, decimal commas, other line ends', () =>
    expect(
      parseNeighbourhoods(
        '\uFEFFNr;Wijk;Lon;Lat\r\n4;Brugse Poort - Rooigem;3,69277;51,05922\r\n7;Rabot, Blaisantvest;3,71248;51,06317\r\n',
        'csv',
      ),
    ).toEqual({
      rows,
      problems: [],
    }));
  it('can have tabs, empty fields, and the headers wijknummer and wijknaam', () =>
    expect(
      csv(
        'wijknummer\tdeel\twijknaam\tlon\tlat',
        '4\t\tBrugse Poort - Rooigem\t3,69277\t51,05922',
        '7\tnoord\tRabot, Blaisantvest\t3.71248\t51.06317',
      ),
    ).toEqual({
      rows,
      problems: [],
    }));
  it('can have the code in `wijk` when the options name it', () =>
    expect(parseNeighbourhoods('wijk,wijknaam,lon,lat\n4,Kuip,3.72,51.05', 'csv', { code: 'wijk' }).rows).toMatchObject(
      [{ code: '4', name: 'Kuip' }],
    ));
  it('can have its columns in any order, and others beside them', () =>
    expect(csv('lat,stad,lon,naam,wijkcode', '51.05922,Gent,3.69277,Brugse Poort - Rooigem,4').rows).toEqual([
      rows[0],
    ]));
  it('is read by the columns that the options name', () =>
    expect(
      parseNeighbourhoods('sector,buurt,lon,lat\nA00,Kuip,3.72,51.05', 'csv', { code: 'Sector', name: 'buurt' }).rows,
    ).toMatchObject([{ code: 'A00', name: 'Kuip' }]));
  it('gives its valid lines, and every problem with its line number', () =>
    expect(
      csv(
        'code,name,lon,lat',
        '4,"Brugse Poort',
        'en Rooigem",3.69277,51.05922',
        '',
        ',Rabot,3.7,51.06',
        '4,Rabot,3.7,51.06',
        '7,Rabot,oost,51.06',
        '8,Wondelgem,3.7,',
        '9,Bloemekenswijk,,',
        '10,Muide, Meulestede,3.73,51.07',
        '11,Oostakker,51.09,377.5',
        '12,Drongen,3.63,51.05',
        '13,Dampoort,51.05262,3.74987',
      ),
    ).toEqual({
      rows: [
        expect.objectContaining({ code: '4', name: 'Brugse Poort\nen Rooigem' }),
        expect.objectContaining({ code: '12' }),
      ],
      problems: [
        { line: 5, problem: 'the code is missing' },
        { line: 6, problem: 'the code 4 is that of Brugse Poort\nen Rooigem already' },
        { line: 7, problem: 'lon oost is not a number' },
        { line: 8, problem: 'lat is missing' },
        { line: 9, problem: 'a centre or an area is needed' },
        { line: 10, problem: 'there are 5 fields instead of 4: put text with a , in quotes' },
        { line: 11, problem: expect.stringMatching('lat 377.5 is not between') },
        { line: 13, problem: 'lon 51.05262 and lat 3.74987 are exchanged: the other way round they lie in Belgium' },
      ],
    }));
  it('without columns for the place gives one problem with the present columns', () =>
    expect(csv('code,name,x,y', '4,Brugse Poort,104650,193940', '7,Rabot,104651,193941')).toEqual({
      rows: [],
      problems: [
        {
          line: 1,
          problem:
            'there is no column for the place, in WGS84 degrees: none is called lon or lat; the file has code, name, x, y',
        },
      ],
    }));
  it('without a column for code or name gives the present columns', () =>
    expect(csv('id,label,lon,lat', '4,Brugse Poort,3.7,51.05').problems).toMatchObject([
      {
        line: 1,
        problem: expect.stringMatching(/^there is no column for the code: .*; the file has id, label, lon, lat$/),
      },
      { line: 1, problem: expect.stringMatching(/^there is no column for the name: /) },
    ]));
  it('with other separators gives the accepted separators', () =>
    expect(csv('code|name|lon|lat', '4|Brugse Poort|3.7|51.05')).toEqual({
      rows: [],
      problems: [
        {
          line: 1,
          problem: 'the file has one column only, code|name|lon|lat: separate columns by commas, semicolons or tabs',
        },
      ],
    }));
  it('with a quote that does not close is refused', () =>
    expect(csv('code,name,lon,lat', '4,"Brugse Poort,3.69277,51.05922')).toEqual({
      rows: [],
      problems: [{ line: 2, problem: expect.stringMatching('the file is not CSV') }],
    }));
  it.each([
    ['without a line', ''],
    ['with a header alone', 'code,name,lon,lat'],
  ])('%s gives one problem and no rows', (_, text) =>
    expect(parseNeighbourhoods(text, 'csv')).toEqual({
      rows: [],
      problems: [{ line: 1, problem: 'the file has no neighbourhoods' }],
    }),
  );
});
