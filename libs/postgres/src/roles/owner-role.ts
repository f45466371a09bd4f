import type { ClientBase } from 'pg';

/** The role that owns the schemas cannot be determined, or the login may not take it. `remedy` is for an operator. */
export class NoOwner extends Error {
  override readonly name = 'NoOwner';
  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

const OWNERS = `
  WITH hub AS (SELECT oid, nspowner FROM pg_namespace WHERE nspname = ANY ($1))
  SELECT DISTINCT rolname AS name FROM pg_roles JOIN (
    SELECT nspowner AS owner FROM hub
    UNION SELECT relowner FROM pg_class JOIN hub ON hub.oid = relnamespace WHERE relkind IN ('r', 'p', 'v', 'm', 'S')
    UNION SELECT proowner FROM pg_proc JOIN hub ON hub.oid = pronamespace
  ) AS owners ON owner = pg_roles.oid ORDER BY 1`;

const OF_DATABASE = `
  SELECT rolname AS name FROM pg_database JOIN pg_roles ON pg_roles.oid = datdba
   WHERE datname = current_database() AND pg_has_role(current_user, datdba, 'MEMBER')`;

/**
 * Returns the role that owns the schemas of the hub, so that new tables belong to the same role. In an empty database it
 * is the owner of the database when the login is a member of it, else the login itself.
 * @throws {NoOwner} when several roles own the schemas, or the login may not take the role
 */
export const ownerRoleOf = async (client: ClientBase, schemas: readonly string[]): Promise<string> => {
  const { rows: owners } = await client.query<{ name: string }>(OWNERS, [schemas]);
  const { rows: logins } = await client.query<{ name: string }>('SELECT current_user::text AS name');
  const login = logins[0]!.name;
  const [owner, other] = owners.length > 0 ? owners : (await client.query<{ name: string }>(OF_DATABASE)).rows;
  if (other)
    throw new NoOwner(
      `Several roles own tables of the hub: ${owners.map(({ name }) => name).join(', ')}.`,
      `As an administrator, in this database: REASSIGN OWNED BY ${other.name} TO ${owner!.name};`,
    );
  const name = owner?.name ?? login;
  if (name !== login) await mayTake(client, login, name);
  return name;
};

const mayTake = async (client: ClientBase, login: string, owner: string): Promise<void> => {
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL ROLE ${client.escapeIdentifier(owner)}`);
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    throw new NoOwner(
      `The tables of the hub belong to ${owner}, whose role ${login} may not take.`,
      `Name the owner in REGIE_POSTGRES_OWNER_URL, or as an administrator: GRANT ${owner} TO ${login};`,
    );
  } finally {
    await client.query('ROLLBACK');
  }
};
