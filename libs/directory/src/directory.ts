import {
  Column,
  type DataSource,
  Entity,
  In,
  type MigrationInterface,
  MoreThan,
  PrimaryColumn,
  type QueryRunner,
} from 'typeorm';
import { type ContextName, TOPICS } from '#contracts';
import { type DirectoryFacts, DomainError, type KnownAgency as AgencyFacts } from '#kernel';
import { type Projection, projection, publicEvents } from '#messaging';

/**
 * The agencies and neighbourhoods of each city, which every context needs as facts of its commands. Each context has
 * its own copy in its own schema, built from the public events of partners and teams.
 */
@Entity('known_agency')
class KnownAgency {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') code: string;
  @Column('text') name: string;
  @Column('text') kind: string;
  @Column('text') status: 'active' | 'suspended' | 'ended';
  /** the joint work that the staff of the agency may join (R10); null until the agency sets a cooperation policy */
  @Column('text', { array: true, nullable: true }) allows: readonly string[] | null;
}

@Entity('known_neighbourhood')
class KnownNeighbourhood {
  @PrimaryColumn('text') city: string;
  @PrimaryColumn('text') code: string;
  @Column('text') name: string;
}

export class Directory1767222000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      'CREATE TABLE known_agency (city text, code text, name text NOT NULL, kind text NOT NULL, status text NOT NULL, allows text[], PRIMARY KEY (city, code))',
    );
    await db.query(
      'CREATE TABLE known_neighbourhood (city text, code text, name text NOT NULL, PRIMARY KEY (city, code))',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE known_agency, known_neighbourhood');
  }
}

/** The projection that fills the tables of {@link Directory}, for one context. */
export const directory = (context: ContextName): Projection =>
  projection({
    name: `${context}.directory`,
    from: publicEvents(TOPICS.partners, TOPICS.teams),
    entities: [KnownAgency, KnownNeighbourhood],
    fold: ({ type, data }, tables) => {
      const { city } = data;
      const change = (code: string, facts: Partial<KnownAgency>): void =>
        tables(KnownAgency).update({ city, code }, facts);
      switch (type) {
        case 'be.regie.neighbourhood.recorded.v1': {
          const { code, name } = data;
          return tables(KnownNeighbourhood).upsert({ city, code, name });
        }
        case 'be.regie.agency.enrolled.v1':
        case 'be.regie.agency.changed.v1': {
          const { agency: code, name, kind } = data;
          const [known] = tables(KnownAgency).find({ city, code });
          // A change leaves the status as it is.
          return tables(KnownAgency).upsert({ city, code, status: 'active', allows: null, ...known, name, kind });
        }
        case 'be.regie.agency.suspended.v1':
          return change(data.agency, { status: 'suspended' });
        case 'be.regie.agency.resumed.v1':
          return change(data.agency, { status: 'active' });
        case 'be.regie.agency.ended.v1':
          return change(data.agency, { status: 'ended' });
        case 'be.regie.agency.cooperation-policy-set.v1':
          return change(data.agency, { allows: data.allows });
        default:
          return;
      }
    },
  });

/**
 * An agency with its name, or with its code when the hub does not know the name. `status`: present when the agency
 * takes no part in the hub now, in responses about now only.
 */
export type AgencyNamed = Readonly<{ agency: string; name: string; status?: 'suspended' | 'ended' }>;

/** Loads facts for commands, and names of agencies for responses. */
export class Directory {
  constructor(private readonly db: DataSource) {}

  /** Loads facts about these agencies and neighbourhoods, or `all` of the city. One statement reads them at one moment. */
  async facts(
    city: string,
    {
      agencies,
      neighbourhoods = [],
    }: Readonly<{ agencies: readonly string[] | 'all'; neighbourhoods?: readonly string[] | 'all' }>,
  ): Promise<DirectoryFacts> {
    const [row] = await this.db.query<[{ agencies: Record<string, AgencyFacts>; neighbourhoods: readonly string[] }]>(
      `SELECT coalesce((SELECT jsonb_object_agg(code, jsonb_build_object('kind', kind, 'status', status, 'allows', to_jsonb(allows)))
                          FROM known_agency WHERE city = $1 AND ($2::text[] IS NULL OR code = ANY ($2))), '{}') AS agencies,
              ARRAY (SELECT code FROM known_neighbourhood WHERE city = $1 AND ($3::text[] IS NULL OR code = ANY ($3))) AS neighbourhoods`,
      [city, ...[agencies, neighbourhoods].map((codes) => (codes === 'all' ? null : codes))],
    );
    return { agencies: new Map(Object.entries(row.agencies)), neighbourhoods: new Set(row.neighbourhoods) };
  }

  /** Returns the kind of an agency that takes part in the hub of the city now; undefined for any other agency. */
  async activeKind(city: string, code: string): Promise<string | undefined> {
    return (await this.db.manager.findOneBy(KnownAgency, { city, code, status: 'active' }))?.kind;
  }

  /**
   * Returns the names of the neighbourhoods, by code.
   * @throws {DomainError} `neighbourhood.not-known`
   */
  async knownNeighbourhoods(city: string, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const names = new Map(
      (await this.db.manager.findBy(KnownNeighbourhood, { city, code: In([...codes]) })).map(({ code, name }) => [
        code,
        name,
      ]),
    );
    const unknown = codes.find((code) => !names.has(code));
    if (unknown !== undefined) throw new DomainError('neighbourhood.not-known', { neighbourhood: unknown });
    return names;
  }

  /** Returns the neighbourhoods of the city in order of code, `limit` at most, after the code `after`. */
  neighbourhoods(
    city: string,
    { after, limit }: Readonly<{ after?: string; limit: number }>,
  ): Promise<readonly Readonly<{ code: string; name: string }>[]> {
    const where = { city, ...(after !== undefined && { code: MoreThan(after) }) };
    return this.db.manager.find(KnownNeighbourhood, {
      select: { code: true, name: true },
      where,
      order: { code: 'ASC' },
      take: limit,
    });
  }

  /** Returns a function that names an agency by its code. `withStatus`: add the status when it is not active. */
  async agencyNamer(
    city: string,
    codes: readonly string[],
    withStatus: boolean,
  ): Promise<(code: string) => AgencyNamed> {
    const found = new Map(
      (await this.db.manager.findBy(KnownAgency, { city, code: In([...codes]) })).map((agency) => [
        agency.code,
        agency,
      ]),
    );
    return (code) => {
      const { name = code, status = 'active' } = found.get(code) ?? {};
      return { agency: code, name, ...(withStatus && status !== 'active' && { status }) };
    };
  }

  /** Returns the names of these agencies, by code, whatever their status; an unknown agency is left out. */
  async agencyNames(city: string, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return new Map(
      (await this.db.manager.findBy(KnownAgency, { city, code: In([...codes]) })).map(({ code, name }) => [code, name]),
    );
  }
}
