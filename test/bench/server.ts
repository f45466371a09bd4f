import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '#embedded-postgres';

/** A PostgreSQL as the hub starts it: with fsync and full page writes, on a disk. It is gone when it stops. */
export type BenchServer = Readonly<{
  createDatabase(): Promise<string>;
  dropDatabase(url: string): Promise<void>;
  stop(): Promise<void>;
}>;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export const startServer = async (say: (line: string) => void): Promise<BenchServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'regie-bench-'));
  const postgres = await startEmbeddedPostgres({ folder, port: 0, onProgress: say });
  const admin = async (sql: string): Promise<pg.QueryResult> => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    return client.query(sql).finally(() => client.end());
  };
  const stop = async (): Promise<void> => {
    for (const signal of SIGNALS) process.off(signal, cutOff);
    await postgres.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  // Cut off half-way, it takes its server and some gigabytes with it.
  const cutOff = (): void => void stop().finally(() => process.exit(130));
  for (const signal of SIGNALS) process.once(signal, cutOff);
  return {
    createDatabase: async () => {
      const name = `bench_${randomUUID().replaceAll('-', '')}`;
      await admin(`create database ${name}`);
      return Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href;
    },
    dropDatabase: async (url) => void (await admin(`drop database ${new URL(url).pathname.slice(1)} with (force)`)),
    stop,
  };
};
