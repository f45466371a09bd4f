import type { DataSource } from 'typeorm';
import { type DirectoryFacts, DomainError } from '#kernel';
import type { DirectoryCopy } from './directory-copy.js';
import { type Codes, type DirectoryRows, readNeighbourhoods, readRows } from './directory-rows.js';

/**
 * An agency with its name, or with its code when the hub does not know the name. `status`: present when the agency
 * takes no part in the hub now, in responses about now only.
 */
export type AgencyNamed = Readonly<{ agency: string; name: string; status?: 'suspended' | 'ended' }>;

/**
 * Loads facts for commands, and names of agencies for responses: from the copy in memory, or from the tables while the
 * copy may be out of date.
 */
export class Directory {
  constructor(
    private readonly db: DataSource,
    private readonly copy?: DirectoryCopy,
  ) {}

  /** Loads facts about these agencies and neighbourhoods, or `all` of the city, all of one moment. */
  async facts(city: string, codes: Codes): Promise<DirectoryFacts> {
    const { agencies, neighbourhoods } = await this.rows(city, codes);
    return {
      agencies: new Map(agencies.map(({ code, kind, status, allows }) => [code, { kind, status, allows }])),
      neighbourhoods: new Set(neighbourhoods.map(({ code }) => code)),
    };
  }

  /** Returns the kind of an agency that takes part in the hub of the city now; undefined for any other agency. */
  async activeKind(city: string, code: string): Promise<string | undefined> {
    const [agency] = (await this.rows(city, { agencies: [code] })).agencies;
    return agency?.status === 'active' ? agency.kind : undefined;
  }

  /**
   * Returns the names of the neighbourhoods, by code.
   * @throws {DomainError} `neighbourhood.not-known`
   */
  async knownNeighbourhoods(city: string, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { neighbourhoods } = await this.rows(city, { neighbourhoods: codes });
    const names = new Map(neighbourhoods.map(({ code, name }) => [code, name]));
    const unknown = codes.find((code) => !names.has(code));
    if (unknown !== undefined) throw new DomainError('neighbourhood.not-known', { neighbourhood: unknown });
    return names;
  }

  /** Returns the neighbourhoods of the city in order of code, `limit` at most, after the code `after`. */
  async neighbourhoods(
    city: string,
    page: Readonly<{ after?: string; limit: number }>,
  ): Promise<readonly Readonly<{ code: string; name: string }>[]> {
    return this.copy?.neighbourhoods(city, page) ?? readNeighbourhoods(this.db, city, page);
  }

  /** Returns a function that names an agency by its code. `withStatus`: add the status when it is not active. */
  async agencyNamer(
    city: string,
    codes: readonly string[],
    withStatus: boolean,
  ): Promise<(code: string) => AgencyNamed> {
    const { agencies } = await this.rows(city, { agencies: codes });
    const found = new Map(agencies.map((agency) => [agency.code, agency]));
    return (code) => {
      const { name = code, status = 'active' } = found.get(code) ?? {};
      return { agency: code, name, ...(withStatus && status !== 'active' && { status }) };
    };
  }

  /** Returns the names of these agencies, by code, whatever their status; an unknown agency is left out. */
  async agencyNames(city: string, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { agencies } = await this.rows(city, { agencies: codes });
    return new Map(agencies.map(({ code, name }) => [code, name]));
  }

  private async rows(city: string, codes: Codes): Promise<DirectoryRows> {
    return this.copy?.rows(city, codes) ?? readRows(this.db, city, codes);
  }
}
