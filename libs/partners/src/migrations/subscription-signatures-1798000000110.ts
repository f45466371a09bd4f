import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the signatures of each subscription. Subscriptions without the term in their events keep both. */
export class SubscriptionSignatures1798000000110 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE subscription ADD signatures text[] NOT NULL DEFAULT '{hmac,ed25519}'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE subscription DROP signatures');
  }
}
