import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Invitations that are there say nothing of the past, and show nothing of it. */
export class PastShown1767222000202 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE participant ADD past text');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE participant DROP past');
  }
}
