import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Gives stored refusals of a name without an address the words of a name inside, so that old deliveries do not show the difference either. */
export class RefusalsWithoutNames1799100000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const words = ['the address is not called: host-unresolved', 'the address is not called: address-refused'];
    await db.query('UPDATE delivery_cursor SET problem = $2 WHERE problem = $1', words);
    await db.query('UPDATE delivery SET response = $2 WHERE response = $1', words);
  }

  async down(): Promise<void> {
    // The former words are gone, and nothing reads them.
  }
}
