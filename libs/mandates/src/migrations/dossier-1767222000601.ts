import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Dossier1767222000601 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE dossier_case (
        city text,
        case_id text,
        neighbourhood text NOT NULL,
        theme text NOT NULL,
        opened_by text NOT NULL,
        opened_at timestamptz NOT NULL,
        open boolean NOT NULL,
        PRIMARY KEY (city, case_id)
      )`);
    await db.query('CREATE INDEX ON dossier_case (city, neighbourhood, theme)');
    await db.query(`
      CREATE TABLE dossier_commitment (
        city text,
        case_id text,
        commitment_id text,
        owner text NOT NULL,
        due_on date NOT NULL,
        status text NOT NULL,
        PRIMARY KEY (city, case_id, commitment_id)
      )`);
    await db.query(`
      CREATE TABLE dossier_change (
        city text,
        number int,
        case_id text NOT NULL,
        type text NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (city, number)
      )`);
    await db.query('CREATE INDEX ON dossier_change (city, case_id)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE dossier_change, dossier_commitment, dossier_case');
  }
}
