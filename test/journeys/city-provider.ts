import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createDemonstrationProvider, generateKeys } from '#access';

type Person = Parameters<typeof createDemonstrationProvider>[0]['people'][number];

/**
 * The identity provider of a city, outside of the hub. It signs tokens for one person, and the hub finds its keys by
 * the discovery document.
 */
export class CityProvider {
  private constructor(
    private readonly server: Server,
    private readonly person: Person,
    readonly issuer: string,
  ) {}

  static async start(person: Person): Promise<CityProvider> {
    const app = express();
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/oidc`;
    const provider = createDemonstrationProvider({
      issuer,
      audience: 'urn:regie:api',
      keys: await generateKeys(),
      cookieKeys: ['of this test'],
      people: [person],
      clients: [],
    });
    app.use('/oidc', provider.callback);
    return new CityProvider(server, person, issuer);
  }

  async token(): Promise<string> {
    const { username, password } = this.person;
    const response = await fetch(`${this.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'password', client_id: 'regie-cli', username, password }),
    });
    const { access_token: token } = (await response.json()) as { access_token?: string };
    if (!token) throw new Error(`no token for ${username}: ${response.status}`);
    return token;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
