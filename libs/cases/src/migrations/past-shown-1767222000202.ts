import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the part of the past that an invitation shows. Earlier invitations show nothing. */
export class PastShown1767222000202 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE participant ADD past text');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE participant DROP past');
  }
}
