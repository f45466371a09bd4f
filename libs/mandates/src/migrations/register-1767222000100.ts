import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Register1767222000100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE holding (
        id text PRIMARY KEY,
        city text NOT NULL,
        neighbourhood text NOT NULL,
        theme text NOT NULL,
        mandate_id text NOT NULL,
        holder text NOT NULL,
        decision jsonb NOT NULL,
        held daterange NOT NULL,
        known tstzrange NOT NULL,
        EXCLUDE USING gist (city WITH =, neighbourhood WITH =, theme WITH =, held WITH &&, known WITH &&)
      )`);
    await db.query('CREATE INDEX ON holding (city, mandate_id)');
    await db.query(`
      CREATE TABLE mandate (
        city text,
        id text,
        version int NOT NULL,
        status text NOT NULL,
        slots jsonb NOT NULL,
        kind text NOT NULL,
        steering_model text NOT NULL,
        steering_reason text,
        holder text NOT NULL,
        executing_function text NOT NULL,
        powers jsonb NOT NULL,
        endorsements jsonb NOT NULL DEFAULT '{}',
        period jsonb,
        evaluate_on date,
        decision jsonb,
        transfers jsonb NOT NULL DEFAULT '{}',
        ended jsonb,
        proposed_at timestamptz NOT NULL,
        PRIMARY KEY (city, id)
      )`);
    await db.query(
      'CREATE TABLE agenda (city text, mandate_id text, due date NOT NULL, PRIMARY KEY (city, mandate_id))',
    );
    await db.query('CREATE INDEX ON agenda (due)');
    await db.query('CREATE INDEX ON mandate USING gin (slots jsonb_path_ops)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE agenda, mandate, holding');
  }
}
