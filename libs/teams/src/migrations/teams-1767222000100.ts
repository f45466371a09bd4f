import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Teams1767222000100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE neighbourhood (
        city text,
        code text,
        name text NOT NULL,
        version int NOT NULL,
        centre jsonb NOT NULL,
        area jsonb,
        source text NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (city, code)
      )`);
    await db.query(`
      CREATE TABLE team (
        city text,
        id text,
        version int NOT NULL,
        name text NOT NULL,
        neighbourhoods text[] NOT NULL,
        formed_by text NOT NULL,
        formed_at timestamptz NOT NULL,
        PRIMARY KEY (city, id)
      )`);
    await db.query('CREATE INDEX ON team USING gin (neighbourhoods)');
    await db.query(`
      CREATE TABLE secondment (
        city text,
        team_id text,
        agency text,
        member_id text,
        seconded_from date,
        seconded_until date,
        function text NOT NULL,
        PRIMARY KEY (city, team_id, agency, member_id, seconded_from)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE secondment, team, neighbourhood');
  }
}
