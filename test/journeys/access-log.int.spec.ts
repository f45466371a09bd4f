import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt } from 'jose';
import { brusselsDate } from '#kernel';
import { until } from '#testing/until';
import { tokenFor } from '../../apps/hub/src/demonstration/load.js';
import { HubProcess } from './hub-process.js';
import { mainJob } from './main-job.js';
import { OtlpReceiver } from './otlp-receiver.js';
import { peopleAt, systemToken } from './people.js';

type Line = Readonly<Record<string, unknown>>;
type Asked = Readonly<{ trace: string; method: string; path: string; authorization: string | null }>;

const { jest } = import.meta;

describe('A hub in a process of its own, over the main job', () => {
  let receiver: OtlpReceiver;
  let endpoint: Server;
  let hub: HubProcess;
  let readyAt: number;
  /** every request of the job, each in a trace of its own */
  const asked: Asked[] = [];
  /** the bodies that the endpoint of a partner received */
  let delivered = 0;

  /** Sends a request in a trace of its own, and remembers it. */
  const traced =
    (really: typeof fetch) =>
    (input: string | URL | Request, init: RequestInit = {}) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const headers = new Headers(init.headers);
      const trace = randomBytes(16).toString('hex');
      headers.set('traceparent', `00-${trace}-00f067aa0ba902b7-01`);
      asked.push({
        trace,
        method: init.method ?? 'GET',
        path: url.pathname,
        authorization: headers.get('authorization'),
      });
      return really(input, { ...init, headers });
    };

  const startEndpoint = async (): Promise<string> => {
    endpoint = createServer((request, response) => {
      request.resume().on('end', () => {
        if (request.method === 'POST') delivered++;
        response.writeHead(200, { 'webhook-allowed-origin': '*' }).end();
      });
    });
    await once(endpoint.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/hook`;
  };

  beforeAll(async () => {
    receiver = await OtlpReceiver.start();
    const url = await startEndpoint();
    hub = await HubProcess.start({
      environment: { REGIE_LOG_LEVEL: 'info', REGIE_WEBHOOK_ALLOW: '127.0.0.0/8', ...receiver.environment },
    });
    readyAt = hub.lines.length;
    const really = globalThis.fetch;
    jest.spyOn(globalThis, 'fetch').mockImplementation(traced(really));
    const subscribed = await fetch(`${hub.url}/v1/subscriptions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await systemToken(hub.url, 'woningent-api')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ url, contact: 'ict@partner.example.be' }),
    });
    if (!subscribed.ok) throw new Error(await subscribed.text());
    await mainJob({ today: brusselsDate(new Date()), as: peopleAt(hub.url), say: () => undefined });
    await (
      await fetch(`${hub.url}/v1/cases?secret=hush-query`, { headers: { authorization: 'Bearer hush.hush.hush' } })
    ).text();
    const leaving = new AbortController();
    const token = await tokenFor(hub.url, 'an.peeters');
    const { body } = await fetch(`${hub.url}/v1/feed/stream`, {
      headers: { authorization: `Bearer ${token}` },
      signal: leaving.signal,
    });
    await body!.getReader().read();
    leaving.abort();
    await until(() => lines().some(({ outcome }) => outcome === 'cut-off'));
  }, 120_000);
  afterAll(async () => {
    jest.restoreAllMocks();
    await hub.remove();
    await receiver.stop();
    await once(endpoint.close(), 'close');
  });

  const lines = (): readonly Line[] =>
    hub.lines
      .slice(readyAt)
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line)
      .filter(({ context, route }) => context === 'access' && route !== undefined);

  it('writes exactly one line for each request, with its route and its trace', async () => {
    await until(() => lines().length >= asked.length);
    const byTrace = Map.groupBy(lines(), ({ traceId }) => traceId as string);
    expect([...byTrace.values()].filter((ofOne) => ofOne.length !== 1)).toEqual([]);
    expect(asked.filter(({ trace }) => !byTrace.has(trace))).toEqual([]);
    expect(byTrace.size).toBe(asked.length);
    for (const { trace, method, path } of asked) {
      const [line] = byTrace.get(trace)!;
      expect(line).toMatchObject({ method, outcome: path.endsWith('/stream') ? 'cut-off' : 'answered' });
      const pattern = String(line!.route).replaceAll(/:\w+|\*/g, '[^/]+');
      expect(path).toMatch(new RegExp(`^${pattern}$`));
    }
  });

  it('names the caller, the case, and the reason of a refusal', () => {
    expect(lines()).toContainEqual(
      expect.objectContaining({
        route: '/v1/cases',
        status: 409,
        code: 'case.no-mandate',
        agency: 'stad-gent',
        role: 'coordinator',
      }),
    );
    expect(lines()).toContainEqual(
      expect.objectContaining({
        status: 403,
        agency: 'ocmw-gent',
        client: '127.0.0.1',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      }),
    );
    expect(lines()).toContainEqual(
      expect.objectContaining({ status: 401, code: 'access.token-invalid', client: '127.0.0.1' }),
    );
  });

  it('writes no subject of a token, no token, no query and no text of a body, also not to OpenTelemetry', async () => {
    await until(() => receiver.spans.length > 0);
    const tokens = [
      ...new Set(asked.flatMap(({ authorization }) => /^Bearer (eyJ.*)$/.exec(authorization ?? '')?.[1] ?? [])),
    ];
    const subjects = tokens.map((token) => decodeJwt(token).sub!);
    expect(subjects.length).toBeGreaterThan(5);
    const written = [...hub.lines.slice(readyAt), ...receiver.bodies].join('\n');
    for (const secret of [
      ...tokens.map((token) => token.split('.')[2]!),
      ...subjects,
      ...[
        'hush',
        'Pierkespark',
        'Repair the lights',
        'No police matter',
        'welfare work',
        'neighbourhood=4',
        'limit=500',
        '_CBS_',
      ],
    ])
      expect(written).not.toContain(secret);
  });

  it('sends one trace over a request, its command, its append, the read models and the webhook', async () => {
    const opening = lines().find(
      ({ route, method, status }) => route === '/v1/cases' && method === 'POST' && status === 201,
    )!;
    const names = (): string[] =>
      receiver.spans.filter(({ traceId }) => traceId === opening.traceId).map(({ name }) => name);
    await until(() => delivered > 0 && names().includes('send webhook') && names().includes('POST /v1/cases'));
    const spans = receiver.spans.filter(({ traceId }) => traceId === opening.traceId);
    const named = (name: string) => spans.find((span) => span.name === name)!;
    const server = named('POST /v1/cases');
    expect(server).toMatchObject({ parentSpanId: '00f067aa0ba902b7', service: 'regie-hub' });
    expect(named('command OpenCase').parentSpanId).toBe(server.spanId);
    expect(named('append').parentSpanId).toBe(named('command OpenCase').spanId);
    for (const name of ['process cases.cases', 'process partners.feed', 'send webhook'])
      expect(spans.find((span) => span.name === name)).toMatchObject({ parentSpanId: server.spanId });
  });

  it('sends its metrics, each with its labels, and serves the same ones at /metrics', async () => {
    await until(() => receiver.metrics.get('regie_http_request_duration_seconds')?.histogram?.dataPoints.length);
    const served = await (await fetch(`${hub.url}/metrics`)).text();
    const names = new Set([...served.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!));
    await until(() => [...names].every((name) => receiver.metrics.has(name)));
    expect(receiver.metrics.get('regie_event_store_head')?.gauge?.dataPoints).toHaveLength(1);
  });
});
