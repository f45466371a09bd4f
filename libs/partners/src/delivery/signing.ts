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
 * Signatures of Standard Webhooks 1.0 over `<webhook-id>.<webhook-timestamp>.<body>`. The hub signs with a shared
 * secret (`v1`, HMAC-SHA256) or with a private key (`v1a`, Ed25519), or both. Partners have the public key.
 */

/** Keys of one rotation. `secret`: 32 bytes shared with the agency. `privateKey`: PKCS #8, known to the hub alone. */
export type KeyMaterial = Readonly<{ secret: Buffer; privateKey: Buffer }>;

/** Key material, parsed once to sign many times. */
export type SigningKey = Readonly<{ secret: KeyObject; privateKey: KeyObject }>;

/** Generates keys. `publicKey` is in the form that partners see: `whpk_` and 32 bytes in base64. */
export const generateKeys = (): KeyMaterial & Readonly<{ publicKey: string }> => {
  const pair = generateKeyPairSync('ed25519');
  const { x } = pair.publicKey.export({ format: 'jwk' });
  return {
    secret: randomBytes(32),
    privateKey: pair.privateKey.export({ format: 'der', type: 'pkcs8' }),
    publicKey: `whpk_${Buffer.from(x!, 'base64url').toString('base64')}`,
  };
};

/** Formats a shared secret as partners store it. */
export const formatSecret = (secret: Buffer): string => `whsec_${secret.toString('base64')}`;

export const signingKey = ({ secret, privateKey }: KeyMaterial): SigningKey => ({
  secret: createSecretKey(secret),
  privateKey: createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' }),
});

/** Derives the id of a message from its subscription and events, so that every attempt has the same id. */
export const webhookId = (subscriptionId: string, eventIds: readonly string[]): string =>
  `msg_${hash('sha256', JSON.stringify([subscriptionId, eventIds]), 'base64url').slice(0, 32)}`;

/** Signs with Ed25519 on the thread pool, to keep the main thread free. */
const signInBackground = promisify(sign) as (algorithm: null, content: Buffer, key: KeyObject) => Promise<Buffer>;

/** The signatures that a subscription asks for. */
export type Signatures = readonly ('hmac' | 'ed25519')[];

/** Returns the headers with the id, the timestamp, and for each key the signatures that are asked for. */
export const signedHeaders = async (
  keys: readonly SigningKey[],
  signatures: Signatures,
  { id, at, body }: Readonly<{ id: string; at: Date; body: string }>,
): Promise<Readonly<Record<string, string>>> => {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const content = Buffer.from(`${id}.${timestamp}.${body}`);
  // Ed25519 costs five times an HMAC, so that it is only computed for a subscription that asks for it.
  const withPrivateKeys = signatures.includes('ed25519')
    ? await Promise.all(keys.map(({ privateKey }) => signInBackground(null, content, privateKey)))
    : [];
  const withSecrets = signatures.includes('hmac')
    ? keys.map(({ secret }) => createHmac('sha256', secret).update(content).digest('base64'))
    : [];
  const all = [
    ...withSecrets.map((signature) => `v1,${signature}`),
    ...withPrivateKeys.map((signature) => `v1a,${signature.toString('base64')}`),
  ];
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': all.join(' ') };
};
