import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { clientAddress, untrustedProxyOf } from './client-address.js';

type Seen = Readonly<{ client: string; untrusted?: string }>;

describe('The address of a client', () => {
  const servers: Server[] = [];
  afterAll(() => Promise.all(servers.map((server) => once(server.close(), 'close'))));

  /** Returns a function that sends X-Forwarded-For to a service that trusts these networks. */
  const serviceThatTrusts = async (...networks: string[]): Promise<(forwarded?: string) => Promise<Seen>> => {
    const app = express();
    app.set('trust proxy', networks);
    app.get('/', (request, response) => {
      response.json({ client: clientAddress(request), untrusted: untrustedProxyOf(request) });
    });
    const server = app.listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return async (forwarded) => {
      const headers: Record<string, string> = {
        connection: 'close',
        ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }),
      };
      return (await (await fetch(`http://127.0.0.1:${port}/`, { headers })).json()) as Seen;
    };
  };

  it('is the peer of the socket without trusted proxies, and a header of that peer is reported', async () => {
    const ask = await serviceThatTrusts();
    expect(await ask()).toEqual({ client: '127.0.0.1' });
    expect(await ask('198.51.100.7')).toEqual({ client: '127.0.0.1', untrusted: '127.0.0.1' });
  });

  it('is the peer of the socket when the peer is outside the trusted networks', async () => {
    const ask = await serviceThatTrusts('10.0.0.0/8');
    expect(await ask('198.51.100.7')).toEqual({ client: '127.0.0.1', untrusted: '127.0.0.1' });
  });

  it.each([
    ['the address that a trusted proxy names', '198.51.100.7', '198.51.100.7'],
    ['the last address that is no trusted proxy', '203.0.113.9, 198.51.100.7, 10.1.1.1', '198.51.100.7'],
    ['the address without the port', '198.51.100.7:41234', '198.51.100.7'],
    ['an IPv6 address', '2001:DB8::7', '2001:db8::7'],
    ['an IPv6 address without brackets and port', '[2001:db8::7]:443', '2001:db8::7'],
    ['the IPv4 address within an IPv6 address', '::ffff:198.51.100.7', '198.51.100.7'],
    ['the proxy when it names no address', 'unknown', '127.0.0.1'],
    ['the proxy when it passes on a text with a line break', 'a%0Ab', '127.0.0.1'],
    ['the proxy when the header is empty', '', '127.0.0.1'],
  ])('is %s', async (_, forwarded, client) => {
    const ask = await serviceThatTrusts('127.0.0.0/8', '10.0.0.0/8');
    expect(await ask(forwarded)).toEqual({ client });
  });
});
