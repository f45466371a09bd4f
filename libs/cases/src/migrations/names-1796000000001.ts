import type { MigrationInterface, QueryRunner } from 'typeorm';
import { renameProcessor, renameTable } from '#messaging';

/** Renames two tables and a processor to the terms of docs/glossary.md. */
export class Names1796000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await renameTable(db, 'agenda', 'deadline');
    await renameTable(db, 'following_case', 'case_of_slot');
    await renameProcessor(db, 'cases.agenda', 'cases.deadlines');
  }

  async down(db: QueryRunner): Promise<void> {
    await renameProcessor(db, 'cases.deadlines', 'cases.agenda');
    await renameTable(db, 'case_of_slot', 'following_case');
    await renameTable(db, 'deadline', 'agenda');
  }
}
