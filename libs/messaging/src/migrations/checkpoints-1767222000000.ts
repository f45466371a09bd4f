import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The tables that every context's schema has: how far each follower is, and which events of sources that may repeat themselves it has handled,
 * since when: a mark that is older than the source keeps its events is of no use any more.
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
