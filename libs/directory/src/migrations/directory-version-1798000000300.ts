import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the version of the directory, by which the copies in memory notice a change. Without a row, no event has been applied since. */
export class DirectoryVersion1798000000300 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      'CREATE TABLE directory_version (single boolean PRIMARY KEY CHECK (single), event_id text NOT NULL)',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE directory_version');
  }
}
