import { createHash } from 'node:crypto';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { typeParsers } from '#postgres';
import { type ContextDefinition, migrateDatabase } from '#runtime';

/** The addresses of one database, by role. `ownerUrl` and the others are of ordinary roles. */
export type DatabaseRoles = Readonly<{ ownerUrl: string; runtimeUrl: string; readerUrl: string }>;

const [OWNER, RUNTIME, READER] = ['regie_test_owner', 'regie_test_runtime', 'regie_test_reader'] as const;

/**
 * Gives the database at `url`, the address of an administrator, an owner, and logins for the runtime and the reader, as
 * docs/deployment.md says. The roles are made once per server.
 */
export const rolesOn = async (url: string): Promise<DatabaseRoles> => {
  const client = new Client({ connectionString: url, types: typeParsers });
  await client.connect();
  try {
    for (const name of [OWNER, RUNTIME, READER]) await client.query(createRole(name, url));
    const database = escapeIdentifier(new URL(url).pathname.slice(1));
    await client.query(`
      ALTER DATABASE ${database} OWNER TO ${OWNER};
      REVOKE CONNECT, TEMPORARY ON DATABASE ${database} FROM PUBLIC`);
  } finally {
    await client.end();
  }
  return { ownerUrl: as(OWNER, url), runtimeUrl: as(RUNTIME, url), readerUrl: as(READER, url) };
};

/** Creates a role unless it exists: specs that run at once create the same ones. */
const createRole = (name: string, url: string): string => `
  DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${name}') THEN
      CREATE ROLE ${name} LOGIN PASSWORD ${escapeLiteral(passwordFor(url))};
    END IF;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END $$`;

/** The password follows from that of the administrator, so that all processes of a run know it and nobody else. */
const passwordFor = (url: string): string => createHash('sha256').update(new URL(url).password).digest('base64url');

const as = (username: string, url: string): string =>
  Object.assign(new URL(url), { username, password: passwordFor(url) }).href;

/**
 * Makes the roles, migrates the schemas of the contexts and of the event store as the owner, and grants the rights.
 * Tables that an earlier administrator made stay with that one.
 */
export const migrated = async (url: string, contexts: readonly ContextDefinition[]): Promise<DatabaseRoles> => {
  const roles = await rolesOn(url);
  const { runtimeUrl, readerUrl } = roles;
  await migrateDatabase({ ownerUrl: url, runtimeUrl, readerUrl, contexts, eventStore: 'postgres' });
  return roles;
};
