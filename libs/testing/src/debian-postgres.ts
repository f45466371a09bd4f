import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withClient } from '#postgres';
import { freePort } from './free-port.js';
import { until } from './until.js';

const folderOf = (release: number): string => `/usr/lib/postgresql/${release}/bin`;

/** True when this machine has that release of PostgreSQL, as Debian installs it. */
export const hasPostgres = (release: number): boolean => existsSync(join(folderOf(release), 'postgres'));

/** Copies a database into another one, which is empty, by a dump and the programs of that release. Both addresses are of the owner. */
export const dumpAndRestore = async (release: number, from: string, to: string): Promise<void> => {
  const options = { maxBuffer: 1_000_000_000 };
  const { stdout } = await promisify(execFile)(join(folderOf(release), 'pg_dump'), ['--dbname', from], options);
  const restored = promisify(execFile)(
    join(folderOf(release), 'psql'),
    ['--quiet', '--no-psqlrc', '--set', 'ON_ERROR_STOP=1', '--dbname', to],
    options,
  );
  restored.child.stdin!.end(stdout);
  await restored;
};

/** Starts a PostgreSQL of another release than the embedded one. Its data are thrown away when it stops. */
export const startDebianPostgres = async (
  release: number,
): Promise<Readonly<{ url: string; stop(): Promise<void> }>> => {
  const bin = folderOf(release);
  const folder = await mkdtemp(join(tmpdir(), 'regie-postgres-'));
  const data = join(folder, 'data');
  const password = join(folder, 'password');
  await writeFile(password, 'geheim');
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? await idsOf('postgres') : undefined;
  if (user) for (const path of [folder, password]) await chown(path, user.uid, user.gid);
  const options = { cwd: folder, ...user };
  const args = ['-D', data, '-U', 'regie', '--auth=scram-sha-256', `--pwfile=${password}`, '--encoding=UTF8'];
  await promisify(execFile)(join(bin, 'initdb'), [...args, '--locale=C.UTF-8', '--no-sync'], options);
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...options,
    stdio: 'ignore',
  });
  const url = `postgres://regie:geheim@127.0.0.1:${port}/postgres`;
  await until(() =>
    withClient(url, { purpose: 'checks', name: 'spec' }, (client) => client.query('SELECT 1')).catch(() => false),
  );
  return {
    url,
    stop: async () => {
      await ended(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const idsOf = async (user: string): Promise<{ uid: number; gid: number }> => {
  const read = async (option: string): Promise<number> =>
    Number((await promisify(execFile)('id', [option, user]).catch(() => ({ stdout: String(userInfo().uid) }))).stdout);
  return { uid: await read('-u'), gid: await read('-g') };
};

const ended = (server: ChildProcess): Promise<void> =>
  new Promise((done) => {
    if (server.exitCode !== null) done();
    server.once('exit', () => done());
    server.kill('SIGQUIT');
  });
