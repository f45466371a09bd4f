import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['checkpoints', 'stream_positions', 'processed_messages', 'failed_messages'];

/**
 * Lets the reactor of the register start where its read model is: before this release, the read model dispatched the commands itself. A message that
 * failed in the read model is retried by both.
 */
export class FollowRegister1797000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      const columns = (await db.query(
        `SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attidentity = '' AND attname <> 'processor'`,
        [table],
      )) as { attname: string }[];
      const names = columns.map(({ attname }) => `"${attname}"`).join(', ');
      await db.query(
        `INSERT INTO ${table} (processor, ${names}) SELECT 'cases.follow-register', ${names} FROM ${table} WHERE processor = 'cases.register'`,
      );
    }
  }

  async down(db: QueryRunner): Promise<void> {
    for (const table of TABLES) await db.query(`DELETE FROM ${table} WHERE processor = 'cases.follow-register'`);
  }
}
