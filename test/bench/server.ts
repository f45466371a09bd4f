import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '#embedded-postgres';
import { typeParsers } from '#postgres';

/**
 * A PostgreSQL with the settings of the hub: with fsync and full page writes, on a disk. `stop` removes the data.
 */
export type BenchServer = Readonly<{
  url: string;
  /** the postmaster, whose child processes serve the connections */
  pid: number;
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}>;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export const startServer = async (onProgress: (line: string) => void): Promise<BenchServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'regie-bench-'));
  const { url, stop: stopPostgres } = await startEmbeddedPostgres({ folder, port: 0, onProgress });
  const [pid] = (await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8')).split('\n');
  const stop = async (): Promise<void> => {
    for (const signal of SIGNALS) process.off(signal, cutOff);
    await stopPostgres();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  // An interruption must also stop the server and remove its data, which may be gigabytes.
  const cutOff = (): void => void stop().finally(() => process.exit(130));
  for (const signal of SIGNALS) process.once(signal, cutOff);
  return { url, pid: Number(pid), createDatabase: () => createDatabaseOn(url), stop };
};

/** Creates a database and returns its address. */
export const createDatabaseOn = async (serverUrl: string): Promise<string> => {
  const name = `bench_${randomUUID().replaceAll('-', '')}`;
  await administer(serverUrl, `create database ${name}`);
  return Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
};

export const dropDatabaseOn = (serverUrl: string, url: string): Promise<void> =>
  administer(serverUrl, `drop database ${new URL(url).pathname.slice(1)} with (force)`);

const administer = async (connectionString: string, sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString, types: typeParsers });
  await client.connect();
  await client.query(sql).finally(() => client.end());
};
