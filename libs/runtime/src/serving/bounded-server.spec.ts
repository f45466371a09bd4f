import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CONNECTION_LIMITS, createBoundedServer } from './bounded-server.js';

/** Limits short enough to wait for. */
const LIMITS = {
  headMs: 300,
  requestMs: 600,
  checkMs: 50,
  idleMs: 300,
  silentMs: 900,
  headBytes: 4_096,
  connections: 4,
};

describe('a bounded server', () => {
  let server: Server;
  const sockets = new Set<Socket>();
  beforeAll(async () => {
    server = createBoundedServer((request, response) => {
      request.resume();
      // More than the buffers of both sides, so that a client that does not read holds the response.
      if (request.url === '/large') response.end(Buffer.alloc(64_000_000));
      else request.on('end', () => response.end('answered'));
    }, LIMITS);
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => sockets.forEach((socket) => socket.destroy()));
  afterAll(() => {
    server.close();
  });

  const connections = (): Promise<number> => promisify(server.getConnections.bind(server))();
  const open = (): Socket => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    sockets.add(socket.on('error', () => undefined));
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };
  /** Sends `start`, and then a part every 50 ms until the server ends the connection. Returns its answer and the time. */
  const dribble = async (start: string, part: string): Promise<{ answer: string; afterMs: number }> => {
    const socket = open();
    const startedAt = performance.now();
    socket.write(start);
    const dribbling = setInterval(() => socket.write(part), 50);
    try {
      return { answer: await received(socket), afterMs: performance.now() - startedAt };
    } finally {
      clearInterval(dribbling);
    }
  };

  it('answers 408 to a head that arrives too slowly', async () => {
    const { answer, afterMs } = await dribble('GET / HTTP/1.1\r\nHost: a\r\n', 'X-A: b\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\nConnection: close/);
    expect(afterMs).toBeGreaterThan(LIMITS.headMs - 50);
  });

  it('answers 408 to a connection that never sends a head', async () => {
    expect((await dribble('', '')).answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('answers 408 to a body that arrives too slowly', async () => {
    const { answer, afterMs } = await dribble('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n', 'a');
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(afterMs).toBeGreaterThan(LIMITS.requestMs - 50);
  });

  it('answers 431 to a head that is too large', async () => {
    const head = `GET / HTTP/1.1\r\nHost: a\r\nX-A: ${'b'.repeat(LIMITS.headBytes)}\r\n\r\n`;
    expect((await dribble(head, '')).answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('passes a request with an unknown expectation to its handler', async () => {
    const { answer } = await dribble('GET / HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\nConnection: close\r\n\r\n', '');
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK[^]*answered$/);
  });

  it('closes a connection that was idle for its time, and announces that time', async () => {
    const { answer } = await dribble('GET / HTTP/1.1\r\nHost: a\r\n\r\n', '');
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*Keep-Alive: timeout=\d+/);
    expect(answer.endsWith('answered')).toBe(true);
  });

  it('cuts a client that does not read its response', async () => {
    const socket = open();
    socket.pause();
    const [accepted] = (await once(server, 'connection')) as [Socket];
    socket.write('GET /large HTTP/1.1\r\nHost: a\r\n\r\n');
    await closed(accepted);
  });

  it('closes the connections beyond its number at once, and takes others when there is room', async () => {
    // The connections of earlier tests are closed on this side, and may not be on the other one yet.
    while (await connections()) await pause(10);
    const held = Array.from({ length: LIMITS.connections }, open);
    await Promise.all(held.map((socket) => once(socket, 'connect')));
    const further = open();
    const startedAt = performance.now();
    await closed(further);
    expect(performance.now() - startedAt).toBeLessThan(LIMITS.headMs);
    held[0]!.destroy();
    while ((await connections()) === LIMITS.connections) await pause(10);
    const room = open();
    room.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(await received(room)).toMatch(/^HTTP\/1\.1 200 OK/);
  });
});

/** Returns all that arrives until the connection closes. A part that is sent after that resets it, which is no failure. */
const received = async (socket: Socket): Promise<string> => {
  let text = '';
  socket.on('data', (part: Buffer) => (text += part.toString()));
  await closed(socket);
  return text;
};

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('close', () => resolve());
  });

it('a server of the hub keeps idle connections longer than any usual proxy, and bounds everything else', () => {
  const { headMs, requestMs, checkMs, idleMs, silentMs } = CONNECTION_LIMITS;
  expect(idleMs).toBe(130_000);
  // An idle connection is silent, and must not be cut for that earlier.
  expect(silentMs).toBeGreaterThan(idleMs);
  expect([headMs, requestMs, checkMs].every((ms) => ms > 0 && ms <= 60_000)).toBe(true);
  const server = createBoundedServer(() => undefined, CONNECTION_LIMITS);
  const { headersTimeout, requestTimeout, keepAliveTimeout, maxConnections, maxRequestsPerSocket, timeout } = server;
  expect({ headersTimeout, requestTimeout, keepAliveTimeout, maxConnections, maxRequestsPerSocket, timeout }).toEqual({
    headersTimeout: headMs,
    requestTimeout: requestMs,
    keepAliveTimeout: idleMs,
    maxConnections: 10_000,
    maxRequestsPerSocket: 0,
    timeout: silentMs,
  });
});
