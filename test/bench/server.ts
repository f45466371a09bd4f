import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '#service';

/** A PostgreSQL as the hub starts it: with fsync and full page writes, on a disk. It is gone when it stops. */
export type BenchServer = Readonly<{ createDatabase(): Promise<string>; dropDatabase(url: string): Promise<void>; version: string; stop(): Promise<void> }>;

export const startServer = async (say: (line: string) => void): Promise<BenchServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'regie-bench-'));
  const postgres = await startEmbeddedPostgres({ folder, port: 0, onProgress: say });
  const admin = async (sql: string): Promise<pg.QueryResult> => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    return client.query(sql).finally(() => client.end());
  };
  return {
    createDatabase: async () => {
      const name = `bench_${randomUUID().replaceAll('-', '')}`;
      await admin(`create database ${name}`);
      return Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href;
    },
    dropDatabase: async (url) => void (await admin(`drop database ${new URL(url).pathname.slice(1)} with (force)`)),
    version: ((await admin('show server_version')).rows[0] as { server_version: string }).server_version,
    stop: async () => {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
};
