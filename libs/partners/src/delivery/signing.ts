import {
  createHmac,
  createPrivateKey,
  createSecretKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { promisify } from 'node:util';

/**
 * Standard Webhooks 1.0: what is signed is `<webhook-id>.<webhook-timestamp>.<body>`, with a shared secret (`v1`, HMAC-SHA256) and with a key of which
 * partners have the public half (`v1a`, Ed25519).
 */

/** What a subscription signs with, unsealed: 32 bytes that its agency has as well, and a private key in PKCS #8 that only the hub has. */
export type KeyMaterial = Readonly<{ secret: Buffer; privateKey: Buffer }>;

/** Ready to sign. */
export type SigningKey = Readonly<{ secret: KeyObject; privateKey: KeyObject }>;

/** New keys, with the public one as partners are shown it: `whpk_` and its 32 bytes in base64. */
export const newKeys = (): KeyMaterial & Readonly<{ publicKey: string }> => {
  const pair = generateKeyPairSync('ed25519');
  const { x } = pair.publicKey.export({ format: 'jwk' });
  return {
    secret: randomBytes(32),
    privateKey: pair.privateKey.export({ format: 'der', type: 'pkcs8' }),
    publicKey: `whpk_${Buffer.from(x!, 'base64url').toString('base64')}`,
  };
};

/** The shared secret as partners keep it. */
export const shownSecret = (secret: Buffer): string => `whsec_${secret.toString('base64')}`;

export const signingKey = ({ secret, privateKey }: KeyMaterial): SigningKey => ({
  secret: createSecretKey(secret),
  privateKey: createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' }),
});

/** The same for the same events to the same subscription, however often they are sent. */
export const webhookId = (subscriptionId: string, eventIds: readonly string[]): string =>
  `msg_${hash('sha256', JSON.stringify([subscriptionId, eventIds]), 'base64url').slice(0, 32)}`;

/** Elsewhere than on the thread of the process, which has better things to do. */
const signAside = promisify(sign) as (algorithm: null, content: Buffer, key: KeyObject) => Promise<Buffer>;

/** The headers that say which message this is, when it is sent, and that it comes from here: a signature of each kind with each key. */
export const signedHeaders = async (
  keys: readonly SigningKey[],
  id: string,
  at: Date,
  body: string,
): Promise<Readonly<Record<string, string>>> => {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const content = Buffer.from(`${id}.${timestamp}.${body}`);
  const signatures = await Promise.all(
    keys.map(async ({ secret, privateKey }) => {
      const withPrivateKey = signAside(null, content, privateKey);
      const withSecret = createHmac('sha256', secret).update(content).digest('base64');
      return `v1,${withSecret} v1a,${(await withPrivateKey).toString('base64')}`;
    }),
  );
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
};
