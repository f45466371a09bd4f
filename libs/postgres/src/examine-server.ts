import { Client } from 'pg';
import { addressOf, withClient } from './connections.js';
import { CONNECT_WITHIN_MS } from './purposes.js';
import { isUnchecked, tlsOptions } from './tls.js';
import { typeParsers } from './type-parsers.js';

/**
 * A problem of the server, or of a pooler before it. `problem` and `remedy` are sentences for an operator.
 * - `refused`: no process starts.
 * - `production`: no process starts in production.
 * - `attention`: an operator should act.
 * - `note`: only other programs are harmed.
 */
export type ServerProblem = Readonly<{
  problem: string;
  remedy: string;
  severity: 'refused' | 'production' | 'attention' | 'note';
}>;

/** The oldest release that the tests run on. */
const OLDEST_RELEASE = 150_000;
/**
 * The number of comparisons of two connections through a pooler. One comparison may miss a shared server connection,
 * because a third client uses it at that moment.
 */
const COMPARISONS = 5;

/**
 * Examines the PostgreSQL at `url` before anything is written to it. Lists every problem at once, the gravest first.
 * @param connections the number that the process needs
 * @throws when the server cannot be reached
 */
export const examineServer = async (
  url: string,
  { connections, name }: Readonly<{ connections: number; name: string }>,
): Promise<readonly ServerProblem[]> => {
  // A pooler in transaction mode takes the connection away between two statements, so nothing else can be examined.
  if (await sharesConnections(url)) return [SHARED];
  return withClient(url, { purpose: 'checks', name }, async (client) => {
    const { rows } = await client.query<Facts>(FACTS);
    return [...problemsIn(rows[0]!, connections), ...unchecked(url)];
  });
};

/** An encrypted connection to a server that is not checked: a machine in between could read the password and all data. */
const unchecked = (url: string): readonly ServerProblem[] => {
  const { tls } = addressOf(url);
  if (!tls || !isUnchecked(tls)) return [];
  return [
    {
      problem: 'sslmode=require encrypts the connection, but does not check which server answers.',
      remedy: 'Set sslmode=verify-full in the address, and sslrootcert to a file of the authority.',
      severity: 'attention',
    },
  ];
};

const SHARED: ServerProblem = {
  problem:
    'A pooler in transaction or statement mode stands before PostgreSQL: locks, settings and leases would be lost between two statements.',
  remedy: 'Set pool_mode = session for this database in the pooler, or connect to PostgreSQL directly.',
  severity: 'refused',
};

type Facts = Readonly<{
  version: number;
  readOnly: boolean;
  standby: boolean;
  encoding: string;
  fsync: string;
  fullPageWrites: string;
  commit: string;
  free: number;
  used: number;
  limit: number;
  limitedBy: string;
  collation: string | null;
}>;

const FACTS = `
  WITH usage AS (
    SELECT count(*) AS server, count(*) FILTER (WHERE datname = current_database()) AS database, count(*) FILTER (WHERE usename = current_user) AS role
      FROM pg_stat_activity
     -- the kind of another role's session is null for an ordinary role
     WHERE coalesce(backend_type, 'client backend') = 'client backend' AND usesysid IS NOT NULL AND datid IS NOT NULL AND pid <> pg_backend_pid()
  ), limits AS (
    SELECT 'max_connections' AS name, current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
             - coalesce(current_setting('reserved_connections', true), '0')::int AS size, server AS used FROM usage
    UNION ALL SELECT 'the CONNECTION LIMIT of the database', datconnlimit, usage.database FROM pg_database, usage WHERE datname = current_database() AND datconnlimit >= 0
    UNION ALL SELECT 'the CONNECTION LIMIT of the role', rolconnlimit, usage.role FROM pg_roles, usage WHERE rolname = current_user AND rolconnlimit >= 0
  ), tightest AS (SELECT * FROM limits ORDER BY size - used LIMIT 1)
  SELECT current_setting('server_version_num')::int AS version,
         current_setting('default_transaction_read_only') = 'on' AS "readOnly",
         pg_is_in_recovery() AS standby,
         current_setting('server_encoding') AS encoding,
         current_setting('fsync') AS fsync,
         current_setting('full_page_writes') AS "fullPageWrites",
         (SELECT coalesce(reset_val, setting) FROM pg_settings WHERE name = 'synchronous_commit') AS commit,
         (tightest.size - tightest.used)::int AS free, tightest.used::int AS used, tightest.size AS "limit", tightest.name AS "limitedBy",
         (SELECT datname FROM pg_database WHERE datname = current_database()
            AND datcollversion IS DISTINCT FROM pg_database_collation_actual_version(oid)) AS collation
    FROM tightest`;

type Check = (facts: Facts, connections: number) => ServerProblem | false;

/** The checks of a server, the gravest first. */
const CHECKS: readonly Check[] = [
  ({ version }) =>
    version < OLDEST_RELEASE && {
      problem: `PostgreSQL ${Math.floor(version / 10_000)} is older than the hub works with.`,
      remedy: 'Upgrade it to 15 or later.',
      severity: 'refused',
    },
  ({ standby }) =>
    standby && {
      problem: 'This PostgreSQL is a standby, which takes no writes.',
      remedy:
        'Name the primary in REGIE_POSTGRES_URL, or all hosts: postgres://user:password@host1:5432,host2:5432/regie.',
      severity: 'refused',
    },
  ({ readOnly, standby }) =>
    readOnly &&
    !standby && {
      problem: 'The database is read-only: default_transaction_read_only is on.',
      remedy: 'ALTER ROLE or DATABASE ... RESET default_transaction_read_only, or take it out of postgresql.conf.',
      severity: 'refused',
    },
  ({ encoding }) =>
    encoding !== 'UTF8' && {
      problem: `The database has the encoding ${encoding}, which cannot hold every name.`,
      remedy: "Create it with ENCODING 'UTF8' TEMPLATE template0.",
      severity: 'refused',
    },
  ({ fsync }) => fsync === 'off' && notDurable('fsync'),
  ({ fullPageWrites }) => fullPageWrites === 'off' && notDurable('full_page_writes'),
  ({ free, limit, limitedBy, used }, connections) =>
    free < connections && {
      problem: `${limitedBy} is ${limit}, and ${used} ${used === 1 ? 'connection is' : 'connections are'} in use: this process needs ${connections}.`,
      remedy: `Raise ${limitedBy}, or close other connections.`,
      severity: 'refused',
    },
  ({ commit }) =>
    ['off', 'local'].includes(commit) && {
      problem: `synchronous_commit is ${commit} by default; the hub sets it on for its own connections.`,
      remedy: 'Nothing for the hub; set it on for the role or the server, so that other programs are as safe.',
      severity: 'note',
    },
  ({ collation }) =>
    collation !== null && {
      problem:
        'The collation of the database has another version than its indexes were built with: the operating system was upgraded.',
      remedy: 'REINDEX DATABASE, and then ALTER DATABASE ... REFRESH COLLATION VERSION.',
      severity: 'attention',
    },
];

const notDurable = (setting: string): ServerProblem => ({
  problem: `${setting} is off: a power cut would lose acknowledged commands, or the whole database.`,
  remedy: `Set ${setting} = on in postgresql.conf, and reload.`,
  severity: 'production',
});

const problemsIn = (facts: Facts, connections: number): readonly ServerProblem[] =>
  CHECKS.map((check) => check(facts, connections)).filter((problem) => problem !== false);

/**
 * Returns true when a pooler gives one server connection to several clients.
 * On a direct connection, `pg_backend_pid()` equals the process id of the handshake. In session mode, two open
 * connections never share a server process.
 */
const sharesConnections = async (url: string): Promise<boolean> => {
  const { url: connectionString, hosts, tls } = addressOf(url);
  // An address with several hosts means a direct connection: a pooler would choose the host by itself.
  if (hosts.length > 1) return false;
  const open = async (): Promise<Client> => {
    const client = new Client({
      connectionString,
      ...(tls && { ssl: tlsOptions(tls) }),
      types: typeParsers,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      query_timeout: CONNECT_WITHIN_MS,
    });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const pid = async (client: Client): Promise<number> =>
    (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid;
  const first = await open();
  try {
    if ((await pid(first)) === (first as unknown as { processID: number }).processID) return false;
    const second = await open();
    try {
      const [ofFirst, ofSecond] = [new Set<number>(), new Set<number>()];
      for (let n = 0; n < COMPARISONS; n++) {
        ofFirst.add(await pid(first));
        ofSecond.add(await pid(second));
      }
      return ofFirst.size > 1 || ofSecond.size > 1 || [...ofFirst].some((server) => ofSecond.has(server));
    } finally {
      await second.end();
    }
  } finally {
    await first.end();
  }
};

/** Writes problems for an operator, each with its remedy. */
export const problemsInWords = (problems: readonly ServerProblem[]): string =>
  problems.map(({ problem, remedy }) => `  - ${problem}\n    ${remedy}`).join('\n');
