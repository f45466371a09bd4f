import { withClient } from '#postgres';
import { databaseOptions, downgrade, ownerRole } from '#runtime';
import { contextsIn } from './choose-contexts.js';
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
  const [contexts, role] = await facts(postgresUrl).catch((error: unknown) => {
    throw error instanceof CommandFailed ? error : databaseFailed(error);
  });
  const undone: (readonly [string, readonly string[]])[] = [];
  for (const context of contexts)
    undone.push([
      context.name,
      await downgrade(context.name, databaseOptions(context, postgresUrl, { purpose: 'migrations', role })),
    ]);
  return undone;
};

/** Returns the contexts to take back, and the role that owns their tables. */
const facts = async (postgresUrl: string) => {
  await mustBeUnused(postgresUrl);
  return [await contextsIn(postgresUrl, ['schema_migrations']), await ownerRole(postgresUrl, CONTEXTS)] as const;
};

/** @throws {CommandFailed} while a process is connected to the database */
const mustBeUnused = (postgresUrl: string): Promise<void> =>
  withClient(postgresUrl, { purpose: 'command-line', name: 'regie-cli' }, async (client) => {
    const { rows: users } = await client.query<{ name: string }>(
      "SELECT DISTINCT application_name AS name FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'regie-hub-%'",
    );
    if (users.length > 0)
      throw new CommandFailed(
        `The database is in use, by ${users.map(({ name }) => name).join(', ')}.`,
        'Stop every process of the hub first.',
      );
  });
