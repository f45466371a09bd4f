import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { OutboundProxies } from '#outbound';
import { type Authority, createAuthority, type Identity } from '#testing/certificates';
import { type ConnectProxy, startConnectProxy } from '#testing/connect-proxy';
import { parseNetworks, type Resolve, SsrfGuard, UrlRefused } from './ssrf-guard.js';
import { WebhookHttpClient } from './webhook-http-client.js';

const LIMITS = { connectTimeoutMs: 2_000, headTimeoutMs: 5_000, bodyTimeoutMs: 300, maxBodyBytes: 16_384 };
const PASSWORD = 'a:b@c';

let authority: Authority;
let identity: Identity;
let proxy: ConnectProxy;
let server: Server;
let port: number;
let received: { host: string | undefined; servername: unknown }[];
let clients: WebhookHttpClient[];

const answer: RequestListener = (request: IncomingMessage, response) => {
  received.push({ host: request.headers.host, servername: (request.socket as TLSSocket).servername });
  request.resume().on('end', () => response.writeHead(204).end());
};
const listening = async (started: Server): Promise<number> => {
  await once(started.listen(0, '127.0.0.1'), 'listening');
  return (started.address() as AddressInfo).port;
};

beforeAll(async () => {
  authority = await createAuthority();
  identity = await authority.issue('partner', ['partner.example']);
});
beforeEach(async () => {
  [received, clients] = [[], []];
  proxy = await startConnectProxy({ password: PASSWORD });
  server = createServer({ key: identity.key, cert: identity.certificate }, answer);
  port = await listening(server);
});
afterEach(async () => {
  for (const client of clients) await client.close();
  server.closeAllConnections();
  server.close();
  await proxy.stop();
});

/** A client behind the proxy, whose guard allows 127.0.0.1 only. */
const clientWith = ({
  resolve = async () => ['127.0.0.1'],
  environment = {},
}: Readonly<{ resolve?: Resolve; environment?: Record<string, string> }> = {}): WebhookHttpClient => {
  const guard = new SsrfGuard({ httpsOnly: false, allowedNetworks: parseNetworks('127.0.0.1/32') }, resolve);
  const proxies = new OutboundProxies({ HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url, ...environment });
  const client = new WebhookHttpClient(guard, LIMITS, proxies, authority.certificate);
  clients.push(client);
  return client;
};
const post = (client: WebhookHttpClient, url = `https://partner.example:${port}/hook`) =>
  client.send({ method: 'POST', url, headers: {}, body: '{}' });

describe('a webhook behind a proxy', () => {
  it('is sent to the address that was checked, over TLS to the name', async () => {
    const client = clientWith();
    expect(await post(client)).toMatchObject({ status: 204 });
    expect(await post(client)).toMatchObject({ status: 204 });
    expect(new Set(proxy.asked)).toEqual(new Set([`127.0.0.1:${port}`]));
    const seen = { host: `partner.example:${port}`, servername: 'partner.example' };
    expect(received).toEqual([seen, seen]);
  });

  it('is sent over plain http by the same way', async () => {
    const plain = createHttpServer(answer);
    const plainPort = await listening(plain);
    expect(await post(clientWith(), `http://partner.example:${plainPort}/`)).toMatchObject({ status: 204 });
    expect(proxy.asked).toEqual([`127.0.0.1:${plainPort}`]);
    plain.closeAllConnections();
    plain.close();
  });

  it.each<readonly [address: string, resolve: Resolve]>([
    ['a private address', async () => ['10.0.0.1']],
    ['another address of this machine', async () => ['127.0.0.2']],
    ['a private address among several', async () => ['127.0.0.1', '10.0.0.1']],
    ['an address of instance metadata', async () => ['169.254.169.254']],
  ])('is refused when its host resolves to %s, and the proxy is not asked', async (_, resolve) => {
    await expect(post(clientWith({ resolve }))).rejects.toEqual(new UrlRefused('address-refused'));
    await expect(post(clientWith({ resolve }), `http://partner.example:${port}/`)).rejects.toEqual(
      new UrlRefused('address-refused'),
    );
    expect(proxy.asked).toEqual([]);
  });

  it('is refused when its host is a private address, or unknown', async () => {
    await expect(post(clientWith(), 'https://10.0.0.1:8443/')).rejects.toEqual(new UrlRefused('address-refused'));
    await expect(post(clientWith({ resolve: async () => [] }))).rejects.toEqual(new UrlRefused('address-refused'));
    expect(proxy.asked).toEqual([]);
  });

  it('is checked again for each connection, whatever the name resolved to before', async () => {
    let asked = 0;
    const client = clientWith({ resolve: async () => [asked++ === 0 ? '127.0.0.1' : '10.0.0.1'] });
    expect(await post(client)).toMatchObject({ status: 204 });
    server.closeAllConnections();
    await expect(post(client).catch(() => post(client))).rejects.toEqual(new UrlRefused('address-refused'));
    expect(proxy.asked).toHaveLength(1);
  });

  it('tries the next address of its host', async () => {
    const guard = parseNetworks('127.0.0.0/8');
    const resolve: Resolve = async () => ['127.0.0.3', '127.0.0.1'];
    const proxies = new OutboundProxies({ HTTPS_PROXY: proxy.url });
    const client = new WebhookHttpClient(
      new SsrfGuard({ httpsOnly: true, allowedNetworks: guard }, resolve),
      LIMITS,
      proxies,
      authority.certificate,
    );
    clients.push(client);
    expect(await post(client)).toMatchObject({ status: 204 });
    expect(proxy.asked).toEqual([`127.0.0.3:${port}`, `127.0.0.1:${port}`]);
  });

  it('is refused when the certificate is for another name', async () => {
    await expect(post(clientWith(), `https://other.example:${port}/`)).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    expect(received).toEqual([]);
  });

  it('fails with the status of a proxy that refuses it', async () => {
    const environment = { HTTPS_PROXY: proxy.url.replace('regie:', 'somebody:') };
    await expect(post(clientWith({ environment }))).rejects.toMatchObject({ code: 'PROXY_REFUSED_407' });
  });

  it.each(['partner.example', '127.0.0.0/8'])('is sent directly with NO_PROXY=%s', async (exceptions) => {
    expect(await post(clientWith({ environment: { NO_PROXY: exceptions } }))).toMatchObject({ status: 204 });
    expect(proxy.asked).toEqual([]);
    const resolve: Resolve = async () => ['10.0.0.1'];
    await expect(post(clientWith({ resolve, environment: { NO_PROXY: exceptions } }))).rejects.toEqual(
      new UrlRefused('address-refused'),
    );
  });
});
