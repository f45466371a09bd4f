import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Cases1767222000100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE joint_case (
        city text,
        id text,
        version int NOT NULL,
        status text NOT NULL,
        title text NOT NULL,
        neighbourhood text NOT NULL,
        theme text NOT NULL,
        why text NOT NULL,
        scope text NOT NULL,
        opened_by text NOT NULL,
        opened_at timestamptz NOT NULL,
        opened_on date NOT NULL,
        closed jsonb,
        PRIMARY KEY (city, id)
      )`);
    await db.query('CREATE INDEX ON joint_case (city, neighbourhood, theme)');
    await db.query(`
      CREATE TABLE participant (
        city text,
        case_id text,
        agency text,
        status text NOT NULL,
        invited_by text NOT NULL,
        reason text,
        since timestamptz NOT NULL,
        PRIMARY KEY (city, case_id, agency)
      )`);
    await db.query('CREATE INDEX ON participant (city, agency)');
    await db.query(`
      CREATE TABLE coordination (
        city text,
        case_id text,
        held_from date,
        held_until date,
        mandate_id text NOT NULL,
        holder text NOT NULL,
        steering_model text NOT NULL,
        PRIMARY KEY (city, case_id, held_from)
      )`);
    await db.query('CREATE INDEX ON coordination (city, holder)');
    await db.query(`
      CREATE TABLE commitment (
        city text,
        case_id text,
        id text,
        what text NOT NULL,
        owner text NOT NULL,
        proposed_by text NOT NULL,
        due_on date NOT NULL,
        binding boolean NOT NULL,
        status text NOT NULL,
        reason text,
        proposed_at timestamptz NOT NULL,
        PRIMARY KEY (city, case_id, id)
      )`);
    await db.query(`
      CREATE TABLE timeline_entry (
        city text,
        case_id text,
        number int,
        type text NOT NULL,
        agency text,
        recorded_at timestamptz NOT NULL,
        data jsonb NOT NULL,
        PRIMARY KEY (city, case_id, number)
      )`);
    await db.query(
      'CREATE TABLE known_mandate (city text, id text, steering_model text NOT NULL, PRIMARY KEY (city, id))',
    );
    await db.query(`
      CREATE TABLE known_holding (
        city text,
        neighbourhood text,
        theme text,
        mandate_id text,
        held_from date,
        held_until date,
        holder text NOT NULL,
        PRIMARY KEY (city, neighbourhood, theme, mandate_id, held_from)
      )`);
    await db.query('CREATE INDEX ON known_holding (city, mandate_id)');
    await db.query(`
      CREATE TABLE following_case (
        city text,
        case_id text,
        neighbourhood text NOT NULL,
        theme text NOT NULL,
        PRIMARY KEY (city, case_id)
      )`);
    await db.query('CREATE INDEX ON following_case (city, neighbourhood, theme)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'DROP TABLE following_case, known_holding, known_mandate, timeline_entry, commitment, coordination, participant, joint_case',
    );
  }
}
