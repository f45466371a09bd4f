import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Directory1767222000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      'CREATE TABLE known_agency (city text, code text, name text NOT NULL, kind text NOT NULL, status text NOT NULL, allows text[], PRIMARY KEY (city, code))',
    );
    await db.query(
      'CREATE TABLE known_neighbourhood (city text, code text, name text NOT NULL, PRIMARY KEY (city, code))',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE known_agency, known_neighbourhood');
  }
}
