import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';

/** Generates a private key set for signing tokens: one ES256 key, with its thumbprint (RFC 7638) as `kid`. */
export const generateKeys = async (): Promise<JSONWebKeySet> => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { keys: [{ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' }] };
};

/** Returns the public part of a key set. The public members are copied by name, so that no private member slips through. */
export const publicPart = ({ keys }: JSONWebKeySet): JSONWebKeySet => ({
  keys: keys.map(({ kty, crv, x, y, kid, alg, use }: JWK) => ({ kty, crv, x, y, kid, alg, use })),
});
