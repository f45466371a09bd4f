import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from '#testing/certificates';
import { IdentityProvider } from '#testing/identity-provider';
import { startTlsPostgres, type TlsPostgres, writePem } from '#testing/tls-postgres';
import { until } from '#testing/until';
import { AGENCIES, CITY } from '../../apps/hub/src/demonstration/ghent.js';
import { migratedForHub } from '../journeys/databases.js';
import { HubProcess } from '../journeys/hub-process.js';

let folder: string;
let postgres: TlsPostgres;
let provider: IdentityProvider;
let endpoint: Server;
let hub: HubProcess | undefined;
let settings: Readonly<Record<string, string>>;
/** The calls of the hub to the endpoint: it asks for consent before it delivers. */
let asked = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regie-authority-'));
  const authority = await createAuthority();
  const [files, own] = await Promise.all([
    writePem(folder, { ca: authority.certificate }),
    authority.issue('localhost', ['localhost']),
  ]);
  [postgres, provider] = await Promise.all([startTlsPostgres(authority), IdentityProvider.open(own)]);
  endpoint = createServer({ key: own.key, cert: own.certificate }, (request, response) => {
    asked++;
    request.resume();
    response.writeHead(200, { 'webhook-allowed-origin': '*' }).end();
  });
  await once(endpoint.listen(0, '127.0.0.1'), 'listening');
  const tls = { sslmode: 'verify-full', sslrootcert: files.ca };
  settings = {
    ...provider.environment,
    REGIE_ENVIRONMENT: 'production',
    REGIE_POSTGRES_URL: (await migratedForHub(postgres.address('encrypted', 'localhost', tls))).runtimeUrl,
    REGIE_CITIES: CITY,
    REGIE_SECRETS_KEY: randomBytes(32).toString('base64'),
    REGIE_PUBLIC_URL: 'https://regie.example.be',
    REGIE_WEBHOOK_ALLOW: '127.0.0.1/32,::1/128',
    NODE_EXTRA_CA_CERTS: files.ca,
  };
}, 120_000);
afterAll(async () => {
  await hub?.remove();
  provider.close();
  endpoint.close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

it('a hub in production works with PostgreSQL, provider and endpoint behind a private authority', async () => {
  // This process does not know the authority, so the provider is refused here.
  await expect(fetch(`${provider.issuer}/jwks`)).rejects.toThrow('fetch failed');
  hub = await HubProcess.start({ environment: settings });
  const { url } = hub;
  const send = async (path: string, token: string, body: object): Promise<void> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  };
  const manager = await provider.token({ role: 'manager' });
  const [stadGent] = AGENCIES;
  await send('agencies', manager, stadGent);
  const { port } = endpoint.address() as AddressInfo;
  const subscription = { url: `https://localhost:${port}/`, types: ['be.regie.agency.enrolled.v1'] };
  await until(() =>
    provider
      .token({ agency: stadGent.agency, role: 'partner-api' })
      .then((token) => send('subscriptions', token, subscription))
      .then(
        () => true,
        () => false,
      ),
  );
  await until(() => asked > 0);
}, 120_000);

it('a hub that finds another certificate than that of its PostgreSQL names the remedy', async () => {
  const address = settings['REGIE_POSTGRES_URL']!.replace('localhost', '127.0.0.1');
  const start = HubProcess.start({ environment: { ...settings, REGIE_POSTGRES_URL: address } });
  await expect(start).rejects.toThrow(/The certificate of PostgreSQL is for another host: connect by a name in it/);
}, 60_000);
