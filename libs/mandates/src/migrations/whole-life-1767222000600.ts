import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Marks suspended holdings, and recreates `mandate` empty. The next start fills the table from the log, because a
 * correction needs every fact of its mandate (docs/adr/0060).
 */
export class WholeLife1767222000600 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE holding ADD COLUMN suspended boolean NOT NULL DEFAULT false');
    await db.query('DROP TABLE agenda, mandate');
    await db.query(`DELETE FROM checkpoints WHERE follower IN ('mandates.mandates', 'mandates.agenda')`);
    await db.query(`
      CREATE TABLE mandate (
        city text,
        id text,
        version int NOT NULL,
        status text NOT NULL,
        drafted_by text,
        slots jsonb NOT NULL,
        kind text NOT NULL,
        steering_model text NOT NULL,
        steering_reason text,
        steering_basis text,
        commissioning_case text,
        holder text NOT NULL,
        executing_function text NOT NULL,
        powers jsonb NOT NULL,
        means jsonb NOT NULL,
        consequences jsonb NOT NULL,
        agreement text,
        legal_basis text,
        endorsements jsonb NOT NULL,
        period jsonb,
        evaluate_on date,
        evaluations jsonb NOT NULL,
        decision jsonb,
        provisional jsonb,
        holdings jsonb NOT NULL,
        transfers jsonb NOT NULL,
        ended jsonb,
        due date,
        proposed_at timestamptz NOT NULL,
        PRIMARY KEY (city, id)
      )`);
    await db.query('CREATE INDEX ON mandate USING gin (slots jsonb_path_ops)');
    await db.query('CREATE INDEX ON mandate (due)');
    await db.query(`
      CREATE TABLE mandate_fact (
        city text,
        mandate_id text,
        number int,
        type text NOT NULL,
        recorded_at timestamptz NOT NULL,
        agency text,
        data jsonb NOT NULL,
        PRIMARY KEY (city, mandate_id, number)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE mandate_fact, mandate');
    await db.query('ALTER TABLE holding DROP COLUMN suspended');
    await db.query(`DELETE FROM checkpoints WHERE follower = 'mandates.mandates'`);
    await db.query(`
      CREATE TABLE mandate (
        city text, id text, version int NOT NULL, status text NOT NULL, slots jsonb NOT NULL, kind text NOT NULL, steering_model text NOT NULL,
        steering_reason text, holder text NOT NULL, executing_function text NOT NULL, powers jsonb NOT NULL, endorsements jsonb NOT NULL DEFAULT '{}',
        period jsonb, evaluate_on date, decision jsonb, transfers jsonb NOT NULL DEFAULT '{}', ended jsonb, proposed_at timestamptz NOT NULL,
        PRIMARY KEY (city, id)
      )`);
    await db.query(
      'CREATE TABLE agenda (city text, mandate_id text, due date NOT NULL, PRIMARY KEY (city, mandate_id))',
    );
    await db.query('CREATE INDEX ON agenda (due)');
    await db.query('CREATE INDEX ON mandate USING gin (slots jsonb_path_ops)');
  }
}
