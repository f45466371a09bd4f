import type { ClientBase } from 'pg';
import { DataSource } from 'typeorm';
import { type SchemaState, withClient } from '#postgres';
import { type ContextDefinition, databaseOptions, migrationsOf } from './context-database.js';
import { adoptMigrations, connectionName, MIGRATIONS_TABLE } from './upgrade.js';

/**
 * Creates the schema and its missing tables, as `role` where that is given. Of several commands at once, one does the
 * work and the others wait.
 */
export const prepareSchema = (definition: ContextDefinition, url: string, role?: string): Promise<void> =>
  withClient(url, { purpose: 'migrations', name: connectionName('migrations'), role }, async (client) => {
    await client.query('SELECT pg_advisory_lock(727001)');
    const { rowCount: exists } = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [definition.name]);
    if (!exists) await client.query(`CREATE SCHEMA ${definition.name}`);
    await client.query(adoptMigrations(definition.name));
    // Exclusion constraints over a text and a range need this extension.
    await client.query('CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public');
    const options = databaseOptions(definition, url, { purpose: 'migrations', max: 1, role });
    await (await new DataSource({ ...options, migrationsRun: true }).initialize()).destroy();
    await declareCompatible(client, definition);
  });

/** Records which migrations older processes need not know, for the check of those processes at their start. */
const declareCompatible = async (client: ClientBase, definition: ContextDefinition): Promise<void> => {
  const table = `${definition.name}.${MIGRATIONS_TABLE}`;
  const names = migrationsOf(definition).flatMap((migration) => (new migration().besideOlder ? [migration.name] : []));
  await client.query(`ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS beside_older boolean NOT NULL DEFAULT false`);
  await client.query(`UPDATE ${table} SET beside_older = true WHERE name = ANY ($1) AND NOT beside_older`, [names]);
};

/** Compares the executed migrations of a schema with those that this release knows. */
export const contextState = async (client: ClientBase, definition: ContextDefinition): Promise<SchemaState> => {
  const { rowCount: exists } = await client.query(
    'SELECT FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = $1 AND relname = $2',
    [definition.name, MIGRATIONS_TABLE],
  );
  // Read as JSON: the column is missing until the first `regie migrate`.
  const { rows } = exists
    ? await client.query<{ name: string; beside: boolean | null }>(
        `SELECT name, (to_jsonb(m) ->> 'beside_older')::boolean AS beside FROM ${definition.name}.${MIGRATIONS_TABLE} m ORDER BY id`,
      )
    : { rows: [] };
  const executed = new Set(rows.map(({ name }) => name));
  const known = new Set(migrationsOf(definition).map(({ name }) => name));
  return {
    schema: definition.name,
    missing: [...known].filter((name) => !executed.has(name)),
    newer: rows.filter(({ name, beside }) => !known.has(name) && !beside).map(({ name }) => name),
  };
};
