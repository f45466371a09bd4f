import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Finds the gaps of a case by the index of their exclusion constraint. It began with the city, so a look-up of one case
 * read a large part of it.
 */
export class GapsOfCase1798000000202 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE case_gap DROP CONSTRAINT case_gap_city_case_id_days_recorded_excl');
    await db.query(
      'ALTER TABLE case_gap ADD EXCLUDE USING gist (case_id WITH =, city WITH =, days WITH &&, recorded WITH &&)',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE case_gap DROP CONSTRAINT case_gap_case_id_city_days_recorded_excl');
    await db.query(
      'ALTER TABLE case_gap ADD EXCLUDE USING gist (city WITH =, case_id WITH =, days WITH &&, recorded WITH &&)',
    );
  }
}
