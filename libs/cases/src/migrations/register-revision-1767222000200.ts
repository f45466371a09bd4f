import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the last applied revision of each register. The next event of a register sets the revision. */
export class RegisterRevision1767222000200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('CREATE TABLE known_register (city text PRIMARY KEY, revision int NOT NULL)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE known_register');
  }
}
