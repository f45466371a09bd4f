import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The indexes over a part of the columns of a primary key, and the rest of these columns. */
const INDEXES = [
  ['participant', ['city', 'agency'], ['case_id']],
  ['known_holding', ['city', 'mandate_id'], ['neighbourhood', 'theme', 'held_from']],
  ['case_gap', ['city', 'gap_from'], ['case_id']],
  ['deadline', ['due'], ['city', 'case_id']],
] as const;

/**
 * Gives each index over a part of a primary key the rest of the key. In a table without statistics, PostgreSQL takes the smaller index for a look-up
 * by the key: an update of one participant then read all participants of its agency.
 */
export class WholeKeyIndexes1798000000200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const [table, columns, rest] of INDEXES) await replace(db, table, columns, [...columns, ...rest]);
  }

  async down(db: QueryRunner): Promise<void> {
    for (const [table, columns, rest] of INDEXES) await replace(db, table, [...columns, ...rest], columns);
  }
}

const nameOf = (table: string, columns: readonly string[]): string => `${table}_${columns.join('_')}_idx`;

const replace = async (
  db: QueryRunner,
  table: string,
  before: readonly string[],
  after: readonly string[],
): Promise<void> => {
  await db.query(`CREATE INDEX ${nameOf(table, after)} ON ${table} (${after.join(', ')})`);
  await db.query(`DROP INDEX ${nameOf(table, before)}`);
};
