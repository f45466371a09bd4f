import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { DomainError } from '#kernel';
import { fetchThroughProxy, OutboundProxies } from '#outbound';

const MINUTE = 60_000;
/** The age at which keys are fetched again. A withdrawn key stays valid here for this time at most. */
const FRESH_FOR = 10 * MINUTE;
/** The age up to which keys are used while the provider does not answer. A short outage of the provider is thus none of the hub. */
const USABLE_FOR = 60 * MINUTE;
/** The shortest time between two fetches, also when callers invent key ids or an outage lasts. */
const FETCH_AGAIN_AFTER = 10_000;
const LONGEST_WAIT = 5_000;
/** The longest time that a health check waits for a fetch. */
const SHORT_WAIT = 2_000;

/**
 * Fetches the public keys of an identity provider when they are first needed, and keeps them.
 * The keys are at `jwksUri`, else at the address in the discovery document of the provider.
 */
export class ProviderKeys {
  private readonly logger = new Logger('access');
  private current: Readonly<{ at: number; key: JWTVerifyGetKey }> | undefined;
  private fetchedAt = -Infinity;
  private failed: Error | undefined;
  /** the reason why the last key set was refused; undefined after an accepted one */
  private refusedKeys: string | undefined;
  private fetching: Promise<void> | undefined;

  private readonly fetch: ReturnType<typeof fetchThroughProxy>;

  constructor(
    private readonly issuer: string,
    private readonly jwksUri?: string,
    proxies = new OutboundProxies(process.env),
  ) {
    this.fetch = fetchThroughProxy(proxies);
  }

  /**
   * Finds the key that a token names in its header. `asked`: keys were fetched for this token already, by `usableSet`.
   * @throws {DomainError} `access.provider-unreachable`, or `access.key-not-known-yet` when the last fetch is too recent for another one
   * @throws {errors.JWKSNoMatchingKey} when keys were fetched for this token, and the key is not among them
   */
  async find(
    header: Parameters<JWTVerifyGetKey>[0],
    token: Parameters<JWTVerifyGetKey>[1],
    asked = false,
  ): Promise<Awaited<ReturnType<JWTVerifyGetKey>>> {
    asked ||= await this.refreshIfDue();
    try {
      return await this.usable()(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      // The provider may have added the key after the last fetch.
      const answered = asked || (await this.refresh());
      if (this.failed !== undefined) throw this.unreachable();
      if (!answered) throw this.notKnownYet();
      return this.usable()(header, token);
    }
  }

  /** Returns the key set in use, another object after each successful fetch, and whether it was fetched for this call; undefined without one. */
  async usableSet(): Promise<Readonly<{ keySet: object | undefined; asked: boolean }>> {
    const asked = await this.refreshIfDue();
    return { keySet: this.age() > USABLE_FOR ? undefined : this.current, asked };
  }

  /**
   * Explains why no token can be verified now, or why the keys of the provider were refused; undefined when all is well.
   * Starts a fetch when the keys are due, and waits briefly for its result when there are no usable keys.
   */
  async problem(): Promise<string | undefined> {
    const refreshed = this.age() > FRESH_FOR ? this.refresh() : undefined;
    if (this.age() > USABLE_FOR) await Promise.race([refreshed, pause(SHORT_WAIT, undefined, { ref: false })]);
    if (this.age() <= USABLE_FOR) return this.refusedKeys;
    return this.failed?.message ?? `the keys of ${this.issuer} have been asked for, and have not come yet`;
  }

  /** Returns the age of the keys in use, in seconds; undefined before the first fetch that succeeded. */
  ageSeconds(): number | undefined {
    return this.current && this.age() / 1_000;
  }

  private age(): number {
    return this.current ? Date.now() - this.current.at : Infinity;
  }

  private usable(): JWTVerifyGetKey {
    if (!this.current || this.age() > USABLE_FOR) throw this.unreachable();
    return this.current.key;
  }

  private unreachable(): DomainError {
    return new DomainError(
      'access.provider-unreachable',
      {
        issuer: this.issuer,
        retryAfter: this.secondsToNextFetch(),
        remedy:
          'Is the identity provider running, and are REGIE_ISSUER and REGIE_JWKS_URI right? The log has the error.',
      },
      { cause: this.failed },
    );
  }

  private notKnownYet(): DomainError {
    return new DomainError('access.key-not-known-yet', {
      issuer: this.issuer,
      retryAfter: this.secondsToNextFetch(),
    });
  }

  private secondsToNextFetch(): number {
    return Math.max(1, Math.ceil((this.fetchedAt + FETCH_AGAIN_AFTER - Date.now()) / 1000));
  }

  private async refreshIfDue(): Promise<boolean> {
    return this.age() > FRESH_FOR && this.refresh();
  }

  /** Fetches the keys, or joins a fetch under way. Returns false without a fetch when the last one was too recent. */
  private async refresh(): Promise<boolean> {
    if (!this.fetching && Date.now() - this.fetchedAt >= FETCH_AGAIN_AFTER) {
      this.fetching = this.fetchKeys().finally(() => {
        this.fetchedAt = Date.now();
        this.fetching = undefined;
      });
    }
    if (!this.fetching) return false;
    await this.fetching;
    return true;
  }

  private async fetchKeys(): Promise<void> {
    try {
      const signal = AbortSignal.timeout(LONGEST_WAIT);
      const jwks = await this.fetchJson(this.jwksUri ?? (await this.discoverKeysAddress(signal)), signal);
      if (!hasKeys(jwks)) throw new NoKeys(`${this.issuer} publishes no key that can verify a signature`);
      this.current = { at: Date.now(), key: createLocalJWKSet(jwks) };
      this.failed = undefined;
      this.refusedKeys = undefined;
    } catch (error) {
      const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
      const reason = `the keys of ${this.issuer} cannot be fetched: ${cause?.code ?? cause?.message ?? message}`;
      this.failed = new Error(reason, { cause: error });
      if (error instanceof NoKeys) this.refusedKeys = reason;
      this.logger.warn(reason);
    }
  }

  /** Reads the address of the keys from the discovery document (OpenID Connect Discovery, section 4). */
  private async discoverKeysAddress(signal: AbortSignal): Promise<string> {
    const { issuer } = this;
    const { issuer: documentIssuer, jwks_uri: uri } = await this.fetchJson(
      `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
      signal,
    );
    if (documentIssuer !== issuer)
      throw new Error(`the discovery document is of another issuer, ${JSON.stringify(documentIssuer)}`);
    if (typeof uri !== 'string' || !URL.canParse(uri)) throw new Error('the discovery document has no jwks_uri');
    if (issuer.startsWith('https:') && !uri.startsWith('https:'))
      throw new Error(`the keys of an https issuer are not at an https address: ${uri}`);
    return uri;
  }

  private async fetchJson(url: string, signal: AbortSignal): Promise<Record<string, unknown>> {
    const response = await this.fetch(url, { redirect: 'error', headers: { accept: 'application/json' }, signal });
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return (await response.json()) as Record<string, unknown>;
  }
}

/** The provider published no usable key, as after a restart without its store. The known keys stay in use: otherwise every token would be refused. */
class NoKeys extends Error {
  override readonly name = 'NoKeys';
}

const hasKeys = (jwks: Readonly<Record<string, unknown>>): jwks is Readonly<Record<string, unknown>> & JSONWebKeySet =>
  Array.isArray(jwks.keys) &&
  (jwks.keys as readonly unknown[]).some((key) => {
    const { kty, use } = (key ?? {}) as Partial<Record<'kty' | 'use', unknown>>;
    return typeof kty === 'string' && kty !== 'oct' && use !== 'enc';
  });
