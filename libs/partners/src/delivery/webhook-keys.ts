import type { DataSource, EntityManager } from 'typeorm';
import { CannotOpen, type Sealing } from './encryption.js';
import { newKeys, shownSecret, type SigningKey, signingKey } from './signing.js';

type Of = Readonly<{ city: string; subscriptionId: string }>;
type KeyRow = Readonly<{ rotation: number; secret: Buffer; privateKey: Buffer; publicKey: string; until: Date | null }>;

/** What is shown once: the secret; and what everybody may know: the public key. */
export type ShownKeys = Readonly<{ secret: string; publicKey: string }>;

/** With how many keys a delivery is signed at most, whatever somebody rotates in a day. */
const MOST_KEYS = 3;
const KNOWN_FOR_MS = 5_000;
const MOST_KNOWN = 10_000;

/** What subscriptions sign with: sealed in the database, and open in memory for a few seconds only. */
export class WebhookKeys {
  private readonly known = new Map<string, { keys: readonly (SigningKey & { until: Date | null })[]; at: number }>();

  constructor(
    private readonly db: DataSource,
    private readonly sealing: Sealing,
  ) {}

  /**
   * The keys of this rotation, made if they are not there: 0 are the first ones. Earlier ones sign until `overlapUntil`. Undefined when the subscription
   * has ended since, and its keys are gone for good.
   */
  async make(of: Of, rotation: number, overlapUntil?: Date): Promise<ShownKeys | undefined> {
    const { city, subscriptionId } = of;
    const { secret, privateKey, publicKey } = newKeys();
    const use = useOf(of, rotation);
    const row = await this.db.transaction(async (tx) => {
      // each ends what is older, and itself when a newer one was quicker; a repeat that comes late ends nothing sooner than was said
      await inTurn(tx, of);
      await tx.query(
        `INSERT INTO subscription_key SELECT $1, $2, $3, $4, $5, $6
          WHERE NOT EXISTS (SELECT FROM subscription WHERE city = $1 AND id = $2 AND status = 'ended') ON CONFLICT DO NOTHING`,
        [
          city,
          subscriptionId,
          rotation,
          this.sealing.seal(secret, `${use}/secret`),
          this.sealing.seal(privateKey, `${use}/private`),
          publicKey,
        ],
      );
      if (overlapUntil) {
        await tx.query(
          `UPDATE subscription_key SET until = least(until, $4) WHERE city = $1 AND subscription_id = $2 AND (rotation < $3 OR until IS NULL)
              AND rotation < (SELECT max(rotation) FROM subscription_key WHERE city = $1 AND subscription_id = $2)`,
          [city, subscriptionId, rotation, overlapUntil],
        );
      }
      const [made] = await tx.query<KeyRow[]>(`${SELECT} AND rotation = $3`, [city, subscriptionId, rotation]);
      return made;
    });
    this.known.delete(nameOf(of));
    return row && { secret: shownSecret(this.sealing.open(row.secret, `${use}/secret`)), publicKey: row.publicKey };
  }

  /** What a delivery at this moment is signed with, the newest first. The first ones are made when nobody has done so yet. */
  async signingWith(of: Of, at: Date): Promise<readonly SigningKey[]> {
    const known = this.known.get(nameOf(of));
    const fresh = known && performance.now() - known.at < KNOWN_FOR_MS ? known : await this.load(of, at);
    return fresh.keys.filter(({ until }) => until === null || at < until);
  }

  /** The public keys that signatures may be made with at this moment, the newest first. */
  async publicKeys({ city, subscriptionId }: Of, at: Date): Promise<readonly string[]> {
    const rows = await this.rowsAt({ city, subscriptionId }, at);
    return rows.map(({ publicKey }) => publicKey);
  }

  /** For good: what was signed can still be checked by who has the keys, but nothing new is. */
  async forget({ city, subscriptionId }: Of): Promise<void> {
    this.known.delete(nameOf({ city, subscriptionId }));
    await this.db.transaction(async (tx) => {
      await inTurn(tx, { city, subscriptionId });
      await tx.query('DELETE FROM subscription_key WHERE city = $1 AND subscription_id = $2', [city, subscriptionId]);
    });
  }

  /** Those that sign at this moment, the newest first. */
  private rowsAt({ city, subscriptionId }: Of, at: Date): Promise<KeyRow[]> {
    return this.db.query(`${SELECT} AND (until IS NULL OR until > $3) ORDER BY rotation DESC LIMIT ${MOST_KEYS}`, [
      city,
      subscriptionId,
      at,
    ]);
  }

  private opened(of: Of, { rotation, secret, privateKey, until }: KeyRow): SigningKey & { until: Date | null } {
    const use = useOf(of, rotation);
    return {
      ...signingKey({
        secret: this.sealing.open(secret, `${use}/secret`),
        privateKey: this.sealing.open(privateKey, `${use}/private`),
      }),
      until,
    };
  }

  private async load(of: Of, at: Date) {
    const find = (): Promise<KeyRow[]> => this.rowsAt(of, at);
    let rows = await find();
    if (rows.length === 0) {
      await this.make(of, 0);
      rows = await find();
    }
    const keys = rows.flatMap((row, nth) => {
      try {
        return [this.opened(of, row)];
      } catch (error) {
        // Who lost the key that it was sealed with has rotated: what that made signs alone.
        if (error instanceof CannotOpen && nth > 0) return [];
        throw error;
      }
    });
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    const loaded = { keys, at: performance.now() };
    this.known.set(nameOf(of), loaded);
    return loaded;
  }
}

const SELECT = `SELECT rotation, sealed_secret AS secret, sealed_private_key AS "privateKey", public_key AS "publicKey", until
                  FROM subscription_key WHERE city = $1 AND subscription_id = $2`;

/** One after the other, of one subscription. */
const inTurn = (tx: EntityManager, of: Of): Promise<unknown> =>
  tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`subscription keys ${nameOf(of)}`]);

const nameOf = ({ city, subscriptionId }: Of): string => `${city}/${subscriptionId}`;
const useOf = (of: Of, rotation: number): string => `subscription/${nameOf(of)}/${rotation}`;
