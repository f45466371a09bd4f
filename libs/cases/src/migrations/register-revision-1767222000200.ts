import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the last known revision of a register. The next fact of a register fills it. */
export class RegisterRevision1767222000200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('CREATE TABLE known_register (city text PRIMARY KEY, revision int NOT NULL)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE known_register');
  }
}
