import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Partners1767222000100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE agency (
        city text,
        code text,
        version int NOT NULL,
        name text NOT NULL,
        kind text NOT NULL,
        kbo text,
        ovo text,
        police_zone text,
        status text NOT NULL,
        reason text,
        allows text[],
        enrolled_at timestamptz NOT NULL,
        PRIMARY KEY (city, code)
      )`);
    await db.query(
      'CREATE TABLE feed (city text, agency text, last_sequence bigint NOT NULL, PRIMARY KEY (city, agency))',
    );
    // The column is json, not jsonb: an event is read exactly as it was published.
    await db.query(`
      CREATE TABLE feed_event (
        city text,
        number bigint,
        type text NOT NULL,
        for_city boolean NOT NULL,
        event json NOT NULL,
        PRIMARY KEY (city, number)
      )`);
    await db.query('CREATE INDEX ON feed_event (city, number) WHERE for_city');
    await db.query(`
      CREATE TABLE feed_entry (
        city text,
        agency text,
        sequence bigint,
        number bigint NOT NULL,
        case_id text,
        PRIMARY KEY (city, agency, sequence)
      )`);
    await db.query(`
      CREATE TABLE participation (
        city text,
        case_id text,
        agency text,
        status text,
        coordinates jsonb NOT NULL,
        PRIMARY KEY (city, case_id, agency)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE participation, feed_entry, feed_event, feed, agency');
  }
}
