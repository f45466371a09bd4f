import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import {
  type AddressInfo,
  createServer as createSocketServer,
  type Server as SocketServer,
  type Socket,
} from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { parseNetworks, type Resolve, SsrfGuard, UrlRefused } from './ssrf-guard.js';
import { problemOf, WebhookHttpClient } from './webhook-http-client.js';

const ALLOWED = parseNetworks('127.0.0.1/32');
const LIMITS = { connectTimeoutMs: 400, headTimeoutMs: 600, bodyTimeoutMs: 300, maxBodyBytes: 16_384 };
/** Shorter than the time limit of a connection, as in production. */
const TIMING = { limitMs: 250, stepMs: 100 };

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

const guarding = (resolve: Resolve = async () => ['127.0.0.1'], httpsOnly = false): SsrfGuard =>
  new SsrfGuard({ httpsOnly, allowedNetworks: ALLOWED }, resolve, TIMING);
const aClient = (resolve?: Resolve, httpsOnly?: boolean): WebhookHttpClient => {
  const client = new WebhookHttpClient(guarding(resolve, httpsOnly), LIMITS);
  opened.push(client);
  return client;
};

const listening = async <S extends Server | SocketServer>(server: S, host: string, port: number): Promise<number> => {
  server.listen(port, host);
  await once(server, 'listening');
  opened.push({
    close: () => ('closeAllConnections' in server ? server.closeAllConnections() : undefined, server.close()),
  });
  return (server.address() as AddressInfo).port;
};
const serving = (answer: RequestListener, host = '127.0.0.1', port = 0): Promise<number> =>
  listening(createServer(answer), host, port);
/** Starts an endpoint that writes raw bytes. */
const writing = (write: (socket: Socket) => void): Promise<number> =>
  listening(
    createSocketServer((socket) => socket.on('error', () => undefined).once('data', () => write(socket))),
    '127.0.0.1',
    0,
  );

const post = (client: WebhookHttpClient, url: string) => client.send({ method: 'POST', url, headers: {}, body: '{}' });
const ok = (_request: IncomingMessage, response: ServerResponse): void => void response.writeHead(204).end();
const timed = async <T>(work: Promise<T>): Promise<Readonly<{ outcome: T | Error; ms: number }>> => {
  const start = performance.now();
  const outcome = await work.catch((error: unknown) => error as Error);
  return { outcome, ms: performance.now() - start };
};

describe('a URL that may not be called', () => {
  it.each([
    ['a private address', async () => ['10.0.0.1']],
    ['a private address among several', async () => ['127.0.0.1', '10.0.0.1']],
    ['an IPv4 address in IPv6', async () => ['::ffff:169.254.169.254']],
  ] as [string, Resolve][])('is refused when its host resolves to %s, and nothing is sent', async (_case, resolve) => {
    await expect(post(aClient(resolve), 'http://partner.example:8080/')).rejects.toEqual(
      new UrlRefused('address-refused'),
    );
    await expect(guarding(resolve).check('http://partner.example:8080/')).rejects.toEqual(
      new UrlRefused('address-refused'),
    );
  });

  it.each([
    'http://127.0.0.2:8080/',
    'http://2130706434:8080/',
    'http://0x7f000002:8080/',
    'http://[::ffff:127.0.0.2]:8080/',
    'http://[::1]:8080/',
  ])('is refused when its host is the address itself: %s', async (url) =>
    expect(post(aClient(), url)).rejects.toEqual(new UrlRefused('address-refused')),
  );

  it.each([
    ['is unknown', async () => []],
    ['has a name server that fails', () => Promise.reject(new Error('SERVFAIL'))],
    ['has a name server that hangs', () => new Promise<never>(() => {})],
  ] as [string, Resolve][])('is refused when its host %s, exactly as a host inside', async (_case, resolve) => {
    const url = 'http://partner.example:8080/';
    const inside: Resolve = async () => ['10.0.0.1'];
    for (const names of [resolve, inside]) {
      await expect(post(aClient(names), url)).rejects.toEqual(new UrlRefused('address-refused'));
      await expect(guarding(names).check(url)).rejects.toEqual(new UrlRefused('address-refused'));
    }
    expect(
      problemOf(
        await guarding(resolve)
          .check(url)
          .catch((error: unknown) => error),
      ),
    ).toBe(
      problemOf(
        await guarding(inside)
          .check(url)
          .catch((error: unknown) => error),
      ),
    );
  });

  it('is refused at the end of a step of time, whether its name exists or not', async () => {
    const slowly: Resolve = (_host) => pause(30, []);
    for (const resolve of [slowly, async () => [], async () => ['10.0.0.1']]) {
      const { ms } = await timed(guarding(resolve).check('http://partner.example:8080/'));
      expect(ms).toBeGreaterThan(TIMING.stepMs - 5);
    }
  });

  it.each([
    'http://127.0.0.1\t:8080/',
    'http://partner.example/a b',
    ' http://partner.example/',
    'http://partner\u200b.example/',
    'http:///',
  ])('is refused when it is malformed: %j', async (url) =>
    expect(post(aClient(), url)).rejects.toEqual(new UrlRefused('not-a-url')),
  );

  it('is refused when it is plain http in production', async () => {
    await expect(post(aClient(undefined, true), 'http://partner.example/')).rejects.toEqual(
      new UrlRefused('not-https'),
    );
  });
});

it('the client connects to the address that was checked, whatever the name resolves to a moment later', async () => {
  let inside = 0;
  const port = await serving(ok);
  await serving((request, response) => (inside++, ok(request, response)), '127.0.0.2', port);
  // DNS rebinding: the first look-up and the next one return different addresses.
  let asked = 0;
  const rebinding: Resolve = async () => [asked++ === 0 ? '127.0.0.1' : '127.0.0.2'];
  const client = aClient(rebinding);
  expect(await post(client, `http://partner.example:${port}/`)).toMatchObject({ status: 204 });
  await pause(50);
  // The connection was kept, so no name is looked up.
  expect(await post(client, `http://partner.example:${port}/`)).toMatchObject({ status: 204 });
  await expect(post(aClient(rebinding), `http://partner.example:${port}/`)).rejects.toEqual(
    new UrlRefused('address-refused'),
  );
  expect(inside).toBe(0);
});

it('every new connection is checked again', async () => {
  const port = await serving((request, response) => ((response.shouldKeepAlive = false), ok(request, response)));
  let asked = 0;
  const client = aClient(async () => [asked++ === 0 ? '127.0.0.1' : '10.0.0.1']);
  expect(await post(client, `http://partner.example:${port}/`)).toMatchObject({ status: 204 });
  await pause(50);
  await expect(post(client, `http://partner.example:${port}/`)).rejects.toEqual(new UrlRefused('address-refused'));
});

describe('an endpoint', () => {
  it('that redirects is not followed', async () => {
    let followed = 0;
    const port = await serving((request, response) => {
      if (request.url === '/elsewhere') followed++;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await post(aClient(), `http://partner.example:${port}/`)).toMatchObject({ status: 307 });
    expect(followed).toBe(0);
  });

  it('that hangs is cut off after the timeout', async () => {
    const port = await serving(() => undefined);
    const { outcome, ms } = await timed(post(aClient(), `http://partner.example:${port}/`));
    expect(outcome).toEqual(new Error('no answer within 0.6 s'));
    expect(ms).toBeGreaterThan(500);
    expect(ms).toBeLessThan(3_000);
  });

  it('that never ends the head of its response is cut off', async () => {
    const port = await writing((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx: ');
      const drip = setInterval(() => (socket.destroyed ? clearInterval(drip) : socket.write('x')), 50);
      drip.unref();
    });
    const { outcome, ms } = await timed(post(aClient(), `http://partner.example:${port}/`));
    expect(outcome).toEqual(new Error('no answer within 0.6 s'));
    expect(ms).toBeLessThan(3_000);
  });

  it('that never ends the body of its response counts as answered, and is cut off', async () => {
    let closed = false;
    const port = await writing((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      const drip = setInterval(() => (socket.destroyed ? clearInterval(drip) : socket.write('1\r\nx\r\n')), 50);
      drip.unref();
      socket.on('close', () => (closed = true));
    });
    const { outcome, ms } = await timed(post(aClient(), `http://partner.example:${port}/`));
    expect(outcome).toMatchObject({ status: 200, body: expect.stringMatching(/^x+$/) });
    expect(ms).toBeLessThan(3_000);
    await pause(50);
    expect(closed).toBe(true);
  });

  it('that responds with a gigabyte is read up to the limit, and cut off', async () => {
    let sent = 0;
    let closed = false;
    const port = await writing((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${2 ** 30}\r\n\r\n`);
      const pour = (): void => {
        while (!socket.destroyed && sent < 2 ** 30) {
          sent += 65_536;
          if (!socket.write(Buffer.alloc(65_536, 'y'))) return void socket.once('drain', pour);
        }
      };
      socket.on('close', () => (closed = true));
      pour();
    });
    const { outcome } = await timed(post(aClient(), `http://partner.example:${port}/`));
    expect(outcome).toMatchObject({ status: 200, body: 'y'.repeat(LIMITS.maxBodyBytes) });
    await pause(100);
    expect(closed).toBe(true);
    expect(sent).toBeLessThan(2 ** 26);
  });

  it('with a head that is too long, or that is not HTTP, is an error', async () => {
    const long = await writing((socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`));
    expect((await timed(post(aClient(), `http://partner.example:${long}/`))).outcome).toBeInstanceOf(Error);
    const other = await writing((socket) => socket.write('220 mail.example ESMTP\r\n'));
    expect((await timed(post(aClient(), `http://partner.example:${other}/`))).outcome).toBeInstanceOf(Error);
  });

  it('that closes the connection without a response is an error, and the next call succeeds', async () => {
    let requests = 0;
    const port = await serving((request, response) =>
      requests++ === 0 ? void request.socket.destroy() : ok(request, response),
    );
    const client = aClient();
    expect((await timed(post(client, `http://partner.example:${port}/`))).outcome).toBeInstanceOf(Error);
    expect(await post(client, `http://partner.example:${port}/`)).toMatchObject({ status: 204 });
  });

  it('that refuses connections is an error', async () => {
    const port = await serving(ok);
    await opened.pop()!.close();
    await expect(post(aClient(), `http://partner.example:${port}/`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
