import { createHash, randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { decodeJwt, decodeProtectedHeader, type JSONWebKeySet } from 'jose';
import { createDemonstrationProvider, generateKeys, TokenVerifier } from '../index.js';

const { jest } = import.meta;

const AUDIENCE = 'urn:regie:api';
const PEOPLE = [
  {
    username: 'an.peeters',
    name: 'An Peeters',
    city: '44021',
    agency: 'stad-gent',
    role: 'coordinator',
    password: 'geheim',
  },
  { username: 'tom.maes', name: 'Tom Maes', city: '44021', agency: 'woningent', role: 'worker', password: 'geheim' },
  {
    username: 'lies.vos',
    name: 'Lies Vos',
    city: '44021',
    agency: 'politiezone-gent',
    role: 'worker',
    password: 'geheim',
  },
] as const;
const SYSTEMS = [
  { clientId: 'ocmw-gent-api', clientSecret: 'ook: geheim', city: '44021', agency: 'ocmw-gent', role: 'partner-api' },
] as const;
const AN = { city: '44021', agency: 'stad-gent', role: 'coordinator', subject: '9fc034d1081c1bc18939b0dd599db7fa' };
const TOM = { city: '44021', agency: 'woningent', role: 'worker', subject: expect.stringMatching(/^[0-9a-f]{32}$/) };

@Module({})
class Hub {}

let app: INestApplication;
let callback: RequestHandler;
let hub: string;
let keys: JSONWebKeySet;
let jwks: JSONWebKeySet;
let verifier: TokenVerifier;
const said: unknown[] = [];

/** Serves the provider as the hub does: below a path, behind helmet. Its output is recorded; a test expects that there is none. */
beforeAll(async () => {
  const listen = (...words: unknown[]): void => void said.push(words);
  for (const how of ['log', 'info', 'warn', 'error'] as const) jest.spyOn(console, how).mockImplementation(listen);
  keys = await generateKeys();
  app = await NestFactory.create(Hub, { logger: { log: () => undefined, warn: listen, error: listen, fatal: listen } });
  app.use(helmet());
  // `callback` is read at each request: it is set later, when the port and thus the issuer are known.
  app.use('/oidc', ((request, response, next) => callback(request, response, next)) as RequestHandler);
  await app.listen(0, '127.0.0.1');
  hub = `http://127.0.0.1:${((app.getHttpServer() as Server).address() as AddressInfo).port}`;
  const issuer = `${hub}/oidc`;
  const provider = createDemonstrationProvider({
    issuer,
    audience: AUDIENCE,
    keys,
    cookieKeys: ['koek'],
    people: PEOPLE,
    clients: SYSTEMS,
  });
  ({ jwks, callback } = provider);
  verifier = new TokenVerifier({ issuer: `${hub}/oidc`, audience: AUDIENCE });
});
afterAll(async () => {
  await app.close();
  expect(said).toEqual([]);
});

const discovery = async (): Promise<Record<string, string>> => {
  const response = await fetch(`${hub}/oidc/.well-known/openid-configuration`);
  return (await response.json()) as Record<string, string>;
};

const askToken = async (grant: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) => {
  const response = await fetch((await discovery()).token_endpoint!, {
    method: 'POST',
    headers,
    body: new URLSearchParams(grant),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, string>,
  };
};
const byPassword = (username: string, password: string) =>
  askToken({ grant_type: 'password', client_id: 'regie-cli', username, password });
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
});

describe('the discovery document', () => {
  it('leads to everything below the path where the provider is mounted', async () => {
    expect(await discovery()).toMatchObject({
      issuer: `${hub}/oidc`,
      jwks_uri: `${hub}/oidc/jwks`,
      token_endpoint: `${hub}/oidc/token`,
      authorization_endpoint: `${hub}/oidc/auth`,
      grant_types_supported: ['authorization_code', 'client_credentials', 'password'],
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: ['ES256'],
    });
  });

  it('leads to the public part of the keys, and to nothing private', async () => {
    const published = (await (await fetch(`${hub}/oidc/jwks`)).json()) as JSONWebKeySet;
    expect(published).toEqual(jwks);
    expect(jwks.keys).toEqual([
      expect.objectContaining({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', kid: keys.keys[0]!.kid }),
    ]);
    expect(keys.keys[0]!.d).toEqual(expect.any(String));
    expect(JSON.stringify(jwks)).not.toContain(keys.keys[0]!.d);
  });
});

describe('a person with a password', () => {
  it('gets a token for an hour, with the claims of the actor and without the name', async () => {
    const { status, headers, body } = await byPassword('an.peeters', 'geheim');
    expect({ status, cache: headers.get('cache-control') }).toEqual({ status: 200, cache: 'no-store' });
    expect(body).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 3600, scope: 'regie' });
    expect(await verifier.verify(body.access_token!)).toEqual(AN);
    expect(
      await new TokenVerifier({ issuer: `${hub}/oidc`, audience: AUDIENCE, jwks }).verify(body.access_token!),
    ).toEqual(AN);
    const claims = decodeJwt(body.access_token!);
    expect(claims.exp! - claims.iat!).toBe(3600);
    expect(JSON.stringify(claims)).not.toMatch(/peeters/i);
    expect(decodeProtectedHeader(body.access_token!)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: jwks.keys[0]!.kid });
  });

  it.each([
    ['an.peeters', 'fout', 400, 'invalid_grant'],
    ['nobody', 'geheim', 400, 'invalid_grant'],
    ['an.peeters', '', 400, 'invalid_request'],
    ['', 'geheim', 400, 'invalid_request'],
  ])('%s / "%s" gets none: %d %s', async (username, password, status, error) => {
    expect(await byPassword(username, password)).toMatchObject({
      status,
      body: { error, error_description: expect.any(String) },
    });
  });

  it('has to wait after many guesses', async () => {
    for (let guess = 0; guess < 5; guess += 1) await byPassword('lies.vos', 'fout');
    const { status, headers, body } = await byPassword('lies.vos', 'geheim');
    expect({ status, body }).toEqual({
      status: 429,
      body: { error: 'invalid_grant', error_description: expect.stringContaining('wait') },
    });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(50);
  });

  it('gets a token through the client of the command line only', async () => {
    const grant = { grant_type: 'password', username: 'an.peeters', password: 'geheim' };
    expect(await askToken({ ...grant, client_id: 'regie-console' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
    expect(await askToken(grant, basic('ocmw-gent-api', 'ook: geheim'))).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
    expect(await askToken({ ...grant, client_id: 'made-up' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect(await askToken(grant)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

describe('the system of an agency', () => {
  const OCMW = { city: '44021', agency: 'ocmw-gent', role: 'partner-api', subject: 'ocmw-gent-api' };

  it('gets a token with its secret, in a header or in the body', async () => {
    const inHeader = await askToken({ grant_type: 'client_credentials' }, basic('ocmw-gent-api', 'ook: geheim'));
    const inBody = await askToken({
      grant_type: 'client_credentials',
      client_id: 'ocmw-gent-api',
      client_secret: 'ook: geheim',
    });
    for (const { status, body } of [inHeader, inBody]) {
      expect({ status, body }).toMatchObject({ status: 200, body: { expires_in: 3600, token_type: 'Bearer' } });
      expect(await verifier.verify(body.access_token!)).toEqual(OCMW);
    }
  });

  it('gets a token for the API, and none for another resource', async () => {
    const named = await askToken(
      { grant_type: 'client_credentials', resource: AUDIENCE },
      basic('ocmw-gent-api', 'ook: geheim'),
    );
    expect(await verifier.verify(named.body.access_token!)).toEqual(OCMW);
    const other = await askToken(
      { grant_type: 'client_credentials', resource: 'urn:other' },
      basic('ocmw-gent-api', 'ook: geheim'),
    );
    expect(other).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
  });

  it.each([
    ['ocmw-gent-api', 'fout'],
    ['ocmw-gent-api', 'geheim'],
    ['made-up', 'ook: geheim'],
  ])('%s gets none with "%s"', async (id, secret) => {
    expect(await askToken({ grant_type: 'client_credentials' }, basic(id, secret))).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  it('gets no token without its secret, nor as the client of the command line', async () => {
    expect(await askToken({ grant_type: 'client_credentials', client_id: 'ocmw-gent-api' })).toMatchObject({
      status: 401,
    });
    expect(await askToken({ grant_type: 'client_credentials', client_id: 'regie-cli' })).toMatchObject({ status: 400 });
  });
});

/** A minimal browser: it follows redirects within the hub, and keeps cookies by path. */
class Browser {
  private readonly cookies = new Map<string, { value: string; path: string }>();

  async open(
    address: string,
    form?: Readonly<Record<string, string>>,
  ): Promise<{ url: URL; status: number; html: string; headers: Headers }> {
    const url = new URL(address);
    const kept = [...this.cookies].filter(([, { path }]) => url.pathname.startsWith(path));
    const sent = kept.map(([name, { value }]) => `${name.split(' ')[0]}=${value}`);
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: sent.join('; '), accept: 'text/html' },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value, rest] = /^([^=]+)=([^;]*)(.*)$/.exec(cookie)!;
      const path = /path=([^;]+)/i.exec(rest!)?.[1] ?? '/';
      expect(rest).toMatch(/httponly/i);
      if (value === '') this.cookies.delete(`${name} ${path}`);
      else this.cookies.set(`${name} ${path}`, { value: value!, path });
    }
    const location = response.headers.get('location');
    if (location === null)
      return { url, status: response.status, html: await response.text(), headers: response.headers };
    const target = new URL(location, url);
    if (!target.pathname.startsWith('/oidc/'))
      return { url: target, status: response.status, html: '', headers: response.headers };
    return this.open(target.href);
  }
}

describe('a sign-in in the browser', () => {
  const landing = (): string => `${hub}/console/callback`;
  const secret = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(secret).digest('base64url');
  let browser: Browser;
  beforeEach(() => {
    browser = new Browser();
  });

  const begin = (more: Readonly<Record<string, string | undefined>> = {}) => {
    const request = {
      client_id: 'regie-console',
      redirect_uri: landing(),
      response_type: 'code',
      scope: 'openid regie',
      state: 'my-state',
      nonce: 'my-nonce',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...more,
    };
    const given = Object.entries(request).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return browser.open(`${hub}/oidc/auth?${new URLSearchParams(given)}`);
  };
  const exchange = (code: string, more: Readonly<Record<string, string>> = {}) =>
    askToken({
      grant_type: 'authorization_code',
      client_id: 'regie-console',
      redirect_uri: landing(),
      code,
      code_verifier: secret,
      ...more,
    });
  const signedIn = async (): Promise<string> => {
    const { url } = await begin();
    return (await browser.open(url.href, { username: 'an.peeters', password: 'geheim' })).url.searchParams.get('code')!;
  };

  it('asks for name and password on a page without external resources, and ends with a token', async () => {
    const page = await begin();
    expect(page).toMatchObject({ status: 200, url: { pathname: expect.stringMatching(/^\/oidc\/login\/[\w-]+$/) } });
    expect(page.html).toContain('<html lang="nl">');
    for (const field of ['username', 'password']) {
      expect(page.html).toMatch(
        new RegExp(`<label for="${field}">[^<]+</label>\\s*<input id="${field}" name="${field}"`),
      );
    }
    for (const { username } of PEOPLE) expect(page.html).toContain(username);
    expect(page.html).not.toMatch(/https?:\/\/|<script|src=|@import|geheim/);
    const policy = page.headers.get('content-security-policy')!;
    const style = /<style>(.*)<\/style>/s.exec(page.html)![1]!;
    expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(policy).toContain("default-src 'none'");

    const done = await browser.open(page.url.href, { username: 'an.peeters', password: 'geheim' });
    expect(done.url.href.split('?')[0]).toBe(landing());
    expect(Object.fromEntries(done.url.searchParams)).toEqual({
      code: expect.any(String),
      state: 'my-state',
      iss: `${hub}/oidc`,
    });
    const { status, body } = await exchange(done.url.searchParams.get('code')!);
    expect({ status, body }).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3600 } });
    expect(await verifier.verify(body.access_token!)).toEqual(AN);
    expect(decodeJwt(body.access_token!)).not.toHaveProperty('name');
    const person = { sub: AN.subject, name: 'An Peeters', city: AN.city, agency: AN.agency, role: AN.role };
    expect(decodeJwt(body.id_token!)).toMatchObject({ ...person, aud: 'regie-console', nonce: 'my-nonce' });
    await expect(verifier.verify(body.id_token!)).rejects.toMatchObject({ code: 'access.token-invalid' });
  });

  it('explains an error, keeps the name, and continues', async () => {
    const { url } = await begin();
    const wrong = await browser.open(url.href, { username: '"><script>alert(1)</script>', password: 'fout' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain(
      '<p role="alert" id="problem">Er is niemand met deze gebruikersnaam en dit wachtwoord.</p>',
    );
    expect(wrong.html).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
    expect(wrong.html).toContain('aria-describedby="problem"');
    const right = await browser.open(url.href, { username: 'an.peeters', password: 'geheim' });
    expect(right.url.searchParams.get('code')).toEqual(expect.any(String));
  });

  it('slows down guesses', async () => {
    const { url } = await begin();
    for (let guess = 0; guess < 5; guess += 1) await browser.open(url.href, { username: 'made-up', password: 'fout' });
    const answer = await browser.open(url.href, { username: 'made-up', password: 'fout' });
    expect(answer).toMatchObject({ status: 429, html: expect.stringContaining('Te veel verkeerde wachtwoorden') });
  });

  it('can be cancelled', async () => {
    const { url } = await begin();
    const left = await browser.open(url.href, { username: '', password: '', cancel: 'yes' });
    expect(left.url.href).toContain(landing());
    expect(Object.fromEntries(left.url.searchParams)).toMatchObject({ error: 'access_denied', state: 'my-state' });
  });

  it('asks for name and password every time, and accepts another person', async () => {
    await signedIn();
    const again = await begin();
    expect(again.html).toContain('name="password"');
    const between = await browser.open(again.url.href, { username: 'tom.maes', password: 'geheim' });
    // The provider ends the previous session by a form that submits itself.
    const [, action] = /<form method="post" action="([^"]+)"/.exec(between.html)!;
    const hidden = [...between.html.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name!,
      value!,
    ]);
    const [, script] = /<script>(.*?)<\/script>/s.exec(between.html)!;
    expect(between.headers.get('content-security-policy')).toContain(
      `sha256-${createHash('sha256').update(script!).digest('base64')}`,
    );
    const done = await browser.open(action!, Object.fromEntries(hidden));
    const { body } = await exchange(done.url.searchParams.get('code')!);
    expect(await verifier.verify(body.access_token!)).toEqual(TOM);
  });

  it('cannot be skipped by an application', async () => {
    await signedIn();
    expect(Object.fromEntries((await begin({ prompt: 'none' })).url.searchParams)).toMatchObject({
      error: 'login_required',
    });
  });

  it('gives a code that works once, for the application that began', async () => {
    const code = await signedIn();
    expect(await exchange(code, { code_verifier: 'x'.repeat(43) })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    const second = await signedIn();
    expect(await exchange(second)).toMatchObject({ status: 200 });
    expect(await exchange(second)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await exchange('made-up')).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('needs PKCE', async () => {
    const without = await begin({ code_challenge: undefined, code_challenge_method: undefined });
    expect(without.url.searchParams.get('error')).toBe('invalid_request');
    expect(without.url.searchParams.get('error_description')).toContain('PKCE');
  });

  it.each([
    ['to another address', { redirect_uri: 'https://evil.test/' }],
    ['to another address of the hub', { redirect_uri: 'http://127.0.0.1/console/callback' }],
    ['for an unknown application', { client_id: 'made-up' }],
    ['for the command line', { client_id: 'regie-cli' }],
  ])('fails when it is meant %s', async (_, request) => {
    const page = await begin(request);
    expect(page).toMatchObject({
      status: 400,
      url: { pathname: '/oidc/auth' },
      html: expect.stringContaining('Aanmelden lukt niet'),
    });
  });

  it('cannot be taken over by a browser that did not begin it', async () => {
    const { url } = await begin();
    const page = await new Browser().open(url.href, { username: 'an.peeters', password: 'geheim' });
    expect(page).toMatchObject({ status: 400, html: expect.stringContaining('Aanmelden lukt niet') });
  });

  it('refuses a form that is larger than a name and a password', async () => {
    const { url } = await begin();
    expect((await browser.open(url.href, { username: 'x'.repeat(100_000), password: 'geheim' })).status).toBe(413);
  });
});

describe('a page of another origin', () => {
  const MADE_UP = { grant_type: 'authorization_code', code: 'made-up', code_verifier: 'x'.repeat(43) };
  const PASSWORD = { grant_type: 'password', client_id: 'regie-cli', username: 'an.peeters', password: 'geheim' };
  const from = (origin: string, client: string) =>
    askToken({ ...MADE_UP, client_id: client, redirect_uri: `${hub}/console/callback` }, { origin });

  it('cannot request tokens, although the own pages can', async () => {
    expect((await from(hub, 'regie-console')).body.error).toBe('invalid_grant');
    expect((await from('https://evil.test', 'regie-console')).body.error_description).toContain('not allowed');
    expect((await askToken(PASSWORD)).status).toBe(200);
    expect((await askToken(PASSWORD, { origin: 'https://evil.test' })).status).toBe(400);
  });
});

it('other addresses of the provider answer 404', async () => expect((await fetch(`${hub}/oidc/me`)).status).toBe(404));
