import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the newest fact of a city by an index: a question about a recent moment read all facts before. */
export class RecordedIndexes1798000000201 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('CREATE INDEX mandate_fact_city_recorded_at_idx ON mandate_fact (city, recorded_at)');
    await db.query('CREATE INDEX case_coordination_city_at_idx ON case_coordination (city, at)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX mandate_fact_city_recorded_at_idx, case_coordination_city_at_idx');
  }
}
