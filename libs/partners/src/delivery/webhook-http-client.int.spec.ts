import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import {
  type AddressInfo,
  createServer as createSocketServer,
  type Server as SocketServer,
  type Socket,
} from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { networksOf } from './ssrf-guard.js';
import { OutgoingCalls, type Resolve, UrlRefused } from './webhook-http-client.js';

const RULES = {
  secureOnly: false,
  allowed: networksOf('127.0.0.1/32'),
  answerWithinMs: 600,
  restMs: 300,
  connectWithinMs: 400,
  mostBytes: 16_384,
};

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

const calling = (rules: Partial<typeof RULES> = {}, resolve: Resolve = async () => ['127.0.0.1']): OutgoingCalls => {
  const calls = new OutgoingCalls({ ...RULES, ...rules }, resolve);
  opened.push(calls);
  return calls;
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
/** An endpoint that speaks for itself, byte by byte. */
const speaking = (say: (socket: Socket) => void): Promise<number> =>
  listening(
    createSocketServer((socket) => socket.on('error', () => undefined).once('data', () => say(socket))),
    '127.0.0.1',
    0,
  );

const post = (calls: OutgoingCalls, url: string) => calls.call({ method: 'POST', url, headers: {}, body: '{}' });
const ok = (_request: IncomingMessage, response: ServerResponse): void => void response.writeHead(204).end();
const timed = async <T>(work: Promise<T>): Promise<Readonly<{ outcome: T | Error; ms: number }>> => {
  const start = performance.now();
  const outcome = await work.catch((error: unknown) => error as Error);
  return { outcome, ms: performance.now() - start };
};

describe('an address that may not be called', () => {
  it.each([
    ['a private address', async () => ['10.0.0.1']],
    ['one of several', async () => ['127.0.0.1', '10.0.0.1']],
    ['an IPv4 address in IPv6', async () => ['::ffff:169.254.169.254']],
  ] as [string, Resolve][])('is refused when its name stands for %s, and nothing is sent', async (_what, resolve) => {
    await expect(post(calling({}, resolve), 'http://partner.example:8080/')).rejects.toEqual(
      new UrlRefused('address-refused'),
    );
    await expect(calling({}, resolve).inspect('http://partner.example:8080/')).rejects.toEqual(
      new UrlRefused('address-refused'),
    );
  });

  it.each([
    'http://127.0.0.2:8080/',
    'http://2130706434:8080/',
    'http://0x7f000002:8080/',
    'http://[::ffff:127.0.0.2]:8080/',
    'http://[::1]:8080/',
  ])('is refused when it is written out: %s', async (url) =>
    expect(post(calling(), url)).rejects.toEqual(new UrlRefused('address-refused')),
  );

  it('is refused when the name is not known, or the one who knows does not answer', async () => {
    await expect(
      post(
        calling({}, async () => []),
        'http://partner.example:8080/',
      ),
    ).rejects.toEqual(new UrlRefused('host-unresolved'));
    await expect(
      post(
        calling({}, () => Promise.reject(new Error('SERVFAIL'))),
        'http://partner.example:8080/',
      ),
    ).rejects.toEqual(new UrlRefused('host-unresolved'));
    const { outcome, ms } = await timed(
      post(
        calling({}, () => new Promise<never>(() => {})),
        'http://partner.example:8080/',
      ),
    );
    expect(outcome).toBeInstanceOf(Error);
    expect(ms).toBeLessThan(2_000);
  });

  it.each([
    'http://127.0.0.1\t:8080/',
    'http://partner.example/a b',
    ' http://partner.example/',
    'http://partner\u200b.example/',
    'http:///',
  ])('is none at all: %j', async (url) => expect(post(calling(), url)).rejects.toEqual(new UrlRefused('not-a-url')));

  it('is plain http when it has to be https', async () => {
    await expect(post(calling({ secureOnly: true }), 'http://partner.example/')).rejects.toEqual(
      new UrlRefused('not-https'),
    );
  });
});

it('connects to the address that was checked, whatever the name stands for a moment later', async () => {
  let inside = 0;
  const port = await serving(ok);
  await serving((request, response) => (inside++, ok(request, response)), '127.0.0.2', port);
  // a name that is one address to who asks first, and another to who asks next
  let asked = 0;
  const rebinding: Resolve = async () => [asked++ === 0 ? '127.0.0.1' : '127.0.0.2'];
  const calls = calling({}, rebinding);
  expect(await post(calls, `http://partner.example:${port}/`)).toMatchObject({ status: 204 });
  await pause(50);
  // the connection was kept: no name was looked up
  expect(await post(calls, `http://partner.example:${port}/`)).toMatchObject({ status: 204 });
  await expect(post(calling({}, rebinding), `http://partner.example:${port}/`)).rejects.toEqual(
    new UrlRefused('address-refused'),
  );
  expect(inside).toBe(0);
});

it('checks again for every new connection', async () => {
  const port = await serving((request, response) => ((response.shouldKeepAlive = false), ok(request, response)));
  let asked = 0;
  const calls = calling({}, async () => [asked++ === 0 ? '127.0.0.1' : '10.0.0.1']);
  expect(await post(calls, `http://partner.example:${port}/`)).toMatchObject({ status: 204 });
  await pause(50);
  await expect(post(calls, `http://partner.example:${port}/`)).rejects.toEqual(new UrlRefused('address-refused'));
});

describe('an endpoint', () => {
  it('that redirects is not followed', async () => {
    let followed = 0;
    const port = await serving((request, response) => {
      if (request.url === '/elsewhere') followed++;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await post(calling(), `http://partner.example:${port}/`)).toMatchObject({ status: 307 });
    expect(followed).toBe(0);
  });

  it('that hangs is waited for so long and no longer', async () => {
    const port = await serving(() => undefined);
    const { outcome, ms } = await timed(post(calling(), `http://partner.example:${port}/`));
    expect(outcome).toEqual(new Error('no answer within 0.6 s'));
    expect(ms).toBeGreaterThan(500);
    expect(ms).toBeLessThan(3_000);
  });

  it('that lets the head of its answer drip for ever is cut off', async () => {
    const port = await speaking((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx: ');
      const drip = setInterval(() => (socket.destroyed ? clearInterval(drip) : socket.write('x')), 50);
      drip.unref();
    });
    const { outcome, ms } = await timed(post(calling(), `http://partner.example:${port}/`));
    expect(outcome).toEqual(new Error('no answer within 0.6 s'));
    expect(ms).toBeLessThan(3_000);
  });

  it('that lets the body of its answer drip for ever has answered, and is cut off', async () => {
    let closed = false;
    const port = await speaking((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      const drip = setInterval(() => (socket.destroyed ? clearInterval(drip) : socket.write('1\r\nx\r\n')), 50);
      drip.unref();
      socket.on('close', () => (closed = true));
    });
    const { outcome, ms } = await timed(post(calling(), `http://partner.example:${port}/`));
    expect(outcome).toMatchObject({ status: 200, body: expect.stringMatching(/^x+$/) });
    expect(ms).toBeLessThan(3_000);
    await pause(50);
    expect(closed).toBe(true);
  });

  it('that answers with a gigabyte is read at its beginning, and cut off', async () => {
    let sent = 0;
    let closed = false;
    const port = await speaking((socket) => {
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
    const { outcome } = await timed(post(calling(), `http://partner.example:${port}/`));
    expect(outcome).toMatchObject({ status: 200, body: 'y'.repeat(RULES.mostBytes) });
    await pause(100);
    expect(closed).toBe(true);
    expect(sent).toBeLessThan(2 ** 26);
  });

  it('with a head that is too long, or that is not HTTP, is an error', async () => {
    const long = await speaking((socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`));
    expect((await timed(post(calling(), `http://partner.example:${long}/`))).outcome).toBeInstanceOf(Error);
    const other = await speaking((socket) => socket.write('220 mail.example ESMTP\r\n'));
    expect((await timed(post(calling(), `http://partner.example:${other}/`))).outcome).toBeInstanceOf(Error);
  });

  it('that dies in the middle is an error, and the next call is not the worse for it', async () => {
    let requests = 0;
    const port = await serving((request, response) =>
      requests++ === 0 ? void request.socket.destroy() : ok(request, response),
    );
    const calls = calling();
    expect((await timed(post(calls, `http://partner.example:${port}/`))).outcome).toBeInstanceOf(Error);
    expect(await post(calls, `http://partner.example:${port}/`)).toMatchObject({ status: 204 });
  });

  it('that nobody is at is an error', async () => {
    const port = await serving(ok);
    await opened.pop()!.close();
    await expect(post(calling(), `http://partner.example:${port}/`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
