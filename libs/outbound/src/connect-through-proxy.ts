import type { Socket } from 'node:net';
import { type buildConnector, Pool as ConnectionPool } from 'undici';
import type { OutboundProxies, Target } from './outbound-proxies.js';

/** The proxy refused to open a connection. `code` contains its status, such as 407: the proxy wants a password. */
class ProxyRefused extends Error {
  override readonly name = 'ProxyRefused';
  readonly code: string;
  constructor(proxy: URL, status: number) {
    super(`the proxy ${proxy.host} answered ${status}`);
    this.code = `PROXY_REFUSED_${status}`;
  }
}

/** Returns the addresses that a call may connect to. It throws when the call is not allowed. */
type Resolve = (hostname: string) => Promise<readonly string[]>;

export type ProxyOptions = Readonly<{
  proxies: OutboundProxies;
  /** makes a direct connection, and TLS over the connection through a proxy */
  direct: buildConnector.connector;
  timeoutMs: number;
  /** when given, the proxy connects to one of these addresses, and never looks the name up by itself */
  resolve?: Resolve;
}>;

/**
 * Returns a connector of undici that asks the proxy of an address for a connection (CONNECT, RFC 9110, section 9.3.6).
 * TLS goes through to the host, and its certificate is checked by its name, so the proxy sees no content.
 */
export const connectThroughProxy = (options: ProxyOptions): buildConnector.connector => {
  const { proxies, direct } = options;
  const tunnels = new Tunnels(options.timeoutMs);
  return (target, callback) => {
    if (!proxies.of(target)) return direct(target, callback);
    open(options, tunnels, target).then(
      (socket) => {
        if (!socket) return direct(target, callback);
        if (target.protocol === 'https:') return direct({ ...target, httpSocket: socket }, callback);
        callback(null, socket.setNoDelay(true));
      },
      (error: unknown) => callback(error as Error, null),
    );
  };
};

/** Returns a connection through the proxy; undefined when the addresses of the host are exceptions. */
const open = async (
  { proxies, resolve }: ProxyOptions,
  tunnels: Tunnels,
  target: Target,
): Promise<Socket | undefined> => {
  const addresses = resolve ? await resolve(target.hostname) : [];
  const proxy = proxies.of(target, addresses);
  if (!proxy) return undefined;
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  let failure: unknown;
  for (const host of resolve ? addresses : [target.hostname]) {
    try {
      return await tunnels.open(proxy, `${host.includes(':') ? `[${host}]` : host}:${port}`);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
};

/** The connections to proxies. A connection leaves its pool when it becomes a tunnel. */
class Tunnels {
  private readonly pools = new Map<string, ConnectionPool>();

  constructor(private readonly timeoutMs: number) {}

  async open(proxy: URL, authority: string): Promise<Socket> {
    const pool =
      this.pools.get(proxy.origin) ?? new ConnectionPool(proxy.origin, { connect: { timeout: this.timeoutMs } });
    this.pools.set(proxy.origin, pool);
    const { statusCode, socket } = await pool.connect({
      path: authority,
      headers: { host: authority, ...authorization(proxy) },
      signal: AbortSignal.timeout(this.timeoutMs),
    });
    if (statusCode === 200) return socket as Socket;
    socket.on('error', () => undefined).destroy();
    throw new ProxyRefused(proxy, statusCode);
  }
}

const authorization = ({ username, password }: URL): Record<string, string> => {
  if (!username) return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
};
