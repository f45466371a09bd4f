import type { ClientBase } from 'pg';
import { eventStoreStates, migrateEventStore } from '#event-store';
import {
  examineServer,
  type Grantees,
  grantStatements,
  NoOwner,
  ownerRoleOf,
  parseAddress,
  problemsInWords,
  type SchemaState,
  withClient,
} from '#postgres';
import { CannotStart } from '../cannot-start.js';
import type { Settings } from '../settings/settings.js';
import { mustNotBeNewer } from './check-database.js';
import type { ContextDefinition } from './context-database.js';
import { contextState, prepareSchema } from './context-schema.js';
import { databaseRights } from './rights.js';
import { connectionName, mustBeAloneWithThisRelease } from './upgrade.js';

/** The connections of a migration: one that keeps the lock, one that waits for its turn, and one that executes. */
const CONNECTIONS = 3;

/**
 * A migration as the login of `ownerUrl`. The users of `runtimeUrl` and `readerUrl` get their rights. `dryRun`: report
 * and write nothing.
 */
export type DatabaseMigration = Readonly<{
  ownerUrl: string;
  runtimeUrl?: string | undefined;
  readerUrl?: string | undefined;
  contexts: readonly ContextDefinition[];
  eventStore: Settings['eventStore'];
  dryRun?: boolean;
}>;

/**
 * Brings the schemas of the event store and of the contexts to this release, and grants the rights of the runtime and of
 * the reader. Several commands at once take turns.
 * @param report receives a line for each step
 * @returns the number of steps; 0 when the database was as it should be
 * @throws {CannotStart} with the remedy
 */
export const migrateDatabase = async (
  migration: DatabaseMigration,
  report: (line: string) => void = () => undefined,
): Promise<number> => {
  const { ownerUrl, contexts, eventStore, dryRun = false } = migration;
  const problems = await examineServer(ownerUrl, { connections: CONNECTIONS, name: connectionName('migrations') });
  const refused = problems.filter(({ severity }) => severity === 'refused');
  if (refused.length > 0)
    throw new CannotStart(`PostgreSQL cannot be used as it is. Nothing was written.\n${problemsInWords(refused)}`);
  await mustBeAloneWithThisRelease(ownerUrl);
  return asOwner(migration, async (client, role) => {
    const states = await statesOf(client, migration);
    // The command of an older release would take back rights that the newer one granted.
    mustNotBeNewer(states);
    const pending = states.filter(({ missing }) => missing.length > 0);
    for (const { schema, missing } of pending) for (const step of missing) report(`${schema}: ${step}`);
    if (!dryRun && pending.length > 0) {
      await migrateEventStore(ownerUrl, eventStore, role);
      for (const context of contexts) await prepareSchema(context, ownerUrl, role);
    }
    const granted = await grant(client, migration, role, report);
    return pending.flatMap(({ missing }) => missing).length + granted;
  });
};

/** Takes the role that owns the schemas, and the turn of this command. */
const asOwner = <T>(
  { ownerUrl, contexts, eventStore }: DatabaseMigration,
  work: (client: ClientBase, role: string) => Promise<T>,
): Promise<T> =>
  withClient(ownerUrl, { purpose: 'migrations', name: connectionName('migrations') }, async (client) => {
    await client.query('SELECT pg_advisory_lock(727006)');
    const schemas = schemasOf(contexts, eventStore).map(({ schema }) => schema);
    const role = await ownerRoleOf(client, schemas).catch((error: unknown) => {
      throw error instanceof NoOwner ? new CannotStart(`${error.message}\n${error.remedy}`) : error;
    });
    await client.query(`SET ROLE ${client.escapeIdentifier(role)}`);
    return work(client, role);
  });

/**
 * Returns the role that owns the schemas of the contexts, which a command takes before it changes tables.
 * @throws {CannotStart} with the remedy, when the login may not take it
 */
export const ownerRole = (ownerUrl: string, contexts: readonly ContextDefinition[]): Promise<string> =>
  asOwner({ ownerUrl, contexts, eventStore: 'postgres' }, async (_, role) => role);

const schemasOf = (contexts: readonly ContextDefinition[], eventStore: Settings['eventStore']) =>
  databaseRights(
    contexts.map(({ name }) => name),
    eventStore,
  );

const statesOf = async (
  client: ClientBase,
  { contexts, eventStore }: DatabaseMigration,
): Promise<readonly SchemaState[]> => {
  const states = [...(await eventStoreStates(client, eventStore))];
  for (const context of contexts) states.push(await contextState(client, context));
  return states;
};

/** Grants the rights in one transaction, so that a running process never lacks one. Returns the number of statements. */
const grant = async (
  client: ClientBase,
  { contexts, eventStore, runtimeUrl, readerUrl, dryRun }: DatabaseMigration,
  role: string,
  report: (line: string) => void,
): Promise<number> => {
  const rights = schemasOf(contexts, eventStore);
  const grantees = granteesOf(runtimeUrl, readerUrl, role);
  await mustExist(client, grantees);
  const statements = await grantStatements(client, rights, grantees);
  for (const statement of statements) report(`${statement};`);
  if (dryRun || statements.length === 0) return statements.length;
  await client.query(['BEGIN', ...statements, 'COMMIT'].join(';\n'));
  const left = await grantStatements(client, rights, grantees);
  if (left.length > 0)
    throw new CannotStart(
      `${role} may not grant everything. As an administrator, in this database:\n${left.map((each) => `  ${each};`).join('\n')}`,
    );
  return statements.length;
};

/** Returns the logins to grant to, without the owner, which has all rights. */
const granteesOf = (runtimeUrl: string | undefined, readerUrl: string | undefined, owner: string): Grantees => {
  const userOf = (url: string | undefined): string | undefined => {
    const user = url === undefined ? undefined : parseAddress(url)?.user;
    return user === '' || user === owner ? undefined : user;
  };
  const [runtime, reader] = [userOf(runtimeUrl), userOf(readerUrl)];
  return { runtime, reader: reader === runtime ? undefined : reader };
};

const mustExist = async (client: ClientBase, { runtime, reader }: Grantees): Promise<void> => {
  const { rows } = await client.query<{ name: string }>(
    'SELECT name FROM unnest($1::text[]) AS name WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)',
    [[runtime, reader].filter((name) => name !== undefined)],
  );
  const [missing] = rows;
  if (missing)
    throw new CannotStart(
      `PostgreSQL has no role ${missing.name}, which REGIE_POSTGRES_URL or REGIE_POSTGRES_READER_URL names.\n` +
        `As an administrator: CREATE ROLE ${client.escapeIdentifier(missing.name)} LOGIN PASSWORD '...';`,
    );
};
