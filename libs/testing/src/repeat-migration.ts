import type { DataSource, MigrationInterface } from 'typeorm';

/** Undoes a migration and runs it again, in one transaction: it then fills its tables from the rows that are there. */
export const repeatMigration = async (db: DataSource, migration: MigrationInterface): Promise<void> => {
  const runner = db.createQueryRunner();
  try {
    await runner.startTransaction();
    await migration.down(runner);
    await migration.up(runner);
    await runner.commitTransaction();
  } finally {
    await runner.release();
  }
};
