import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const FORM = 1;
const [NAME, IV, TAG] = [4, 12, 16];
const HEAD = 1 + NAME + IV + TAG;

/** What was sealed cannot be opened: with none of the keys of this process, or it is not what was sealed for this use. */
export class CannotOpen extends Error {
  override readonly name = 'CannotOpen';
}

/**
 * Keeps secrets in the database so that who reads the database alone has none: AES-256-GCM under a key from the settings. What a secret is for is
 * sealed in with it, so that one row's cannot be put in the place of another's.
 *
 * The first key seals; all of them open, by a name that stands in front: a key is replaced by putting a new one before it.
 */
export class Sealing {
  private readonly keys: ReadonlyMap<string, Buffer>;
  private readonly first: Readonly<{ name: Buffer; key: Buffer }>;

  /** `keys`: 32 bytes each, in base64, separated by commas */
  constructor(keys: string) {
    const named = keys.split(',').map((text) => {
      const key = Buffer.from(text, 'base64');
      return { name: Buffer.from(hash('sha256', key, 'hex').slice(0, 2 * NAME), 'hex'), key };
    });
    this.first = named[0]!;
    this.keys = new Map(named.map(({ name, key }) => [name.toString('hex'), key]));
  }

  seal(secret: Buffer, use: string): Buffer {
    const iv = randomBytes(IV);
    const cipher = createCipheriv(CIPHER, this.first.key, iv).setAAD(Buffer.from(use));
    const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([Buffer.from([FORM]), this.first.name, iv, cipher.getAuthTag(), sealed]);
  }

  /** @throws {CannotOpen} */
  open(sealed: Buffer, use: string): Buffer {
    const key = this.keys.get(sealed.subarray(1, 1 + NAME).toString('hex'));
    if (sealed[0] !== FORM || !key)
      throw new CannotOpen(
        'it was sealed with a key that REGIE_SECRETS_KEY does not have any more: put that one behind the others',
      );
    try {
      const opener = createDecipheriv(CIPHER, key, sealed.subarray(1 + NAME, 1 + NAME + IV), { authTagLength: TAG })
        .setAAD(Buffer.from(use))
        .setAuthTag(sealed.subarray(1 + NAME + IV, HEAD));
      return Buffer.concat([opener.update(sealed.subarray(HEAD)), opener.final()]);
    } catch {
      throw new CannotOpen('it is not what was sealed here for this use');
    }
  }
}
