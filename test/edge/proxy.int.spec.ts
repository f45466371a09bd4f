import { once } from 'node:events';
import { Agent, type IncomingMessage, request as httpRequest, type RequestListener, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { CONNECTION_LIMITS, createBoundedServer } from '#runtime';
import { adaptCaddyfile, CADDY_VERSION, describeWithCaddy } from '#testing/caddy';
import { until } from '#testing/until';
import { compose, proxied } from '../architecture/compose.js';
import { type Caddyfile, caddyfile, type Proxy, SERVICES, startProxy } from './proxy.js';
import { startUpstream, type Upstream } from './upstream.js';

const FILES: readonly Caddyfile[] = ['Caddyfile', 'Caddyfile.two-hubs'];
/** Creates the server of a process of the hub. */
const serverOfTheHub = (handler: RequestListener): Server => createBoundedServer(handler, CONNECTION_LIMITS);

const opened: { stop(): Promise<void> }[] = [];
const upstream = async (...answer: Parameters<typeof startUpstream>): Promise<Upstream> => {
  const started = await startUpstream(...answer);
  opened.push(started);
  return started;
};
const proxyBefore = async (...hubs: readonly Upstream[]): Promise<Proxy> => {
  const proxy = await startProxy('Caddyfile.two-hubs', { hubs: hubs.map(({ address }) => address) });
  opened.unshift(proxy);
  return proxy;
};
afterEach(async () => {
  for (const each of opened.splice(0)) await each.stop();
});

const post = (
  url: string,
  { body = '{}', headers }: Readonly<{ body?: string; headers?: Record<string, string> }> = {},
): Promise<Response> =>
  fetch(`${url}/v1/cases`, {
    method: 'POST',
    ...(body && { body }),
    headers: { 'content-type': 'application/json', ...headers },
  });

it('the tests run the Caddy of docker-compose.yml', () => {
  expect(compose.services['proxy']!.image).toBe(`caddy:${CADDY_VERSION}-alpine`);
});

for (const file of FILES)
  describeWithCaddy(`the keep-alive of ${file}`, () => {
    it('closes idle connections before the hub does', async () => {
      const { proxies } = await adaptCaddyfile(caddyfile(file, LOOPBACK), { SITE_ADDRESS: ':8080' });
      const idleMs = proxies.map(({ transport }) => (transport?.keep_alive?.idle_timeout ?? Infinity) / 1e6);
      expect(new Set(idleMs)).toEqual(new Set([60_000]));
      expect(CONNECTION_LIMITS.idleMs).toBeGreaterThanOrEqual(2 * 60_000);
    });
  });

/** The names of the compose file resolve on its network only. */
const LOOPBACK = Object.fromEntries(SERVICES.map((name) => [name, `127.0.0.1:${name.split(':')[1]}`]));

describeWithCaddy('the proxy of the four services', () => {
  it('sends a path to its service, and no other path to any', async () => {
    const services = await Promise.all(SERVICES.map(() => upstream()));
    const addresses = Object.fromEntries(SERVICES.map((name, n) => [name, services[n]!.address]));
    const proxy = await startProxy('Caddyfile', { addresses });
    opened.unshift(proxy);
    const reached = async (path: string): Promise<string | number> => {
      const before = services.map(({ received }) => received.length);
      const { status } = await fetch(proxy.url + path);
      const found = services.findIndex(({ received }, n) => received.length > before[n]!);
      return status === 200 && found >= 0 ? SERVICES[found]!.split(':')[0]! : status;
    };
    const paths = [
      '/v1/cases',
      '/v1/mandates/holder',
      '/v1/agencies/x',
      '/v1/feed',
      '/v1/subscriptions',
      '/v1/teams/x',
    ];
    for (const path of paths) expect([path, await reached(path)]).toEqual([path, proxied(path)!.service]);
    for (const name of SERVICES.map((each) => each.split(':')[0]!)) {
      expect(await reached(`/${name}/openapi.json`)).toBe(name);
      expect(await reached(`/${name}/docs/x`)).toBe(name);
      expect(await reached(`/${name}/metrics`)).toBe(404);
      expect(compose.services[name]).toBeDefined();
    }
    expect(await reached('/asyncapi.json')).toBe('mandates');
    for (const path of ['/', '/metrics', '/health/ready', '/v1', '/v1/casesx', '/openapi.json'])
      expect([path, await reached(path)]).toEqual([path, 404]);
    expect(await (await fetch(`${proxy.url}/health/live`)).json()).toEqual({ status: 'ok' });
  }, 60_000);
});

describeWithCaddy('the proxy of two hubs', () => {
  it('shows the API, and hides health and metrics in every spelling', async () => {
    const hub = await upstream();
    const { url } = await proxyBefore(hub);
    for (const path of ['/', '/v1/cases?x=1', '/docs', '/docs/x', '/openapi.json', '/asyncapi.json'])
      expect([path, (await fetch(url + path)).status]).toEqual([path, 200]);
    const before = hub.received.length;
    for (const path of [
      '/metrics',
      '/metrics/',
      '//metrics',
      '/METRICS',
      '/%6detrics',
      '/health/ready',
      '/oidc/token',
    ]) {
      const response = await fetch(url + path);
      expect([path, response.status, response.headers.get('content-type')]).toEqual([
        path,
        404,
        'application/problem+json',
      ]);
      expect(await response.json()).toMatchObject({ code: 'route.unknown', status: 404 });
    }
    expect(hub.received).toHaveLength(before);
  }, 60_000);

  it('replaces the forwarding headers of a client by its own', async () => {
    const hub = await upstream();
    const { url } = await proxyBefore(hub);
    const forged = {
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'other.example',
      'x-forwarded-port': '1',
      'x-real-ip': '203.0.113.7',
      forwarded: 'for=203.0.113.7',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    };
    expect((await fetch(`${url}/v1/cases`, { headers: forged })).status).toBe(200);
    const { headers } = hub.received[0]!;
    expect(headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': new URL(url).host,
      traceparent: forged.traceparent,
    });
    for (const name of ['x-forwarded-port', 'x-real-ip', 'forwarded']) expect(headers[name]).toBeUndefined();
  }, 60_000);

  it('sends a POST once when its connection breaks without an answer, and says that it may have been carried out', async () => {
    // Each closes the connection after it has read the whole request.
    const drop = (request: IncomingMessage): void => void request.resume().on('end', () => request.socket.destroy());
    const hubs = await Promise.all([upstream(drop), upstream(drop)]);
    const { url } = await proxyBefore(...hubs);
    const received = (): number => hubs[0].received.length + hubs[1].received.length;
    const requests = [{ body: '{}' }, { body: '{}', headers: { 'idempotency-key': 'key' } }, { body: '' }];
    for (const request of requests) {
      const before = received();
      const response = await post(url, request);
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
      expect(await response.json()).toMatchObject({
        code: 'service.unavailable',
        title: expect.stringContaining('same Idempotency-Key'),
      });
      expect(received() - before).toBe(1);
    }
  }, 60_000);

  it('repeats a GET on the other hub when its connection breaks', async () => {
    const broken = await upstream((request) => void request.socket.destroy());
    const working = await upstream();
    const { url } = await proxyBefore(broken, working);
    for (let n = 0; n < 4; n++) expect((await fetch(`${url}/v1/cases`)).status).toBe(200);
    expect(working.received.length).toBe(4);
  }, 60_000);

  it('sends a POST that no hub has got to the other one', async () => {
    const [gone, working] = await Promise.all([upstream(), upstream()]);
    await gone.stop();
    const { url } = await proxyBefore(gone, working);
    for (let n = 0; n < 8; n++) expect((await post(url)).status).toBe(200);
    expect(working.received).toHaveLength(8);
  }, 60_000);

  it('passes each server-sent event on at once, and ends the stream of a client that leaves', async () => {
    let ended = false;
    let write: (text: string) => void = () => undefined;
    const hub = await upstream((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      write = (text) => void response.write(text);
      response.on('close', () => (ended = true));
    });
    const { url } = await proxyBefore(hub);
    const leaving = new AbortController();
    const response = await fetch(`${url}/v1/feed/stream`, { signal: leaving.signal });
    const reader = response.body!.getReader();
    for (const event of ['data: 1\n\n', 'data: 2\n\n']) {
      write(event);
      expect(Buffer.from((await reader.read()).value).toString()).toBe(event);
    }
    leaving.abort();
    await until(() => ended);
  }, 60_000);
});

/** The number of connections that the proxy keeps to each server. */
const CONNECTIONS = 24;

/** Sends a POST through the proxy, and returns its status. */
const timedPost = async ({ port }: Proxy, agent: Agent): Promise<number> => {
  const headers = { 'content-type': 'application/json' };
  const sent = httpRequest({ host: '127.0.0.1', port, method: 'POST', path: '/v1/cases', agent, headers });
  sent.end('{}');
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  await once(response.resume(), 'end');
  return response.statusCode!;
};

/**
 * Opens connections, and sends a POST on each at the moment when the server closes it, `idleMs` later.
 * The event loop of the servers, which is that of the spec, stands still meanwhile. So the requests have arrived when the
 * timers of the connections run, and these run first: a race of microseconds is lost each time.
 */
const postsAtTheLimit = async (proxies: readonly Proxy[], idleMs: number): Promise<readonly (readonly number[])[]> => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const all = (): Promise<readonly number[]>[] =>
    proxies.map((proxy) => Promise.all(Array.from({ length: CONNECTIONS }, () => timedPost(proxy, agent))));
  await Promise.all(all());
  const closesAt = performance.now() + idleMs;
  await pause(idleMs - 300);
  // From this phase of its turn, the event loop goes on with the timers that are due, and reads from connections later.
  await new Promise(setImmediate);
  const statuses = all();
  // The requests are written before the event loop goes on; the proxies pass them on while it stands still.
  await new Promise<void>((written) => {
    process.nextTick(written);
  });

  while (performance.now() < closesAt + 60);
  try {
    return await Promise.all(statuses);
  } finally {
    agent.destroy();
  }
};

describeWithCaddy('POSTs at the moment when a server closes its idle connections', () => {
  it('fail before a server with the limit of Node, and succeed before the hub', async () => {
    // Slow enough that each POST has a connection of its own.
    const slow: RequestListener = (request, response) =>
      void request.resume().on('end', () => setTimeout(() => response.end('{}'), 50));
    const [node, hub] = await Promise.all([upstream(slow), upstream(slow, serverOfTheHub)]);
    node.server.keepAliveTimeout = 1_000;
    const proxies = await Promise.all([proxyBefore(node), proxyBefore(hub)]);
    const idleMs = node.server.keepAliveTimeout + node.server.keepAliveTimeoutBuffer;
    const [before, after] = await postsAtTheLimit(proxies, idleMs);
    expect(before).toContain(503);
    expect(after).toEqual(Array(CONNECTIONS).fill(200));
  }, 60_000);
});
