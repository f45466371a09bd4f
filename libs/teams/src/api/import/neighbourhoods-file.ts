import { type CsvRecord, csvRecords, NotCsv } from '#http';
import { type Area, type Point, roundedArea } from '../../domain/geometry.js';
import { type ImportedNeighbourhood, problemsOf } from '../../domain/neighbourhood-register.js';

/** The content of a file of a city: the rows that can be imported, and the problems of all other rows. */
export type ParsedNeighbourhoods = Readonly<{
  rows: readonly ImportedNeighbourhood[];
  problems: readonly LineProblem[];
}>;
/** `line` is a line of the CSV file, counted from 1; in GeoJSON, which has no lines, the number of the feature. */
export type LineProblem = Readonly<{ line: number; problem: string }>;
/**
 * The names of the properties or columns with the code and the name; upper and lower case are equal. The parser detects
 * a name that is left out.
 */
export type FileOptions = Readonly<{ code?: string; name?: string }>;

/**
 * The first field with a value is used. `wijk` comes before `naam`, because `naam` is sometimes the name of a district
 * in the open data of cities.
 */
const CODE_FIELDS = ['code', 'wijknr', 'wijknummer', 'wijkcode', 'nr'];
const NAME_FIELDS = ['name', 'wijknaam', 'wijk', 'naam'];
const COORDINATE_FIELDS = ['lon', 'lat'];
const LONGEST_EXCERPT = 200;

/**
 * Reads neighbourhoods from a GeoJSON FeatureCollection or from CSV. A feature has a Polygon, MultiPolygon or Point, or properties `lon` and `lat`.
 * CSV has a header row (`code`, `name`, `lon`, `lat`), separated by commas, semicolons or tabs. Coordinates are WGS84 degrees.
 */
export const parseNeighbourhoods = (
  text: string,
  format: 'geojson' | 'csv',
  options: FileOptions = {},
): ParsedNeighbourhoods => {
  const isCsv = format === 'csv';
  const { records, problems } = isCsv ? linesIn(text) : featuresIn(text);
  if (records.length === 0)
    return {
      rows: [],
      problems: problems.length > 0 ? problems : [{ line: 1, problem: 'the file has no neighbourhoods' }],
    };
  const codes = options.code === undefined ? CODE_FIELDS : [options.code.trim().toLowerCase()];
  const names = options.name === undefined ? NAME_FIELDS : [options.name.trim().toLowerCase()];
  const [code, name] = [firstFilled(records, codes), firstFilled(records, names)];
  // a GeoJSON feature may have a geometry instead of these fields
  const unplaced = isCsv ? COORDINATE_FIELDS.filter((field) => !records[0]!.fields.has(field)) : [];
  const missing = [
    ...(code === undefined ? [`the code: none is called ${codes.join(', ')}`] : []),
    ...(name === undefined ? [`the name: none is called ${names.join(', ')}`] : []),
    ...(unplaced.length > 0 ? [`the place, in WGS84 degrees: none is called ${unplaced.join(' or ')}`] : []),
  ];
  if (code === undefined || name === undefined || missing.length > 0) {
    const field = isCsv ? 'column' : 'property';
    const there = `the file has ${[...records[0]!.fields.keys()].join(', ').slice(0, LONGEST_EXCERPT) || 'none'}`;
    return {
      rows: [],
      problems: [
        ...missing.map((what) => ({ line: 1, problem: `there is no ${field} for ${what}; ${there}` })),
        ...problems,
      ],
    };
  }
  const rows = records.map((record) => rowOf(record, code, name));
  const wrong = problemsOf(rows).map(({ row, problem }) => ({ line: records[row - 1]!.line, problem }));
  const wrongLines = new Set(wrong.map(({ line }) => line));
  return {
    rows: rows
      .filter((_, index) => !wrongLines.has(records[index]!.line))
      .map(({ area, ...row }) => ({ ...row, ...(area && { area: roundedArea(area) }) })),
    problems: [...problems, ...wrong].sort((a, b) => a.line - b.line),
  };
};

type Read = Readonly<{ records: readonly FileRecord[]; problems: readonly LineProblem[] }>;
/** A row of the file before any check; the names of its fields are in lower case. */
type FileRecord = Readonly<{
  line: number;
  fields: ReadonlyMap<string, unknown>;
  geometry?: Readonly<{ type?: unknown; coordinates?: unknown }> | null;
}>;

const unreadable = (line: number, problem: string): Read => ({ records: [], problems: [{ line, problem }] });

const featuresIn = (text: string): Read => {
  let file: { type?: unknown; features?: unknown } | null;
  try {
    file = JSON.parse(text.replace(/^\uFEFF/, '')) as typeof file;
  } catch (error) {
    return unreadable(1, `the file is not JSON: ${(error as Error).message}`);
  }
  if (file?.type !== 'FeatureCollection' || !Array.isArray(file.features))
    return unreadable(1, 'the file is not a GeoJSON FeatureCollection');
  const features = file.features as ({ properties?: object | null; geometry?: FileRecord['geometry'] } | null)[];
  return {
    records: features.map((feature, index) => ({
      line: index + 1,
      fields: fieldsOf(Object.entries(feature?.properties ?? {})),
      geometry: feature?.geometry,
    })),
    problems: [],
  };
};

const linesIn = (text: string): Read => {
  const separator = separatorIn(text);
  let lines: readonly CsvRecord[];
  try {
    lines = csvRecords(text, separator);
  } catch (error) {
    if (!(error instanceof NotCsv)) throw error;
    return unreadable(error.line, error.message);
  }
  const [header, ...rest] = lines;
  const columns = header?.values ?? [];
  if (columns.length === 1 && rest.length > 0) {
    return unreadable(
      1,
      `the file has one column only, ${columns[0]!.slice(0, LONGEST_EXCERPT)}: separate columns by commas, semicolons or tabs`,
    );
  }
  const whole = rest.filter(({ values }) => values.length === columns.length);
  return {
    records: whole.map(({ line, values }) => ({
      line,
      fields: fieldsOf(columns.map((column, index) => [column, decimals(values[index]!, column, separator)])),
    })),
    problems: rest
      .filter((record) => !whole.includes(record))
      .map(({ line, values }) => ({
        line,
        problem: `there are ${values.length} fields instead of ${columns.length}: put text with a ${separator === '\t' ? 'tab' : separator} in quotes`,
      })),
  };
};

const SEPARATORS = [',', ';', '\t'] as const;

/** Detects the separator: the one that occurs most often in the header. */
const separatorIn = (text: string): (typeof SEPARATORS)[number] => {
  const header = text.split('\n', 1)[0]!;
  const times = (separator: string): number => header.split(separator).length;
  return SEPARATORS.reduce((most, each) => (times(each) > times(most) ? each : most));
};

/** Replaces the decimal comma: spreadsheets write 3,72 for 3.72 when the separator is not a comma. */
const decimals = (value: string, column: string, separator: string): string =>
  separator !== ',' && COORDINATE_FIELDS.includes(column.trim().toLowerCase()) ? value.replace(',', '.') : value;

const fieldsOf = (entries: readonly (readonly [string, unknown])[]): ReadonlyMap<string, unknown> =>
  new Map(entries.map(([name, value]) => [name.trim().toLowerCase(), value]));

/** Selects one field for the whole file. A row without that field is incomplete, and does not fall back on another field. */
const firstFilled = (records: readonly FileRecord[], candidates: readonly string[]): string | undefined =>
  candidates.find((name) => records.some(({ fields }) => textOf(fields.get(name)) !== ''));

/** Maps a record to a row, without checks: the domain reports the problems, the same for a file and a request. */
const rowOf = ({ fields, geometry }: FileRecord, code: string, name: string): ImportedNeighbourhood => {
  const named = { lon: numberIn(fields.get('lon')), lat: numberIn(fields.get('lat')) };
  const isPoint = geometry?.type === 'Point';
  const [lon, lat] = isPoint && Array.isArray(geometry.coordinates) ? (geometry.coordinates as unknown[]) : [];
  const centre = Object.values(named).some((value) => textOf(value) !== '')
    ? named
    : isPoint
      ? { lon, lat }
      : undefined;
  return {
    code: textOf(fields.get(code)),
    name: textOf(fields.get(name)),
    ...(centre && { centre: centre as Point }),
    ...(geometry && !isPoint && { area: geometry as Area }),
  };
};

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

/** Converts text to a number, or returns it unchanged when it is not a number. */
const numberIn = (value: unknown): unknown => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isNaN(number) ? value : number;
};
