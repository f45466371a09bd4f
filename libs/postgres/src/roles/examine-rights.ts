import type { ClientBase } from 'pg';
import { type ObjectKind, privilegesOn, type SchemaRights } from './schema-rights.js';

/**
 * The difference between the rights of the current role and the declared ones. Each `missing` is a grant, such as
 * `SELECT ON TABLE event_store.events`. Each `surplus` has the statement or change that removes it.
 */
export type RightsFound = Readonly<{
  role: string;
  missing: readonly string[];
  surplus: readonly Readonly<{ right: string; remedy: string }>[];
}>;

type Facts = Readonly<{
  role: string;
  superuser: boolean;
  owners: readonly string[];
  creates: readonly string[];
  schemas: readonly Readonly<{ schema: string; usage: boolean }>[];
  objects: readonly Readonly<{
    kind: ObjectKind;
    schema: string;
    name: string;
    object: string;
    has: readonly string[];
  }>[];
}>;

/** The effective rights of the role, also those that it has through PUBLIC and through other roles. */
const FACTS = `
  WITH hub AS (SELECT oid, nspname, nspowner FROM pg_namespace WHERE nspname = ANY ($1))
  SELECT current_user::text AS role,
    (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser,
    ARRAY(SELECT DISTINCT rolname::text FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER') AND oid IN (
      SELECT nspowner FROM hub UNION SELECT relowner FROM pg_class JOIN hub ON hub.oid = relnamespace)) AS owners,
    ARRAY(SELECT format('DATABASE %I', current_database()) WHERE has_database_privilege(current_database(), 'CREATE')
      UNION ALL SELECT format('SCHEMA %I', nspname) FROM pg_namespace
        WHERE (nspname = 'public' OR nspname = ANY ($1)) AND has_schema_privilege(oid, 'CREATE')) AS creates,
    coalesce((SELECT json_agg(json_build_object('schema', nspname, 'usage', has_schema_privilege(oid, 'USAGE')) ORDER BY nspname) FROM hub), '[]') AS schemas,
    coalesce((SELECT json_agg(json_build_object('kind', 'TABLE', 'schema', nspname, 'name', relname, 'object', format('%I.%I', nspname, relname),
        'has', ARRAY(SELECT privilege FROM unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS privilege
                      WHERE has_table_privilege(pg_class.oid, privilege))) ORDER BY nspname, relname)
      FROM pg_class JOIN hub ON hub.oid = relnamespace WHERE relkind IN ('r', 'p', 'v', 'm', 'f')), '[]')::jsonb
    || coalesce((SELECT json_agg(json_build_object('kind', 'FUNCTION', 'schema', nspname, 'name', proname, 'object', format('%I.%I', nspname, proname),
        'has', ARRAY(SELECT 'EXECUTE' WHERE has_function_privilege(pg_proc.oid, 'EXECUTE'))) ORDER BY nspname, proname)
      FROM pg_proc JOIN hub ON hub.oid = pronamespace), '[]')::jsonb AS objects`;

/** Compares the rights of the role of this connection with those that are declared for `as`. */
export const examineRights = async (
  client: ClientBase,
  declared: readonly SchemaRights[],
  as: 'runtime' | 'reader',
): Promise<RightsFound> => {
  const { rows } = await client.query<Facts>(FACTS, [declared.map(({ schema }) => schema)]);
  const facts = rows[0]!;
  const wantedOn = ({ schema, kind, name }: Facts['objects'][number]): readonly string[] =>
    privilegesOn(declared.find((each) => each.schema === schema)![as], kind, name);
  const missing = [
    ...facts.schemas.filter(({ usage }) => !usage).map(({ schema }) => `USAGE ON SCHEMA ${schema}`),
    ...facts.objects.flatMap((each) =>
      wantedOn(each)
        .filter((privilege) => !each.has.includes(privilege))
        .map((privilege) => `${privilege} ON ${each.kind} ${each.object}`),
    ),
  ];
  return { role: facts.role, missing, surplus: surplusOf(facts, wantedOn) };
};

/** Names the widest right only: a superuser and an owner have all others too. */
const surplusOf = (
  { role, superuser, owners, creates, objects }: Facts,
  wantedOn: (object: Facts['objects'][number]) => readonly string[],
): RightsFound['surplus'] => {
  const ANOTHER = 'name another user in the address, and let `npx regie migrate` grant it its rights';
  if (superuser) return [{ right: 'is a superuser', remedy: ANOTHER }];
  const [owner] = owners;
  if (owner === role) return [{ right: 'owns the tables', remedy: ANOTHER }];
  if (owner)
    return [{ right: `may take the role ${owner}, which owns the tables`, remedy: `REVOKE ${owner} FROM ${role};` }];
  return [
    ...creates.map((where) => ({
      right: `may create objects in ${where}`,
      remedy: `REVOKE CREATE ON ${where} FROM ${role}, PUBLIC;`,
    })),
    ...objects.flatMap((each) => {
      const more = each.has.filter((privilege) => !wantedOn(each).includes(privilege)).join(', ');
      if (more === '') return [];
      const remedy = `REVOKE ${more} ON ${each.kind} ${each.object} FROM ${role}, PUBLIC;`;
      return [{ right: `has ${more} on ${each.object}`, remedy }];
    }),
  ];
};
