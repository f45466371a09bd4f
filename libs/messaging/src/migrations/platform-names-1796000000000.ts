import type { MigrationInterface, QueryRunner } from 'typeorm';
import { renameTable, renameValues } from './rename.js';

/** The tables of every schema: the former name and the present one. */
const TABLES = [
  ['handled', 'processed_messages'],
  ['dead_letters', 'failed_messages'],
  ['streams_seen', 'stream_positions'],
] as const;

const STATES = { waiting: 'retrying', dead: 'dead-lettered', parked: 'blocked' };

/**
 * Renames the tables of processors and failed messages to the terms of the field. The rows stay, so that no read model
 * has to be rebuilt.
 */
export class PlatformNames1796000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const [before, now] of TABLES) await renameTable(db, before, now);
    for (const table of ['checkpoints', ...TABLES.map(([, now]) => now)])
      await db.query(`ALTER TABLE ${table} RENAME COLUMN follower TO processor`);
    await db.query('ALTER TABLE failed_messages RENAME COLUMN announced TO published');
    await renameValues(db, 'failed_messages', 'state', STATES, `(state = 'retrying') = (due IS NOT NULL)`);
  }

  async down(db: QueryRunner): Promise<void> {
    const former = Object.fromEntries(Object.entries(STATES).map(([before, now]) => [now, before]));
    await renameValues(db, 'failed_messages', 'state', former, `(state = 'waiting') = (due IS NOT NULL)`);
    await db.query('ALTER TABLE failed_messages RENAME COLUMN published TO announced');
    for (const table of ['checkpoints', ...TABLES.map(([, now]) => now)])
      await db.query(`ALTER TABLE ${table} RENAME COLUMN processor TO follower`);
    for (const [before, now] of TABLES) await renameTable(db, now, before);
  }
}
