import { hash } from 'node:crypto';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { type Actor, DomainError, type Role, ROLES } from '#kernel';
import { ProviderKeys } from './provider-keys.js';

/**
 * The trusted issuer, and the audience of its tokens. `cities`: the NIS codes of the cities that the hub serves; left out, every city.
 * Without `jwks` and `jwksUri`, the address of the keys comes from the discovery document of the issuer.
 */
export type TokenVerifierOptions = Readonly<{
  issuer: string;
  audience: string;
  cities?: readonly string[];
  jwks?: JSONWebKeySet;
  jwksUri?: string;
}>;

/** The accepted algorithms, all with public keys. With HS*, every service that can verify tokens could also sign them. */
const ALGORITHMS = ['ES256', 'EdDSA', 'PS256', 'RS256'];

/**
 * RFC 9068 names access tokens `at+jwt`; many providers write `JWT` or nothing.
 * Other types, such as logout tokens, are refused.
 */
const TYPES = ['at+jwt', 'application/at+jwt', 'jwt', undefined];

/** The tolerated difference between the clocks of the issuer and of this process. */
const CLOCK_TOLERANCE_SECONDS = 30;
const LONGEST_TOKEN = 8192;
const MOST_REMEMBERED = 10_000;

type Verified = Readonly<{ actor: Actor; expires: Date }>;

/** Reads the actor from a bearer token: a signed JWT with the claims `city`, `agency`, `role` and `sub`. */
export class TokenVerifier {
  private readonly provider: Pick<ProviderKeys, 'find' | 'usableSet' | 'problem' | 'ageSeconds'>;
  /** the valid tokens of late, by their digest, each with the key set that verified it */
  private readonly remembered = new LRUCache<string, Verified & Readonly<{ keySet: object }>>({ max: MOST_REMEMBERED });

  constructor(private readonly options: TokenVerifierOptions) {
    const { issuer, jwks, jwksUri } = options;
    this.provider = jwks ? localKeys(jwks) : new ProviderKeys(issuer, jwksUri);
  }

  /** Explains the problem with the keys of the issuer, such as an hour without an answer; undefined when there is none. */
  async problem(): Promise<string | undefined> {
    return this.provider.problem();
  }

  /** Returns the time since the keys of the issuer were fetched, in seconds; undefined without a fetch. */
  keysAgeSeconds(): number | undefined {
    return this.provider.ageSeconds();
  }

  /**
   * Verifies a token and returns its actor.
   * @throws {DomainError} without any content of the token:
   * - `access.token-invalid` with the reason
   * - `access.token-expired`
   * - `access.claims-incomplete` with the claims that are missing or malformed
   * - `access.city-not-served` with the city of the token and the cities of the hub
   * - `access.provider-unreachable` when the keys cannot be fetched
   * - `access.key-not-known-yet` when the key is unknown and the last fetch of keys is too recent for another one
   */
  async verify(token: string): Promise<Actor> {
    return (await this.read(token)).actor;
  }

  /**
   * Verifies a token, and returns its actor and the moment at which it expires.
   * A valid token is remembered until then, because a signature costs 0.2 ms. New keys of the issuer forget it.
   * `mayTry` is called before the signature of another token is checked, and may throw a refusal.
   * @throws {DomainError} as `verify` does
   */
  async read(token: string, mayTry?: () => void): Promise<Verified> {
    if (token.length > LONGEST_TOKEN) throw invalid(`it is longer than ${LONGEST_TOKEN} characters`);
    const digest = hash('sha256', token, 'base64');
    const { keySet, asked } = await this.provider.usableSet();
    const known = this.remembered.get(digest);
    if (known && known.keySet === keySet && Date.now() < known.expires.getTime()) return known;
    mayTry?.();
    const claims = await this.claimsOf(token, asked);
    const actor = actorOf(claims);
    this.mustBeServed(actor);
    const expires = new Date((claims.exp! + CLOCK_TOLERANCE_SECONDS) * 1_000);
    if (Number.isNaN(expires.getTime())) throw invalid(this.reasonOfClaim('exp'));
    // A set that arrived meanwhile may not be the one that verified the token.
    if (keySet !== undefined && keySet === (await this.provider.usableSet()).keySet)
      this.remembered.set(digest, { actor, expires, keySet });
    return { actor, expires };
  }

  private async claimsOf(token: string, asked: boolean): Promise<JWTPayload> {
    const { issuer, audience } = this.options;
    try {
      const { payload, protectedHeader } = await jwtVerify(
        token,
        (header, jwt) => this.provider.find(header, jwt, asked),
        {
          issuer,
          audience,
          algorithms: ALGORITHMS,
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
          requiredClaims: ['exp'],
        },
      );
      if (!TYPES.includes(protectedHeader.typ?.toLowerCase()))
        throw invalid('it is another kind of token than an access token');
      return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new DomainError('access.token-expired');
      if (error instanceof errors.JWTClaimValidationFailed) throw invalid(this.reasonOfClaim(error.claim));
      if (error instanceof errors.JOSEError) throw invalid(REASONS[error.code] ?? 'it is not a signed JWT');
      throw error;
    }
  }

  /** Every route and stream takes its actor from here, so that a city that the hub does not serve reaches none of them. */
  private mustBeServed({ city }: Actor): void {
    const { cities } = this.options;
    if (cities && !cities.includes(city)) throw new DomainError('access.city-not-served', { city, cities });
  }

  private reasonOfClaim(claim: string): string {
    if (claim === 'iss') return `it does not come from ${this.options.issuer}`;
    if (claim === 'aud') return `it is not meant for ${this.options.audience}`;
    if (claim === 'nbf') return 'it is not valid yet';
    return `its claim ${claim} is missing or makes no sense`;
  }
}

/** The keys of the demonstration and of tests, which are never fetched. */
const localKeys = (jwks: JSONWebKeySet): Pick<ProviderKeys, 'find' | 'usableSet' | 'problem' | 'ageSeconds'> => {
  const find = createLocalJWKSet(jwks);
  return {
    find: (header, token) => find(header, token),
    usableSet: async () => ({ keySet: jwks, asked: false }),
    problem: async () => undefined,
    ageSeconds: () => undefined,
  };
};

const REASONS: Readonly<Record<string, string>> = {
  [errors.JOSEAlgNotAllowed.code]: `it is not signed with one of ${ALGORITHMS.join(', ')}`,
  [errors.JOSENotSupported.code]: 'it uses a feature that is not supported here',
  [errors.JWKSNoMatchingKey.code]: 'it is not signed with a key of the identity provider',
  [errors.JWKSMultipleMatchingKeys.code]: 'it does not name the key of the identity provider that signed it',
  [errors.JWSSignatureVerificationFailed.code]: 'its signature does not fit',
};

const invalid = (reason: string): DomainError => new DomainError('access.token-invalid', { reason });

/** The format of each claim. OpenID Connect Core, section 2, defines the format of `sub`. */
const CLAIMS: Readonly<Record<string, (value: string) => boolean>> = {
  city: (value) => /^\d{5}$/.test(value),
  agency: (value) => /^[a-z0-9][a-z0-9-]{1,62}$/.test(value),
  role: (value) => ROLES.includes(value as Role),
  sub: (value) => /^[\x21-\x7e]{1,255}$/.test(value),
};

const actorOf = (claims: JWTPayload): Actor => {
  const missing = Object.entries(CLAIMS).filter(
    ([name, fits]) => typeof claims[name] !== 'string' || !fits(claims[name]),
  );
  if (missing.length > 0) throw new DomainError('access.claims-incomplete', { missing: missing.map(([name]) => name) });
  const { city, agency, role, sub } = claims as Record<string, string>;
  return { city: city!, agency: agency!, role: role as Role, subject: sub! };
};
