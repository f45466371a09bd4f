import { type DecryptionKeys, examineStoredKey } from '#partners';
import type { CopiedRow } from './copied-row.js';
import { momentOf } from './examined-log.js';

/**
 * The secrets of subscriptions that one key encrypts. `keyId`: the fingerprint of the key, 8 hexadecimal digits;
 * `opens`: whether a configured key decrypts all of them
 */
export type SecretsOfKey = Readonly<{ keyId: string; secrets: number; opens: boolean }>;

/** The secrets of subscriptions in a dump, by the key that encrypts them. Secrets that sign no more are left out. */
export class ExaminedKeys {
  private readonly byKey = new Map<string, { secrets: number; opens: boolean }>();
  /** the subscriptions with a secret, as `city/id` */
  readonly subscriptions = new Set<string>();

  constructor(
    private readonly keys: DecryptionKeys | undefined,
    private readonly now: Date,
  ) {}

  add(row: CopiedRow): void {
    const until = row.text('until');
    if (until && momentOf(until) <= this.now.getTime()) return;
    const [city, subscriptionId] = [row.text('city')!, row.text('subscription_id')!];
    this.subscriptions.add(`${city}/${subscriptionId}`);
    // The release before called the columns sealed_.
    const secret = row.bytes('encrypted_secret') ?? row.bytes('sealed_secret') ?? Buffer.alloc(0);
    const stored = { city, subscriptionId, rotation: Number(row.text('rotation')), secret };
    const { keyId, opens } = examineStoredKey(stored, this.keys);
    const before = this.byKey.get(keyId) ?? { secrets: 0, opens: true };
    this.byKey.set(keyId, { secrets: before.secrets + 1, opens: before.opens && opens });
  }

  get result(): readonly SecretsOfKey[] {
    return [...this.byKey].map(([keyId, counts]) => ({ keyId, ...counts }));
  }
}
