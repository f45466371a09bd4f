import { type Client, type ClientBase, Pool } from 'pg';
import { type Address, parseAddress } from './address.js';
import { BoundedClient } from './bounded-client.js';
import { CONNECT_WITHIN_MS, type Limits, type Purpose, PURPOSES } from './purposes.js';
import { prepareSession } from './session.js';
import { typeParsers } from './type-parsers.js';

/**
 * The options of the connections of one purpose. `name` is shown by `pg_stat_activity`. `schema` comes before `public`
 * in the search path.
 * `max` is the largest number of connections in a pool. `role` is taken with SET ROLE; left out, the login is used.
 */
export type ConnectionOptions = Readonly<{
  purpose: Purpose;
  name: string;
  schema?: string | undefined;
  max?: number | undefined;
  role?: string | undefined;
}>;

/**
 * Parses the address of a PostgreSQL.
 * @throws {RangeError} whose message leaves out the address, because it contains a password
 */
export const addressOf = (url: string): Address => {
  const address = parseAddress(url);
  if (!address) throw new RangeError('the address of PostgreSQL looks like postgres://user:password@host:5432/regie');
  return address;
};

/**
 * Returns the options of a pool whose connections have the settings of the hub, the limits of their purpose, and a server that takes writes.
 * @throws {RangeError} when `url` is not an address
 */
const poolOptions = (url: string, { purpose, name, schema, max, role }: ConnectionOptions) => {
  const address = addressOf(url);
  const limits: Limits = PURPOSES[purpose];
  return {
    connectionString: address.url,
    application_name: name,
    types: typeParsers,
    // The types of pg declare a class without constructor options, but the pool passes them.
    Client: BoundedClient as unknown as typeof Client,
    onConnect: (client: ClientBase) => prepareSession(client, { limits, schema, role }),
    bounds: { hosts: address.hosts, tls: address.tls, limits },
    // The pool limits two waits by this: for a free connection, and for a new one to open. BoundedClient limits the
    // opening by itself.
    connectionTimeoutMillis: limits.queueMs ?? CONNECT_WITHIN_MS,
    ...(max !== undefined && { max }),
  };
};

/** Opens a pool; it connects on demand. The caller ends it. */
export const openPool = (url: string, options: ConnectionOptions): Pool =>
  new Pool(poolOptions(url, options)).on('error', () => undefined);

/**
 * Returns the options of a TypeORM data source with the same pool as `openPool`. The caller adds entities and
 * migrations.
 * @throws {RangeError} when `url` is not an address
 */
export const dataSourceOptions = (url: string, options: ConnectionOptions) => {
  const { connectionString, ...extra } = poolOptions(url, options);
  return { type: 'postgres' as const, url: connectionString, extra };
};

/** Opens one connection, which the caller ends. */
export const openSession = async (url: string, { purpose, name, schema, role }: ConnectionOptions): Promise<Client> => {
  const { hosts, tls, url: connectionString } = addressOf(url);
  const limits = PURPOSES[purpose];
  const client = new BoundedClient({
    connectionString,
    application_name: name,
    types: typeParsers,
    bounds: { hosts, tls, limits },
  });
  await client.connect();
  try {
    await prepareSession(client, { limits, schema, role });
    return client;
  } catch (error) {
    await client.end();
    throw error;
  }
};

/** Opens one connection, does the work, and closes it. */
export const withClient = async <T>(
  url: string,
  options: ConnectionOptions,
  work: (client: Client) => Promise<T>,
): Promise<T> => {
  const client = await openSession(url, options);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};
