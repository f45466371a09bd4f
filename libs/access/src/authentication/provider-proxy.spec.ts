import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { OutboundProxies } from '#outbound';
import { type ConnectProxy, startConnectProxy } from '#testing/connect-proxy';
import { ProviderKeys } from './provider-keys.js';

/** A name that only the proxy can look up. */
const ISSUER = 'http://login.city.invalid';

let server: Server;
let proxy: ConnectProxy;
beforeEach(async () => {
  const { publicKey } = await generateKeyPair('ES256');
  const documents: Record<string, object> = {
    '/.well-known/openid-configuration': { issuer: ISSUER, jwks_uri: `${ISSUER}/jwks` },
    '/jwks': { keys: [await exportJWK(publicKey)] },
  };
  server = createServer((request, response) => void response.end(JSON.stringify(documents[request.url!])));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  proxy = await startConnectProxy({ names: { 'login.city.invalid:80': (server.address() as AddressInfo).port } });
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await proxy.stop();
});

const problemWith = (environment: Record<string, string>): Promise<string | undefined> =>
  new ProviderKeys(ISSUER, undefined, new OutboundProxies(environment)).problem();

describe('the keys of a provider', () => {
  it('are fetched through the proxy, with the discovery document', async () => {
    expect(await problemWith({ HTTP_PROXY: proxy.url })).toBeUndefined();
    expect(proxy.asked).toContain('login.city.invalid:80');
  });

  it('are fetched directly from an exception', async () => {
    expect(await problemWith({ HTTP_PROXY: proxy.url, NO_PROXY: 'city.invalid' })).toMatch(/cannot be fetched/);
    expect(proxy.asked).toEqual([]);
  });

  it('are away with the status of a proxy that refuses the call', async () => {
    await proxy.stop();
    proxy = await startConnectProxy({ password: 'wanted' });
    const withoutPassword = proxy.url.replace('regie:wanted@', '');
    expect(await problemWith({ HTTP_PROXY: withoutPassword })).toMatch(/cannot be fetched: PROXY_REFUSED_407/);
  });
});
