import type { DataSource } from 'typeorm';
import type { KnownAgency as AgencyFacts } from '#kernel';

export type Agency = AgencyFacts & Readonly<{ code: string; name: string }>;
export type Neighbourhood = Readonly<{ code: string; name: string }>;

/** The rows of a city. */
export type DirectoryRows = Readonly<{ agencies: readonly Agency[]; neighbourhoods: readonly Neighbourhood[] }>;

/** The codes to read: of these agencies and neighbourhoods, or `all` of the city. */
export type Codes = Readonly<{ agencies?: readonly string[] | 'all'; neighbourhoods?: readonly string[] | 'all' }>;

/** The rows of all cities at one version, or only the version when it is still that of the caller. */
export type Changed = Readonly<{
  version: string;
  rows: Readonly<{ [Table in keyof DirectoryRows]: readonly InCity<DirectoryRows[Table][number]>[] }> | null;
}>;
export type InCity<Row> = Row & Readonly<{ city: string }>;

const AGENCY = `'code', code, 'name', name, 'kind', kind, 'status', status, 'allows', allows`;
const NEIGHBOURHOOD = `'code', code, 'name', name`;

const ROWS = `
  SELECT (SELECT coalesce(jsonb_agg(jsonb_build_object(${AGENCY})), '[]')
            FROM known_agency WHERE city = $1 AND ($2::text[] IS NULL OR code = ANY ($2))) AS agencies,
         (SELECT coalesce(jsonb_agg(jsonb_build_object(${NEIGHBOURHOOD})), '[]')
            FROM known_neighbourhood WHERE city = $1 AND ($3::text[] IS NULL OR code = ANY ($3))) AS neighbourhoods`;

/** Reads rows of a city from the tables. One statement reads them at one moment. */
export const readRows = async (
  db: DataSource,
  city: string,
  { agencies = [], neighbourhoods = [] }: Codes,
): Promise<DirectoryRows> => {
  const codes = [agencies, neighbourhoods].map((each) => (each === 'all' ? null : each));
  const [rows] = await db.query<[DirectoryRows]>(ROWS, [city, ...codes]);
  return rows;
};

const PAGE = `
  SELECT code, name FROM known_neighbourhood WHERE city = $1 AND ($2::text IS NULL OR code > $2) ORDER BY code LIMIT $3`;

/** Reads neighbourhoods of a city from the table, in order of code. */
export const readNeighbourhoods = (
  db: DataSource,
  city: string,
  { after, limit }: Readonly<{ after?: string; limit: number }>,
): Promise<readonly Neighbourhood[]> => db.query(PAGE, [city, after ?? null, limit]);

/** A rebuild replaces the table, so `tableoid` distinguishes its version from that of the old table, which may have the same last event. */
const CHANGED = `
  SELECT version, CASE WHEN version <> $1 THEN jsonb_build_object(
           'agencies', (SELECT coalesce(jsonb_agg(jsonb_build_object('city', city, ${AGENCY})), '[]') FROM known_agency),
           'neighbourhoods', (SELECT coalesce(jsonb_agg(jsonb_build_object('city', city, ${NEIGHBOURHOOD}) ORDER BY city, code), '[]')
                                FROM known_neighbourhood)) END AS rows
    FROM (SELECT coalesce((SELECT tableoid || ' ' || event_id FROM directory_version), 'no event') AS version) present`;

/** Reads the version of the tables, and all rows when the version is not `known`. Neighbourhoods are in order of code. */
export const readChanged = async (db: DataSource, known: string): Promise<Changed> => {
  const [changed] = await db.query<[Changed]>(CHANGED, [known]);
  return changed;
};
