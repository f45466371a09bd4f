import type { MigrationInterface, QueryRunner } from 'typeorm';
import { renameProcessor, renameTable } from '#messaging';

const TABLES = ['case', 'commitment', 'change'];
const PROCESSORS = [
  ['mandates.dossier', 'mandates.handover'],
  ['mandates.case-gaps', 'mandates.uncoordinated-cases'],
] as const;

/** Renames tables, columns and processors of the read models to the terms of the glossary. The two times of a holding are `valid` and `recorded`. */
export class Names1796000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const table of TABLES) await renameTable(db, `dossier_${table}`, `handover_${table}`);
    await db.query('ALTER TABLE holding RENAME COLUMN held TO valid');
    await db.query('ALTER TABLE holding RENAME COLUMN known TO recorded');
    for (const [before, now] of PROCESSORS) await renameProcessor(db, before, now);
  }

  async down(db: QueryRunner): Promise<void> {
    for (const [before, now] of PROCESSORS) await renameProcessor(db, now, before);
    await db.query('ALTER TABLE holding RENAME COLUMN recorded TO known');
    await db.query('ALTER TABLE holding RENAME COLUMN valid TO held');
    for (const table of TABLES) await renameTable(db, `handover_${table}`, `dossier_${table}`);
  }
}
