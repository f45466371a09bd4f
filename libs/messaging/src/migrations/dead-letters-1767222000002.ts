import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of the failed messages of a context, and of the position of each reader in each stream. */
export class DeadLetters1767222000002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // The message is text: jsonb refuses a NUL, which JSON allows, and a message that cannot be stored would block its processor for ever.
    await db.query(`
      CREATE TABLE dead_letters (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        follower text NOT NULL,
        event_id text NOT NULL,
        key text NOT NULL,
        state text NOT NULL CHECK (state IN ('waiting', 'dead', 'parked')),
        reason text NOT NULL,
        detail text NOT NULL,
        attempts int NOT NULL DEFAULT 0,
        due timestamptz,
        arrived_at timestamptz NOT NULL DEFAULT now(),
        failed_at timestamptz,
        announced boolean NOT NULL DEFAULT false,
        message text NOT NULL,
        CHECK ((state = 'waiting') = (due IS NOT NULL)),
        UNIQUE (follower, event_id)
      )`);
    await db.query('CREATE INDEX ON dead_letters (follower, key, id)');
    await db.query(
      'CREATE TABLE streams_seen (follower text, key text, sequence bigint NOT NULL, PRIMARY KEY (follower, key))',
    );
    await db.query('CREATE INDEX ON streams_seen (follower, md5(key))');
    await db.query('CREATE INDEX ON dead_letters (follower, md5(key))');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE streams_seen, dead_letters');
  }
}
