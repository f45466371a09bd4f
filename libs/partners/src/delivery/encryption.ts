import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
/**
 * Version of the ciphertext layout, stored as the first byte. The layout: version, key id, IV, authentication tag,
 * encrypted secret.
 */
const VERSION = 1;
const [KEY_ID_BYTES, IV_BYTES, TAG_BYTES] = [4, 12, 16];
const HEADER_BYTES = 1 + KEY_ID_BYTES + IV_BYTES + TAG_BYTES;

/**
 * A ciphertext cannot be decrypted. Its key is not configured, or the ciphertext was changed or belongs to another
 * purpose.
 */
export class CannotDecrypt extends Error {
  override readonly name = 'CannotDecrypt';
}

/**
 * Encrypts secrets for the database with AES-256-GCM and a key from the settings. The purpose of a secret is
 * authenticated as additional data (AAD), so a ciphertext that is copied to another row cannot be decrypted.
 *
 * The first key encrypts. Decryption selects one of the keys by the key id in the ciphertext. To replace a key, put the
 * new key in front of the old one.
 */
export class Encryption {
  private readonly keys: ReadonlyMap<string, Buffer>;
  private readonly current: Readonly<{ id: Buffer; key: Buffer }>;

  /** `keys`: 32 bytes each, in base64, separated by commas */
  constructor(keys: string) {
    const all = keys.split(',').map((text) => {
      const key = Buffer.from(text, 'base64');
      return { id: Buffer.from(hash('sha256', key, 'hex').slice(0, 2 * KEY_ID_BYTES), 'hex'), key };
    });
    this.current = all[0]!;
    this.keys = new Map(all.map(({ id, key }) => [id.toString('hex'), key]));
  }

  /** Returns the key id in a ciphertext, in hexadecimal: the first bytes of the SHA-256 of its key. */
  static keyIdOf(ciphertext: Buffer): string {
    return ciphertext.subarray(1, 1 + KEY_ID_BYTES).toString('hex');
  }

  encrypt(secret: Buffer, purpose: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.current.key, iv).setAAD(Buffer.from(purpose));
    const encrypted = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([Buffer.from([VERSION]), this.current.id, iv, cipher.getAuthTag(), encrypted]);
  }

  /** @throws {CannotDecrypt} */
  decrypt(ciphertext: Buffer, purpose: string): Buffer {
    const key = this.keys.get(Encryption.keyIdOf(ciphertext));
    if (ciphertext[0] !== VERSION || !key)
      throw new CannotDecrypt(
        'it was encrypted with a key that REGIE_SECRETS_KEY does not have any more: put that one behind the others',
      );
    try {
      const iv = ciphertext.subarray(1 + KEY_ID_BYTES, 1 + KEY_ID_BYTES + IV_BYTES);
      const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(ciphertext.subarray(1 + KEY_ID_BYTES + IV_BYTES, HEADER_BYTES));
      return Buffer.concat([decipher.update(ciphertext.subarray(HEADER_BYTES)), decipher.final()]);
    } catch {
      throw new CannotDecrypt('it was changed, or encrypted for another purpose');
    }
  }
}
