import { setTimeout as pause } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { withClient } from '#postgres';
import { CannotStart } from './cannot-start.js';

/** The names under which the release before this one connects to PostgreSQL. This release uses those of {@link connectionName}. */
const FORMER_CONNECTIONS = [
  'regie-event-store',
  'regie-mandates',
  'regie-cases',
  'regie-partners',
  'regie-teams',
  'regie-deliveries',
];

/** The name of a connection in `pg_stat_activity`. It distinguishes this release from the one before. */
export const connectionName = (part: string): string => `regie-hub-${part}`;

/** A process that was just stopped may leave its connections for a moment. */
const GONE_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 100;

/**
 * Refuses to start while a process of the release before uses the database: the upgrade renames the tables that it writes to.
 * @throws {CannotStart} before anything is written
 */
export const mustBeAloneWithThisRelease = async (postgresUrl: string): Promise<void> => {
  await withClient(postgresUrl, { purpose: 'checks', name: connectionName('upgrade') }, async (client) => {
    for (const deadline = Date.now() + GONE_WITHIN_MS; ; await pause(LOOK_EVERY_MS)) {
      const former = await formerConnection(client);
      if (!former) return;
      if (Date.now() > deadline)
        throw new CannotStart(
          `A process of the release before this one still uses the database (connection ${former.name}, from ${former.address ?? 'this machine'}, backend ${former.pid}). ` +
            'The two do not run beside each other: stop it, then start this one.',
        );
    }
  });
};

type FormerConnection = Readonly<{ pid: number; name: string; address: string | null }>;

const formerConnection = async (client: ClientBase): Promise<FormerConnection | undefined> => {
  const { rows } = await client.query<FormerConnection>(
    `SELECT pid, application_name AS name, host(client_addr) AS address FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = ANY ($1) ORDER BY backend_start`,
    [FORMER_CONNECTIONS],
  );
  return rows[0];
};

/** The table of executed migrations in a schema. The release before looks for `migrations`, finds nothing, and cannot start. */
export const MIGRATIONS_TABLE = 'schema_migrations';
const FORMER_MIGRATIONS_TABLE = 'migrations';

const rename = (schema: string, from: string, to: string): string => `
  DO $$ BEGIN
    IF to_regclass('${schema}.${from}') IS NOT NULL AND to_regclass('${schema}.${to}') IS NULL THEN
      ALTER TABLE ${schema}.${from} RENAME TO ${to};
    END IF;
  END $$`;

/** Takes over the list of migrations of the release before, where the schema still has it. */
export const adoptMigrations = (schema: string): string => rename(schema, FORMER_MIGRATIONS_TABLE, MIGRATIONS_TABLE);

/** The migrations that are unknown to the release before have this timestamp or a later one. */
const SINCE = 1_796_000_000_000;

/**
 * Renames the tables of a schema back to the names of the release before. Returns the migrations that were undone, the last first.
 * @throws when the schema is in use: all processes must be stopped first
 */
export const downgrade = async (schema: string, options: DataSourceOptions): Promise<readonly string[]> => {
  const db = await new DataSource({ ...options, migrationsRun: false }).initialize();
  try {
    const undone = await db.query<{ name: string }[]>(
      `SELECT name FROM ${schema}.${MIGRATIONS_TABLE} WHERE timestamp >= $1 ORDER BY id DESC`,
      [SINCE],
    );
    for (const _ of undone) await db.undoLastMigration({ transaction: 'each' });
    await db.query(rename(schema, MIGRATIONS_TABLE, FORMER_MIGRATIONS_TABLE));
    return undone.map(({ name }) => name);
  } finally {
    await db.destroy();
  }
};
