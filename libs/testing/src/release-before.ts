import { type ContextDefinition, databaseOptions } from '#runtime';

/** Migrations with this timestamp, or a later one, are not in the release before. */
const SINCE = 1_796_000_000_000;

/** Opens the schema of a context as the release before does: without the migrations that came since, under its own names. */
export const optionsBefore = (context: ContextDefinition, url: string): ReturnType<typeof databaseOptions> => {
  const options = databaseOptions(context, url);
  return {
    ...options,
    migrations: options.migrations.filter(({ name }) => Number(name.slice(-13)) < SINCE),
    migrationsTableName: 'migrations',
    extra: { ...options.extra, application_name: `regie-${context.name}` },
  };
};
