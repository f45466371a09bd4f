import { type ContextDefinition, databaseOptions } from '#runtime';

/** Migrations with this timestamp, or a later one, are not in the previous release. */
const SINCE = 1_796_000_000_000;

/** Returns the options with which the previous release opens the schema of a context: its migrations, and its names of tables and connections. */
export const optionsBefore = (
  context: ContextDefinition,
  url: string,
): Omit<ReturnType<typeof databaseOptions>, 'migrationsRun'> & Readonly<{ migrationsRun: boolean }> => {
  const options = databaseOptions(context, url);
  return {
    ...options,
    migrations: options.migrations.filter(({ name }) => Number(name.slice(-13)) < SINCE),
    migrationsTableName: 'migrations',
    // The previous release migrates at its start.
    migrationsRun: true,
    extra: { ...options.extra, application_name: `regie-${context.name}` },
  };
};
