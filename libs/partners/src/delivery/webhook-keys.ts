import type { DataSource, EntityManager } from 'typeorm';
import { statement } from '#postgres';
import { CannotDecrypt, type Encryption } from './encryption.js';
import { formatSecret, generateKeys, type SigningKey, signingKey } from './signing.js';

/** Identifies a subscription. */
type SubscriptionKey = Readonly<{ city: string; subscriptionId: string }>;
type KeyRow = Readonly<{ rotation: number; secret: Buffer; privateKey: Buffer; publicKey: string; until: Date | null }>;
type LoadedKey = SigningKey & Readonly<{ until: Date | null }>;

/** Keys of one rotation in the form that the agency gets. The secret is shown once, the public key at any time. */
export type IssuedKeys = Readonly<{ secret: string; publicKey: string }>;

/** Maximum number of rotations whose keys sign a delivery, even if an agency rotates more often within a day. */
const MAX_SIGNING_KEYS = 3;
const CACHE_TTL_MS = 5_000;
const CACHE_MAX_SUBSCRIPTIONS = 10_000;

/** The keys that sign deliveries: encrypted in the database, decrypted in memory for a few seconds. */
export class WebhookKeys {
  private readonly cache = new Map<string, Readonly<{ keys: readonly LoadedKey[]; loadedAt: number }>>();

  constructor(
    private readonly db: DataSource,
    private readonly encryption: Encryption,
  ) {}

  /**
   * Returns the keys of a rotation, generated if missing. The first keys have rotation 0. Keys of earlier rotations
   * sign until `overlapUntil`. Returns undefined for an ended subscription, because its keys are deleted for good.
   */
  async ensure(of: SubscriptionKey, rotation: number, overlapUntil?: Date): Promise<IssuedKeys | undefined> {
    const row = await this.db.transaction(async (tx) => {
      await lockKeys(tx, of);
      await this.insert(tx, of, rotation);
      if (overlapUntil) await expireOlder(tx, of, rotation, overlapUntil);
      const [ensured] = await tx.query<KeyRow[]>(`${SELECT} AND rotation = $3`, [of.city, of.subscriptionId, rotation]);
      return ensured;
    });
    this.cache.delete(nameOf(of));
    if (!row) return undefined;
    const secret = this.encryption.decrypt(row.secret, `${purposeOf(of, rotation)}/secret`);
    return { secret: formatSecret(secret), publicKey: row.publicKey };
  }

  /** Returns the keys that sign at this moment, the newest first; generates the first keys if missing. */
  async signingKeys(of: SubscriptionKey, at: Date): Promise<readonly SigningKey[]> {
    const cached = this.cache.get(nameOf(of));
    const { keys } = cached && performance.now() - cached.loadedAt < CACHE_TTL_MS ? cached : await this.load(of, at);
    return keys.filter(({ until }) => until === null || at < until);
  }

  /** Returns the public keys of the signatures made at this moment, the newest first. */
  async publicKeys(of: SubscriptionKey, at: Date): Promise<readonly string[]> {
    return (await this.rowsAt(of, at)).map(({ publicKey }) => publicKey);
  }

  /** Deletes the keys of a subscription that has ended. */
  async delete(of: SubscriptionKey): Promise<void> {
    this.cache.delete(nameOf(of));
    await this.db.transaction(async (tx) => {
      await lockKeys(tx, of);
      await tx.query('DELETE FROM subscription_key WHERE city = $1 AND subscription_id = $2', [
        of.city,
        of.subscriptionId,
      ]);
    });
  }

  private async insert(tx: EntityManager, of: SubscriptionKey, rotation: number): Promise<void> {
    const { secret, privateKey, publicKey } = generateKeys();
    const purpose = purposeOf(of, rotation);
    await tx.query(
      `INSERT INTO subscription_key SELECT $1, $2, $3, $4, $5, $6
        WHERE NOT EXISTS (SELECT FROM subscription WHERE city = $1 AND id = $2 AND status = 'ended') ON CONFLICT DO NOTHING`,
      [
        of.city,
        of.subscriptionId,
        rotation,
        this.encryption.encrypt(secret, `${purpose}/secret`),
        this.encryption.encrypt(privateKey, `${purpose}/private`),
        publicKey,
      ],
    );
  }

  private rowsAt({ city, subscriptionId }: SubscriptionKey, at: Date): Promise<KeyRow[]> {
    return KEYS_AT.rows(this.db, [city, subscriptionId, at]);
  }

  private async load(of: SubscriptionKey, at: Date) {
    let rows = await this.rowsAt(of, at);
    if (rows.length === 0) {
      await this.ensure(of, 0);
      rows = await this.rowsAt(of, at);
    }
    const keys = rows.flatMap((row, index) => {
      try {
        return [this.decrypted(of, row)];
      } catch (error) {
        // Keys encrypted under a lost REGIE_SECRETS_KEY cannot be decrypted. They are left out when the newest keys can
        // be decrypted.
        if (error instanceof CannotDecrypt && index > 0) return [];
        throw error;
      }
    });
    if (this.cache.size >= CACHE_MAX_SUBSCRIPTIONS) this.cache.clear();
    const loaded = { keys, loadedAt: performance.now() };
    this.cache.set(nameOf(of), loaded);
    return loaded;
  }

  private decrypted(of: SubscriptionKey, { rotation, secret, privateKey, until }: KeyRow): LoadedKey {
    const purpose = purposeOf(of, rotation);
    return {
      ...signingKey({
        secret: this.encryption.decrypt(secret, `${purpose}/secret`),
        privateKey: this.encryption.decrypt(privateKey, `${purpose}/private`),
      }),
      until,
    };
  }
}

const SELECT = `SELECT rotation, encrypted_secret AS secret, encrypted_private_key AS "privateKey", public_key AS "publicKey", until
                  FROM subscription_key WHERE city = $1 AND subscription_id = $2`;
const KEYS_AT = statement<KeyRow>(
  'partners.keys-at',
  `${SELECT} AND (until IS NULL OR until > $3) ORDER BY rotation DESC LIMIT ${MAX_SIGNING_KEYS}`,
);

/** Locks the keys of a subscription, so that two rotations of one subscription do not run at once. */
const lockKeys = (tx: EntityManager, of: SubscriptionKey): Promise<unknown> =>
  tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`subscription keys ${nameOf(of)}`]);

/**
 * Sets the end of all keys older than a rotation. If a newer rotation was stored first, the keys of the rotation itself
 * get an end too. An end that is already earlier stays.
 */
const expireOlder = async (tx: EntityManager, of: SubscriptionKey, rotation: number, until: Date): Promise<void> => {
  await tx.query(
    `UPDATE subscription_key SET until = least(until, $4) WHERE city = $1 AND subscription_id = $2 AND (rotation < $3 OR until IS NULL)
        AND rotation < (SELECT max(rotation) FROM subscription_key WHERE city = $1 AND subscription_id = $2)`,
    [of.city, of.subscriptionId, rotation, until],
  );
};

const nameOf = ({ city, subscriptionId }: SubscriptionKey): string => `${city}/${subscriptionId}`;
/**
 * Returns the purpose under which the keys of a rotation are encrypted. This text must never change, because stored
 * keys could then not be decrypted.
 */
export const purposeOf = (of: SubscriptionKey, rotation: number): string => `subscription/${nameOf(of)}/${rotation}`;
