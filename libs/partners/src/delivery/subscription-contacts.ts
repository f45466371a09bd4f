import type { DataSource } from 'typeorm';
import { statement } from '#postgres';

const MAIL = statement<{ mail: string }>(
  'partners.mail',
  'SELECT mail FROM subscription_contact WHERE city = $1 AND subscription_id = $2',
);

/** Mail addresses of the contacts of subscriptions. The log has none, so that an address can be deleted with its subscription. */
export class SubscriptionContacts {
  constructor(private readonly db: DataSource) {}

  async find(city: string, subscriptionId: string): Promise<string | null> {
    const [row] = await MAIL.rows(this.db, [city, subscriptionId]);
    return row?.mail ?? null;
  }

  async set(city: string, subscriptionId: string, mail: string): Promise<void> {
    await this.db.query(
      'INSERT INTO subscription_contact VALUES ($1, $2, $3) ON CONFLICT (city, subscription_id) DO UPDATE SET mail = excluded.mail',
      [city, subscriptionId, mail],
    );
  }

  async delete(city: string, subscriptionId: string): Promise<void> {
    await this.db.query('DELETE FROM subscription_contact WHERE city = $1 AND subscription_id = $2', [
      city,
      subscriptionId,
    ]);
  }
}
