import { takeTls, type Tls } from './tls.js';

/** A server of PostgreSQL: a host name, an IP address without brackets, or the folder of a Unix socket. */
export type Host = Readonly<{ host: string; port: number }>;

/**
 * The parts of a PostgreSQL address. `url` is the same address with the first host only, which every library can read,
 * and without the parameters of TLS, which are in `tls`.
 */
export type Address = Readonly<{
  hosts: readonly [Host, ...Host[]];
  user: string;
  database: string;
  url: string;
  tls?: Tls;
}>;

const DEFAULT_PORT = 5432;
/** Scheme, credentials, hosts separated by commas, and the rest: database and parameters. */
const SHAPE = /^(postgres(?:ql)?:\/\/)((?:[^@/?#]*@)?)([^/?#]*)(.*)$/s;
/** A host name, an IPv4 address, or an IPv6 address in brackets, with or without a port. */
const HOST = /^(\[[0-9a-fA-F:.]+\]|[^\s:,[\]]+)(?::(\d{1,5}))?$/;

/**
 * Parses `postgres://user:password@host:port,host:port/database?parameters`.
 * Several hosts are a primary and its standbys, in the order in which they are tried; `URL` cannot parse a list of
 * hosts.
 * @returns undefined when it is not the address of a PostgreSQL
 */
export const parseAddress = (text: string): Address | undefined => {
  const [, scheme, credentials, list, rest] = SHAPE.exec(text) ?? [];
  const hosts = (list ?? '').split(',').map(parseHost);
  const [first] = hosts;
  if (!first || !hosts.every((host) => host !== undefined)) return undefined;
  const url = URL.parse(`${scheme}${credentials}${list!.split(',')[0]}${rest}`);
  if (!url) return undefined;
  const tls = takeTls(url.searchParams);
  return {
    hosts: hosts as [Host, ...Host[]],
    user: decodeURIComponent(url.username),
    database: decodeURIComponent(url.pathname.slice(1)),
    url: url.href,
    ...(tls && { tls }),
  };
};

const parseHost = (text: string): Host | undefined => {
  const [, host, port] = HOST.exec(text) ?? [];
  const number = port === undefined ? DEFAULT_PORT : Number(port);
  return host === undefined || number > 65_535 ? undefined : { host: host.replace(/^\[|\]$/g, ''), port: number };
};

/** Writes hosts for people: `db1:5432, db2:5432`. It never contains credentials. */
export const hostsInWords = (hosts: readonly Host[]): string =>
  hosts.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`).join(', ');
