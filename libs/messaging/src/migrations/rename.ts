import type { QueryRunner } from 'typeorm';

/** Renames a table of the schema, with the indexes and constraints that carry its name. */
export const renameTable = async (db: QueryRunner, from: string, to: string): Promise<void> => {
  await db.query(`ALTER TABLE ${from} RENAME TO ${to}`);
  const named = `left(name, length($2)) = $2`;
  const constraints = (await db.query(
    `SELECT name FROM (SELECT conname::text AS name FROM pg_constraint WHERE conrelid = $1::regclass) AS found WHERE ${named}`,
    [to, `${from}_`],
  )) as { name: string }[];
  for (const { name } of constraints)
    await db.query(`ALTER TABLE ${to} RENAME CONSTRAINT "${name}" TO "${to}${name.slice(from.length)}"`);
  const indexes = (await db.query(
    `SELECT name FROM (SELECT relname::text AS name FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indrelid = $1::regclass) AS found WHERE ${named}`,
    [to, `${from}_`],
  )) as { name: string }[];
  for (const { name } of indexes) await db.query(`ALTER INDEX "${name}" RENAME TO "${to}${name.slice(from.length)}"`);
};

/**
 * Renames the values of a column of codes, in the rows and in the constraints.
 * `names` maps each former value to the new one, and `rule` is the other constraint of the table that names the values.
 */
export const renameValues = async (
  db: QueryRunner,
  table: string,
  column: string,
  names: Readonly<Record<string, string>>,
  rule: string,
): Promise<void> => {
  const checks = (await db.query(
    `SELECT conname AS name FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'c'`,
    [table],
  )) as { name: string }[];
  for (const { name } of checks) await db.query(`ALTER TABLE ${table} DROP CONSTRAINT "${name}"`);
  const cases = Object.entries(names).map(([before, now]) => `WHEN '${before}' THEN '${now}'`);
  await db.query(`UPDATE ${table} SET ${column} = CASE ${column} ${cases.join(' ')} END`);
  const values = Object.values(names).map((now) => `'${now}'`);
  await db.query(`ALTER TABLE ${table} ADD CHECK (${column} IN (${values.join(', ')}))`);
  await db.query(`ALTER TABLE ${table} ADD CHECK (${rule})`);
};

/** Renames a processor: its checkpoints, marks, failed messages and stream positions continue under the new name. */
export const renameProcessor = async (db: QueryRunner, from: string, to: string): Promise<void> => {
  for (const table of ['checkpoints', 'processed_messages', 'failed_messages', 'stream_positions'])
    await db.query(`UPDATE ${table} SET processor = $2 WHERE processor = $1`, [from, to]);
};
