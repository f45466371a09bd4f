import { Client, escapeIdentifier } from 'pg';
import { typeParsers } from '#postgres';

type Role = 'runtime' | 'reader';
type Table = Readonly<{ schema: string; table: string; object: string; column: string }>;

/** The tables in which a running process writes no row itself. */
const isProtected = ({ schema, table }: Table): boolean => schema === 'event_store' || table === 'schema_migrations';

const INSUFFICIENT_PRIVILEGE = '42501';

/** Every table outside the catalogue of PostgreSQL, so that a new one is tried without a change here. */
const TABLES = `
  SELECT nspname AS schema, relname AS table, format('%I.%I', nspname, relname) AS object,
         (SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum LIMIT 1) AS column
    FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
   WHERE relkind IN ('r', 'p') AND nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 3`;
const SCHEMAS = `SELECT quote_ident(nspname) AS schema FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1`;
const FUNCTIONS = `SELECT pg_proc.oid::regprocedure::text AS function FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = 'event_store' ORDER BY 1`;

/** Changes of rows. Rights are checked before values, so the values need not fit. */
const changesOf = ({ object, column }: Table): readonly string[] => [
  `INSERT INTO ${object} DEFAULT VALUES`,
  `UPDATE ${object} SET ${column} = DEFAULT`,
  `DELETE FROM ${object}`,
  `DELETE FROM ${object} WHERE false`,
  `WITH gone AS (DELETE FROM ${object} RETURNING 1) SELECT * FROM gone`,
  `MERGE INTO ${object} USING (VALUES (1)) AS one ON false WHEN NOT MATCHED THEN INSERT DEFAULT VALUES`,
  `COPY ${object} FROM STDIN`,
  `SELECT FROM ${object} FOR UPDATE`,
  `LOCK TABLE ${object} IN ROW EXCLUSIVE MODE`,
];

/** Changes of a table itself, which belong to its owner. */
const definitionsOf = ({ object, table, column }: Table): readonly string[] => [
  `TRUNCATE ${object}`,
  `DROP TABLE ${object}`,
  `DROP TABLE ${object} CASCADE`,
  `ALTER TABLE ${object} ADD COLUMN added int`,
  `ALTER TABLE ${object} DROP COLUMN ${column} CASCADE`,
  `ALTER TABLE ${object} RENAME TO renamed`,
  `ALTER TABLE ${object} SET SCHEMA public`,
  `ALTER TABLE ${object} OWNER TO CURRENT_USER`,
  `ALTER TABLE ${object} DISABLE TRIGGER ALL`,
  `ALTER TABLE ${object} DISABLE TRIGGER USER`,
  `ALTER TABLE ${object} DISABLE ROW LEVEL SECURITY`,
  `ALTER TABLE ${object} SET UNLOGGED`,
  `CREATE TRIGGER away BEFORE INSERT ON ${object} EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
  `CREATE RULE away AS ON INSERT TO ${object} DO INSTEAD NOTHING`,
  `CREATE POLICY away ON ${object} USING (true)`,
  `CREATE INDEX away ON ${object} (${column})`,
  `CREATE STATISTICS away ON ctid, ${column} FROM ${object}`,
  `COMMENT ON TABLE ${object} IS 'changed'`,
  `REINDEX TABLE ${object}`,
  `CREATE TEMPORARY TABLE ${escapeIdentifier(table)} AS SELECT * FROM ${object}`,
  `COPY ${object} FROM '/etc/passwd'`,
  `COPY ${object} TO PROGRAM 'true'`,
];

const inSchema = (schema: string, owner: string): readonly string[] => [
  `CREATE TABLE ${schema}.made (id int)`,
  `CREATE VIEW ${schema}.made AS SELECT 1`,
  `CREATE SEQUENCE ${schema}.made`,
  `CREATE TYPE ${schema}.made AS ENUM ('a')`,
  `CREATE FUNCTION ${schema}.made() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  `CREATE FUNCTION ${schema}.hashtext(text) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  `ALTER SCHEMA ${schema} RENAME TO renamed`,
  `ALTER SCHEMA ${schema} OWNER TO CURRENT_USER`,
  `DROP SCHEMA ${schema} CASCADE`,
  `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA ${schema} GRANT ALL ON TABLES TO PUBLIC`,
];

const ofFunction = (name: string): readonly string[] => [
  `ALTER FUNCTION ${name} SECURITY INVOKER`,
  `ALTER FUNCTION ${name} RESET ALL`,
  `ALTER FUNCTION ${name} OWNER TO CURRENT_USER`,
  `DROP FUNCTION ${name}`,
];

/** Ways to become another role, or to reach files and settings of the server. */
const ofServer = (database: string, owner: string, self: string): readonly string[] => [
  `SET ROLE ${owner}`,
  `SET SESSION AUTHORIZATION ${owner}`,
  `GRANT ${owner} TO ${self}`,
  `ALTER ROLE ${self} SUPERUSER`,
  `ALTER ROLE ${self} CREATEROLE`,
  `ALTER ROLE ${owner} PASSWORD 'known'`,
  'CREATE ROLE made',
  `REASSIGN OWNED BY ${owner} TO ${self}`,
  `DROP OWNED BY ${owner}`,
  'CREATE SCHEMA made',
  'CREATE EXTENSION pg_trgm',
  'DROP EXTENSION btree_gist CASCADE',
  'CREATE TEMPORARY TABLE made (id int)',
  'CREATE EVENT TRIGGER made ON ddl_command_start EXECUTE FUNCTION suppress_redundant_updates_trigger()',
  'CREATE PUBLICATION made FOR ALL TABLES',
  'SET session_replication_role = replica',
  `ALTER DATABASE ${database} SET work_mem = '1MB'`,
  `ALTER DATABASE ${database} OWNER TO ${self}`,
  `SELECT pg_read_file('/etc/passwd')`,
  `SELECT pg_ls_dir('/')`,
  `SELECT lo_import('/etc/passwd')`,
  `COPY (SELECT 1) TO PROGRAM 'true'`,
  `SELECT pg_reload_conf()`,
];

/** Statements that PostgreSQL refuses in a transaction, and so are tried without one. */
const OUTSIDE = ['CREATE DATABASE made', 'ALTER SYSTEM SET work_mem = 1024', 'DROP DATABASE template0'];

/** Calls of the functions that append, which only the runtime may execute. */
const APPENDS = [
  `SELECT event_store.check_append()`,
  `SELECT * FROM event_store.append_one('a', -2, 'c', 'T', '{}', '{}', gen_random_uuid())`,
  `SELECT * FROM event_store.append_batch('{}', '{}', '{}', '{}', '', '{}', '{}', '{}', '', '{}')`,
];

/** Rights do not end a statement with an error, but leave everything as it was. */
const grantsOf = ({ object }: Table, self: string): readonly string[] => [
  `GRANT ALL ON ${object} TO ${self}`,
  `REVOKE ALL ON ${object} FROM PUBLIC`,
];

const statementsFor = async (
  admin: Client,
  role: Role,
  { self, owner }: Readonly<{ self: string; owner: string }>,
): Promise<Readonly<{ inside: readonly string[]; grants: readonly string[] }>> => {
  const { rows: tables } = await admin.query<Table>(TABLES);
  const { rows: schemas } = await admin.query<{ schema: string }>(SCHEMAS);
  const { rows: functions } = await admin.query<{ function: string }>(FUNCTIONS);
  const { rows: databases } = await admin.query<{ name: string }>('SELECT quote_ident(current_database()) AS name');
  const unwritten = role === 'reader' ? tables : tables.filter(isProtected);
  return {
    inside: [
      ...unwritten.flatMap(changesOf),
      ...tables.flatMap(definitionsOf),
      ...schemas.flatMap(({ schema }) => inSchema(schema, owner)),
      ...functions.flatMap((each) => ofFunction(each.function)),
      ...ofServer(databases[0]!.name, owner, self),
      ...(role === 'reader' ? APPENDS : []),
    ],
    grants: tables.flatMap((table) => grantsOf(table, self)),
  };
};

/**
 * Tries every forbidden statement as the role of `url`, over all tables of the database.
 * @param adminUrl an administrator of the same database
 * @returns the number of statements tried, and those that PostgreSQL did not refuse for lack of a right
 */
export const tryForbidden = async (
  adminUrl: string,
  url: string,
  role: Role,
): Promise<Readonly<{ tried: number; passed: readonly string[] }>> => {
  const [admin, client] = [adminUrl, url].map(
    (connectionString) => new Client({ connectionString, types: typeParsers }),
  ) as [Client, Client];
  await Promise.all([admin.connect(), client.connect()]);
  try {
    const { rows } = await admin.query<{ owner: string }>(
      `SELECT nspowner::regrole::text AS owner FROM pg_namespace WHERE nspname = 'event_store'`,
    );
    const self = escapeIdentifier(decodeURIComponent(new URL(url).username));
    const { inside, grants } = await statementsFor(admin, role, { self, owner: rows[0]!.owner });
    const passed: string[] = [];
    const attempt = async (sql: string): Promise<void> => {
      const error = await client.query(sql).then(
        () => undefined,
        (failure: unknown) => failure as { code: string; message: string },
      );
      if (error?.code !== INSUFFICIENT_PRIVILEGE) passed.push(`${sql}: ${error?.message ?? 'done'}`);
    };
    for (const sql of inside) {
      await client.query('BEGIN');
      await attempt(sql);
      await client.query('ROLLBACK');
    }
    for (const sql of OUTSIDE) await attempt(sql);
    const before = await rightsOf(admin);
    for (const sql of grants) await client.query(sql).catch(() => undefined);
    if ((await rightsOf(admin)) !== before) passed.push('GRANT or REVOKE: the rights have changed');
    return { tried: inside.length + OUTSIDE.length + grants.length, passed };
  } finally {
    await Promise.all([admin.end(), client.end()]);
  }
};

const rightsOf = async (admin: Client): Promise<string> =>
  JSON.stringify((await admin.query('SELECT oid::text, relacl::text FROM pg_class ORDER BY oid')).rows);
