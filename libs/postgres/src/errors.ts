/**
 * The kinds of errors of PostgreSQL and the network (docs/adr/0070-one-classification-of-errors.md).
 * - `transient`: the same work can succeed when it is repeated, mostly at once.
 * - `outage`: the server or the network is away, or cannot write; the work can succeed when it is back.
 * - `poison`: this value can never be stored.
 * - `bug`: anything else; a program or a setting has to change.
 */
export type ErrorKind = 'transient' | 'outage' | 'poison' | 'bug';

type Table = Readonly<Record<string, ErrorKind>>;

/**
 * Kinds by SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 * A full code takes precedence over its class, the first two characters. A code without an entry is a bug.
 */
const BY_SQLSTATE: Table = {
  '08': 'outage', // the connection failed, or a pooler has none left
  '22': 'poison', // a value that does not fit its type
  '23': 'poison', // a value that a constraint refuses
  '25006': 'outage', // a standby, or a server that was made read-only
  '25P03': 'transient', // the server ended a transaction that was idle for too long
  '25P04': 'transient', // the server ended a transaction that took too long
  '28': 'outage', // the server rejects our login, whatever the statement
  '3D': 'outage', // our database does not exist on the server, whatever the statement
  '40': 'transient', // a deadlock, or a conflict between transactions
  '40002': 'poison', // a constraint that is checked at the commit
  '44': 'poison', // a value that a view refuses
  '53': 'outage', // no memory, disk or connection left
  '54': 'poison', // a value that exceeds a limit of PostgreSQL, such as an index row
  '55006': 'transient', // another session uses the object
  '55P03': 'transient', // another session holds the lock
  '57': 'outage', // the server stops, starts or ends our connection
  '57014': 'transient', // our own time limit, or an operator who cancels a query
  '58': 'outage', // the disk or the system under the server
  '72': 'transient', // the snapshot is too old (PostgreSQL 16 and earlier)
  XX001: 'outage', // a damaged table: the values that are written now are not to blame
  XX002: 'outage', // a damaged index
};

/** Kinds by the code of a network error of Node. */
const BY_NODE_CODE: Table = {
  EADDRNOTAVAIL: 'outage', // this machine has no port left to connect from
  EAI_AGAIN: 'outage', // the name server does not answer
  ECONNABORTED: 'outage',
  ECONNREFUSED: 'outage',
  ECONNRESET: 'outage',
  EHOSTDOWN: 'outage',
  EHOSTUNREACH: 'outage',
  EMFILE: 'outage', // this process has no file handle left
  ENETDOWN: 'outage',
  ENETRESET: 'outage',
  ENETUNREACH: 'outage',
  ENFILE: 'outage', // this machine has no file handle left
  ENOBUFS: 'outage', // this machine has no buffer left
  ENOTCONN: 'outage',
  ENOTFOUND: 'outage', // the name is not there, as in the middle of a failover
  EPIPE: 'outage',
  ERR_SOCKET_CLOSED: 'outage',
  ERR_SOCKET_CONNECTION_TIMEOUT: 'outage',
  ERR_STREAM_DESTROYED: 'outage',
  ERR_STREAM_PREMATURE_CLOSE: 'outage',
  ERR_STREAM_WRITE_AFTER_END: 'outage',
  ETIMEDOUT: 'outage',
};

/** Kinds by the codes of our own connections. */
const BY_OWN_CODE: Table = {
  REGIE_CONNECTION_SILENT: 'outage', // no result in time
  REGIE_TIME_LIMIT: 'transient', // the request that this work belongs to was given up
  REGIE_NO_WRITABLE_HOST: 'outage', // a failover is not finished
  REGIE_SERVER_UNSUITABLE: 'outage', // the server was changed; an operator has to change it back
};

/** Messages of `pg` and `pg-pool`, whose errors have no code, about a lost or unavailable connection. */
const OUTAGE_MESSAGES = [
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Connection terminated',
  'Connection terminated due to connection timeout',
  'Connection terminated unexpectedly',
  'Query read timeout',
  'There was an error establishing an SSL connection',
  'timeout exceeded when trying to connect',
  'timeout expired',
];

/** The largest number of causes to follow: an error may be its own cause. */
const LONGEST_CHAIN = 10;

/** Returns the kind of an error, or of its cause when a wrapper has no kind of its own. */
export const classify = (error: unknown): ErrorKind => {
  for (const each of chainOf(error)) {
    const kind = kindOf(each);
    if (kind) return kind;
  }
  return 'bug';
};

/** Yields an error and its causes. */
function* chainOf(error: unknown): Generator<ErrorLike> {
  let each = error;
  for (let depth = 0; depth < LONGEST_CHAIN && isObject(each); depth++) {
    yield each;
    each = each.driverError ?? each.cause;
  }
}

/**
 * Codes of servers that respond but take no writes: a standby, a read-only database, or a group of hosts without a
 * primary.
 */
const READ_ONLY: readonly unknown[] = ['25006', 'REGIE_NO_WRITABLE_HOST'];

/** Returns true when the database takes no writes, for the error or one of its causes. */
export const isReadOnly = (error: unknown): boolean => {
  for (const { code } of chainOf(error)) if (READ_ONLY.includes(code)) return true;
  return false;
};

/** Returns true when the same work can succeed later. */
export const isRetryable = (error: unknown): boolean => {
  const kind = classify(error);
  return kind === 'transient' || kind === 'outage';
};

type ErrorLike = Readonly<Partial<Record<'code' | 'syscall' | 'message' | 'driverError' | 'cause', unknown>>>;

const kindOf = ({ code, syscall, message }: ErrorLike): ErrorKind | undefined => {
  if (typeof code !== 'string') return OUTAGE_MESSAGES.includes(message as string) ? 'outage' : undefined;
  if (isStalePlan(code, message)) return 'transient';
  if (isSqlState(code)) return BY_SQLSTATE[code] ?? BY_SQLSTATE[code.slice(0, 2)] ?? 'bug';
  // A missing Unix socket means that the server does not run; other missing files are bugs.
  if (code === 'ENOENT' && syscall === 'connect') return 'outage';
  return BY_OWN_CODE[code] ?? BY_NODE_CODE[code];
};

const isObject = (value: unknown): value is ErrorLike => typeof value === 'object' && value !== null;

/**
 * Returns true when the server cannot run a prepared statement any more: a column has changed its type, or a pooler has
 * dropped the statement.
 * The same transaction succeeds on another connection.
 */
export const isStalePlan = (code: unknown, message: unknown): boolean =>
  code === '26000' || (code === '0A000' && message === 'cached plan must not change result type');

/** Requires a digit, which every SQLSTATE has, so that EPIPE and EPERM do not match. */
const isSqlState = (code: string): boolean => /^(?=.*\d)[0-9A-Z]{5}$/.test(code);
