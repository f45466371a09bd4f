import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import { typeParsers } from '#postgres';
import { until } from '#testing/until';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { createLogin } from './logins.js';
import { PostgresUnavailable } from './postgres-unavailable.js';

const CREATING = 'creating a database (once) ...';
const AGAIN = 'the database has ended; starting it again';
const SECOND = 1_000;

let below: string;
let folder: string;
let progress: string[];
const running: EmbeddedPostgres[] = [];
const owners: ChildProcess[] = [];

const start = async (options: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {}): Promise<EmbeddedPostgres> => {
  const started = await startEmbeddedPostgres({
    folder,
    port: 0,
    onProgress: (line) => void progress.push(line),
    ...options,
  });
  running.push(started);
  return started;
};

const query = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000, types: typeParsers });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
};

const serverOf = async (home = folder): Promise<number> =>
  Number((await readFile(join(home, 'data/postmaster.pid'), 'utf8')).split('\n')[0]);

/** The processes whose command names a folder: the server, or initdb. */
const processesIn = (home: string): readonly string[] =>
  execFileSync('ps', ['-eo', 'args'])
    .toString()
    .split('\n')
    .filter((line) => line.includes(`${home}/data`));

const isUp = (url: string): Promise<boolean> =>
  query(url, 'SELECT 1').then(
    () => true,
    () => false,
  );

/** Starts the embedded PostgreSQL of the build in another process and returns its address. `as` is a command that runs it as another user. */
const startElsewhere = async (
  home: string,
  [as, ...prefix]: readonly string[] = [],
): Promise<{ owner: ChildProcess; url: string }> => {
  const module = pathToFileURL(join(import.meta.dirname, '../../../dist/libs/embedded-postgres/src/index.js')).href;
  const script = `const { startEmbeddedPostgres } = await import(${JSON.stringify(module)});
    const { url, stop } = await startEmbeddedPostgres({ folder: ${JSON.stringify(home)}, port: 0 });
    process.on('SIGTERM', () => stop().then(() => process.exit(0)));
    console.log(url);
    setInterval(() => undefined, 1_000);`;
  const node = [process.execPath, '--input-type=module', '--eval', script] as const;
  const owner = spawn(as ?? node[0], as ? [...prefix, ...node] : node.slice(1), {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: below,
  });
  owners.push(owner);
  let said = '';
  return new Promise((resolve, reject) => {
    owner.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    owner.stdout.once('data', (line: Buffer) => resolve({ owner, url: line.toString().trim() }));
    owner.once('exit', () => reject(new Error(`it ended: ${said}`)));
  });
};

const ended = async (owner: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  const exit = once(owner, 'exit');
  owner.kill(signal);
  await exit;
};

beforeAll(async () => {
  below = await mkdtemp(join(tmpdir(), 'regie-embedded-'));
  await chmod(below, 0o755);
  folder = join(below, 'postgres');
});

beforeEach(() => (progress = []));

afterEach(async () => {
  await Promise.all(running.splice(0).map(({ stop }) => stop()));
  for (const owner of owners.splice(0)) owner.kill('SIGKILL');
});

afterAll(() => rm(below, { recursive: true, force: true }));

/** The first test creates the database; the other tests start it again. */
describe('the embedded PostgreSQL', () => {
  it(
    'is created at the first start, with access for its owner alone',
    async () => {
      const { url } = await start();
      expect(progress).toContain(CREATING);
      expect(progress.join()).not.toContain('is taken');
      expect(url).toMatch(/^postgres:\/\/regie:[\w-]{32}@127\.0\.0\.1:\d+\/regie$/);
      await query(url, 'CREATE TABLE kept (what text)');
      await query(url, `INSERT INTO kept VALUES ('durable')`);
      expect(
        await query(
          url,
          `SELECT datcollate, pg_encoding_to_char(encoding) AS encoding FROM pg_database WHERE datname = 'regie'`,
        ),
      ).toMatchObject([{ encoding: 'UTF8' }]);
      expect(await query(url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
      expect((await stat(join(folder, 'password'))).mode & 0o077).toBe(0);
      expect((await stat(join(folder, 'data'))).mode & 0o077).toBe(0);
      expect(await readFile(join(folder, 'log'), 'utf8')).not.toContain(
        await readFile(join(folder, 'password'), 'utf8'),
      );
      await expect(query(url.replace(/regie:[^@]+@/, 'regie:wrong@'), 'SELECT 1')).rejects.toMatchObject({
        code: '28P01',
      });
    },
    60 * SECOND,
  );

  it('keeps its data at the next start, on another port when the configured one is taken', async () => {
    const other = createServer();
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const { port } = other.address() as { port: number };
    try {
      const { url } = await start({ port });
      expect(progress).not.toContain(CREATING);
      expect(progress.join()).toMatch(new RegExp(`port ${port} is taken; the database listens on \\d+`));
      expect(await query(url, 'SELECT what FROM kept')).toEqual([{ what: 'durable' }]);
    } finally {
      other.close();
    }
  });

  it('gives a login that its owner creates no right to make tables, also temporary ones', async () => {
    const { url } = await start();
    const login = await createLogin(url, folder, 'regie_spec');
    expect(await query(login, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    for (const kind of ['', 'TEMPORARY'])
      await expect(query(login, `CREATE ${kind} TABLE made (id int)`)).rejects.toMatchObject({ code: '42501' });
  });

  it('restarts at the same address when it is killed', async () => {
    const { url } = await start();
    const before = await serverOf();
    process.kill(before, 'SIGKILL');
    await until(async () => progress.includes(AGAIN) && (await isUp(url)));
    expect(await serverOf()).not.toBe(before);
    expect(await query(url, 'SELECT what FROM kept')).toEqual([{ what: 'durable' }]);
  });

  it('stays stopped after it was stopped, even directly after it was killed', async () => {
    const { url, stop } = await start();
    process.kill(await serverOf(), 'SIGKILL');
    await stop();
    await pause(SECOND);
    expect(await isUp(url)).toBe(false);
    const again = await start();
    expect(await isUp(again.url)).toBe(true);
    await again.stop();
    await pause(SECOND);
    expect(await isUp(again.url)).toBe(false);
  });

  it('is taken over after the process that started it was killed, and restarts when it is killed', async () => {
    const { owner, url } = await startElsewhere(folder);
    const server = await serverOf();
    await ended(owner, 'SIGKILL');
    const taken = await start();
    expect(progress).toEqual([expect.stringMatching(/^taking over the database that was left running on port \d+$/)]);
    expect(taken.url).toBe(url);
    expect(await serverOf()).toBe(server);
    process.kill(server, 'SIGKILL');
    await until(async () => progress.includes(AGAIN) && (await isUp(url)));
    await taken.stop();
    expect(await isUp(url)).toBe(false);
  });

  it('starts in spite of a lock file whose process id belongs to another program', async () => {
    const lock = (pid: number): Promise<void> =>
      writeFile(
        join(folder, 'data/postmaster.pid'),
        `${pid}\n${join(folder, 'data')}\n1767222000\n5455\n\n127.0.0.1\n`,
      );
    await lock(process.pid);
    const first = await start();
    expect(await query(first.url, 'SELECT what FROM kept')).toEqual([{ what: 'durable' }]);
    await first.stop();
    // The process id can belong even to another PostgreSQL, which must not be touched.
    const neighbour = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1_000)', 'postgres'], {
      stdio: 'ignore',
    });
    owners.push(neighbour);
    await lock(neighbour.pid!);
    expect(await isUp((await start()).url)).toBe(true);
    expect(neighbour.exitCode ?? neighbour.signalCode).toBeNull();
  });

  it.each([
    ['it makes the database', CREATING, 'interrupted'],
    ['it starts the server', 'starting the database ...', 'postgres'],
  ])(
    'leaves no process behind when it is interrupted while %s, and starts afterwards',
    async (_moment, line, name) => {
      const home = join(below, name);
      const interruption = new AbortController();
      const reason = new Error('interrupted');
      const startedAt = performance.now();
      const interruptWhenItRuns = (): void => {
        if (processesIn(home).length > 0) interruption.abort(reason);
        else setTimeout(interruptWhenItRuns, 1);
      };
      await expect(
        start({
          folder: home,
          signal: interruption.signal,
          // A server with no address but a socket in its own folder stays at its start until the interruption.
          settings: { listen_addresses: '', unix_socket_directories: '.' },
          onProgress: (each) => {
            if (each === line) interruptWhenItRuns();
          },
        }),
      ).rejects.toBe(reason);
      expect(performance.now() - startedAt).toBeLessThan(20 * SECOND);
      expect(processesIn(home)).toEqual([]);
      expect(await isUp((await start({ folder: home })).url)).toBe(true);
    },
    60 * SECOND,
  );

  it('is ended in time also when it is suspended, and `stop` returns false', async () => {
    const { stop } = await start();
    process.kill(await serverOf(), 'SIGSTOP');
    const startedAt = performance.now();
    expect(await stop(4 * SECOND)).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(6 * SECOND);
    await until(() => processesIn(folder).length === 0);
    const { url, stop: stopAgain } = await start();
    expect(await query(url, 'SELECT what FROM kept')).toEqual([{ what: 'durable' }]);
    expect(await stopAgain()).toBe(true);
  });

  it('fails with the reason and the end of its log when it cannot run', async () => {
    const refused = start({ settings: { shared_buffers: 'plenty' } });
    await expect(refused).rejects.toThrow(PostgresUnavailable);
    await expect(refused).rejects.toThrow(
      /did not start\. Its log, .*ends with:[^]*invalid value for parameter "shared_buffers"/,
    );
  });

  it(
    'is created again after an interrupted creation, also while another one starts in another folder',
    async () => {
      const cutOff = join(below, 'cut-off');
      await mkdir(join(cutOff, 'data.making/base'), { recursive: true });
      await mkdir(join(cutOff, 'data/base'), { recursive: true });
      const { port } = new URL((await start()).url);
      await running.pop()!.stop();
      const both = await Promise.all([start({ folder: cutOff, port: Number(port) }), start({ port: Number(port) })]);
      expect(new Set(both.map(({ url }) => new URL(url).port)).size).toBe(2);
      expect(await query(both[0].url, `SELECT to_regclass('kept') AS kept`)).toEqual([{ kept: null }]);
      expect(await query(both[1].url, 'SELECT what FROM kept')).toEqual([{ what: 'durable' }]);
    },
    60 * SECOND,
  );
});

// PostgreSQL refuses to run as root, so that root has its own tests.
if (process.getuid?.() === 0) {
  const NOBODY = 65534;
  // The other user may enter this checkout, even where permissions forbid it.
  const asNobody = [
    'setpriv',
    `--reuid=${NOBODY}`,
    `--regid=${NOBODY}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ];

  describe('the embedded PostgreSQL of root', () => {
    it(
      'runs as another user, in a folder that only root may enter',
      async () => {
        const closed = join(below, 'closed');
        await mkdir(join(closed, 'postgres'), { recursive: true });
        await chmod(closed, 0o700);
        const home = join(closed, 'postgres');
        const { url } = await start({ folder: home });
        expect((await stat(`/proc/${await serverOf(home)}`)).uid).not.toBe(0);
        await query(url, 'CREATE TABLE kept AS SELECT 1');
        expect((await stat(closed)).mode & 0o777).toBe(0o700);
        await running.pop()!.stop();
        expect(await isUp((await start({ folder: home })).url)).toBe(true);
      },
      60 * SECOND,
    );

    it(
      'starts the database of another user, and leaves the files to that user',
      async () => {
        const theirs = join(below, 'theirs');
        await mkdir(theirs);
        await chown(theirs, NOBODY, NOBODY);
        const { owner, url } = await startElsewhere(theirs, asNobody);
        expect((await stat(`/proc/${await serverOf(theirs)}`)).uid).toBe(NOBODY);
        await query(url, `CREATE TABLE kept AS SELECT 'theirs' AS what`);
        await ended(owner, 'SIGTERM');
        expect(await isUp(url)).toBe(false);

        const ours = await start({ folder: theirs });
        expect(await query(ours.url, 'SELECT what FROM kept')).toEqual([{ what: 'theirs' }]);
        await running.pop()!.stop();

        const again = await startElsewhere(theirs, asNobody);
        expect(await query(again.url, 'SELECT what FROM kept')).toEqual([{ what: 'theirs' }]);
        await ended(again.owner, 'SIGTERM');
      },
      60 * SECOND,
    );
  });
} else {
  it('the embedded PostgreSQL fails with a remedy on a folder of another user', async () => {
    await expect(start({ folder: '/regie-embedded' })).rejects.toThrow(PostgresUnavailable);
  });
}
