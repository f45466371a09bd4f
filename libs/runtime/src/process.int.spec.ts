import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Controller, Get, HttpCode, Module, type OnModuleInit, Post } from '@nestjs/common';
import { Client } from 'pg';
import { Public } from '#access';
import { describeEvents, PUBLIC_EVENTS } from '#contracts';
import { typeParsers } from '#postgres';
import { migrated } from '#testing/database-roles';
import { FaultProxy } from '#testing/fault-proxy';
import { freePort } from '#testing/free-port';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { startProcess } from './process.js';

/** The control over a slow request: the controller calls `begun`, and responds when `release` resolves. */
const slow = { begun: () => {}, release: Promise.resolve() };
/** The number of requests that the process has handled at /v1/slow/count. */
let handled = 0;

@Controller('v1/slow')
class SlowController {
  @Public()
  @Get()
  async answer(): Promise<{ answered: true }> {
    slow.begun();
    await slow.release;
    return { answered: true };
  }

  @Public()
  @Post('count')
  @HttpCode(200)
  count(): { nth: number } {
    return { nth: ++handled };
  }
}

@Module({ controllers: [SlowController] })
class SlowModule {}

@Module({})
class BrokenModule implements OnModuleInit {
  onModuleInit(): void {
    throw new Error('it is broken');
  }
}

const options = { title: 'a process', contexts: [{ module: SlowModule, problems: {} }], port: 0 };

/** Settings with brokers that do not answer: a process starts without brokers, and connects later by itself. */
const nobody = { REGIE_BUS: 'kafka', REGIE_KAFKA_BROKERS: '127.0.0.1:9' };

describe('a process of one context', () => {
  let postgres: TestPostgres;
  let environment: Record<string, string>;

  beforeAll(async () => {
    postgres = await startPostgres();
    environment = {
      REGIE_POSTGRES_URL: (await migrated(await postgres.createDatabase(), [])).runtimeUrl,
      REGIE_ISSUER: 'https://login.example.be',
      REGIE_LOG_LEVEL: 'silent',
      ...nobody,
    };
  });
  afterAll(() => postgres.stop());

  it('refuses to start without a required setting, and explains that setting', async () => {
    await expect(startProcess(options, {})).rejects.toThrow(
      /REGIE_POSTGRES_URL: the PostgreSQL of this process[^]*REGIE_ISSUER: the identity provider/,
    );
    await expect(startProcess(options, { ...environment, REGIE_ISSUER: '' })).rejects.toThrow(
      /^settings are missing:\n {2}- REGIE_ISSUER: .*$/,
    );
  });

  it('names every invalid setting', async () => {
    await expect(startProcess(options, { ...environment, REGIE_PORT: 'eighty', REGIE_PROT: '80' })).rejects.toThrow(
      /REGIE_PORT is [^]*REGIE_PROT is not a setting/,
    );
  });

  it.each([
    [{ pathname: '/nowhere' }, 'The database does not exist'],
    [{ password: 'secret' }, 'PostgreSQL refuses the password'],
  ])('explains why it cannot use its database, without the password: %j', async (wrong, reason) => {
    const url = Object.assign(new URL(environment.REGIE_POSTGRES_URL!), wrong);
    const refused = await startProcess(options, { ...environment, REGIE_POSTGRES_URL: url.href }).then(
      () => '',
      (error: unknown) => (error as Error).message,
    );
    expect(refused).toMatch(
      new RegExp(
        `^${reason} .* REGIE_POSTGRES_URL names the database ${url.pathname.slice(1)} at ${url.host}, as ${url.username}\\.$`,
      ),
    );
    expect(refused).not.toContain(url.password);
  });

  it('names every wrong setting of its PostgreSQL with its remedy, and writes nothing', async () => {
    const url = await postgres.createDatabase();
    const name = new URL(url).pathname.slice(1);
    const client = new Client({ connectionString: url, types: typeParsers });
    await client.connect();
    await client.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    await client.query(`ALTER DATABASE ${name} CONNECTION LIMIT 10`);
    const refused = await startProcess(options, { ...environment, REGIE_POSTGRES_URL: url }).catch(
      (error: unknown) => error as Error,
    );
    expect((refused as Error).message).toBe(`\
PostgreSQL cannot be used as it is. Nothing was written.
  - The database is read-only: default_transaction_read_only is on.
    ALTER ROLE or DATABASE ... RESET default_transaction_read_only, or take it out of postgresql.conf.
  - the CONNECTION LIMIT of the database is 10, and 1 connection is in use: this process needs 19.
    Raise the CONNECTION LIMIT of the database, or close other connections.`);
    const { rows } = await client.query(
      `SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema|public)'`,
    );
    expect(rows).toEqual([]);
    await client.end();
  });

  it('explains that its database does not answer', async () => {
    const closed = await freePort();
    await expect(
      startProcess(options, { ...environment, REGIE_POSTGRES_URL: `postgres://mandates@127.0.0.1:${closed}/mandates` }),
    ).rejects.toThrow(
      `PostgreSQL does not answer (connect ECONNREFUSED 127.0.0.1:${closed}). REGIE_POSTGRES_URL names the database mandates at 127.0.0.1:${closed}, as mandates.`,
    );
  });

  it('names the file for Kafka that it cannot read', async () => {
    await expect(
      startProcess(options, { ...environment, REGIE_KAFKA_TLS: 'yes', REGIE_KAFKA_TLS_CA: 'nowhere.pem' }),
    ).rejects.toThrow(/^REGIE_KAFKA_TLS_CA, _CERT and _KEY name files in PEM: ENOENT: .*nowhere\.pem/);
  });

  it('explains that its port is taken', async () => {
    const other = createServer();
    const port = await listening(other);
    await expect(startProcess(options, { ...environment, REGIE_PORT: String(port) })).rejects.toThrow(
      `Port ${port} of 127.0.0.1 is taken by another program: set REGIE_PORT to a free one.`,
    );
    other.close();
  });

  it('rejects when a context fails at the start, so that what has started can be stopped', async () => {
    const broken = { ...options, contexts: [{ module: BrokenModule, problems: {} }] };
    await expect(startProcess(broken, environment)).rejects.toThrow('it is broken');
  });

  it('stops in time while its database accepts and says nothing, and names the request that it cuts off', async () => {
    const { proxy, url } = await FaultProxy.before(environment.REGIE_POSTGRES_URL!);
    try {
      const running = await startProcess(options, { ...environment, REGIE_POSTGRES_URL: url });
      const begun = Promise.withResolvers<void>();
      Object.assign(slow, { begun: begun.resolve, release: Promise.withResolvers<void>().promise });
      const answer = fetch(`${running.url}/v1/slow`).then(
        () => 'answered',
        () => 'cut off',
      );
      await begun.promise;
      proxy.inject({ kind: 'blackhole' });
      const startedAt = performance.now();
      expect((await running.stop()).cut).toContain('requests (GET /v1/slow)');
      expect(performance.now() - startedAt).toBeLessThan(20_000);
      expect(await answer).toBe('cut off');
    } finally {
      await proxy.close();
    }
  });

  it('is ready when it has started, and describes its API and the public events', async () => {
    const running = await startProcess(options, environment);
    const get = async (path: string) => (await fetch(running.url + path)).json();
    expect(await get('/health/ready')).toMatchObject({ status: 'ok' });
    expect(await get('/openapi.json')).toMatchObject({ openapi: '3.1.0', paths: { '/v1/slow': expect.anything() } });
    expect(await get('/asyncapi.json')).toEqual(JSON.parse(JSON.stringify(describeEvents(PUBLIC_EVENTS.values()))));
    await running.stop();
    await expect(fetch(`${running.url}/health/live`)).rejects.toThrow();
  });

  it('stops after the current request has its response, and accepts no other', async () => {
    const running = await startProcess(options, environment);
    const begun = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    Object.assign(slow, { begun: begun.resolve, release: release.promise });
    const answer = fetch(`${running.url}/v1/slow`);
    await begun.promise;
    let stopped = false;
    const stopping = running.stop().then(() => (stopped = true));
    await expect(fetch(`${running.url}/health/live`)).rejects.toThrow();
    await pause(200);
    expect(stopped).toBe(false);
    release.resolve();
    const answered = await answer;
    expect(answered.headers.get('connection')).toBe('close');
    expect(await answered.json()).toEqual({ answered: true });
    await stopping;
  });

  it('answers requests that arrive on kept connections while it stops, and asks for an end of the connection', async () => {
    const running = await startProcess(options, environment);
    const { hostname, port } = new URL(running.url);
    const before = handled;
    const kept = Array.from({ length: 40 }, () => new KeptConnection(Number(port), hostname));
    expect(await Promise.all(kept.map((connection) => connection.post()))).toEqual(Array(40).fill('keep-alive'));
    // A connection without any request, as a browser opens it, must not hold up the stop.
    const unused = connect(Number(port), hostname);
    await once(unused, 'connect');
    // The first half is under way before the process reads anything, the other half follows on connections that are idle.
    const first = kept.slice(0, 20).map((connection) => connection.post());
    const stopping = running.stop();
    const second = kept.slice(20).map(async (connection, nth) => {
      await pause(nth * 10);
      return connection.post();
    });
    expect(await Promise.all([...first, ...second])).toEqual(Array(40).fill('close'));
    expect(handled - before).toBe(80);
    expect(await stopping).toEqual({ cut: [], failures: [] });
    expect(kept.every(({ ended }) => ended)).toBe(true);
  });

  it('closes idle connections when their time at a stop is over, without cutting any that has sent a byte', async () => {
    const running = await startProcess(options, { ...environment, REGIE_DRAIN_MS: '0' });
    const { hostname, port } = new URL(running.url);
    const before = handled;
    const kept = Array.from({ length: 40 }, () => new KeptConnection(Number(port), hostname));
    await Promise.all(kept.map((connection) => connection.post()));
    // These are in the buffer of the process when it stops; it has not read them.
    const sent = kept.slice(0, 20).map((connection) => connection.post());
    const stopping = running.stop();
    expect(await Promise.all(sent)).toEqual(Array(20).fill('close'));
    await stopping;
    expect(handled - before).toBe(60);
    expect(kept.every(({ ended }) => ended)).toBe(true);
  });
});

/** A connection that sends one request after the other, as a proxy does. */
class KeptConnection {
  ended = false;
  private readonly socket: Socket;

  constructor(port: number, host: string) {
    this.socket = connect(port, host);
    this.socket.once('close', () => (this.ended = true)).on('error', () => undefined);
  }

  /** Sends a request, and returns the header `Connection` of its response; without a response, `cut`. */
  post(): Promise<string> {
    return new Promise((resolve) => {
      let received = '';
      const read = (part: Buffer): void => {
        received += part.toString();
        if (received.includes('}')) done(/^HTTP\/1\.1 200 [^]*?\r\nConnection: (\S+)/.exec(received)?.[1] ?? received);
      };
      const cut = (): void => done('cut');
      const done = (result: string): void => {
        this.socket.off('data', read).off('close', cut);
        resolve(result);
      };
      this.socket.on('data', read).once('close', cut);
      this.socket.write('POST /v1/slow/count HTTP/1.1\r\nHost: hub\r\nContent-Length: 0\r\n\r\n');
    });
  }
}

const listening = async (server: Server): Promise<number> => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as { port: number }).port;
};
