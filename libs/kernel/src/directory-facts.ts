import { DomainError } from './domain-error.js';

/**
 * An agency as the hub of a city knows it. `allows`: the joint work that the staff of the agency may join (R10); null without a cooperation policy.
 */
export type KnownAgency = Readonly<{
  kind: string;
  status: 'active' | 'suspended' | 'ended';
  allows: readonly string[] | null;
}>;

/** Facts about the agencies and neighbourhoods that a command depends on, by code. Unknown agencies and neighbourhoods are missing. */
export type DirectoryFacts = Readonly<{
  agencies: ReadonlyMap<string, KnownAgency>;
  neighbourhoods: ReadonlySet<string>;
}>;

export const NOTHING_KNOWN: DirectoryFacts = { agencies: new Map(), neighbourhoods: new Set() };

/**
 * Returns the agency with this code, which must be active.
 * @throws {DomainError} `agency.not-known`, `agency.not-active`
 */
export const activeAgency = ({ agencies }: Pick<DirectoryFacts, 'agencies'>, code: string): KnownAgency => {
  const agency = agencies.get(code);
  if (!agency) throw new DomainError('agency.not-known', { agency: code });
  if (agency.status !== 'active') throw new DomainError('agency.not-active', { agency: code, state: agency.status });
  return agency;
};

/**
 * Refuses unknown neighbourhoods.
 * @throws {DomainError} `neighbourhood.not-known`, for the first of them
 */
export const mustBeKnownNeighbourhoods = (
  { neighbourhoods }: Pick<DirectoryFacts, 'neighbourhoods'>,
  codes: readonly string[],
): void => {
  const unknown = codes.find((code) => !neighbourhoods.has(code));
  if (unknown !== undefined) throw new DomainError('neighbourhood.not-known', { neighbourhood: unknown });
};
