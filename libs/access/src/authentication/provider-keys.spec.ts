import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { DomainError } from '#kernel';
import { TokenVerifier } from './token-verifier.js';

const { jest } = import.meta;

const AUDIENCE = 'urn:regie:test';
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const pair = await generateKeyPair('ES256');
const next = await generateKeyPair('ES256');
const jwkOf = async (key: CryptoKey, kid: string): Promise<JWK> => ({ ...(await exportJWK(key)), kid });

describe('ProviderKeys', () => {
  let server: Server;
  let issuer: string;
  /** The response of the provider at each path; a path without one gets 500. */
  let answers: Record<string, unknown>;
  let asked: string[];
  let warned: string[];
  let clock: number;
  let verifier: TokenVerifier;

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push(request.url!);
      const answer = answers[request.url!];
      if (answer === 'elsewhere') return void response.writeHead(302, { location: '/jwks' }).end();
      response
        .writeHead(answer === undefined ? 500 : 200)
        .end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    answers = {
      '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/jwks` },
      '/jwks': { keys: [await jwkOf(pair.publicKey, 'first')] },
    };
    warned = [];
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((text: unknown) => void warned.push(text as string));
    clock = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => clock);
    verifier = new TokenVerifier({ issuer, audience: AUDIENCE });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    server.closeAllConnections();
    await once(server.close(), 'close');
  });

  const token = (key = pair.privateKey, kid = 'first'): Promise<string> =>
    new SignJWT({ city: '44021', agency: 'ocmw-gent', role: 'worker', iss: issuer, aud: AUDIENCE, sub: '7b1f' })
      .setProtectedHeader({ alg: 'ES256', kid })
      .setExpirationTime('1h')
      .sign(key);
  const verify = async (jwt: Promise<string> = token()): Promise<unknown> =>
    verifier.verify(await jwt).then(
      ({ subject }) => subject,
      (error: unknown) => (error as DomainError).code,
    );
  const UNREACHABLE = 'access.provider-unreachable';
  const INVALID = 'access.token-invalid';
  const NOT_KNOWN_YET = 'access.key-not-known-yet';

  it('finds the keys through the discovery document', async () => {
    expect(await verify()).toBe('7b1f');
    expect(asked).toEqual(['/.well-known/openid-configuration', '/jwks']);
  });

  it('finds the keys at a given address without discovery', async () => {
    verifier = new TokenVerifier({ issuer, audience: AUDIENCE, jwksUri: `${issuer}/jwks` });
    expect(await verify()).toBe('7b1f');
    expect(asked).toEqual(['/jwks']);
  });

  it('fetches the keys once for many callers at the same time', async () => {
    expect(new Set(await Promise.all(Array.from({ length: 20 }, () => verify())))).toEqual(new Set(['7b1f']));
    expect(await verify()).toBe('7b1f');
    expect(asked).toHaveLength(2);
  });

  it('refuses while the provider is down, with a remedy in the refusal and the cause in the log', async () => {
    answers = {};
    await expect(verifier.verify(await token())).rejects.toMatchObject({
      code: UNREACHABLE,
      details: { issuer, retryAfter: 10, remedy: expect.stringContaining('REGIE_ISSUER') },
      cause: { cause: { message: expect.stringContaining('answered 500') } },
    });
    expect(warned).toEqual([
      `the keys of ${issuer} cannot be fetched: ${issuer}/.well-known/openid-configuration answered 500`,
    ]);
  });

  it('fetches the keys again after ten minutes, and not for every request', async () => {
    const up = answers;
    answers = {};
    for (let request = 0; request < 5; request += 1) expect(await verify()).toBe(UNREACHABLE);
    expect(asked).toHaveLength(1);
    answers = up;
    expect(await verify()).toBe(UNREACHABLE);
    clock += 11 * SECOND;
    expect(await verify()).toBe('7b1f');
  });

  it('uses the keys for an hour while the provider is down', async () => {
    await verify();
    answers = {};
    clock += 59 * MINUTE;
    expect(await verify()).toBe('7b1f');
    clock += 2 * MINUTE;
    expect(await verify()).toBe(UNREACHABLE);
  });

  it('reports missing keys before a token needs them, and nothing once they are there', async () => {
    const up = answers;
    answers = {};
    expect(await verifier.problem()).toBe(
      `the keys of ${issuer} cannot be fetched: ${issuer}/.well-known/openid-configuration answered 500`,
    );
    answers = up;
    clock += 11 * SECOND;
    expect(await verifier.problem()).toBeUndefined();
    answers = {};
    clock += 59 * MINUTE;
    expect(await verifier.problem()).toBeUndefined();
    clock += 2 * MINUTE;
    expect(await verifier.problem()).toContain('answered 500');
  });

  it('answers a health check at once with usable keys, and after a short wait without', async () => {
    await verify();
    clock += 11 * MINUTE;
    server.removeAllListeners('request').on('request', () => undefined);
    const started = performance.now();
    expect(await verifier.problem()).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(1_000);
    const fresh = new TokenVerifier({ issuer, audience: AUDIENCE });
    expect(await fresh.problem()).toBe(`the keys of ${issuer} have been asked for, and have not come yet`);
    expect(performance.now() - started).toBeLessThan(4_000);
  });

  it('fetches a new key as soon as a token names it', async () => {
    await verify();
    answers['/jwks'] = { keys: [await jwkOf(pair.publicKey, 'first'), await jwkOf(next.publicKey, 'second')] };
    clock += 11 * SECOND;
    expect(await verify(token(next.privateKey, 'second'))).toBe('7b1f');
    expect(await verify()).toBe('7b1f');
  });

  it('does not fetch the keys for every invented kid', async () => {
    await verify();
    clock += 11 * SECOND;
    expect(await verify(token(next.privateKey, 'made-up'))).toBe(INVALID);
    for (let made = 0; made < 10; made += 1)
      expect(await verify(token(next.privateKey, `made-up-${made}`))).toBe(NOT_KNOWN_YET);
    expect(asked).toHaveLength(4);
  });

  it('neither accepts nor rejects a token with an unknown key until it may ask again, and says when that is', async () => {
    await verify();
    answers['/jwks'] = { keys: [await jwkOf(pair.publicKey, 'first'), await jwkOf(next.publicKey, 'second')] };
    clock += 3_400;
    await expect(verifier.verify(await token(next.privateKey, 'second'))).rejects.toMatchObject({
      code: NOT_KNOWN_YET,
      details: { issuer, retryAfter: 7 },
    });
    expect(await verify()).toBe('7b1f');
    expect(asked).toHaveLength(2);
    clock += 7 * SECOND;
    expect(await verify(token(next.privateKey, 'second'))).toBe('7b1f');
  });

  it('rejects a token with an unknown key after the provider answered, for all who waited for that answer', async () => {
    await verify();
    clock += 11 * SECOND;
    const made = token(next.privateKey, 'made-up');
    expect(await Promise.all(Array.from({ length: 5 }, () => verify(made)))).toEqual(Array(5).fill(INVALID));
    expect(asked).toHaveLength(4);
  });

  it.each([
    ['an empty set', { keys: [] }],
    ['a set for encryption', { keys: [{ kty: 'RSA', use: 'enc', n: 'AQAB', e: 'AQAB' }] }],
    ['a set of secrets', { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }],
    ['a set without keys', {}],
  ])('keeps its keys when the provider publishes %s, reports it, and accepts the next good set', async (_, set) => {
    await verify();
    answers['/jwks'] = set;
    clock += 11 * MINUTE;
    expect(await verify()).toBe('7b1f');
    const reported = `the keys of ${issuer} cannot be fetched: ${issuer} publishes no key that can verify a signature`;
    expect(await verifier.problem()).toBe(reported);
    expect(warned).toEqual([reported]);
    expect(await verify(token(next.privateKey, 'second'))).toBe(UNREACHABLE);
    answers['/jwks'] = { keys: [await jwkOf(next.publicKey, 'second')] };
    clock += 11 * SECOND;
    expect(await verify(token(next.privateKey, 'second'))).toBe('7b1f');
    expect(await verifier.problem()).toBeUndefined();
  });

  it('neither accepts nor rejects a token with an unknown key while the provider is down', async () => {
    await verify();
    answers = {};
    clock += 11 * SECOND;
    expect(await verify(token(next.privateKey, 'second'))).toBe(UNREACHABLE);
  });

  it('stops using a withdrawn key after ten minutes', async () => {
    await verify();
    answers['/jwks'] = { keys: [await jwkOf(next.publicKey, 'second')] };
    clock += 9 * MINUTE;
    expect(await verify()).toBe('7b1f');
    clock += 2 * MINUTE;
    expect(await verify()).toBe(INVALID);
  });

  describe('of a token that comes again', () => {
    it('are those of the last successful fetch: a withdrawn key ends it, an outage or an empty set does not', async () => {
      const same = await token();
      const again = (): Promise<unknown> => verify(Promise.resolve(same));
      expect(await again()).toBe('7b1f');
      const verified = jest.spyOn(crypto.subtle, 'verify');
      answers['/jwks'] = { keys: [] };
      clock += 11 * MINUTE;
      expect(await again()).toBe('7b1f');
      delete answers['/jwks'];
      clock += 11 * MINUTE;
      expect(await again()).toBe('7b1f');
      expect(verified).not.toHaveBeenCalled();
      answers['/jwks'] = { keys: [await jwkOf(next.publicKey, 'second')] };
      clock += 11 * MINUTE;
      expect(await again()).toBe(INVALID);
    });

    it('are used for an hour while the provider is down, and no longer', async () => {
      const same = await token();
      const again = (): Promise<unknown> => verify(Promise.resolve(same));
      await again();
      answers = {};
      clock += 59 * MINUTE;
      expect(await again()).toBe('7b1f');
      clock += 2 * MINUTE;
      expect(await again()).toBe(UNREACHABLE);
    });

    it('verify it again after a fetch that came during its verification', async () => {
      await verify(token(next.privateKey, 'second'));
      const same = await token();
      const original = crypto.subtle.verify.bind(crypto.subtle);
      const verifying = jest.spyOn(crypto.subtle, 'verify');
      verifying.mockImplementationOnce(async (...args) => {
        answers['/jwks'] = { keys: [await jwkOf(next.publicKey, 'second')] };
        clock += 11 * MINUTE;
        await verify(token(next.privateKey, 'second'));
        return original(...args);
      });
      expect(await verify(Promise.resolve(same))).toBe('7b1f');
      // The keys were fetched just now, so that the provider may be asked again only later.
      expect(await verify(Promise.resolve(same))).toBe(NOT_KNOWN_YET);
    });
  });

  it.each([
    ['of another issuer', { issuer: 'https://evil.test', jwks_uri: 'https://evil.test/jwks' }, 'is of another issuer'],
    ['without an address', {}, 'is of another issuer'],
    ['that is no JSON', '<html>', 'JSON'],
    ['that is elsewhere', 'elsewhere', 'redirect'],
  ])('refuses a discovery document %s', async (_, document, warning) => {
    answers['/.well-known/openid-configuration'] = document;
    expect(await verify()).toBe(UNREACHABLE);
    expect(warned).toEqual([expect.stringContaining(warning)]);
  });

  it.each([undefined, 'jwks', 7])('refuses %s as the address of the keys', async (uri) => {
    answers['/.well-known/openid-configuration'] = { issuer, jwks_uri: uri };
    expect(await verify()).toBe(UNREACHABLE);
    expect(warned).toEqual([expect.stringContaining('has no jwks_uri')]);
  });

  it.each([['nothing'], [{}], [{ keys: 'none' }], [[]]])('refuses %j as keys', async (keys) => {
    answers['/jwks'] = keys;
    expect(await verify()).toBe(UNREACHABLE);
  });

  it('fetches the keys of an https issuer over https only', async () => {
    issuer = 'https://issuer.test';
    verifier = new TokenVerifier({ issuer, audience: AUDIENCE });
    const fetched = jest
      .spyOn(globalThis, 'fetch')
      .mockImplementation(async () => Response.json({ issuer, jwks_uri: 'http://issuer.test/jwks' }));
    expect(await verify()).toBe(UNREACHABLE);
    expect(fetched).toHaveBeenCalledTimes(1);
    expect(warned).toEqual([expect.stringContaining('not at an https address')]);
  });
});
