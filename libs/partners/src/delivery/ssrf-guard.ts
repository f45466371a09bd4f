import { lookup as systemLookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A network in CIDR notation, parsed: `10.1.0.0/16`. */
export type Network = ReturnType<typeof ipaddr.parseCIDR>;
type Address = ReturnType<typeof ipaddr.parse>;

/**
 * Parses comma-separated networks.
 * @throws {Error} a part of the list is not a network
 */
export const parseNetworks = (list: string): readonly Network[] =>
  list.split(',').map((text) => ipaddr.parseCIDR(text));

/** Public addresses at which clouds serve instance metadata to their own machines. */
const CLOUD_METADATA = parseNetworks('168.63.129.16/32');
/** The allocated part of IPv6. Other prefixes belong to address translators, or to nobody. */
const ALLOCATED_IPV6 = parseNetworks('2000::/3');

/**
 * Returns true for public unicast addresses, and for addresses in the `allowed` networks. Private, loopback,
 * link-local, shared, multicast and reserved ranges (RFC 6890) are not public. An IPv4-mapped IPv6 address counts as
 * its IPv4 address. IPv4 addresses embedded in IPv6 in any other way are not public.
 */
export const isPublicAddress = (text: string, allowed: readonly Network[]): boolean => {
  if (!ipaddr.isValid(text)) return false;
  // Turns ::ffff:10.0.0.1 into 10.0.0.1.
  const address = ipaddr.process(text);
  if (isWithin(address, allowed)) return true;
  return (
    address.range() === 'unicast' &&
    !isWithin(address, CLOUD_METADATA) &&
    (address.kind() === 'ipv4' || isWithin(address, ALLOCATED_IPV6))
  );
};

const isWithin = (address: Address, networks: readonly Network[]): boolean =>
  networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));

/** Reason why the hub does not call a URL. */
export type UrlFault =
  | 'not-a-url'
  | 'not-https'
  | 'has-credentials'
  | 'has-fragment'
  | 'port-refused'
  | 'host-unresolved'
  | 'address-refused';

export class UrlRefused extends Error {
  override readonly name = 'UrlRefused';
  constructor(readonly fault: UrlFault) {
    super(fault);
  }
}

/** Rules of the guard. `httpsOnly` refuses plain HTTP; `allowedNetworks` may be called although they are not public. */
export type SsrfRules = Readonly<{ httpsOnly: boolean; allowedNetworks: readonly Network[] }>;

/** Returns the addresses of a host name. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** The first port above the system ports. Of the system ports, only those of HTTP and HTTPS are allowed. */
const LOWEST_PORT = 1024;
const WEB_PORTS = [80, 443];
/**
 * Ports from 1024 on that browsers refuse as well, because the services on these ports could misinterpret an HTTP
 * request.
 */
const REFUSED_PORTS = [
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
];

/** Decides whether the hub may call a URL that a partner configured (docs/adr/0052). */
export class SsrfGuard {
  constructor(
    private readonly rules: SsrfRules,
    private readonly lookUp: Resolve = byDns(),
  ) {}

  /**
   * Checks a URL and the addresses of its host, without calling it.
   * @throws {UrlRefused}
   */
  async check(url: string): Promise<void> {
    await this.resolve(this.parse(url).hostname);
  }

  /**
   * Checks the text of a URL, without a look-up of the host.
   * @throws {UrlRefused}
   */
  parse(url: string): URL {
    // URL parsers drop white space and control characters. The address called could then differ from the address that
    // people read.
    const parsed = !/[\s\p{C}]/u.test(url) && URL.canParse(url) ? new URL(url) : undefined;
    if (!parsed || !['http:', 'https:'].includes(parsed.protocol) || parsed.hostname === '')
      throw new UrlRefused('not-a-url');
    if (parsed.protocol === 'http:' && this.rules.httpsOnly) throw new UrlRefused('not-https');
    if (parsed.username !== '' || parsed.password !== '') throw new UrlRefused('has-credentials');
    if (parsed.hash !== '') throw new UrlRefused('has-fragment');
    const port = Number(parsed.port || (parsed.protocol === 'https:' ? 443 : 80));
    if (REFUSED_PORTS.includes(port) || (port < LOWEST_PORT && !WEB_PORTS.includes(port)))
      throw new UrlRefused('port-refused');
    return parsed;
  }

  /**
   * Returns the addresses of a host. All must be public: a host that mixes public and private addresses is an attack.
   * @throws {UrlRefused} `host-unresolved`, `address-refused`
   */
  async resolve(hostname: string): Promise<readonly string[]> {
    const host = withoutBrackets(hostname);
    const addresses = isIP(host) ? [host] : await this.lookUp(host).catch(() => []);
    if (addresses.length === 0) throw new UrlRefused('host-unresolved');
    if (!addresses.every((address) => isPublicAddress(address, this.rules.allowedNetworks)))
      throw new UrlRefused('address-refused');
    return addresses;
  }
}

/** Removes the brackets of an IPv6 address in a URL: `[::1]` becomes `::1`. */
export const withoutBrackets = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1');

/**
 * Resolves host names with DNS queries, not with the lookup of the system. System lookups share a pool of four threads,
 * so a slow name server would block the whole process. Only `localhost` uses the system, because name servers do not
 * know it.
 */
const byDns = (): Resolve => {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  return async (hostname) => {
    if (hostname === 'localhost') return (await systemLookup(hostname, { all: true })).map(({ address }) => address);
    const found = await Promise.all([
      resolver.resolve4(hostname).catch(() => []),
      resolver.resolve6(hostname).catch(() => []),
    ]);
    return found.flat();
  };
};
