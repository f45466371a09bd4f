import type { MigrationInterface, QueryRunner } from 'typeorm';
import { foldPage } from '#messaging';
import { CaseCoordination, CaseGap, recordGaps } from '../queries/uncoordinated-cases.js';

/** The cases of one step of the migration. */
const CASES_AT_ONCE = 500;

/** Adds the gaps of each case, and fills them from the changes that are there. */
export class CaseGaps1797000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE case_gap (
        id text PRIMARY KEY,
        city text NOT NULL,
        case_id text NOT NULL,
        neighbourhood text NOT NULL,
        theme text NOT NULL,
        days daterange NOT NULL,
        recorded tstzrange NOT NULL,
        EXCLUDE USING gist (city WITH =, case_id WITH =, days WITH &&, recorded WITH &&)
      )`);
    await db.query('CREATE INDEX ON case_gap USING gist (city, days, recorded)');
    for (let after: readonly [city: string, caseId: string] = ['', '']; ;) {
      const rows = await db.manager
        .createQueryBuilder(CaseCoordination, 'change')
        .where(
          `(change.city, change.case_id) IN (SELECT DISTINCT city, case_id FROM case_coordination
             WHERE (city, case_id) > (:city, :caseId) ORDER BY city, case_id LIMIT ${CASES_AT_ONCE})`,
          { city: after[0], caseId: after[1] },
        )
        .orderBy({ 'change.city': 'ASC', 'change.case_id': 'ASC', 'change.number': 'ASC' })
        .getMany();
      const last = rows.at(-1);
      if (!last) break;
      await foldPage(db.manager, [CaseGap], (tables) => {
        for (const changes of Map.groupBy(rows, ({ city, caseId }) => `${city} ${caseId}`).values())
          for (const nth of changes.keys()) recordGaps(tables(CaseGap), changes.slice(0, nth + 1));
      });
      after = [last.city, last.caseId];
    }
    // An empty table gets no statistics: plans made with them would read all of it when it has grown.
    const [filled] = (await db.query('SELECT FROM case_gap LIMIT 1')) as unknown[];
    if (filled) await db.query('ANALYZE case_gap');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE case_gap');
  }
}
