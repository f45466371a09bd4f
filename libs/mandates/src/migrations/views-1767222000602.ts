import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Views1767222000602 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE case_coordination (
        city text,
        case_id text,
        number int,
        neighbourhood text NOT NULL,
        theme text NOT NULL,
        "from" date NOT NULL,
        until date,
        closed boolean NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (city, case_id, number)
      )`);
    await db.query('CREATE INDEX ON case_coordination (city, neighbourhood)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE case_coordination');
  }
}
