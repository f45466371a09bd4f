import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the only case to which a mandate may limit the commissioning model. Earlier mandates have no such limit. */
export class CommissioningCase1767222000600 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE known_mandate ADD COLUMN commissioning_case text');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE known_mandate DROP COLUMN commissioning_case');
  }
}
