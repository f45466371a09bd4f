import { lookup as systemLookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
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

/**
 * Reason why the hub does not call a URL. A name without an address and a name with a private address are one reason: otherwise partners could ask the
 * hub which names exist inside the network of the city.
 */
export type UrlFault =
  'not-a-url' | 'not-https' | 'has-credentials' | 'has-fragment' | 'port-refused' | 'address-refused';

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

/**
 * Time limit of a look-up, and the step at which a name is refused: after whole steps only, so that the time of a refusal is the same for a name inside
 * as for a name that does not exist. The limit is below the time limit of a connection, or some refusals would look like time-outs.
 */
export type LookUpTiming = Readonly<{ limitMs: number; stepMs: number }>;

const LOOK_UP_TIMING: LookUpTiming = { limitMs: 3_000, stepMs: 1_000 };

/** Decides whether the hub may call a URL that a partner configured (docs/adr/0052). */
export class SsrfGuard {
  constructor(
    private readonly rules: SsrfRules,
    private readonly lookUp: Resolve = byDns(),
    private readonly timing: LookUpTiming = LOOK_UP_TIMING,
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
   * @throws {UrlRefused} `address-refused`, also when the host has no address
   */
  async resolve(hostname: string): Promise<readonly string[]> {
    const host = withoutBrackets(hostname);
    if (isIP(host)) return this.publicOnly([host]);
    const startedAt = performance.now();
    const addresses = await Promise.race([this.lookUp(host).catch(() => []), nothingAfter(this.timing.limitMs)]);
    try {
      return this.publicOnly(addresses);
    } catch (error) {
      const { stepMs } = this.timing;
      await pause(stepMs - ((performance.now() - startedAt) % stepMs));
      throw error;
    }
  }

  private publicOnly(addresses: readonly string[]): readonly string[] {
    const { allowedNetworks } = this.rules;
    if (addresses.length === 0 || !addresses.every((address) => isPublicAddress(address, allowedNetworks)))
      throw new UrlRefused('address-refused');
    return addresses;
  }
}

const nothingAfter = (ms: number): Promise<readonly string[]> => pause(ms, [], { ref: false });

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
