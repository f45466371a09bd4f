import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import {
  CompactSign,
  type CryptoKey,
  EncryptJWT,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { DomainError } from '#kernel';
import { TokenVerifier } from './token-verifier.js';

const { jest } = import.meta;

const ISSUER = 'https://issuer.test';
const AUDIENCE = 'urn:regie:test';
const CLAIMS = { city: '44021', agency: 'ocmw-gent', role: 'worker' };

const es256 = await generateKeyPair('ES256');
const es384 = await generateKeyPair('ES384');
const eddsa = await generateKeyPair('EdDSA');
const rsa = await generateKeyPair('RS256', { extractable: true });
/** The same RSA key, imported for PS256. */
const pss = await crypto.subtle.importKey(
  'jwk',
  await exportJWK(rsa.privateKey),
  { name: 'RSA-PSS', hash: 'SHA-256' },
  false,
  ['sign'],
);
const foreign = await generateKeyPair('ES256');
const published = [
  { ...(await exportJWK(es256.publicKey)), kid: 'es256' },
  { ...(await exportJWK(es384.publicKey)), kid: 'es384' },
  { ...(await exportJWK(eddsa.publicKey)), kid: 'eddsa' },
  { ...(await exportJWK(rsa.publicKey)), kid: 'rsa' },
];
const verifier = new TokenVerifier({ issuer: ISSUER, audience: AUDIENCE, jwks: { keys: published } });

const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

type Changes = Readonly<{ claims?: JWTPayload; header?: Record<string, unknown>; key?: CryptoKey | KeyObject }>;

/** Signs a valid token with the given changes; a claim or header of undefined is left out. */
const token = ({ claims = {}, header = {}, key = es256.privateKey }: Changes = {}): Promise<string> =>
  new SignJWT(
    JSON.parse(
      JSON.stringify({ iss: ISSUER, aud: AUDIENCE, sub: '7b1f', exp: inSeconds(600), ...CLAIMS, ...claims }),
    ) as JWTPayload,
  )
    .setProtectedHeader(JSON.parse(JSON.stringify({ alg: 'ES256', kid: 'es256', ...header })) as { alg: string })
    .sign(key);

const encoded = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const payloadOf = (jwt: string): string => jwt.split('.')[1]!;

/** Returns code and details of the refusal, which never repeats content of the token. */
const refusalOf = async (jwt: string, by: TokenVerifier = verifier): Promise<unknown> => {
  const error: unknown = await by.verify(jwt).then(
    (actor) => ({ accepted: actor }),
    (refusal: unknown) => refusal,
  );
  if (!(error instanceof DomainError)) return error;
  const text = JSON.stringify({ ...error, message: error.message, stack: error.stack });
  for (const part of jwt.split('.').filter((part) => part.length > 8)) expect(text).not.toContain(part);
  for (const said of ['ocmw-gent', '7b1f', '44021']) expect(text).not.toContain(said);
  return { code: error.code, ...error.details };
};
const refused = async (changes: Changes, refusal: object): Promise<void> =>
  expect(await refusalOf(await token(changes))).toEqual(refusal);
const invalid = (reason: string) => ({ code: 'access.token-invalid', reason });
const NOT_ACCEPTED = 'it is not signed with one of ES256, EdDSA, PS256, RS256';
const NO_KEY = 'it is not signed with a key of the identity provider';
const NO_FIT = 'its signature does not fit';
const NO_JWT = 'it is not a signed JWT';

describe('a valid token', () => {
  const actor = { city: '44021', agency: 'ocmw-gent', role: 'worker', subject: '7b1f' };
  const good = async (changes: Changes = {}): Promise<void> =>
    expect(await verifier.verify(await token(changes))).toEqual(actor);

  it('yields the actor', () => good());
  it.each([
    ['EdDSA', 'eddsa', eddsa.privateKey],
    ['PS256', 'rsa', pss],
    ['RS256', 'rsa', rsa.privateKey],
  ])('is accepted with a signature by %s', (alg, kid, key) => good({ header: { alg, kid }, key }));
  it('is accepted for several audiences when ours is among them', () =>
    good({ claims: { aud: ['urn:other', AUDIENCE] } }));
  it.each(['at+jwt', 'AT+JWT', 'application/at+jwt', 'JWT', undefined])('is accepted with the type %s', (typ) =>
    good({ header: { typ } }),
  );
  it('is accepted with a clock that is up to half a minute off', () =>
    good({ claims: { exp: inSeconds(-27), nbf: inSeconds(27) } }));
  it('is accepted without a kid while only one key fits', () => good({ header: { kid: undefined } }));
});

describe('a forged token', () => {
  it.each(['none', 'None', 'NONE', ''])('is refused with alg "%s"', async (alg) => {
    const forged = `${encoded({ alg })}.${payloadOf(await token())}.`;
    expect(await refusalOf(forged)).toMatchObject({ code: 'access.token-invalid' });
  });

  it('is refused with alg none and the signature of a valid token', async () => {
    const [, payload, signature] = (await token()).split('.');
    expect(await refusalOf(`${encoded({ alg: 'none' })}.${payload}.${signature}`)).toEqual(invalid(NOT_ACCEPTED));
  });

  it('is refused with HS256 and the public key as the secret, in every form of the key', async () => {
    const spki = await exportSPKI(rsa.publicKey);
    const jwk = published[3]!;
    for (const secret of [spki, spki.trim(), JSON.stringify(jwk), jwk.n!, Buffer.from(jwk.n!, 'base64url'), '']) {
      const signed = `${encoded({ alg: 'HS256', kid: 'rsa' })}.${payloadOf(await token())}`;
      const forged = `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
      expect(await refusalOf(forged)).toEqual(invalid(NOT_ACCEPTED));
    }
  });

  it('is refused with a published key and another algorithm', () =>
    refused({ header: { alg: 'ES384', kid: 'es384' }, key: es384.privateKey }, invalid(NOT_ACCEPTED)));
  it('is refused with a foreign key under the kid of ours', () =>
    refused({ key: foreign.privateKey }, invalid(NO_FIT)));
  it('is refused with a foreign key under its own kid', () =>
    refused({ header: { kid: 'mine' }, key: foreign.privateKey }, invalid(NO_KEY)));
  it('is refused under the kid of a key of another kind', () => refused({ header: { kid: 'rsa' } }, invalid(NO_KEY)));
  it('is refused under a kid that is a path or a query', async () => {
    for (const kid of ['../../dev/null', "es256' OR '1'='1", 'https://evil.test/key', '__proto__', '']) {
      expect(await refusalOf(await token({ header: { kid }, key: foreign.privateKey }))).toMatchObject({
        code: 'access.token-invalid',
      });
    }
  });
  it('is refused with a key in its own header', async () => {
    const jwk = await exportJWK(foreign.publicKey);
    for (const header of [
      { jwk },
      { jku: 'https://evil.test/jwks' },
      { x5u: 'https://evil.test/cert' },
      { jwk, kid: undefined },
    ]) {
      await refused({ header, key: foreign.privateKey }, invalid(NO_FIT));
    }
  });
  it('is refused with a payload that was changed after signing', async () => {
    const [header, payload, signature] = (await token()).split('.');
    const changed = encoded({
      ...(JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object),
      role: 'manager',
    });
    expect(await refusalOf(`${header}.${changed}.${signature}`)).toEqual(invalid(NO_FIT));
  });
  it('is refused with a header that was changed after signing', async () => {
    const [, payload, signature] = (await token()).split('.');
    expect(
      await refusalOf(`${encoded({ alg: 'ES256', kid: 'es256', typ: 'at+jwt' })}.${payload}.${signature}`),
    ).toEqual(invalid(NO_FIT));
  });
  it('is refused without its signature, or with a part of it', async () => {
    const [header, payload, signature] = (await token()).split('.');
    expect(await refusalOf(`${header}.${payload}.`)).toEqual(invalid(NO_FIT));
    expect(await refusalOf(`${header}.${payload}.${signature!.slice(0, -4)}`)).toEqual(invalid(NO_FIT));
    expect(await refusalOf(`${header}.${payload}.${'A'.repeat(86)}`)).toEqual(invalid(NO_FIT));
  });
  it('is refused when it requires an unknown extension', async () => {
    const signed = await new CompactSign(Buffer.from(JSON.stringify({ ...CLAIMS })))
      .setProtectedHeader({ alg: 'ES256', kid: 'es256', crit: ['urn:made-up'], 'urn:made-up': true })
      .sign(es256.privateKey, { crit: { 'urn:made-up': true } });
    expect(await refusalOf(signed)).toEqual(invalid('it uses a feature that is not supported here'));
  });
  it('is refused when its payload is not encoded', async () => {
    const header = { alg: 'ES256', kid: 'es256', b64: false, crit: ['b64'] };
    expect(await refusalOf(`${encoded(header)}.${payloadOf(await token())}.${'A'.repeat(86)}`)).toMatchObject({
      code: 'access.token-invalid',
    });
  });
  it('is refused when it is encrypted instead of signed', async () => {
    const jwe = await new EncryptJWT(CLAIMS)
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(createSecretKey(Buffer.alloc(32)));
    expect(await refusalOf(jwe)).toEqual(invalid(NO_JWT));
  });
  it.each([
    '',
    '.',
    '..',
    'a.b',
    'a.b.c',
    'a.b.c.d',
    'é.é.é',
    `${encoded('[]')}.${encoded('{}')}.AA`,
    `${encoded('{')}.${encoded('{}')}.AA`,
  ])('is refused when it is no token at all: "%s"', async (text) =>
    expect(await refusalOf(text)).toEqual(invalid(NO_JWT)),
  );
  it('is refused unread when it is very long', () =>
    refused({ claims: { padding: 'x'.repeat(8192) } }, invalid('it is longer than 8192 characters')));
});

describe('a token for another purpose', () => {
  it.each(['https://evil.test', `${ISSUER}/`, ISSUER.toUpperCase(), undefined])(
    'is refused when its issuer is %s',
    (iss) => refused({ claims: { iss } }, invalid(`it does not come from ${ISSUER}`)),
  );
  it.each(['urn:regie', 'urn:other', `${AUDIENCE} urn:other`, undefined])('is refused when its audience is %s', (aud) =>
    refused({ claims: { aud } }, invalid(`it is not meant for ${AUDIENCE}`)),
  );
  it('is refused when its audience is empty', () =>
    refused({ claims: { aud: [] } }, invalid(`it is not meant for ${AUDIENCE}`)));
  it.each(['logout+jwt', 'dpop+jwt', 'secevent+jwt', 'at'])('is refused with the type %s', (typ) =>
    refused({ header: { typ } }, invalid('it is another kind of token than an access token')),
  );
});

describe('a token outside of its time', () => {
  it('is refused when its end is no moment', () =>
    refused({ claims: { exp: 1e15 } }, invalid('its claim exp is missing or makes no sense')));
  it('is refused as expired after its end', () =>
    refused({ claims: { exp: inSeconds(-40) } }, { code: 'access.token-expired' }));
  it('is refused before its beginning', () =>
    refused({ claims: { nbf: inSeconds(40) } }, invalid('it is not valid yet')));
  it.each([[undefined], ['tomorrow'], [null]])('is refused when its end is %s', (exp) =>
    refused({ claims: { exp: exp as unknown as number } }, invalid('its claim exp is missing or makes no sense')),
  );
  it('is refused as invalid, not as expired, when it is also forged', () =>
    refused({ claims: { exp: inSeconds(-40) }, key: foreign.privateKey }, invalid(NO_FIT)));
});

describe('a token without a complete actor', () => {
  const incomplete = (...missing: string[]) => ({ code: 'access.claims-incomplete', missing });

  it.each(['city', 'agency', 'role', 'sub'])('is refused without %s', (claim) =>
    refused({ claims: { [claim]: undefined } }, incomplete(claim)),
  );
  it('is refused with the names of all missing claims', () =>
    refused({ claims: { city: undefined, agency: undefined, role: undefined } }, incomplete('city', 'agency', 'role')));
  it.each([
    ['city', '4402'],
    ['city', '440210'],
    ['city', '44021\n'],
    ['city', 44021],
    ['agency', 'OCMW Gent'],
    ['agency', '-ocmw'],
    ['agency', 'a'],
    ['agency', 'x'.repeat(64)],
    ['agency', ['ocmw-gent']],
    ['role', 'admin'],
    ['role', ['manager']],
    ['role', 'toString'],
    ['sub', ''],
    ['sub', 'an peeters'],
    ['sub', 'x'.repeat(256)],
  ])('is refused with %s %j', (claim, value) => refused({ claims: { [claim]: value } }, incomplete(claim)));
});

describe('a token that comes again', () => {
  const verifications = () => jest.spyOn(crypto.subtle, 'verify');
  afterEach(() => void jest.restoreAllMocks());

  it('is not verified again', async () => {
    const verified = verifications();
    const jwt = await token();
    const first = await verifier.read(jwt);
    expect(await verifier.read(jwt)).toMatchObject(first);
    expect(verified).toHaveBeenCalledTimes(1);
  });

  it('is refused as expired after its end', async () => {
    const jwt = await token({ claims: { exp: inSeconds(60) } });
    await verifier.verify(jwt);
    const now = Date.now();
    jest.useFakeTimers({ now: now + 89_000, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    try {
      await verifier.verify(jwt);
      jest.setSystemTime(now + 92_000);
      await expect(verifier.verify(jwt)).rejects.toMatchObject({ code: 'access.token-expired' });
    } finally {
      jest.useRealTimers();
    }
  });

  it('is refused again when it was refused', async () => {
    const verified = verifications();
    const jwt = await token({ key: foreign.privateKey });
    for (let times = 0; times < 2; times++)
      await expect(verifier.verify(jwt)).rejects.toMatchObject({ code: 'access.token-invalid' });
    expect(verified).toHaveBeenCalledTimes(2);
  });

  it('with another signature is another token', async () => {
    const jwt = await token();
    await verifier.verify(jwt);
    const forged = `${jwt.slice(0, jwt.lastIndexOf('.') + 1)}${Buffer.alloc(64, 1).toString('base64url')}`;
    await expect(verifier.verify(forged)).rejects.toMatchObject({ code: 'access.token-invalid' });
  });
});

it('a token without a kid is refused when several keys fit', async () => {
  const two = { keys: [published[0]!, { ...(await exportJWK(foreign.publicKey)), kid: 'second' }] };
  const answer = await refusalOf(
    await token({ header: { kid: undefined } }),
    new TokenVerifier({ issuer: ISSUER, audience: AUDIENCE, jwks: two }),
  );
  expect(answer).toEqual(invalid('it does not name the key of the identity provider that signed it'));
});
