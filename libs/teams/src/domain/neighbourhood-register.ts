import {
  activeAgency,
  type Command,
  type Decider,
  type DirectoryFacts,
  DomainError,
  type Message,
  mustMatchVersion,
  PersistentMap,
  unreachable,
} from '#kernel';
import {
  type Area,
  centreOf,
  type Point,
  problemOfArea,
  problemOfPoint,
  roundedArea,
  roundedPoint,
} from './geometry.js';

/**
 * The neighbourhoods (wijken) of one city, on one stream, `neighbourhoods-<city>`. Each neighbourhood has a code and
 * versions (R40), and all other data refers to its code. A city imports its neighbourhoods from its own open data, any
 * number of times.
 */

// --- Terms -----------------------------------------------------------------------------------------------------------------------------------

/** A row of an import. A missing centre is computed from the area; a missing area leaves the known one in place. */
export type ImportedNeighbourhood = Readonly<{ code: string; name: string; centre?: Point; area?: Area }>;
/** A problem of a row; `row` counts from 1. */
export type RowProblem = Readonly<{ row: number; code: string; problem: string }>;

/**
 * The maximum length of an area as JSON. With the name of the neighbourhood, the event stays below the limit of 1 MiB.
 */
export const LARGEST_AREA = 1_000_000;
const LONGEST_NAME = 200;

// --- Events: kept for ever -------------------------------------------------------------------------------------------------------------------

/**
 * A new version of a neighbourhood, with all its fields. `source`: the origin of the data, for attribution. `version`
 * counts from 1.
 */
export type NeighbourhoodRecorded = Message<'NeighbourhoodRecorded', Neighbourhood>;

export type RegisterEvent = NeighbourhoodRecorded;

// --- Commands --------------------------------------------------------------------------------------------------------------------------------

/**
 * Imports all rows or none. `city`: the city that the file names. Neighbourhoods that are not in the file stay as they
 * are. `version`: the number of facts in the register that the actor has seen.
 */
export type ImportNeighbourhoods = Command<
  'ImportNeighbourhoods',
  {
    city?: string;
    neighbourhoods: readonly ImportedNeighbourhood[];
    source: string;
    version?: number;
  }
>;

export type RegisterCommand = ImportNeighbourhoods;

// --- State -----------------------------------------------------------------------------------------------------------------------------------

export type Neighbourhood = Readonly<{
  code: string;
  name: string;
  version: number;
  centre: Point;
  area?: Area;
  source: string;
}>;
export type Register = Readonly<{
  neighbourhoods: PersistentMap<string, Neighbourhood>;
  /** the number of facts about all neighbourhoods, which is the sum of their versions; the ETag of the list */
  version: number;
}>;

const evolve = (register: Register, { type, data }: RegisterEvent): Register => {
  switch (type) {
    case 'NeighbourhoodRecorded':
      return { neighbourhoods: register.neighbourhoods.with(data.code, data), version: register.version + 1 };
    default:
      return unreachable(type);
  }
};

// --- Decisions: one function per command -----------------------------------------------------------------------------------------------------

const importNeighbourhoods = (
  { data, by }: ImportNeighbourhoods,
  register: Register,
  facts: DirectoryFacts,
): RegisterEvent[] => {
  const { kind: agencyKind } = activeAgency(facts, by.agency);
  if (data.city !== undefined && data.city !== by.city)
    throw new DomainError('access.other-city', { city: data.city, yours: by.city });
  if (by.role !== 'manager' || agencyKind !== 'city-service') {
    throw new DomainError('access.city-manager-only', { role: by.role, agencyKind });
  }
  if (data.neighbourhoods.length === 0) throw new DomainError('neighbourhood.import-empty');
  const rows = problemsOf(data.neighbourhoods);
  if (rows.length > 0) throw new DomainError('neighbourhood.rows-invalid', { rows });
  const events = data.neighbourhoods.flatMap((row): RegisterEvent[] => {
    const known = register.neighbourhoods.get(row.code);
    const next = { ...placed(row, known), version: (known?.version ?? 0) + 1, source: data.source };
    return known && sameFacts(known, next) ? [] : [{ type: 'NeighbourhoodRecorded', data: next }];
  });
  if (events.length > 0) mustMatchVersion(register, data.version);
  return events;
};

const decide = (command: RegisterCommand, register: Register, facts: DirectoryFacts): readonly RegisterEvent[] => {
  switch (command.type) {
    case 'ImportNeighbourhoods':
      return importNeighbourhoods(command, register, facts);
    default:
      return unreachable(command.type);
  }
};

export const neighbourhoodRegister: Decider<RegisterCommand, RegisterEvent, Register, DirectoryFacts> = {
  initialState: { neighbourhoods: new PersistentMap(), version: 0 },
  decide,
  evolve,
};

/** The stream of a city's neighbourhoods. */
export const registerStream = (city: string): string => `neighbourhoods-${city}`;

// --- Questions to rows -----------------------------------------------------------------------------------------------------------------------

/** Returns the problems that prevent an import of these rows, in order of the rows; empty when there are none. */
export const problemsOf = (rows: readonly ImportedNeighbourhood[]): readonly RowProblem[] => {
  const firsts = new Map<string, ImportedNeighbourhood>();
  return rows.flatMap((row, index) => {
    const first = firsts.get(row.code);
    if (!first) firsts.set(row.code, row);
    const problems = [
      problemOfCode(row.code),
      problemOfName(row.name),
      row.code !== '' && first ? `the code ${row.code} is that of ${first.name} already` : undefined,
      ...problemsOfGeometry(row),
    ];
    return problems
      .filter((problem) => problem !== undefined)
      .map((problem) => ({ row: index + 1, code: row.code, problem }));
  });
};

const problemOfCode = (code: string): string | undefined => {
  if (code === '') return 'the code is missing';
  return /^[0-9A-Za-z][0-9A-Za-z-]{0,19}$/.test(code) ? undefined : 'a code has at most 20 letters, digits and dashes';
};

const problemOfName = (name: string): string | undefined => {
  if (name.trim() === '') return 'the name is missing';
  return name.length > LONGEST_NAME ? `a name has at most ${LONGEST_NAME} characters, not ${name.length}` : undefined;
};

const problemsOfGeometry = ({ centre, area }: ImportedNeighbourhood): readonly (string | undefined)[] => {
  if (!centre && !area) return ['a centre or an area is needed'];
  return [
    centre && problemOfPoint(centre),
    // the rounded area is stored, so its size counts
    area &&
      (problemOfArea(area) ??
        (JSON.stringify(roundedArea(area)).length > LARGEST_AREA
          ? 'the area has too many positions: simplify it'
          : undefined)),
  ];
};

const placed = (
  { code, name, centre, area: given }: ImportedNeighbourhood,
  known: Neighbourhood | undefined,
): Omit<Neighbourhood, 'version' | 'source'> => {
  const area = given ? roundedArea(given) : known?.area;
  return { code, name, centre: centre ? roundedPoint(centre) : centreOf(area!), ...(area && { area }) };
};

const sameFacts = (a: Neighbourhood, b: Neighbourhood): boolean =>
  a.name === b.name &&
  a.centre.lon === b.centre.lon &&
  a.centre.lat === b.centre.lat &&
  JSON.stringify(a.area) === JSON.stringify(b.area) &&
  // another source is a change too, because the attribution depends on the source
  a.source === b.source;
