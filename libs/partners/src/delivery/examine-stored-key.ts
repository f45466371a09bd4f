import { CannotDecrypt, Encryption } from './encryption.js';
import { purposeOf } from './webhook-keys.js';

/** A row of the table `subscription_key`, as far as it is needed to try a key on it. */
export type StoredKey = Readonly<{ city: string; subscriptionId: string; rotation: number; secret: Buffer }>;

/** The keys of REGIE_SECRETS_KEY, to try on stored secrets. */
export class DecryptionKeys {
  private readonly encryption: Encryption;

  /** `keys`: 32 bytes each, in base64, separated by commas */
  constructor(keys: string) {
    this.encryption = new Encryption(keys);
  }

  opens({ city, subscriptionId, rotation, secret }: StoredKey): boolean {
    try {
      this.encryption.decrypt(secret, `${purposeOf({ city, subscriptionId }, rotation)}/secret`);
      return true;
    } catch (error) {
      if (error instanceof CannotDecrypt) return false;
      throw error;
    }
  }
}

/** Returns the fingerprint of the key that encrypts a stored secret, in hexadecimal, and whether one of `keys` decrypts the secret. */
export const examineStoredKey = (
  stored: StoredKey,
  keys: DecryptionKeys | undefined,
): Readonly<{ keyId: string; opens: boolean }> => ({
  keyId: Encryption.keyIdOf(stored.secret),
  opens: keys?.opens(stored) ?? false,
});
