import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of a mandate that was heard of before, there is no such limit. */
export class CommissioningCase1767222000600 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE known_mandate ADD COLUMN commissioning_case text');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE known_mandate DROP COLUMN commissioning_case');
  }
}
