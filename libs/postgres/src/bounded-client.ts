import { Client, type ClientConfig, Connection } from 'pg';
import { type Host, hostsInWords } from './address.js';
import { isStalePlan } from './errors.js';
import { CONNECT_WITHIN_MS, type Limits } from './purposes.js';
import { type Tls, tlsOptions } from './tls.js';
import { typeParsers } from './type-parsers.js';

/** A statement had no result in time, and its connection is closed. The statement may have run. */
export class ConnectionSilent extends Error {
  override readonly name = 'ConnectionSilent';
  readonly code = 'REGIE_CONNECTION_SILENT';
  constructor(deadlineMs: number) {
    super(`PostgreSQL gave no answer within ${deadlineMs} ms; the connection is closed`);
  }
}

/**
 * No host of the address takes writes: each is away, a standby, or read-only. `cause` is the failure of the last host.
 */
export class NoWritableHost extends Error {
  override readonly name = 'NoWritableHost';
  readonly code = 'REGIE_NO_WRITABLE_HOST';
  constructor(hosts: readonly Host[], cause: unknown) {
    super(`none of ${hostsInWords(hosts)} takes writes`, { cause });
  }
}

type Callback = (error: Error | null | undefined, result?: unknown) => void;
type QueryInput = string | Readonly<{ name?: string; text: string; values?: unknown[] }>;
type RunQuery = (input: QueryInput, values: unknown[] | undefined, callback: Callback) => void;
/** The members of pg's client and connection that its declarations leave out. */
type Internals = {
  connection: Readonly<{ stream: Readonly<{ destroy(error?: Error): void }> }>;
  host: string;
  port: number;
  processID: number | null;
  secretKey: number | null;
  _queryable: boolean;
  getTransactionStatus(): 'I' | 'T' | 'E' | null;
};
type CancelConnection = Connection &
  Readonly<{
    requestSsl(): void;
    connect(port: number | string, host?: string): void;
    cancel(processID: number, secretKey: number): void;
  }>;

/** SQLSTATEs of a server that stops, or takes no writes any more: the next connection may reach one that works. */
const CLOSING = ['25006', '57P01', '57P02', '57P03', '57P05'];
/** The longest time that closing a connection takes, in ms. */
const GOODBYE_WITHIN_MS = 2_000;
const CANCEL_WITHIN_MS = 1_000;

/** The hosts of an address in the order in which they are tried, its TLS, and the limits of a purpose. */
export type Bounds = Readonly<{ hosts: readonly [Host, ...Host[]]; tls?: Tls; limits: Limits }>;
/** The options of pg with our bounds: a pool passes all its options on to its clients. */
export type BoundedConfig = ClientConfig & Readonly<{ bounds: Bounds }>;

/**
 * A client of pg with time limits, for the option `Client` of a pool.
 * - A statement without a result in time fails, and its connection is destroyed.
 * - With several hosts, each connection goes to the first host that takes writes.
 * - A prepared statement with an outdated plan is repeated without its name. In a transaction it fails, and the caller
 *   repeats the transaction.
 * - A connection to a server that stops, or takes no writes any more, leaves the pool.
 */
export class BoundedClient extends Client {
  /** the moment of its creation, in ms of `performance.now()` */
  readonly openedAt = performance.now();
  readonly #hosts: Bounds['hosts'];
  readonly #deadlineMs: number;

  constructor(config: BoundedConfig) {
    super({ ...config, ...(config.bounds.tls && { ssl: tlsOptions(config.bounds.tls) }) });
    this.#hosts = config.bounds.hosts;
    this.#deadlineMs = config.bounds.limits.deadlineMs;
    // A lost connection already fails its statement and leaves the pool. Without a listener, the error would also end
    // the process.
    this.on('error', () => undefined);
  }

  override connect(): Promise<this>;
  override connect(callback: (error: Error) => void): void;
  override connect(callback?: (error: Error) => void): Promise<this> | void {
    const connected = this.#connect().then(() => this);
    if (!callback) return connected;
    connected.then(() => callback(undefined as never), callback);
  }

  override query(...args: unknown[]): never {
    const [input, second, third] = args as [QueryInput, unknown, unknown];
    const values = Array.isArray(second) ? second : undefined;
    const callback = typeof second === 'function' ? second : third;
    if (typeof callback === 'function') return this.#repeatable(input, values, callback as Callback) as never;
    return new Promise((resolve, reject) => {
      this.#repeatable(input, values, (error, result) => (error ? reject(error) : resolve(result)));
    }) as never;
  }

  override end(): Promise<void>;
  override end(callback: (error: Error) => void): void;
  override end(callback?: (error: Error) => void): Promise<void> | void {
    const late = setTimeout(() => this.#destroy(), GOODBYE_WITHIN_MS);
    const ended = super.end().finally(() => clearTimeout(late));
    if (!callback) return ended;
    ended.then(() => callback(undefined as never), callback);
  }

  get #internals(): Internals {
    return this as unknown as Internals;
  }

  async #connect(): Promise<void> {
    const late = setTimeout(() => this.#destroy(), CONNECT_WITHIN_MS);
    try {
      if (this.#hosts.length > 1) Object.assign(this.#internals, await writableHost(this.#hosts, this));
      await super.connect();
    } finally {
      clearTimeout(late);
    }
  }

  /** Repeats a prepared statement whose plan is out of date, without its name. */
  #repeatable(input: QueryInput, values: unknown[] | undefined, callback: Callback): void {
    this.#timed(input, values, (error, result) => {
      if (!error) return callback(error, result);
      const { code = '' } = error as { code?: string };
      const stale = isStalePlan(code, error.message);
      // A connection with one outdated plan may have more of them, so it leaves the pool.
      if (stale || CLOSING.includes(code)) this.#leavePool();
      if (!stale || typeof input === 'string' || this.#internals.getTransactionStatus() !== 'I') return callback(error);
      const { name: _, ...unnamed } = input;
      this.#timed(unnamed, values, callback);
    });
  }

  #timed(input: QueryInput, values: unknown[] | undefined, callback: Callback): void {
    const late = setTimeout(() => {
      this.#cancel();
      this.#destroy(new ConnectionSilent(this.#deadlineMs));
    }, this.#deadlineMs);
    (super.query as RunQuery)(input, values, (error, result) => {
      clearTimeout(late);
      callback(error, result);
    });
  }

  /**
   * Makes the pool close the connection at its release: the use count then reaches the option `maxUses`, whatever its
   * value.
   */
  #leavePool(): void {
    (this as unknown as { _poolUseCount: number })._poolUseCount = Infinity;
  }

  #destroy(error?: Error): void {
    this.#internals.connection.stream.destroy(error);
  }

  /** Asks the server to cancel the statement. If this request is lost, the time limit of the server cancels it. */
  #cancel(): void {
    const { host, port, processID, secretKey } = this.#internals;
    if (processID === null || secretKey === null) return;
    const { ssl } = this;
    const request = new Connection({ ssl }) as CancelConnection;
    const end = (): void => void request.stream.destroy();
    const late = setTimeout(end, CANCEL_WITHIN_MS);
    request.on('error', () => undefined).on('end', () => clearTimeout(late));
    const cancel = (): void => request.cancel(processID, secretKey);
    request.on('connect', ssl ? () => request.requestSsl() : cancel).on('sslconnect', cancel);
    if (host.startsWith('/')) request.connect(`${host}/.s.PGSQL.${port}`);
    else request.connect(port, host);
  }
}

/**
 * Returns the first host that takes writes.
 * @throws {NoWritableHost}
 */
const writableHost = async (hosts: readonly Host[], like: Client): Promise<Host> => {
  let failure: unknown;
  for (const { host, port } of hosts) {
    const { user, password, database, ssl } = like;
    const probe = new Client({
      ...{ host, port, user, password: password ?? undefined, database, ssl, types: typeParsers },
      connectionTimeoutMillis: CONNECT_WITHIN_MS / hosts.length,
      query_timeout: CONNECT_WITHIN_MS / hosts.length,
    }).on('error', () => undefined);
    try {
      await probe.connect();
      const { rows } = await probe.query<{ writable: boolean }>(WRITABLE);
      if (rows[0]?.writable) return { host, port };
      failure = new Error(`${hostsInWords([{ host, port }])} is a standby, or read-only`);
    } catch (error) {
      failure = error;
    } finally {
      (probe as unknown as Internals).connection.stream.destroy();
    }
  }
  throw new NoWritableHost(hosts, failure);
};

const WRITABLE = `SELECT NOT pg_is_in_recovery() AND current_setting('default_transaction_read_only') = 'off' AS writable`;
