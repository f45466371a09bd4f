import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the kind of a mandate. Earlier mandates have no kind until the read model is rebuilt. */
export class MandateKind1767222000700 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE known_mandate ADD COLUMN kind text');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE known_mandate DROP COLUMN kind');
  }
}
