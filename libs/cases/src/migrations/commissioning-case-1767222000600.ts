import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the one case to which commissioning is limited. Mandates from before have no such limit. */
export class CommissioningCase1767222000600 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE known_mandate ADD COLUMN commissioning_case text');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE known_mandate DROP COLUMN commissioning_case');
  }
}
