import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { typeParsers } from '#postgres';
import { IdentityProvider } from '#testing/identity-provider';
import { HubProcess } from '../journeys/hub-process.js';
import { random } from './random.js';

export type WebhookChaos = Readonly<{
  /** the number of subscriptions, each of another agency, and the number of events for each subscription */
  subscriptions: number;
  events: number;
  /** the number of kills of the delivering process, and the time between two kills, in ms */
  kills: number;
  everyMs: number;
  /** the seed of the endpoints; printed so that a run can be repeated */
  seed: number;
  say(line: string): void;
}>;

/** The result of a run: its figures, and the faults that it found. */
export type Aftermath = Readonly<{
  deliveries: number;
  repeats: number;
  /** the number of checks of the delivery counts */
  checks: number;
  /** the checks at which the enqueued events of a subscription were not delivered + dead + pending */
  unbalanced: readonly string[];
  /** the subscriptions in which an event first arrived before one that was published earlier */
  disordered: readonly string[];
  /** the events that never arrived although the endpoint never reported that it is gone */
  missing: readonly string[];
  /** the events that arrived again under another webhook-id */
  renamed: readonly string[];
  /** the well-behaved endpoints that did not get all events before the other endpoints were repaired */
  starved: readonly string[];
  ended: number;
  seconds: number;
}>;

const LONG = '10h';
const TYPE = 'be.regie.mandate.proposed.v1';
/** The content modes of the subscriptions, in turns. */
const CONTENTS = ['structured', 'batch', 'binary', 'batch', 'batch'] as const;
/** After this time without a delivery, no more are expected. */
const IDLE_MS = 300_000;
const SAY_EVERY_MS = 15_000;

/** The response of an endpoint to a delivery, after `had` earlier events. */
type Habit = (had: number, response: ServerResponse, next: () => number) => void;
const ok = (response: ServerResponse): void => void response.writeHead(204).end();
const HABITS: Readonly<Record<string, Habit>> = {
  good: (_, response) => ok(response),
  slow: (_, response, next) => void setTimeout(() => ok(response), 50 + next() * 200),
  flaky: (_, response, next) => (next() < 0.05 ? void response.writeHead(500).end('again, please') : ok(response)),
  dying: (_, response, next) => (next() < 0.05 ? void response.socket!.destroy() : ok(response)),
  busy: (_, response, next) =>
    next() < 0.05 ? void response.writeHead(429, { 'retry-after': '1' }).end() : ok(response),
  // The event arrives but the response is lost: for the first event and some others.
  forgetful: (had, response, next) =>
    had === 0 || next() < 0.15 ? void response.writeHead(204).socket!.destroy() : ok(response),
  dead: () => undefined,
  redirecting: (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
  leaving: (had, response) => (had > 3 ? void response.writeHead(410).end() : ok(response)),
};
/** Half of the endpoints are good. */
const NAMES = Object.keys(HABITS).flatMap((name) => ['good', name]);
const WELL_BEHAVED = ['good', 'slow'];

type Came = { eventId: string; webhookId: string };

/** All endpoints of the run, on one server with a path for each. */
class Endpoints {
  readonly came = new Map<number, Came[]>();
  /** true: all endpoints behave well from now on */
  healed = false;

  private constructor(
    readonly url: string,
    private readonly server: ReturnType<typeof createServer>,
    private readonly next: () => number,
  ) {}

  static async open(next: () => number): Promise<Endpoints> {
    const server = createServer(
      { keepAliveTimeout: 60_000 },
      (request, response) => void endpoints.take(request, response),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoints = new Endpoints(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, next);
    return endpoints;
  }

  habitOf(endpoint: number): string {
    return NAMES[endpoint % NAMES.length]!;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const endpoint = Number(request.url!.slice(1));
    if (request.method === 'OPTIONS')
      return void response.writeHead(200, { 'webhook-allowed-origin': '*', 'webhook-allowed-rate': '*' }).end();
    let body = '';
    for await (const part of request) body += String(part);
    const came = this.came.get(endpoint) ?? [];
    this.came.set(endpoint, came);
    const habit = this.healed ? 'good' : this.habitOf(endpoint);
    const eventIds = request.headers['ce-id']
      ? [decodeURIComponent(String(request.headers['ce-id']))]
      : [JSON.parse(body) as { id: string }].flat().map(({ id }) => id);
    // Only an event that is answered with 204 counts as arrived.
    const before = response.writeHead.bind(response);
    response.writeHead = ((status: number, headers?: Record<string, string>) => {
      if (status === 204)
        came.push(...eventIds.map((eventId) => ({ eventId, webhookId: String(request.headers['webhook-id']) })));
      return before(status, headers);
    }) as typeof response.writeHead;
    HABITS[habit]!(came.length, response, this.next);
  }
}

/**
 * Agencies subscribe to the proposals of the city, half of them at endpoints that misbehave. The delivering process is
 * killed (-9) and started again while events keep coming. In the end the endpoints are repaired and the subscriptions
 * resumed. Every endpoint except those that answered 410 Gone must then have every event in order, each under one
 * webhook-id.
 */
export const webhookChaos = async ({
  subscriptions,
  events,
  kills,
  everyMs,
  seed,
  say,
}: WebhookChaos): Promise<Aftermath> => {
  const next = random(seed);
  const started = performance.now();
  const provider = await IdentityProvider.open();
  const environment = { ...provider.environment, REGIE_WEBHOOK_ALLOW: '127.0.0.0/8' };
  let hub = await HubProcess.start({ environment });
  const endpoints = await Endpoints.open(next);
  let watching = true;
  let watch: Promise<Readonly<{ checks: number; unbalanced: readonly string[] }>> | undefined;
  try {
    /** Waits until the condition holds, or no more deliveries come. */
    const until = async (so: () => boolean | Promise<boolean>): Promise<void> => {
      let [moved, saidAt, had] = [Date.now(), Date.now(), 0];
      for (; !(await so()) && Date.now() < moved + IDLE_MS; await sleep(200)) {
        if (counted(endpoints) > had) moved = Date.now();
        had = counted(endpoints);
        if (Date.now() < saidAt + SAY_EVERY_MS) continue;
        saidAt = Date.now();
        say(`${had} deliveries`);
      }
    };
    let position = '';
    /** Sends a request that sees all earlier writes, unless its options say otherwise. */
    const request = async (
      method: string,
      path: string,
      token: string,
      body?: unknown,
      waits = true,
    ): Promise<Record<string, unknown>> => {
      const key = randomUUID();
      for (;;) {
        const response = await fetch(hub.url + path, {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            ...(waits && position && { 'regie-after': position }),
            ...(method !== 'GET' && { 'idempotency-key': key }),
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          body: body === undefined ? undefined : JSON.stringify(body),
          signal: AbortSignal.timeout(20_000),
        }).catch(() => undefined);
        const answer = (await response?.json().catch(() => undefined)) as Record<string, unknown> | undefined;
        if (response && response.status < 500 && answer) {
          if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
          position = response.headers.get('regie-position') ?? position;
          return answer;
        }
        await sleep(200);
      }
    };

    const manager = await provider.token({ role: 'manager' }, LONG);
    const enrol = (agency: string, nth: number, kind: string): Promise<unknown> =>
      request('POST', '/v1/agencies', manager, {
        agency,
        name: agency,
        kind,
        ovo: `OVO${String(nth).padStart(6, '0')}`,
      });
    await enrol('stad-gent', 0, 'city-service');
    await request('POST', '/v1/neighbourhoods/import', manager, {
      city: '44021',
      source: 'chaos',
      neighbourhoods: [{ code: '4', name: 'Brugse Poort', centre: { lon: 3.69, lat: 51.05 } }],
    });
    const owners: string[] = [];
    const ids: string[] = [];
    for (let endpoint = 0; endpoint < subscriptions; endpoint++) {
      const agency = `agency-${endpoint}`;
      await enrol(agency, endpoint + 1, 'welfare');
      const token = await provider.token({ agency, role: 'partner-api' }, LONG);
      owners.push(token);
      const subscription = {
        url: `${endpoints.url}/${endpoint}`,
        types: [TYPE],
        content: CONTENTS[endpoint % CONTENTS.length],
      };
      ids.push((await request('POST', '/v1/subscriptions', token, subscription)).subscriptionId as string);
    }
    say(`${subscriptions} agencies with a subscription each`);
    const { postgresUrl } = JSON.parse(await readFile(join(hub.folder, 'hub.json'), 'utf8')) as { postgresUrl: string };
    watch = balance(postgresUrl, () => watching);

    const coordinator = await provider.token({ role: 'coordinator' }, LONG);
    const propose = async (n: number): Promise<void> => {
      await request(
        'POST',
        '/v1/mandates',
        coordinator,
        {
          slots: [{ neighbourhood: '4', theme: 'jeugd' }],
          kind: 'hybrid',
          holder: 'stad-gent',
          executingFunction: `f${n}`,
        },
        false,
      );
    };
    const proposing = Promise.all(
      Array.from({ length: 4 }, async (_, lane) => {
        for (let n = lane; n < events; n += 4) await propose(n);
      }),
    );
    for (let kill = 1; kill <= kills; kill++) {
      await sleep(everyMs * (0.5 + next()));
      say(`kill ${kill} of ${kills}, after ${counted(endpoints)} deliveries`);
      await hub.kill();
      hub = await hub.startAgain(environment);
    }
    await proposing;
    say(`all is proposed, ${counted(endpoints)} deliveries so far`);

    // Misbehaving endpoints must not delay the others, so the well-behaved ones must get everything before the repair.
    let wanted: readonly string[] = [];
    await until(async () => (wanted = await inFeed(request, owners[0]!)).length >= events);
    const all = Array.from({ length: subscriptions }, (_, endpoint) => endpoint);
    const behaved = all.filter((endpoint) => WELL_BEHAVED.includes(endpoints.habitOf(endpoint)));
    const has = (endpoint: number): number => new Set(endpoints.came.get(endpoint)?.map(({ eventId }) => eventId)).size;
    await until(() => behaved.every((endpoint) => has(endpoint) >= wanted.length));
    const starved = behaved
      .filter((endpoint) => has(endpoint) < wanted.length)
      .map((endpoint) => `${endpoint} has ${has(endpoint)} of ${wanted.length}`);
    say(
      `${behaved.length} well-behaved endpoints have all ${wanted.length} events${starved.length > 0 ? `, but for ${starved.length}` : ''}; mending the others`,
    );

    endpoints.healed = true;
    const isGone = async (endpoint: number): Promise<boolean> =>
      (await request('GET', `/v1/subscriptions/${ids[endpoint]}`, owners[endpoint]!)).status === 'ended';
    const gone = new Set<number>();
    for (const endpoint of all) {
      if (await isGone(endpoint)) gone.add(endpoint);
      else await request('POST', `/v1/subscriptions/${ids[endpoint]}/resume`, owners[endpoint]!);
    }
    const staying = all.filter((endpoint) => !gone.has(endpoint));
    await until(() => staying.every((endpoint) => has(endpoint) >= wanted.length));
    // The hub records the last deliveries a moment after they have arrived.
    await until(async () => (await pendingIn(postgresUrl)) === 0);
    watching = false;
    const { checks, unbalanced } = await watch;

    const report = all.map((endpoint) => {
      const came = endpoints.came.get(endpoint) ?? [];
      const firsts = [...new Set(came.map(({ eventId }) => eventId))];
      const names = new Set(came.map(({ eventId, webhookId }) => `${eventId} ${webhookId}`));
      return {
        endpoint: `${endpoint} (${endpoints.habitOf(endpoint)})`,
        gone: gone.has(endpoint),
        came,
        firsts,
        names,
      };
    });
    return {
      deliveries: counted(endpoints),
      repeats: report.reduce((sum, { came, firsts }) => sum + came.length - firsts.length, 0),
      checks,
      unbalanced,
      disordered: report
        .filter(({ firsts }) => firsts.some((eventId, index) => eventId !== wanted[index]))
        .map(({ endpoint }) => endpoint),
      missing: report
        .filter(({ gone: left, firsts }) => !left && firsts.length < wanted.length)
        .map(({ endpoint, firsts }) => `${endpoint} has ${firsts.length} of ${wanted.length}`),
      renamed: report.filter(({ firsts, names }) => names.size !== firsts.length).map(({ endpoint }) => endpoint),
      starved,
      ended: gone.size,
      seconds: Math.round((performance.now() - started) / 1_000),
    };
  } finally {
    watching = false;
    await watch?.catch(() => undefined);
    endpoints.close();
    await hub.remove();
    provider.close();
  }
};

const counted = ({ came }: Endpoints): number => [...came.values()].reduce((sum, { length }) => sum + length, 0);

/** Returns the ids of the proposals in the feed of an agency, which are the same for every agency. */
const inFeed = async (
  request: (method: string, path: string, token: string) => Promise<Record<string, unknown>>,
  token: string,
): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let after = ''; ;) {
    const page = (await request('GET', `/v1/feed?types=${TYPE}&limit=500${after && `&after=${after}`}`, token)) as {
      events: { id: string; data: { executingFunction?: string } }[];
      next: string;
      more: boolean;
    };
    ids.push(...page.events.map(({ id }) => id));
    if (!page.more) return ids;
    after = page.next;
  }
};
/** Checks the delivery counts of every subscription repeatedly, each time in one statement. */
const balance = async (
  postgresUrl: string,
  watching: () => boolean,
): Promise<Readonly<{ checks: number; unbalanced: readonly string[] }>> => {
  const unbalanced: string[] = [];
  let checks = 0;
  for (let took = 0; watching(); await sleep(Math.max(50, 4 * took))) {
    const begin = performance.now();
    const rows = await ask<{ id: string; enqueued: string; delivered: string; dead: string; pending: string }>(
      postgresUrl,
      `SELECT subscription_id AS id, enqueued, delivered, dead, (SELECT coalesce(sum(cardinality(event_ids)), 0) FROM partners.delivery WHERE (city, subscription_id) = (delivery_cursor.city, delivery_cursor.subscription_id) AND state = 'pending') AS pending
         FROM partners.delivery_cursor`,
    );
    checks++;
    took = performance.now() - begin;
    for (const { id, enqueued, delivered, dead, pending } of rows) {
      if (Number(enqueued) !== Number(delivered) + Number(dead) + Number(pending))
        unbalanced.push(`${id}: ${enqueued} enqueued, ${delivered} delivered, ${dead} dead, ${pending} pending`);
    }
  }
  return { checks, unbalanced };
};

const pendingIn = async (postgresUrl: string): Promise<number> =>
  Number(
    (
      await ask<{ count: string }>(
        postgresUrl,
        `SELECT coalesce(sum(cardinality(event_ids)), 0) AS count FROM partners.delivery WHERE state = 'pending'`,
      )
    )[0]!.count,
  );

const ask = async <Row extends pg.QueryResultRow>(connectionString: string, sql: string): Promise<readonly Row[]> => {
  const client = new pg.Client({ connectionString, types: typeParsers });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
};
