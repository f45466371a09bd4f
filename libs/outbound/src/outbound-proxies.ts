import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The environment variables of proxies for outgoing calls. In lower case they are read too, and come first, as in curl. */
type Environment = Readonly<Record<string, string | undefined>>;

/** The place that a call goes to. `port` is empty for the default port of the scheme. */
export type Target = Readonly<{ protocol: string; hostname: string; port: string }>;

const variable = (environment: Environment, name: string): string =>
  environment[name.toLowerCase()] || environment[name] || '';

/** Explains why a proxy in the environment cannot be used, with the remedy; undefined when all can. */
export const proxyProblem = (environment: Environment): string | undefined =>
  ['HTTPS_PROXY', 'HTTP_PROXY']
    .filter((name) => variable(environment, name) !== '')
    .map((name) => {
      const url = URL.parse(variable(environment, name));
      return url && ['http:', 'https:'].includes(url.protocol) && url.hostname !== ''
        ? undefined
        : `${name} is the address of an HTTP proxy, such as http://proxy.example.be:3128; SOCKS is not supported`;
    })
    .find((problem) => problem !== undefined);

/**
 * The proxies of outgoing calls: HTTPS_PROXY and HTTP_PROXY, by the scheme of the address called, and the exceptions in
 * NO_PROXY. These are host names, which include the names below them, addresses and networks, each with or without a
 * port; `*` means all. Calls to this machine never use a proxy.
 */
export class OutboundProxies {
  private readonly proxies: ReadonlyMap<string, URL>;
  private readonly exceptions: readonly string[];

  /** @throws {TypeError} when the address of a proxy is not a URL; `proxyProblem` names the remedy */
  constructor(environment: Environment) {
    this.proxies = new Map(
      (['https:', 'http:'] as const).flatMap((protocol) => {
        const address = variable(environment, `${protocol.slice(0, -1).toUpperCase()}_PROXY`);
        return address ? [[protocol, new URL(address)] as const] : [];
      }),
    );
    this.exceptions = variable(environment, 'NO_PROXY')
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean);
  }

  /** True when every call is direct. */
  get areNone(): boolean {
    return this.proxies.size === 0;
  }

  /** Returns the proxy of a call, or undefined for a direct one. `addresses`: what the host name resolves to, when that is known. */
  of(target: Target, addresses: readonly string[] = []): URL | undefined {
    const proxy = this.proxies.get(target.protocol);
    if (!proxy) return undefined;
    const host = target.hostname
      .toLowerCase()
      .replace(/^\[|\]$/g, '')
      .replace(/\.$/, '');
    if (host === 'localhost' || isLoopback(host)) return undefined;
    const port = target.port || (target.protocol === 'https:' ? '443' : '80');
    const known = isIP(host) ? [host] : addresses;
    return this.exceptions.some((exception) => isException(exception, host, port, known)) ? undefined : proxy;
  }
}

const isLoopback = (host: string): boolean => isIP(host) !== 0 && ipaddr.process(host).range() === 'loopback';

const isException = (exception: string, host: string, port: string, addresses: readonly string[]): boolean => {
  if (exception === '*') return true;
  if (exception.includes('/'))
    return addresses.length > 0 && addresses.every((address) => isWithin(address, exception));
  const [, name = exception, onPort] = /^(.*?|\[.*\]):(\d+)$/.exec(isIP(exception) ? '' : exception) ?? [];
  if (onPort !== undefined && onPort !== port) return false;
  const plain = name.replace(/^\[|\]$/g, '').replace(/^\*?\./, '');
  if (isIP(plain))
    return (
      addresses.length > 0 &&
      addresses.every((address) => isWithin(address, `${plain}/${isIP(plain) === 4 ? 32 : 128}`))
    );
  return host === plain || host.endsWith(`.${plain}`);
};

const isWithin = (address: string, network: string): boolean => {
  if (!ipaddr.isValidCIDR(network) || !ipaddr.isValid(address)) return false;
  const [base, bits] = ipaddr.parseCIDR(network);
  const parsed = ipaddr.process(address);
  return parsed.kind() === base.kind() && parsed.match(base, bits);
};
