import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import { Draining } from '../draining.js';
import { Shutdown, type ShutdownOutcome } from '../shutdown.js';
import { serve } from './serve.js';

/** A shutdown that waits for a load balancer in vain takes the 7 s of its first phase. */
const LONGEST_MS = 4_000;

let server: Server;
let shutdown: Shutdown;
let agent: Agent;

/** The time for idle connections, longer than a load balancer takes that asks every EVERY_MS. */
const DRAIN_MS = 2_000;
const EVERY_MS = 600;

const start = async (drainMs: number): Promise<void> => {
  shutdown = new Shutdown();
  agent = new Agent({ keepAlive: true });
  server = createServer((request, response) => {
    const ready = !shutdown.signal.aborted || request.url !== '/health/ready';
    response.writeHead(ready ? 200 : 503).end();
  });
  const draining = new Draining(shutdown);
  const app = {
    get: () => draining,
    getHttpServer: () => server,
    listen: () => once(server.listen(0, '127.0.0.1'), 'listening'),
    close: async () => undefined,
  };
  await serve(app as unknown as INestApplication, { port: 0, host: '127.0.0.1', drainMs }, shutdown);
};
beforeEach(() => start(0));
afterEach(async () => {
  agent.destroy();
  await shutdown.run();
});

type Reply = Readonly<{ status: number | undefined; connection: string | undefined }>;
const send = async (method: string, path: string, by?: Agent): Promise<Reply> => {
  const { port } = server.address() as AddressInfo;
  const sent = httpRequest({ host: '127.0.0.1', port, method, path, agent: by ?? false }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  await once(response.resume(), 'end');
  return { status: response.statusCode, connection: response.headers.connection };
};
/** Asks for readiness as a load balancer does, `times` times at an interval. */
const ask = async (times: number, everyMs = 100): Promise<void> => {
  for (let n = 0; n < times; n++) {
    await send('GET', '/health/ready');
    await pause(everyMs);
  }
};

describe('a process that stops', () => {
  it('takes requests until its load balancer knows, also on connections that were idle', async () => {
    expect(await send('POST', '/v1/teams', agent)).toEqual({ status: 200, connection: 'keep-alive' });
    await ask(3);
    let ended = false;
    const stopping: Promise<ShutdownOutcome> = shutdown.run().finally(() => (ended = true));
    expect(await send('POST', '/v1/teams', agent)).toEqual({ status: 200, connection: 'close' });
    expect(await send('POST', '/v1/teams')).toEqual({ status: 200, connection: 'close' });
    expect(ended).toBe(false);
    expect(await send('GET', '/health/ready')).toMatchObject({ status: 503 });
    expect(await stopping).toEqual({ cut: [], failures: [] });
    expect(server.listening).toBe(false);
  });

  it('waits for no load balancer that does not ask any more', async () => {
    await ask(3);
    const startedAt = performance.now();
    expect(await shutdown.run()).toEqual({ cut: [], failures: [] });
    expect(performance.now() - startedAt).toBeLessThan(LONGEST_MS);
  });

  it('closes idle connections in their time, of which a part passes while its load balancer gets to know', async () => {
    await shutdown.run();
    await start(DRAIN_MS);
    await send('POST', '/v1/teams', agent);
    await ask(1, EVERY_MS);
    await ask(1, 0);
    const startedAt = performance.now();
    expect(await shutdown.run()).toEqual({ cut: [], failures: [] });
    expect(performance.now() - startedAt).toBeLessThan(DRAIN_MS + 1_000);
  });

  it('waits for nobody when nobody, or only a person, asked for its readiness', async () => {
    await ask(1);
    const startedAt = performance.now();
    await shutdown.run();
    expect(performance.now() - startedAt).toBeLessThan(LONGEST_MS);
  });
});
