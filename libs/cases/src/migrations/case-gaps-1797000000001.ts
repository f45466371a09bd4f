import type { MigrationInterface, QueryRunner } from 'typeorm';
import { foldPage } from '#messaging';
import { CaseGapRow, CaseRow, CoordinationRow, recordGaps } from '../queries/cases.projection.js';

/** The cases of one step of the migration. */
const CASES_AT_ONCE = 500;

/** Adds the gaps of each case, and fills them from the tenures that are there. */
export class CaseGaps1797000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      'CREATE TABLE case_gap (city text, case_id text, gap_from date, gap_until date, PRIMARY KEY (city, case_id, gap_from))',
    );
    await db.query('CREATE INDEX ON case_gap (city, gap_from)');
    for (let after: readonly [city: string, id: string] = ['', '']; ;) {
      const rows = (await db.query(
        `SELECT city, id FROM joint_case WHERE (city, id) > ($1, $2) ORDER BY city, id LIMIT ${CASES_AT_ONCE}`,
        [...after],
      )) as { city: string; id: string }[];
      const last = rows.at(-1);
      if (!last) break;
      await foldPage(db.manager, [CaseRow, CoordinationRow, CaseGapRow], (tables) => {
        for (const { city, id } of rows) recordGaps(tables, city, id);
      });
      after = [last.city, last.id];
    }
    // An empty table gets no statistics: plans made with them would read all of it when it has grown.
    const [filled] = (await db.query('SELECT FROM case_gap LIMIT 1')) as unknown[];
    if (filled) await db.query('ANALYZE case_gap');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE case_gap');
  }
}
