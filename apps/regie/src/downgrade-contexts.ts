import { withClient } from '#postgres';
import { databaseOptions, downgrade, ownerRole } from '#runtime';
import { CONTEXTS } from './contexts.js';
import { databaseFailed } from './database.js';
import { CommandFailed } from './terminal.js';

/**
 * Takes every context in the database back to the previous release, and returns the undone migrations by context.
 * @throws {CommandFailed} when a process still uses the database, or it cannot be reached
 */
export const downgradeContexts = async (
  postgresUrl: string,
): Promise<readonly (readonly [context: string, migrations: readonly string[]])[]> => {
  const contexts = await contextsIn(postgresUrl).catch((error: unknown) => {
    throw error instanceof CommandFailed ? error : databaseFailed(error);
  });
  const role = await ownerRole(postgresUrl, CONTEXTS).catch((error: unknown) => {
    throw databaseFailed(error);
  });
  const undone: (readonly [string, readonly string[]])[] = [];
  for (const context of contexts)
    undone.push([
      context.name,
      await downgrade(context.name, databaseOptions(context, postgresUrl, { purpose: 'migrations', role })),
    ]);
  return undone;
};

const contextsIn = (postgresUrl: string): Promise<typeof CONTEXTS> =>
  withClient(postgresUrl, { purpose: 'command-line', name: 'regie-cli' }, async (client) => {
    const { rows: users } = await client.query<{ name: string }>(
      "SELECT DISTINCT application_name AS name FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'regie-hub-%'",
    );
    if (users.length > 0)
      throw new CommandFailed(
        `The database is in use, by ${users.map(({ name }) => name).join(', ')}.`,
        'Stop every process of the hub first.',
      );
    const { rows } = await client.query<{ schema: string }>(
      "SELECT nspname AS schema FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE relname = 'schema_migrations'",
    );
    return CONTEXTS.filter(({ name }) => rows.some(({ schema }) => schema === name));
  });
