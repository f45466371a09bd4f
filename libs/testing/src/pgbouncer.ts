import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { typeParsers } from '#postgres';
import { freePort } from './free-port.js';
import { until } from './until.js';

const PROGRAMS = [
  '/usr/sbin/pgbouncer',
  '/usr/local/bin/pgbouncer',
  '/usr/bin/pgbouncer',
  '/opt/homebrew/bin/pgbouncer',
];

/** The path of the PgBouncer program; undefined when this machine has none. */
export const pgBouncer: string | undefined = PROGRAMS.find(existsSync);

/** A PgBouncer in front of the server of one database. It refuses the startup parameter `options`, which is its default. */
export type RunningPgBouncer = Readonly<{ url: string; stop(): Promise<void> }>;

/** `databaseUrl`: the address of a role that may connect to that database. */
export const startPgBouncer = async (
  databaseUrl: string,
  mode: 'session' | 'transaction' | 'statement',
): Promise<RunningPgBouncer> => {
  const { hostname, port: server, username, password, pathname } = new URL(databaseUrl);
  const folder = await mkdtemp(join(tmpdir(), 'regie-pgbouncer-'));
  const port = await freePort();
  const [users, settings] = [join(folder, 'users.txt'), join(folder, 'pgbouncer.ini')];
  await writeFile(users, `"${username}" "${decodeURIComponent(password)}"\n`, { mode: 0o644 });
  await writeFile(
    settings,
    [
      '[databases]',
      `* = host=${hostname} port=${server}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = plain',
      `auth_file = ${users}`,
      `pool_mode = ${mode}`,
      'default_pool_size = 30',
    ].join('\n'),
  );
  await chmod(folder, 0o755);
  // PgBouncer refuses to run as root.
  const asNobody = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const program = spawn(pgBouncer!, ['-q', ...asNobody, settings], { stdio: 'ignore' });
  const url = `postgres://${username}:${password}@127.0.0.1:${port}${pathname}`;
  await until(() => accepts(url));
  return {
    url,
    stop: async () => {
      await ended(program);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const accepts = async (connectionString: string): Promise<boolean> => {
  const client = new Client({ connectionString, types: typeParsers, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch (error) {
    // Another error than that of a pooler which does not listen yet would not go away.
    if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
};

const ended = (program: ChildProcess): Promise<void> =>
  new Promise((done) => {
    if (program.exitCode !== null) done();
    program.once('exit', () => done());
    program.kill('SIGKILL');
  });
