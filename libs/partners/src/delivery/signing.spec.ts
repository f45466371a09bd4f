import { verify } from 'node:crypto';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { CannotOpen, Sealing } from './encryption.js';
import { newKeys, shownSecret, signedHeaders, signingKey, webhookId } from './signing.js';

const body = '{"specversion":"1.0","naam":"wijk — Brugse Poort"}';
const now = new Date();

describe('a signature', () => {
  const [older, newer] = [newKeys(), newKeys()];
  let headers: Record<string, string>;
  beforeAll(async () => {
    headers = await signedHeaders([signingKey(newer), signingKey(older)], 'msg_1', now, body);
  });

  it.each([newer, older])('is verified by the public library, with each of the secrets', ({ secret }) => {
    expect(new Webhook(shownSecret(secret)).verify(body, headers)).toEqual(JSON.parse(body));
  });

  it.each([newer, older])('is verified with the public key as it is shown', ({ publicKey }) => {
    const x = Buffer.from(publicKey.replace('whpk_', ''), 'base64').toString('base64url');
    const content = Buffer.from(`msg_1.${Math.floor(now.getTime() / 1000)}.${body}`);
    const signatures = headers['webhook-signature']!.split(' ').flatMap((signature) =>
      signature.startsWith('v1a,') ? [Buffer.from(signature.slice(4), 'base64')] : [],
    );
    const key = { key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' as const };
    expect(signatures.filter((signature) => verify(null, content, key, signature))).toHaveLength(1);
  });

  it('fits nothing else', () => {
    const webhook = new Webhook(shownSecret(newer.secret));
    expect(() => webhook.verify(`${body} `, headers)).toThrow(WebhookVerificationError);
    expect(() => webhook.verify(body, { ...headers, 'webhook-id': 'msg_2' })).toThrow(WebhookVerificationError);
    expect(() => new Webhook(shownSecret(newKeys().secret)).verify(body, headers)).toThrow(WebhookVerificationError);
  });
});

it('names a message by its subscription and its events', () => {
  expect(webhookId('s1', ['e1', 'e2'])).toBe(webhookId('s1', ['e1', 'e2']));
  expect(
    new Set([
      webhookId('s1', ['e1']),
      webhookId('s2', ['e1']),
      webhookId('s1', ['e1', 'e2']),
      webhookId('s1', ['e2', 'e1']),
    ]).size,
  ).toBe(4);
  expect(webhookId('s1', ['e1'])).toMatch(/^msg_[\w-]{32}$/);
});

describe('sealing', () => {
  const key = (letter: string): string => Buffer.from(letter.repeat(32)).toString('base64');
  const secret = Buffer.from('a secret of thirty-two bytes !!!');

  it('opens what it sealed, for that use alone', () => {
    const sealing = new Sealing(key('a'));
    const sealed = sealing.seal(secret, 'subscription/1');
    expect(sealed.includes(secret)).toBe(false);
    expect(sealing.open(sealed, 'subscription/1')).toEqual(secret);
    expect(() => sealing.open(sealed, 'subscription/2')).toThrow(CannotOpen);
    expect(sealing.seal(secret, 'subscription/1')).not.toEqual(sealed);
  });

  it('finds every byte that was changed', () => {
    const sealing = new Sealing(key('a'));
    const sealed = sealing.seal(secret, 'use');
    const opened = [...sealed.keys()].filter((at) => {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      try {
        return sealing.open(changed, 'use') !== undefined;
      } catch (error) {
        if (error instanceof CannotOpen) return false;
        throw error;
      }
    });
    expect(opened).toEqual([]);
  });

  it('goes over to a new key, and opens with the old ones as long as they are there', () => {
    const sealed = new Sealing(key('a')).seal(secret, 'use');
    const both = new Sealing(`${key('b')},${key('a')}`);
    expect(both.open(sealed, 'use')).toEqual(secret);
    expect(new Sealing(key('b')).open(both.seal(secret, 'use'), 'use')).toEqual(secret);
    expect(() => new Sealing(key('b')).open(sealed, 'use')).toThrow(/REGIE_SECRETS_KEY/);
  });
});
