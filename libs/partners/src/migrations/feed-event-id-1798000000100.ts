import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the id of each event as a column, so that readers need not parse the event. */
export class FeedEventId1798000000100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE feed_event ADD id text NOT NULL GENERATED ALWAYS AS (event ->> 'id') STORED`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE feed_event DROP id');
  }
}
