import { type ClientBase, escapeIdentifier } from 'pg';
import { type ObjectKind, privilegesOn, type Rights, type SchemaRights } from './schema-rights.js';

/** The logins that receive rights; left out, a login does not exist, or is the owner itself. */
export type Grantees = Readonly<{ runtime?: string | undefined; reader?: string | undefined }>;

type Found = Readonly<{
  kind: ObjectKind | 'DEFAULT' | 'SEQUENCE';
  schema: string;
  name: string;
  object: string;
  /** null: the grantee is PUBLIC */
  grantee: string | null;
  privileges: readonly string[];
}>;

/**
 * The objects of the schemas, each with the privileges of each grantee, PUBLIC included. An object without any is a row
 * too. `DEFAULT` are those that new tables of the owner get.
 */
const OBJECTS = `
  WITH hub AS (SELECT oid, nspname, nspowner, nspacl FROM pg_namespace WHERE nspname = ANY ($1)),
  object AS (
    SELECT 'SCHEMA' AS kind, nspname AS schema, nspname AS name, format('SCHEMA %I', nspname) AS object, nspacl AS acl FROM hub
    UNION ALL
    SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, nspname, relname, format('%s %I.%I', CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, nspname, relname), relacl
      FROM pg_class JOIN hub ON hub.oid = relnamespace WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT 'FUNCTION', nspname, proname, format('FUNCTION %I.%I(%s)', nspname, proname, pg_get_function_identity_arguments(pg_proc.oid)),
           coalesce(proacl, acldefault('f', proowner))
      FROM pg_proc JOIN hub ON hub.oid = pronamespace
    UNION ALL
    SELECT 'DEFAULT', nspname, '', 'TABLES', defaclacl
      FROM hub LEFT JOIN pg_default_acl ON defaclnamespace = hub.oid AND defaclobjtype = 'r' AND defaclrole = (SELECT oid FROM pg_roles WHERE rolname = current_user)
  ), grantee AS (SELECT oid, rolname::text AS name FROM pg_roles WHERE rolname = ANY ($2) UNION ALL SELECT 0, NULL)
  SELECT kind, schema, object.name, object, grantee.name AS grantee,
         ARRAY(SELECT privilege_type FROM aclexplode(acl) AS granted WHERE granted.grantee = grantee.oid ORDER BY 1) AS privileges
    FROM object CROSS JOIN grantee ORDER BY kind = 'DEFAULT', schema, kind DESC, object, grantee NULLS FIRST`;

/**
 * Returns the statements after which each grantee has the declared rights on the schemas that exist, no more and no
 * fewer. The current role owns the schemas. Rights of roles that the hub does not know stay as they are.
 */
export const grantStatements = async (
  client: ClientBase,
  declared: readonly SchemaRights[],
  { runtime, reader }: Grantees,
): Promise<readonly string[]> => {
  const grantees = [runtime, reader].filter((name) => name !== undefined);
  const { rows } = await client.query<Found>(OBJECTS, [declared.map(({ schema }) => schema), grantees]);
  const rightsOf = ({ schema, grantee }: Found): Rights | undefined => {
    const rights = declared.find((each) => each.schema === schema)!;
    return grantee === null ? undefined : grantee === runtime ? rights.runtime : rights.reader;
  };
  const database = await connectStatements(client, grantees);
  return [...database, ...rows.flatMap((found) => changes(found, rightsOf(found)))];
};

/** Compares one object. PUBLIC, which has no rights, loses those of functions only: the rest was granted by an operator. */
const changes = (found: Found, rights: Rights | undefined): readonly string[] => {
  const { kind, schema, name, object, grantee, privileges } = found;
  if (grantee === null && kind !== 'FUNCTION') return [];
  const wanted = !rights || kind === 'SEQUENCE' ? [] : privilegesOn(rights, kind === 'DEFAULT' ? 'TABLE' : kind, name);
  const to = grantee === null ? 'PUBLIC' : escapeIdentifier(grantee);
  const prefix = kind === 'DEFAULT' ? `ALTER DEFAULT PRIVILEGES IN SCHEMA ${escapeIdentifier(schema)} ` : '';
  const [surplus, missing] = [minus(privileges, wanted), minus(wanted, privileges)];
  return [
    ...(surplus.length > 0 ? [`${prefix}REVOKE ${surplus.join(', ')} ON ${object} FROM ${to}`] : []),
    ...(missing.length > 0 ? [`${prefix}GRANT ${missing.join(', ')} ON ${object} TO ${to}`] : []),
  ];
};

const minus = (all: readonly string[], others: readonly string[]): readonly string[] =>
  all.filter((each) => !others.includes(each));

/** The databases of PostgreSQL admit everybody by default; an operator may have revoked that. */
const connectStatements = async (client: ClientBase, grantees: readonly string[]): Promise<readonly string[]> => {
  const { rows } = await client.query<{ database: string; name: string }>(
    `SELECT current_database() AS database, rolname AS name FROM pg_roles
      WHERE rolname = ANY ($1) AND NOT has_database_privilege(oid, current_database(), 'CONNECT') ORDER BY 2`,
    [grantees],
  );
  return rows.map(
    ({ database, name }) => `GRANT CONNECT ON DATABASE ${escapeIdentifier(database)} TO ${escapeIdentifier(name)}`,
  );
};
