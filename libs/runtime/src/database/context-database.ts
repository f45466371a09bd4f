import type { MigrationInterface } from 'typeorm';
import type { ContextName } from '#contracts';
import { PLATFORM_MIGRATIONS, type Projection, type Publishes, type Reactor } from '#messaging';
import { dataSourceOptions, type Purpose } from '#postgres';
import { connectionBudget } from '../connection-budget.js';
import { connectionName, MIGRATIONS_TABLE } from './upgrade.js';

/** A change of a schema. `besideOlder`: processes that do not know the change may use the schema all the same. */
type Migration = MigrationInterface & Readonly<{ besideOlder?: true }>;

/** The definition of a context for the platform: a schema with its migrations, its projections with their entities, and its public events. */
export type ContextDefinition = Readonly<{
  name: ContextName;
  migrations: readonly (new () => Migration)[];
  projections: readonly Projection[];
  reactors?: readonly Reactor[];
  publishes: Publishes;
}>;

/** All migrations of the schema of a context, in their order. */
export const migrationsOf = ({ migrations }: ContextDefinition): readonly (new () => Migration)[] => [
  ...PLATFORM_MIGRATIONS,
  ...migrations,
];

/** `role` is taken with SET ROLE; left out, the login is used. */
type DatabaseOptions = Readonly<{ purpose?: Purpose; max?: number; role?: string | undefined }>;

/**
 * Returns the data source options for the schema of a context; opening it runs no migrations. Entities name no schema,
 * so that a projection can fill other tables in a rebuild.
 */
export const databaseOptions = (
  definition: ContextDefinition,
  url: string,
  { purpose = 'requests', max = connectionBudget(1, 'kafka').requests, role }: DatabaseOptions = {},
) => ({
  ...dataSourceOptions(url, {
    purpose,
    name: connectionName(definition.name),
    schema: definition.name,
    max,
    role,
  }),
  entities: definition.projections.flatMap(({ entities }) => entities),
  migrations: [...migrationsOf(definition)],
  migrationsTableName: MIGRATIONS_TABLE,
  migrationsRun: false,
  migrationsTransactionMode: 'all' as const,
});
