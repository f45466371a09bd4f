import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Agenda1767222000201 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      'CREATE TABLE agenda (city text, case_id text, due date, next date, PRIMARY KEY (city, case_id, due))',
    );
    await db.query('CREATE INDEX ON agenda (due)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE agenda');
  }
}
