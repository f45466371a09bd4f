import { verify } from 'node:crypto';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { formatSecret, generateKeys, signedHeaders, signingKey, webhookId } from './signing.js';

const body = '{"specversion":"1.0","naam":"wijk — Brugse Poort"}';
const now = new Date();

describe('a signature', () => {
  const [older, newer] = [generateKeys(), generateKeys()];
  const keys = [signingKey(newer), signingKey(older)];
  const message = { id: 'msg_1', at: now, body };
  let headers: Record<string, string>;
  beforeAll(async () => {
    headers = await signedHeaders(keys, ['hmac', 'ed25519'], message);
  });

  it.each([newer, older])('is verified by the public library with each of the secrets', ({ secret }) => {
    expect(new Webhook(formatSecret(secret)).verify(body, headers)).toEqual(JSON.parse(body));
  });

  it.each([newer, older])('is verified with each of the public keys as partners see them', ({ publicKey }) => {
    const x = Buffer.from(publicKey.replace('whpk_', ''), 'base64').toString('base64url');
    const content = Buffer.from(`msg_1.${Math.floor(now.getTime() / 1000)}.${body}`);
    const signatures = headers['webhook-signature']!.split(' ').flatMap((signature) =>
      signature.startsWith('v1a,') ? [Buffer.from(signature.slice(4), 'base64')] : [],
    );
    const key = { key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' as const };
    expect(signatures.filter((signature) => verify(null, content, key, signature))).toHaveLength(1);
  });

  it.each([
    [['hmac'], ['v1', 'v1']],
    [['ed25519'], ['v1a', 'v1a']],
    [
      ['hmac', 'ed25519'],
      ['v1', 'v1', 'v1a', 'v1a'],
    ],
  ] as const)('is made with %j for each key, and with nothing else: %j', async (signatures, schemes) => {
    const { 'webhook-signature': signature } = await signedHeaders(keys, signatures, message);
    expect(signature!.split(' ').map((each) => each.split(',')[0])).toEqual(schemes);
  });

  it('does not verify another body, another id or another secret', () => {
    const webhook = new Webhook(formatSecret(newer.secret));
    expect(() => webhook.verify(`${body} `, headers)).toThrow(WebhookVerificationError);
    expect(() => webhook.verify(body, { ...headers, 'webhook-id': 'msg_2' })).toThrow(WebhookVerificationError);
    expect(() => new Webhook(formatSecret(generateKeys().secret)).verify(body, headers)).toThrow(
      WebhookVerificationError,
    );
  });
});

it('the webhook-id follows from the subscription and its events in order', () => {
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
