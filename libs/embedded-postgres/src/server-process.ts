import { readFileSync } from 'node:fs';
import { readFile, readlink, realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { retry, typeParsers } from '#postgres';
import { exists } from './files.js';
import { endNow } from './processes.js';

const READY_WITHIN_MS = 90_000;
const STOPPED_WITHIN_MS = 30_000;
/** The part of the time limit that is reserved for terminating a server that did not shut down. */
const AT_ONCE_MS = 2_000;

export type Server = Readonly<{ pid: number; port: number }>;

/** Finds a server on this folder that outlived the process that started it. */
export const findRunning = async (data: string): Promise<Server | undefined> => {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid || !port || !isRunning(pid)) return undefined;
  // The process id may belong to another program by now, even to another PostgreSQL. Only our server has this working directory.
  if (!(await exists('/proc/self'))) return { pid, port };
  const worksIn = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  return worksIn === (await realpath(data)) ? { pid, port } : undefined;
};

export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // A zombie has ended, but its parent never collected it, as happens in containers.
  return !/^\d+ \(.*\) Z/.test(textOf(`/proc/${pid}/stat`));
};

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/**
 * Resolves to true when the server accepts connections, and to false when it refuses the password, `goesOn` returns false, or time is up.
 */
export const acceptsConnections = (url: string, goesOn: () => boolean): Promise<boolean> =>
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
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000, types: typeParsers });
  // A connection that breaks while the server starts is no error.
  client.on('error', () => undefined);
  await client.connect();
  await client.end();
};

/**
 * Stops the server in fast mode: statements are rolled back, and the next start needs no recovery.
 * A server that is still running near the end of the time limit is terminated, and its next start runs recovery.
 * @returns whether it ended in fast mode
 */
export const stopProcess = async (pid: number, withinMs = STOPPED_WITHIN_MS): Promise<boolean> => {
  if (await endsAfter(pid, 'SIGINT', Math.max(withinMs / 2, withinMs - AT_ONCE_MS))) return true;
  // A suspended process reacts to SIGKILL only.
  if (!(await endsAfter(pid, 'SIGQUIT', Math.min(withinMs / 4, AT_ONCE_MS / 2)))) endNow(pid, 'SIGKILL');
  return false;
};

/** Sends the signal, and resolves to true as soon as the process has ended; false when that takes longer. */
const endsAfter = async (pid: number, signal: NodeJS.Signals, withinMs: number): Promise<boolean> => {
  if (!isRunning(pid)) return true;
  try {
    process.kill(pid, signal);
  } catch {
    // The process has ended meanwhile.
  }
  for (const deadline = Date.now() + withinMs; Date.now() < deadline && isRunning(pid);) await pause(20);
  return !isRunning(pid);
};

/** Returns the wanted port when it is free, else any free port. */
export const freePort = async (wanted: number): Promise<number> => {
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
