import { type ClientBase, escapeIdentifier } from 'pg';
import { CONNECT_WITHIN_MS, type Limits, serverLimitMs } from './purposes.js';
import { retry } from './retry.js';

/** The server, or a pooler before it, does not keep a setting that the hub depends on. The message names the remedy. */
class UnsuitableServer extends Error {
  override readonly name = 'UnsuitableServer';
  readonly code = 'REGIE_SERVER_UNSUITABLE';
}

/** The options of a session. `schema` comes before `public` in the search path; `role` is taken with SET ROLE. */
export type SessionOptions = Readonly<{ limits: Limits; schema?: string | undefined; role?: string | undefined }>;

/**
 * The settings of every connection. They are set explicitly, because the defaults of a role, a database or a server may
 * differ.
 * A statement sets them, because poolers refuse the startup parameter `options`.
 */
const settingsOf = ({ limits, schema }: SessionOptions): Readonly<Record<string, string>> => {
  const serverLimit = String(serverLimitMs(limits));
  return {
    ...(schema && { search_path: `${schema}, public` }),
    statement_timeout: serverLimit,
    lock_timeout: String(limits.lockMs ?? serverLimitMs(limits)),
    // Ends a transaction whose client does not go on, because it keeps its locks. `statement_timeout` limits only
    // statements, not the pauses between them.
    idle_in_transaction_session_timeout: String(2 * limits.deadlineMs),
    idle_session_timeout: '0',
    default_transaction_isolation: 'read committed',
    default_transaction_deferrable: 'off',
    client_encoding: 'UTF8',
    DateStyle: 'ISO, MDY',
    IntervalStyle: 'postgres',
    TimeZone: 'UTC',
    bytea_output: 'hex',
    // PostgreSQL detects within a quarter of a minute, not two hours, that the machine of a client vanished. Until
    // then, the transaction keeps its locks.
    tcp_keepalives_idle: '5',
    tcp_keepalives_interval: '2',
    tcp_keepalives_count: '3',
    // The same limit for data that was sent and never acknowledged. A server whose operating system lacks this setting
    // ignores it.
    tcp_user_timeout: '15000',
  };
};

/** Settings that only some releases or platforms of the server have, each with its condition. */
const CONDITIONAL = `
  CASE WHEN current_setting('server_version_num')::int >= 170000 THEN set_config('transaction_timeout', '0', false) END,
  CASE WHEN version() ~* 'linux|darwin|bsd' THEN set_config('client_connection_check_interval', '5s', false) END`;

/**
 * Turns `synchronous_commit` on where it is `off` or `local`, because an acknowledged command must be durable. Other
 * levels stay.
 */
const DURABLE = `
  set_config('synchronous_commit', CASE WHEN current_setting('synchronous_commit') IN ('off', 'local') THEN 'on' ELSE current_setting('synchronous_commit') END, false),
  set_config('regie.durable_commit', current_setting('synchronous_commit'), false)`;

/** Restores `synchronous_commit` in a transaction that has turned it off, so that its commit waits for the disk. */
export const waitForDisk = `SELECT set_config('synchronous_commit', current_setting('regie.durable_commit'), true)`;

/** Marks the statements of {@link prepareSession} for operators and tests. */
const MARK = '/* session */';

/**
 * Sets the settings of a new connection, and reads them back.
 * @throws {UnsuitableServer} when the server did not keep a setting
 */
export const prepareSession = async (client: ClientBase, options: SessionOptions): Promise<void> => {
  const settings = settingsOf(options);
  const names = Object.keys(settings);
  const values = Object.values(settings);
  await liftTimeLimit(client, serverLimitMs(options.limits));
  if (options.role) await client.query(`${MARK} SET ROLE ${escapeIdentifier(options.role)}`);
  await client.query(
    `${MARK} SELECT ${CONDITIONAL}, ${DURABLE}, (SELECT count(set_config(name, value, false)) FROM unnest($1::text[], $2::text[]) AS setting (name, value))`,
    [names, values],
  );
  const { rows } = await client.query<{ name: string; value: string; wanted: string }>(READ_BACK, [names, values]);
  const [lost] = rows;
  if (lost)
    throw new UnsuitableServer(
      `PostgreSQL does not keep ${lost.name}: it is ${lost.value}, not ${lost.wanted}. ` +
        'A pooler in transaction mode does this: use its session mode, or connect to PostgreSQL directly.',
    );
};

/**
 * Sets the time limit in a separate statement, and retries it: the default limit of the server may be so short that it
 * cancels the statement.
 */
const liftTimeLimit = (client: ClientBase, serverLimit: number): Promise<unknown> =>
  retry(() => client.query(`${MARK} SET statement_timeout = ${serverLimit}`), {
    minTimeout: 1,
    maxRetryTime: CONNECT_WITHIN_MS,
    isTransient: (error) => (error as { code?: string }).code === '57014',
  });

/**
 * Lists the settings that differ from the wanted value. `pg_settings` shows times in the base unit of the setting, in
 * which they are set here too.
 */
const READ_BACK = `${MARK}
  SELECT name, current.setting AS value, wanted.value AS wanted
    FROM unnest($1::text[], $2::text[]) AS wanted (name, value) JOIN pg_settings AS current USING (name)
   WHERE current.setting <> wanted.value AND name NOT LIKE 'tcp_%'
  UNION ALL
  SELECT 'synchronous_commit', current_setting('synchronous_commit'), 'on' WHERE current_setting('synchronous_commit') IN ('off', 'local')`;
