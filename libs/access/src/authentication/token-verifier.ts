import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { type Actor, DomainError, type Role, ROLES } from '#kernel';
import { ProviderKeys } from './provider-keys.js';

/**
 * The trusted issuer, and the audience of its tokens.
 * Without `jwks` and `jwksUri`, the address of the keys comes from the discovery document of the issuer.
 */
export type TokenVerifierOptions = Readonly<{
  issuer: string;
  audience: string;
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

/** Reads the actor from a bearer token: a signed JWT with the claims `city`, `agency`, `role` and `sub`. */
export class TokenVerifier {
  private readonly keys: JWTVerifyGetKey;
  private readonly provider: ProviderKeys | undefined;

  constructor(private readonly options: TokenVerifierOptions) {
    const { issuer, jwks, jwksUri } = options;
    this.provider = jwks ? undefined : new ProviderKeys(issuer, jwksUri);
    this.keys = this.provider?.find ?? createLocalJWKSet(jwks!);
  }

  /** Explains the problem with the keys of the issuer, such as an hour without an answer; undefined when there is none. */
  async problem(): Promise<string | undefined> {
    return this.provider?.problem();
  }

  /**
   * Verifies a token and returns its actor.
   * @throws {DomainError} without any content of the token:
   * - `access.token-invalid` with the reason
   * - `access.token-expired`
   * - `access.claims-incomplete` with the claims that are missing or malformed
   * - `access.provider-unreachable` when the keys cannot be fetched
   * - `access.key-not-known-yet` when the key is unknown and the last fetch of keys is too recent for another one
   */
  async verify(token: string): Promise<Actor> {
    return (await this.read(token)).actor;
  }

  /**
   * Verifies a token, and returns its actor and the moment at which it expires.
   * @throws {DomainError} as `verify` does
   */
  async read(token: string): Promise<Readonly<{ actor: Actor; expires: Date }>> {
    if (token.length > LONGEST_TOKEN) throw invalid(`it is longer than ${LONGEST_TOKEN} characters`);
    const claims = await this.claimsOf(token);
    return { actor: actorOf(claims), expires: new Date((claims.exp! + CLOCK_TOLERANCE_SECONDS) * 1_000) };
  }

  private async claimsOf(token: string): Promise<JWTPayload> {
    const { issuer, audience } = this.options;
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['exp'],
      });
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

  private reasonOfClaim(claim: string): string {
    if (claim === 'iss') return `it does not come from ${this.options.issuer}`;
    if (claim === 'aud') return `it is not meant for ${this.options.audience}`;
    if (claim === 'nbf') return 'it is not valid yet';
    return `its claim ${claim} is missing or makes no sense`;
  }
}

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
