import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first tables of every context: the checkpoint of each processor, and the marks of the events that it has
 * processed.
 * A mark has a timestamp, because it can be removed when the source no longer keeps the event.
 */
export class Checkpoints1767222000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      'CREATE TABLE checkpoints (follower text, source text, position text NOT NULL, PRIMARY KEY (follower, source))',
    );
    await db.query(
      'CREATE TABLE handled (follower text, event_id text, at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (follower, event_id))',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE handled, checkpoints');
  }
}
