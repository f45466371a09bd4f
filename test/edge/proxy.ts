import { startCaddy } from '#testing/caddy';
import { freePort } from '#testing/free-port';
import { textOf } from '../architecture/files.js';

export type Caddyfile = 'Caddyfile' | 'Caddyfile.two-hubs';

/** The upstreams of deploy/proxy/Caddyfile: the services of docker-compose.yml. */
export const SERVICES = ['mandates:3001', 'cases:3002', 'partners:3003', 'teams:3004'] as const;

/** A Caddy with a file of deploy/proxy on the loopback address. */
export type Proxy = Readonly<{ url: string; port: number; lines: readonly string[]; stop(): Promise<void> }>;

/** Returns the text of a file of deploy/proxy; `addresses` replace the names and ports that the compose file gives. */
export const caddyfile = (file: Caddyfile, addresses: Readonly<Record<string, string>> = {}): string =>
  Object.entries(addresses).reduce(
    (text, [name, address]) => text.replaceAll(name, address),
    textOf(`deploy/proxy/${file}`),
  );

/** Adds an access log, in which each line names the upstream. */
const WITH_ACCESS_LOG = '\timport headers\n\tlog\n\tlog_append upstream {http.reverse_proxy.upstream.hostport}\n';

/**
 * Starts a proxy before `hubs`, the processes of Caddyfile.two-hubs, or before `addresses` in the place of SERVICES.
 * `log`: with an access log.
 */
export const startProxy = async (
  file: Caddyfile,
  {
    hubs = [],
    addresses = {},
    log = false,
  }: Readonly<{ hubs?: readonly string[]; addresses?: Readonly<Record<string, string>>; log?: boolean }>,
): Promise<Proxy> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { lines, stop } = await startCaddy({
    text: caddyfile(file, {
      ...addresses,
      ':2020': `:${await freePort()}`,
      ...(log && { '\timport headers\n': WITH_ACCESS_LOG }),
    }),
    port,
    environment: { SITE_ADDRESS: url, HUBS: hubs.join(' ') },
  });
  return { url, port, lines, stop };
};
