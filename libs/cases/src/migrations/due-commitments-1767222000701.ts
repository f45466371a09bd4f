import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the due dates of commitments, and empties the deadlines so that their processor fills them again. */
export class DueCommitments1767222000701 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      'CREATE TABLE due_commitment (city text, case_id text, commitment_id text, due_on date NOT NULL, accepted boolean NOT NULL, PRIMARY KEY (city, case_id, commitment_id))',
    );
    await db.query('CREATE INDEX ON due_commitment (due_on)');
    await db.query('DELETE FROM agenda');
    await db.query("DELETE FROM checkpoints WHERE follower = 'cases.agenda'");
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE due_commitment');
  }
}
