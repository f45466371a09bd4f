import { setTimeout as pause } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { withClient } from '#postgres';
import { CannotStart } from '../cannot-start.js';

/** The names of the connections of the previous release in PostgreSQL. This release uses those of {@link connectionName}. */
const FORMER_CONNECTIONS = [
  'regie-event-store',
  'regie-mandates',
  'regie-cases',
  'regie-partners',
  'regie-teams',
  'regie-deliveries',
];

/** Returns the name of a connection in `pg_stat_activity`. The prefix distinguishes this release from the previous one. */
export const connectionName = (part: string): string => `regie-hub-${part}`;

/** The wait for the connections of a process that was just stopped. */
const GONE_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 100;

/**
 * Refuses to start while a process of the previous release uses the database: the upgrade renames the tables of that process.
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

/** The table of executed migrations in a schema. The previous release expects `migrations`, so that it cannot start on an upgraded schema. */
export const MIGRATIONS_TABLE = 'schema_migrations';
const FORMER_MIGRATIONS_TABLE = 'migrations';

const rename = (schema: string, from: string, to: string): string => `
  DO $$ BEGIN
    IF to_regclass('${schema}.${from}') IS NOT NULL AND to_regclass('${schema}.${to}') IS NULL THEN
      ALTER TABLE ${schema}.${from} RENAME TO ${to};
    END IF;
  END $$`;

/** Returns the SQL that renames the migrations table of the previous release, if the schema has one. */
export const adoptMigrations = (schema: string): string => rename(schema, FORMER_MIGRATIONS_TABLE, MIGRATIONS_TABLE);

/** The earliest timestamp of the migrations that the previous release does not know. */
const SINCE = 1_796_000_000_000;

/**
 * Undoes the migrations of this release in a schema, so that the previous release can use it again. Returns the undone migrations, the last first.
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
    await db.query(`ALTER TABLE ${schema}.${MIGRATIONS_TABLE} DROP COLUMN IF EXISTS beside_older`);
    await db.query(rename(schema, MIGRATIONS_TABLE, FORMER_MIGRATIONS_TABLE));
    return undone.map(({ name }) => name);
  } finally {
    await db.destroy();
  }
};
