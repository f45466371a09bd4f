import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { mandatesContext } from '#mandates';
import { typeParsers } from '#postgres';
import { migrated } from '#testing/database-roles';
import { FaultProxy } from '#testing/fault-proxy';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { until } from '#testing/until';
import { DEFINITIONS } from './contexts.js';

const SECOND = 1_000;
/** The time within which a process must end, even when a part of it hangs. */
const LONGEST_STOP_MS = 20 * SECOND;
const READY = /Stop with Ctrl-C|listens at/;

type End = Readonly<{ code: number | null; ms: number }>;

/** A program of the hub as a process, with its output. Needs `npm run build`. */
class Program {
  output = '';
  private readonly closed: Promise<void>;

  private constructor(
    readonly child: ChildProcess,
    readonly folder: string,
  ) {
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.closed = once(child, 'close').then(() => undefined);
  }

  static async start(app: 'hub' | 'mandates', environment: Readonly<Record<string, string>> = {}): Promise<Program> {
    const folder = await mkdtemp(join(tmpdir(), 'regie-stopping-'));
    await chmod(folder, 0o755);
    const child = spawn(process.execPath, ['--enable-source-maps', `dist/apps/${app}/src/main.js`], {
      env: {
        ...process.env,
        REGIE_PORT: '0',
        REGIE_WEBHOOK_ALLOW: '127.0.0.0/8',
        ...environment,
        REGIE_FOLDER: folder,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const program = new Program(child, folder);
    programs.push(program);
    return program;
  }

  /** true after its end */
  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  async until(pattern: RegExp): Promise<RegExpExecArray> {
    await until(() => Promise.resolve(pattern.test(this.output) || this.hasEnded), 60 * SECOND);
    const found = pattern.exec(this.output);
    if (!found) throw new Error(`it never printed ${String(pattern)}, but:\n${this.output}`);
    return found;
  }

  /** Returns the address when the program is ready. */
  async ready(): Promise<string> {
    await this.until(READY);
    return (await this.until(/(?:runs|listens) at (http:\/\/[^\s"]+)/))[1]!;
  }

  send(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Sends a signal, and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<End> {
    const sentAt = performance.now();
    this.send(signal);
    await Promise.race([this.closed, pause(2 * LONGEST_STOP_MS, undefined, { ref: false })]);
    return { code: this.child.exitCode, ms: performance.now() - sentAt };
  }

  /** The processes that work in the folder of this program: its PostgreSQL. */
  get servers(): readonly string[] {
    const all = execFileSync('ps', ['-eo', 'args']).toString().split('\n');
    return all.filter((line) => line.includes(join(this.folder, 'postgres')));
  }

  async remove(): Promise<void> {
    if (!this.hasEnded) this.send('SIGKILL');
    await this.closed;
    const pid = Number(
      (await readFile(join(this.folder, 'postgres/data/postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0],
    );
    if (pid) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended.
      }
    }
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

const programs: Program[] = [];
const closing: (() => Promise<unknown>)[] = [];
let postgres: TestPostgres;

/** Opens a listener that accepts connections and never sends anything, and returns its port. */
const silentPort = async (): Promise<number> => {
  const sockets = new Set<{ destroy(): void }>();
  const server: Server = createServer((socket) => void sockets.add(socket.on('error', () => undefined)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    await once(server.close(), 'close');
  });
  return (server.address() as { port: number }).port;
};

/** A database behind a proxy that injects faults. */
const databaseBehindProxy = async (): Promise<Readonly<{ proxy: FaultProxy; url: string; direct: string }>> => {
  const direct = await postgres.createDatabase();
  const { runtimeUrl } = await migrated(direct, DEFINITIONS);
  const behind = await FaultProxy.before(runtimeUrl);
  closing.push(() => behind.proxy.close());
  return { ...behind, direct };
};

/** Locks the checkpoints of the context partners, so that its processors wait in the middle of a page. Returns a function that unlocks the table. */
const lockCheckpoints = async (url: string): Promise<() => Promise<void>> => {
  const client = new Client({ connectionString: url, types: typeParsers });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('BEGIN; LOCK TABLE partners.checkpoints IN ACCESS EXCLUSIVE MODE');
  return () => client.end();
};

/** Returns a token of the system of WoninGent. */
const systemToken = async (url: string): Promise<string> => {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'woningent-api',
    client_secret: 'demo',
  });
  const response = await fetch(`${url}/oidc/token`, { method: 'POST', body });
  return ((await response.json()) as { access_token: string }).access_token;
};

/** Subscribes an endpoint on this port, and returns the status of the response. */
const subscribe = async (url: string, token: string, port: number): Promise<number> => {
  const response = await fetch(`${url}/v1/subscriptions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: `http://127.0.0.1:${port}/`, types: [] }),
  });
  return response.status;
};

beforeAll(async () => {
  postgres = await startPostgres();
}, 60 * SECOND);
afterEach(async () => {
  for (const program of programs.splice(0)) await program.remove();
  for (const close of closing.splice(0)) await close();
});
afterAll(() => postgres.stop());

describe('a process whose database accepts and says nothing', () => {
  it(
    'ends within 20 s of SIGTERM, and names the requests, deliveries and processors that it cut off',
    async () => {
      const { proxy, url: postgresUrl, direct } = await databaseBehindProxy();
      const hub = await Program.start('hub', { REGIE_POSTGRES_URL: postgresUrl });
      const url = await hub.ready();
      const unlock = await lockCheckpoints(direct);
      closing.push(unlock);
      const token = await systemToken(url);
      expect(await subscribe(url, token, await silentPort())).toBe(201);
      proxy.inject({ kind: 'blackhole' });
      const answer = fetch(`${url}/v1/feed?limit=1`, { headers: { authorization: `Bearer ${token}` } }).catch(
        (error: unknown) => error,
      );
      // The worker of deliveries looks every 2 s while nothing is due.
      await pause(2_500);
      const { code, ms } = await hub.end('SIGTERM');
      expect(ms).toBeLessThan(LONGEST_STOP_MS);
      expect(code).toBe(1);
      const [named] = /^cut off, as it did not end in time: .*$/m.exec(hub.output)!;
      expect(named).toContain('requests (GET /v1/feed)');
      expect(named).toContain('webhook deliveries');
      expect(named).toContain('processor partners.');
      await answer;
    },
    90 * SECOND,
  );

  it(
    'ends at once with 130 at a second signal, which a doubled Ctrl-C is not',
    async () => {
      const { proxy, url: postgresUrl } = await databaseBehindProxy();
      const hub = await Program.start('hub', { REGIE_POSTGRES_URL: postgresUrl });
      await hub.ready();
      proxy.inject({ kind: 'blackhole' });
      await pause(3 * SECOND);
      hub.send('SIGINT');
      await pause(50);
      hub.send('SIGINT');
      await pause(1.5 * SECOND);
      expect(hub.hasEnded).toBe(false);
      const { code, ms } = await hub.end('SIGINT');
      expect(code).toBe(130);
      expect(ms).toBeLessThan(SECOND);
      expect(hub.output).toMatch(/^cut off, .*webhook deliveries/m);
      expect(await readdir(hub.folder)).not.toContain('hub.json');
    },
    90 * SECOND,
  );

  it(
    'ends within 20 s of Ctrl-C while it starts, with 130',
    async () => {
      const { proxy, url: postgresUrl } = await databaseBehindProxy();
      const hub = await Program.start('hub', { REGIE_POSTGRES_URL: postgresUrl });
      await hub.until(/preparing the event store/);
      proxy.inject({ kind: 'blackhole' });
      await pause(SECOND);
      const { code, ms } = await hub.end('SIGINT');
      expect(code).toBe(130);
      expect(ms).toBeLessThan(LONGEST_STOP_MS);
      expect(await readdir(hub.folder)).not.toContain('hub.json');
    },
    90 * SECOND,
  );
});

describe('a process with another part that accepts and says nothing', () => {
  it(
    'ends within 20 s of SIGTERM when brokers and the identity provider say nothing',
    async () => {
      const [brokers, provider] = [await silentPort(), await silentPort()];
      const mandates = await Program.start('mandates', {
        REGIE_POSTGRES_URL: (await migrated(await postgres.createDatabase(), [mandatesContext])).runtimeUrl,
        REGIE_BUS: 'kafka',
        REGIE_KAFKA_BROKERS: `127.0.0.1:${brokers}`,
        REGIE_ISSUER: `http://127.0.0.1:${provider}`,
      });
      const url = await mandates.ready();
      const headers = { authorization: `Bearer ${unsignedToken(`http://127.0.0.1:${provider}`)}` };
      const answer = fetch(`${url}/v1/mandates`, { headers }).catch((error: unknown) => error);
      await pause(SECOND);
      const { code, ms } = await mandates.end('SIGTERM');
      expect(ms).toBeLessThan(LONGEST_STOP_MS);
      // A reader that pauses between two attempts to connect ends in time; a reader that is connecting is cut off.
      expect([0, 1]).toContain(code);
      expect(/^cut off, .*processor mandates\./m.test(mandates.output)).toBe(code === 1);
      await answer;
    },
    90 * SECOND,
  );

  it(
    'ends within 20 s of SIGTERM when the endpoint of a subscription says nothing',
    async () => {
      const endpoint = await silentPort();
      const hub = await Program.start('hub');
      const url = await hub.ready();
      expect(await subscribe(url, await systemToken(url), endpoint)).toBe(201);
      await pause(2 * SECOND);
      const { ms } = await hub.end('SIGTERM');
      expect(ms).toBeLessThan(LONGEST_STOP_MS);
      expect(hub.servers).toEqual([]);
    },
    90 * SECOND,
  );

  it(
    'ends within 20 s of SIGTERM when its own PostgreSQL is suspended, names it, and leaves nothing running',
    async () => {
      const hub = await Program.start('hub');
      await hub.ready();
      const server = Number((await readFile(join(hub.folder, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0]);
      process.kill(server, 'SIGSTOP');
      const { code, ms } = await hub.end('SIGTERM');
      expect(ms).toBeLessThan(LONGEST_STOP_MS);
      expect(code).toBe(1);
      expect(hub.output).toMatch(/^could not be stopped: PostgreSQL \(it did not end in time and was ended at once/m);
      await until(() => Promise.resolve(hub.servers.length === 0));
    },
    90 * SECOND,
  );
});

describe('a hub with a PostgreSQL of its own', () => {
  it.each([
    ['its code is loaded', undefined],
    ['it creates the database', /creating a database/],
    ['it starts the database', /starting the database/],
    ['it makes the tables', /preparing the event store/],
    ['it loads the demonstration', /loading the Ghent demonstration/],
  ])(
    'ends with 130 at Ctrl-C while %s, and leaves no PostgreSQL and no claim of the folder',
    async (_moment, pattern) => {
      const hub = await Program.start('hub');
      if (pattern) await hub.until(pattern);
      else await pause(400);
      const { code, ms } = await hub.end('SIGINT');
      expect(code).toBe(130);
      expect(ms).toBeLessThan(LONGEST_STOP_MS);
      expect(hub.servers).toEqual([]);
      expect(await readdir(hub.folder)).not.toContain('hub.json');
    },
    60 * SECOND,
  );

  it(
    'leaves no PostgreSQL at a second signal while a request never ends',
    async () => {
      const hub = await Program.start('hub');
      const url = new URL(await hub.ready());
      const half = connect(Number(url.port), '127.0.0.1').on('error', () => undefined);
      half.write(
        'POST /oidc/token HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 10\r\n\r\nhalf',
      );
      await pause(200);
      hub.send('SIGTERM');
      await pause(1.2 * SECOND);
      expect(hub.hasEnded).toBe(false);
      const { code, ms } = await hub.end('SIGTERM');
      expect(code).toBe(130);
      expect(ms).toBeLessThan(SECOND);
      expect(hub.output).toContain('requests (POST /oidc/token)');
      await until(() => Promise.resolve(hub.servers.length === 0));
      expect(await readdir(hub.folder)).not.toContain('hub.json');
      half.destroy();
    },
    60 * SECOND,
  );
});

/** Returns a token that looks valid, so that refusing it requires the keys of the provider. */
const unsignedToken = (issuer: string): string => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1_000);
  return `${part({ alg: 'RS256', kid: 'unknown', typ: 'at+jwt' })}.${part({ iss: issuer, sub: 'nobody', exp: now + 600, iat: now })}.c2lnbmF0dXJl`;
};
