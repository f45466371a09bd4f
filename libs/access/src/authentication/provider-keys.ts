import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { DomainError } from '#kernel';

const MINUTE = 60_000;
/** Keys are fetched again after this; a key that the provider withdraws counts for so much longer. */
const FRESH_FOR = 10 * MINUTE;
/** While the provider does not answer, the keys from before stay good for this long: its outage is not at once ours. */
const USABLE_FOR = 60 * MINUTE;
/** Not asked more often than this, whatever unknown keys callers make up and however long an outage lasts. */
const ASK_AGAIN_AFTER = 10_000;
const LONGEST_WAIT = 5_000;
/** Who looks after the process has no more patience. */
const SHORT_WAIT = 2_000;

/** The public keys of an identity provider, at `jwksUri` or where its discovery document says; fetched when first needed, and kept. */
export class ProviderKeys {
  private readonly logger = new Logger('access');
  private known: Readonly<{ at: number; key: JWTVerifyGetKey }> | undefined;
  private askedAt = -Infinity;
  private failed: string | undefined;
  private asking: Promise<void> | undefined;

  constructor(
    private readonly issuer: string,
    private readonly jwksUri?: string,
  ) {}

  /**
   * The key that a token says it is signed with.
   * @throws {DomainError} `access.provider-unreachable`
   */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    if (this.age() > FRESH_FOR) await this.refresh();
    try {
      return await this.usable()(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      // a key that came after the last look
      await this.refresh();
      if (this.failed !== undefined) throw this.unreachable();
      return this.usable()(header, token);
    }
  };

  /** Why no token can be checked now; undefined when tokens can be. Asks the provider when that is due, and waits for it when it must, not for long. */
  async problem(): Promise<string | undefined> {
    const asked = this.age() > FRESH_FOR ? this.refresh() : undefined;
    if (this.age() > USABLE_FOR) await Promise.race([asked, pause(SHORT_WAIT, undefined, { ref: false })]);
    return this.age() > USABLE_FOR
      ? (this.failed ?? `the keys of ${this.issuer} have been asked for, and have not come yet`)
      : undefined;
  }

  private age(): number {
    return this.known ? Date.now() - this.known.at : Infinity;
  }

  private usable(): JWTVerifyGetKey {
    if (!this.known || this.age() > USABLE_FOR) throw this.unreachable();
    return this.known.key;
  }

  private unreachable(): DomainError {
    return new DomainError('access.provider-unreachable', {
      issuer: this.issuer,
      retryAfter: ASK_AGAIN_AFTER / 1000,
      remedy:
        'Is the identity provider running, and are REGIE_ISSUER and REGIE_JWKS_URI right? The log says what went wrong.',
    });
  }

  /** Everybody who needs keys at the same time waits for the same answer. */
  private refresh(): Promise<void> {
    if (!this.asking && Date.now() - this.askedAt > ASK_AGAIN_AFTER) {
      this.asking = this.ask().finally(() => {
        this.askedAt = Date.now();
        this.asking = undefined;
      });
    }
    return this.asking ?? Promise.resolve();
  }

  private async ask(): Promise<void> {
    try {
      const signal = AbortSignal.timeout(LONGEST_WAIT);
      const jwks = await fetchJson(this.jwksUri ?? (await discovered(this.issuer, signal)), signal);
      this.known = { at: Date.now(), key: createLocalJWKSet(jwks as unknown as JSONWebKeySet) };
      this.failed = undefined;
    } catch (error) {
      const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
      this.failed = `the keys of ${this.issuer} cannot be fetched: ${cause?.code ?? cause?.message ?? message}`;
      this.logger.warn(this.failed);
    }
  }
}

/** Where the keys are, as the issuer says itself (OpenID Connect Discovery, section 4). */
const discovered = async (issuer: string, signal: AbortSignal): Promise<string> => {
  const { issuer: said, jwks_uri: uri } = await fetchJson(
    `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    signal,
  );
  if (said !== issuer) throw new Error(`the discovery document is of another issuer, ${JSON.stringify(said)}`);
  if (typeof uri !== 'string' || !URL.canParse(uri)) throw new Error('the discovery document has no jwks_uri');
  if (issuer.startsWith('https:') && !uri.startsWith('https:'))
    throw new Error(`the keys of an https issuer are not at an https address: ${uri}`);
  return uri;
};

const fetchJson = async (url: string, signal: AbortSignal): Promise<Record<string, unknown>> => {
  const response = await fetch(url, { redirect: 'error', headers: { accept: 'application/json' }, signal });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as Record<string, unknown>;
};
