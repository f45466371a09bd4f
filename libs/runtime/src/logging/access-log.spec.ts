import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { PassThrough } from 'node:stream';
import express, { type Request, type RequestHandler } from 'express';
import { pino } from 'pino';
import type { Actor } from '#kernel';
import { accessLog } from './access-log.js';
import { logOptions } from './logging.js';
import { pseudonymsBy } from './pseudonyms.js';
import { logUnreadableRequests } from './unreadable-requests.js';

type Line = Readonly<Record<string, unknown>>;

const KEY = Buffer.alloc(32, 7).toString('base64');
const CASE = '01936b1e-7a1b-7c3d-8e4f-0123456789ab';
const MEMBER = '01936b1e-7a1b-7c3d-8e4f-ffffffffffff';
const AN: Actor = { city: '44021', agency: 'stad-gent', role: 'worker', subject: 'hush-subject' };

/** Sets what the guard and the filter of problems leave on a request. */
const known =
  (more: Partial<{ actor: Actor; problem: string }>): RequestHandler =>
  (request, _response, next) => {
    Object.assign(request, more);
    next();
  };

describe('The access log', () => {
  const stream = new PassThrough();
  const lines: Line[] = [];
  stream.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().trim().split('\n')) lines.push(JSON.parse(line) as Line);
  });
  const ids: unknown[] = [];
  let server: Server;
  let url: string;

  beforeAll(async () => {
    const app = express();
    app.set('trust proxy', ['127.0.0.2/32']);
    const log = pino(logOptions('info'), stream);
    app.use(accessLog(log, pseudonymsBy(KEY)));
    app.get('/health/live', (_, response) => void response.json({}));
    app.get('/v1/cases/:id', known({ actor: AN }), (request: Request, response) => {
      ids.push(request.id);
      log.info('within the request');
      response.json({});
    });
    app.post('/v1/teams/:id/members/:memberId/end', known({ actor: AN, problem: 'access.role' }), (_, response) => {
      response.status(403).json({});
    });
    app.get('/v1/refused', known({ problem: 'access.token-invalid' }), (_, response) => {
      response.status(401).json({});
    });
    app.get(
      '/v1/broken',
      known({ actor: AN, problem: 'internal' }),
      (_, response) => void response.status(500).json({}),
    );
    app.get('/v1/slow', known({ actor: AN }), () => undefined);
    app.get('/v1/stream', known({ actor: AN }), (_, response) => void response.write(': begun\n'));
    server = createServer({ headersTimeout: 100, connectionsCheckingInterval: 20 }, app);
    logUnreadableRequests(server, log);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  });
  beforeEach(() => void lines.splice(0));

  /** Returns the lines as soon as `count` of them are there. */
  const written = async (count: number): Promise<readonly Line[]> => {
    while (lines.length < count) await once(stream, 'data');
    return lines;
  };

  it('has one line for a request, with the route, the caller and the ids', async () => {
    const response = await fetch(`${url}/v1/cases/${CASE}?name=hush-query`, {
      headers: {
        authorization: 'Bearer hush-token',
        cookie: 'hush=cookie',
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      },
    });
    await response.text();
    const [within, line] = await written(2);
    expect(line).toEqual({
      level: 30,
      time: expect.any(Number),
      pid: process.pid,
      hostname: expect.any(String),
      context: 'access',
      requestId: ids[0],
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      method: 'GET',
      route: '/v1/cases/:id',
      id: CASE,
      outcome: 'answered',
      status: 200,
      ms: expect.any(Number),
      city: '44021',
      agency: 'stad-gent',
      role: 'worker',
      subject: pseudonymsBy(KEY)(AN),
      msg: 'request',
    });
    expect(within).toMatchObject({ requestId: ids[0], traceId: '4bf92f3577b34da6a3ce929d0e0e4736' });
    expect(JSON.stringify(lines)).not.toMatch(/hush/);
  });

  it('has no id of a member, and no id that is no UUID', async () => {
    await (await fetch(`${url}/v1/teams/${CASE}/members/${MEMBER}/end`, { method: 'POST' })).text();
    await (await fetch(`${url}/v1/cases/hush-jan-janssens`)).text();
    const [refused, , found] = await written(3);
    expect(refused).toMatchObject({ route: '/v1/teams/:id/members/:memberId/end', id: CASE });
    expect(found).toMatchObject({ route: '/v1/cases/:id' });
    expect(JSON.stringify(lines)).not.toMatch(new RegExp(`hush|${MEMBER}`));
  });

  it('names the address and the code of a refused token and of a refused permission', async () => {
    await (await fetch(`${url}/v1/refused`)).text();
    await (await fetch(`${url}/v1/teams/${CASE}/members/${MEMBER}/end`, { method: 'POST' })).text();
    expect(await written(2)).toMatchObject([
      { level: 30, status: 401, code: 'access.token-invalid', client: '127.0.0.1' },
      { level: 30, status: 403, code: 'access.role', client: '127.0.0.1', agency: 'stad-gent' },
    ]);
  });

  it('believes no proxy that is not trusted, and names it once', async () => {
    for (let times = 0; times < 2; times++)
      await (await fetch(`${url}/v1/refused`, { headers: { 'x-forwarded-for': '198.51.100.7' } })).text();
    const [warning, ...refused] = await written(3);
    expect(warning).toMatchObject({
      level: 40,
      peer: '127.0.0.1',
      msg: expect.stringContaining('127.0.0.1 sends X-Forwarded-For and is not in REGIE_TRUSTED_PROXIES'),
    });
    expect(refused.map(({ client }) => client)).toEqual(['127.0.0.1', '127.0.0.1']);
  });

  it('has the client that a trusted proxy names', async () => {
    const headers = { 'x-forwarded-for': '198.51.100.7' };
    const { port } = server.address() as AddressInfo;
    const asked = httpRequest({
      port,
      host: '127.0.0.1',
      localAddress: '127.0.0.2',
      path: '/v1/refused',
      headers,
    }).end();
    (await once(asked, 'response'))[0].resume();
    expect(await written(1)).toMatchObject([{ status: 401, client: '198.51.100.7' }]);
  });

  it('has a line for a client that leaves before the answer, and for a stream that is cut off', async () => {
    const leaving = new AbortController();
    const slow = fetch(`${url}/v1/slow`, { signal: leaving.signal }).catch(() => undefined);
    const begun = await fetch(`${url}/v1/stream`, { signal: leaving.signal });
    leaving.abort();
    await slow;
    await begun.text().catch(() => undefined);
    const [left, cut] = [...(await written(2))].toSorted((one) => (one.outcome === 'left' ? -1 : 1));
    expect(left).toMatchObject({ level: 30, route: '/v1/slow', outcome: 'left', ms: expect.any(Number) });
    expect(left).not.toHaveProperty('status');
    expect(cut).toMatchObject({ level: 30, route: '/v1/stream', outcome: 'cut-off', status: 200 });
  });

  it('has an error for a fault, and at level info nothing for a probe', async () => {
    await (await fetch(`${url}/health/live`)).text();
    await (await fetch(`${url}/v1/broken`)).text();
    expect(await written(1)).toMatchObject([{ level: 50, status: 500, code: 'internal' }]);
  });

  it('has a line for a refusal under the path of a probe', async () => {
    await (await fetch(`${url}/health/live`, { method: 'DELETE' })).text();
    await (await fetch(`${url}/health/hush-jan-janssens`)).text();
    expect(await written(2)).toMatchObject([{ status: 404, method: 'DELETE' }, { status: 404 }]);
    expect(JSON.stringify(lines)).not.toMatch(/hush/);
  });

  /** Sends a text as it is, and resolves when the server has closed the connection. */
  const sendRaw = async (text: string): Promise<void> => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => socket.write(text));
    socket.resume().on('error', () => undefined);
    await once(socket, 'close');
  };

  it.each([
    ['malformed', 'GET /hush HTTP/1.1\r\nHost : hush\r\n\r\n', 400],
    [
      'ambiguous in its length',
      'POST /hush HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
    ],
    ['with a control character', 'GET /hush HTTP/1.1\r\nHost: a\r\nX: \u001b[31mhush\r\n\r\n', 400],
    ['too large', `GET /hush HTTP/1.1\r\nHost: a\r\nX: ${'hush'.repeat(10_000)}\r\n\r\n`, 431],
    ['too slow', 'GET /hush HTTP/1.1\r\n', 408],
  ])('has one line, without any of its content, for a head that is %s', async (_, head, status) => {
    await sendRaw(head);
    const [line] = await written(1);
    expect(line).toMatchObject({ level: 30, context: 'access', outcome: 'unreadable', status, client: '127.0.0.1' });
    expect(lines).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toMatch(/hush/);
  });

  it('has one line for a request whose body cannot be read, and none for a connection without a request', async () => {
    await sendRaw('');
    await sendRaw('GET /v1/slow HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nhush\r\n');
    expect(await written(1)).toMatchObject([{ route: '/v1/slow', outcome: 'left' }]);
    expect(lines).toHaveLength(1);
  });

  it('writes the path of no unknown address', async () => {
    await (await fetch(`${url}/v1/hush-jan-janssens`)).text();
    expect(await written(1)).toMatchObject([{ route: 'other', status: 404, client: '127.0.0.1' }]);
    expect(JSON.stringify(lines)).not.toMatch(/hush/);
  });
});
