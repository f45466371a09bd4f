import { chown, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { typeParsers } from '#postgres';
import { lastLines } from './files.js';
import { PostgresUnavailable } from './postgres-unavailable.js';
import { makeExecutable } from './programs.js';
import { finished, type Runner } from './runner.js';

/** The database user of the hub, and the name of its database. */
export const USER = 'regie';

const ANSWERS_WITHIN_MS = 30_000;

/** Creates the cluster in a temporary folder and moves it into place, so that an interrupted creation is repeated. */
export const createCluster = async (
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
    await makeExecutable(initdb);
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

/** Starts the server detached, with its output in `folder`/log, and returns its process id. */
export const launchServer = async (
  postgres: string,
  data: string,
  port: number,
  settings: Readonly<Record<string, string>>,
  runner: Runner,
  folder: string,
): Promise<number> => {
  await makeExecutable(postgres);
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

/** Creates the database of the hub when it is missing. Only its owner may make temporary tables, as docs/deployment.md advises a city. */
export const ensureDatabase = async (url: string): Promise<void> => {
  const client = new Client({
    connectionString: url,
    types: typeParsers,
    connectionTimeoutMillis: ANSWERS_WITHIN_MS,
    query_timeout: ANSWERS_WITHIN_MS,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [USER]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${USER}`);
    // A server that waits for a standby, or is one, takes no change now; its database was prepared when it was made.
    const { rows } = await client.query<{ open: boolean }>(
      `SELECT has_database_privilege('public', $1, 'TEMPORARY') AS open`,
      [USER],
    );
    if (rows[0]?.open) await client.query(`REVOKE TEMPORARY ON DATABASE ${USER} FROM PUBLIC`);
  } finally {
    await client.end();
  }
};
