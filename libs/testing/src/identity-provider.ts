import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';
import type { Actor } from '#kernel';
import type { Identity } from './certificates.js';

const KEY = 'test';

/** An identity provider that signs a token for any actor. */
export class IdentityProvider {
  readonly audience = 'urn:regie:test';

  private constructor(
    readonly issuer: string,
    readonly jwks: JSONWebKeySet,
    private readonly privateKey: CryptoKey,
    private readonly server?: Server,
  ) {}

  /** Creates a provider without a server, for verifiers that get its keys directly. */
  static async create(): Promise<IdentityProvider> {
    const { jwks, privateKey } = await keys();
    return new IdentityProvider('https://issuer.test', jwks, privateKey);
  }

  /** Creates a provider that serves its keys on a free port, for processes that fetch them; over TLS with an identity for `localhost`. `close` stops it. */
  static async open(tls?: Identity): Promise<IdentityProvider> {
    const { jwks, privateKey } = await keys();
    const answer: RequestListener = (_, response) =>
      void response.setHeader('content-type', 'application/json').end(JSON.stringify(jwks));
    const server = tls ? createTlsServer({ key: tls.key, cert: tls.certificate }, answer) : createServer(answer);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    return new IdentityProvider(
      tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
      jwks,
      privateKey,
      server,
    );
  }

  /** Returns the settings of a hub that trusts this provider. */
  get environment(): Readonly<Record<string, string>> {
    return {
      REGIE_ISSUER: this.issuer,
      REGIE_AUDIENCE: this.audience,
      REGIE_JWKS_URI: `${this.issuer}/jwks`,
      REGIE_DEMONSTRATION: 'no',
    };
  }

  /** Signs a token for this actor, by default a worker of Stad Gent. A `lifetime` of `-3s` makes an expired token. */
  token(
    { city = '44021', agency = 'stad-gent', role = 'worker', subject = `${agency}/${role}` }: Partial<Actor> = {},
    lifetime = '1h',
  ): Promise<string> {
    return new SignJWT({ city, agency, role })
      .setProtectedHeader({ alg: 'ES256', kid: KEY })
      .setIssuer(this.issuer)
      .setAudience(this.audience)
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime(lifetime)
      .sign(this.privateKey);
  }

  close(): void {
    this.server?.close();
  }
}

const keys = async (): Promise<{ jwks: JSONWebKeySet; privateKey: CryptoKey }> => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  return { jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: KEY, alg: 'ES256', use: 'sig' }] }, privateKey };
};
