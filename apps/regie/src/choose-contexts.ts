import { withClient } from '#postgres';
import { CONTEXTS } from './contexts.js';
import { CommandFailed } from './terminal.js';

/** The tables of executed migrations: that of 0.1.0, and that of every later release. */
const TABLES = ['migrations', 'schema_migrations'];

/** Returns the contexts that have one of these tables of executed migrations in the database. */
export const contextsIn = (postgresUrl: string, tables: readonly string[] = TABLES): Promise<typeof CONTEXTS> =>
  withClient(postgresUrl, { purpose: 'command-line', name: 'regie-cli' }, async (client) => {
    const { rows } = await client.query<{ schema: string }>(
      `SELECT nspname AS schema FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
        WHERE relname = ANY ($1) AND relkind = 'r'`,
      [tables],
    );
    return CONTEXTS.filter(({ name }) => rows.some(({ schema }) => schema === name));
  });

/**
 * Returns the contexts to migrate: the named ones, else those that the database of a service has, else all of a hub.
 * @throws {CommandFailed} for a name that is no context, and for the empty database of a service
 */
export const chooseContexts = async (
  named: readonly string[],
  postgresUrl: string,
  ofService: boolean,
): Promise<typeof CONTEXTS> => {
  const names = CONTEXTS.map(({ name }) => name).join(', ');
  const unknown = named.find((name) => !CONTEXTS.some((context) => context.name === name));
  if (unknown) throw new CommandFailed(`There is no context ${unknown}.`, `There are ${names}.`);
  if (named.length > 0) return CONTEXTS.filter(({ name }) => named.includes(name));
  if (!ofService) return CONTEXTS;
  const present = await contextsIn(postgresUrl);
  if (present.length > 0) return present;
  throw new CommandFailed(
    'This database has no context yet, and a service has one of its own.',
    `Name it: npx regie migrate <context>. There are ${names}.`,
  );
};
