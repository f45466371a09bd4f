import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brusselsDate } from '#kernel';
import { describeWithCaddy } from '#testing/caddy';
import { IdentityProvider } from '#testing/identity-provider';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { until } from '#testing/until';
import { CITY, PEOPLE } from '../../apps/hub/src/demonstration/ghent.js';
import { loadDemonstration, type Person } from '../../apps/hub/src/demonstration/load.js';
import { migratedForHub } from '../journeys/databases.js';
import { HubProcess } from '../journeys/hub-process.js';
import { Load, type Sent } from './load.js';
import { type Proxy, startProxy } from './proxy.js';

/** The requests that must succeed before the next fault, and the longest time for them. */
const REQUESTS_BETWEEN = 100;
const BETWEEN_MS = 60_000;

/** The start and the end of a kill, in ms of `Date.now()`. The process ends somewhere between them. */
type Kill = Readonly<{ from: number; to: number }>;

/** A line of the access log of the proxy. `ts`: the end of the request, in seconds since 1970, and `duration` in seconds. */
type Access = Readonly<{ ts: number; duration: number; status: number; upstream: string; request: { method: string } }>;

describeWithCaddy('two hubs on one PostgreSQL behind one proxy, under load', () => {
  let postgres: TestPostgres;
  let provider: IdentityProvider;
  let proxy: Proxy;
  let endpoint: Server;
  const delivered = new Set<string>();
  const hubs: HubProcess[] = [];
  const environments: Record<string, string>[] = [];

  const tokenOf = (person: Person): Promise<string> => {
    const { agency, role } = PEOPLE.find(({ username }) => username === person)!;
    return provider.token({ city: CITY, agency, role });
  };

  beforeAll(async () => {
    [postgres, provider] = await Promise.all([startPostgres(), IdentityProvider.open()]);
    const shared = {
      ...provider.environment,
      REGIE_POSTGRES_URL: (await migratedForHub(await postgres.createDatabase())).runtimeUrl,
      REGIE_SECRETS_KEY: randomBytes(32).toString('base64'),
      REGIE_WEBHOOK_ALLOW: '127.0.0.1/32',
    };
    environments.push(shared, shared);
    hubs.push(...(await Promise.all(environments.map((environment) => HubProcess.start({ environment })))));
    proxy = await startProxy('Caddyfile.two-hubs', {
      hubs: hubs.map(({ url }) => new URL(url).host),
      log: true,
    });
    await loadDemonstration(proxy.url, brusselsDate(new Date()), tokenOf);
    endpoint = createServer((request, response) => {
      if (request.method === 'OPTIONS') return void response.writeHead(200, { 'webhook-allowed-origin': '*' }).end();
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        for (const event of [JSON.parse(body)].flat() as { subject: string }[]) delivered.add(event.subject);
        response.writeHead(204).end();
      });
    });
    await once(endpoint.listen(0, '127.0.0.1'), 'listening');
    const { port } = endpoint.address() as AddressInfo;
    await post('/v1/subscriptions', await provider.token({ agency: 'ocmw-gent', role: 'partner-api' }), {
      url: `http://127.0.0.1:${port}/`,
      types: ['be.regie.mandate.proposed.v1'],
    });
  }, 180_000);
  afterAll(async () => {
    await proxy?.stop();
    await Promise.all(hubs.map((hub) => hub.remove()));
    endpoint?.close();
    provider.close();
    await postgres.stop();
  }, 60_000);

  const post = async (path: string, token: string, body: object): Promise<void> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(proxy.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
  };
  const accesses = (): readonly Access[] =>
    proxy.lines.filter((line) => line.includes('"http.log.access')).map((line) => JSON.parse(line) as Access);
  const addressOf = (n: number): string => new URL(hubs[n]!.url).host;
  /** Resolves when this hub has answered again through the proxy. */
  const takesPart = async (n: number): Promise<void> => {
    const before = accesses().length;
    await until(() =>
      accesses()
        .slice(before)
        .some(({ upstream, status }) => upstream === addressOf(n) && status < 300),
    );
  };
  const goesOn = (load: Load): Promise<unknown> => {
    const goal = load.succeeded + REQUESTS_BETWEEN;
    return until(() => load.succeeded >= goal, BETWEEN_MS);
  };
  const startAgain = async (n: number): Promise<void> => {
    hubs[n] = await hubs[n]!.startAgain(environments[n]);
    await takesPart(n);
  };

  it('lose only the requests in hand when one is killed, and none when one is stopped', async () => {
    const load = new Load(proxy.url, await tokenOf('an.peeters'), { writers: 6, readers: 4 });
    const kills: (Kill & { address: string })[] = [];
    await Promise.all([takesPart(0), takesPart(1)]);
    for (const n of [0, 1]) {
      await goesOn(load);
      const from = Date.now();
      await hubs[n]!.kill();
      kills.push({ from, to: Date.now(), address: addressOf(n) });
      await goesOn(load);
      // The other hub has taken over the read models.
      await until(() => load.isVisible());
      await startAgain(n);
    }
    const failedByKills = load.failed;
    await hubs[0]!.stop();
    await goesOn(load);
    await startAgain(0);
    await hubs[1]!.stop();
    await goesOn(load);
    await load.stop();

    // Each failed request was in hand when a hub was killed: by its own times, and by the access log with the killed hub.
    const inHand = ({ from, to }: Pick<Sent, 'from' | 'to'>) =>
      kills.find((kill) => from <= kill.to && to >= kill.from);
    expect(load.failed.filter((sent) => !inHand(sent))).toEqual([]);
    expect(load.failed.filter(({ method, code }) => method !== 'POST' || code !== 'service.unavailable')).toEqual([]);
    const broken = accesses().filter(({ status, request }) => status >= 400 && request.method === 'POST');
    expect(broken).toHaveLength(load.failed.length);
    for (const { ts, duration, upstream } of broken)
      expect(inHand({ from: (ts - duration) * 1_000, to: ts * 1_000 })?.address).toBe(upstream);
    expect(load.failed).toEqual(failedByKills);

    // A client repeats such a write with its key; then each write is there once.
    for (const failed of load.failed) expect([200, 201]).toContain(await load.repeatWrite(failed));
    const names = [...load.written.keys(), ...load.failed.map(({ key }) => key)];
    await until(() => load.isVisible());
    const found = await namesIn(proxy.url, await tokenOf('an.peeters'));
    expect(names.map((name) => [name, found.get(name)]).filter(([, times]) => times !== 1)).toEqual([]);
    expect([...found.keys()].filter((name) => name.startsWith('load-')).toSorted()).toEqual(names.toSorted());

    // The deliveries of a killed hub are taken over.
    const proposals = [...load.written.values()].filter((path) => path === '/v1/mandates').length;
    await until(() => delivered.size >= proposals, 60_000);
  }, 240_000);
});

/** Returns how often each name of a team or a mandate is in the lists. */
const namesIn = async (url: string, token: string): Promise<ReadonlyMap<string, number>> => {
  const names = new Map<string, number>();
  for (const [kind, nameOf] of [
    ['teams', 'name'],
    ['mandates', 'executingFunction'],
  ] as const) {
    for (let after = ''; ;) {
      const response = await fetch(`${url}/v1/${kind}?limit=200${after && `&after=${after}`}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      const page = (await response.json()) as Record<string, Record<string, string>[]> & { next: string | null };
      for (const row of page[kind]!) names.set(row[nameOf]!, (names.get(row[nameOf]!) ?? 0) + 1);
      if (page.next === null) break;
      after = page.next;
    }
  }
  return names;
};
