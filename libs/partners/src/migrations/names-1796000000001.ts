import type { MigrationInterface, QueryRunner } from 'typeorm';
import { renameTable } from '#messaging';

/** The renamed columns: table, old name, new name. */
const COLUMNS = [
  ['delivery_cursor', 'applied', 'applied_version'],
  ['delivery_cursor', 'numbered', 'last_number'],
  ['delivery_cursor', 'taken', 'enqueued'],
  ['delivery_cursor', 'pace_ms', 'rate_limit_ms'],
  ['delivery_cursor', 'next_at', 'next_attempt_at'],
  ['delivery_cursor', 'mails_failed', 'mail_failures'],
  // `pass`, `sequence`, `state` and `last_at` keep their names. An earlier migration creates indexes on them, also when
  // it runs on tables restored from a backup of this release.
  ['delivery', 'tries', 'attempts'],
  ['delivery', 'taken_at', 'enqueued_at'],
  ['delivery', 'first_at', 'first_attempt_at'],
  ['delivery', 'took_ms', 'duration_ms'],
  ['delivery', 'status', 'response_status'],
  ['delivery', 'answer', 'response'],
  ['subscription_key', 'sealed_secret', 'encrypted_secret'],
  ['subscription_key', 'sealed_private_key', 'encrypted_private_key'],
] as const;

/**
 * Renames the tables and columns of deliveries to standard terms. Tables restored from a backup of this release already
 * have the new names. In that case an earlier migration has just created an empty table under the old name, which is
 * dropped.
 */
export class Names1796000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    if (await exists(db, 'delivery_cursor')) await dropEmpty(db, 'delivery_line');
    else await renameTable(db, 'delivery_line', 'delivery_cursor');
    for (const [table, before, now] of COLUMNS) if (await has(db, table, before)) await rename(db, table, before, now);
  }

  async down(db: QueryRunner): Promise<void> {
    for (const [table, before, now] of COLUMNS) await rename(db, table, now, before);
    await renameTable(db, 'delivery_cursor', 'delivery_line');
  }
}

const rename = async (db: QueryRunner, table: string, from: string, to: string): Promise<void> => {
  await db.query(`ALTER TABLE ${table} RENAME COLUMN ${from} TO ${to}`);
};

const exists = async (db: QueryRunner, table: string): Promise<boolean> => {
  const found = (await db.query('SELECT WHERE to_regclass($1) IS NOT NULL', [table])) as unknown[];
  return found.length > 0;
};

const has = async (db: QueryRunner, table: string, column: string): Promise<boolean> => {
  const found = (await db.query(
    'SELECT FROM pg_attribute WHERE attrelid = $1::regclass AND attname = $2 AND NOT attisdropped',
    [table, column],
  )) as unknown[];
  return found.length > 0;
};

const dropEmpty = async (db: QueryRunner, table: string): Promise<void> => {
  const rows = (await db.query(`SELECT FROM ${table} LIMIT 1`)) as unknown[];
  if (rows.length > 0) throw new Error(`${table} has rows under its old name and under its new one: keep one of them`);
  await db.query(`DROP TABLE ${table}`);
};
