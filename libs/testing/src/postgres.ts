import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '#embedded-postgres';
import { typeParsers } from '#postgres';

/** The PostgreSQL of a spec: all specs of a run share the server, and each has its own databases. */
export type TestPostgres = Readonly<{ createDatabase(): Promise<string>; stop(): Promise<void> }>;

/**
 * Connects to the PostgreSQL of this run: the one in REGIE_TEST_POSTGRES_URL, else an embedded one.
 * The first spec starts the embedded one and libs/testing/teardown.js stops it; `stop` drops the databases of the spec.
 */
export const startPostgres = async (): Promise<TestPostgres> => {
  const server = process.env.REGIE_TEST_POSTGRES_URL ?? (await serverOfThisRun());
  const made: string[] = [];
  const admin = async (sql: string): Promise<void> => {
    const client = new Client({ connectionString: server, types: typeParsers });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  return {
    createDatabase: async () => {
      const name = `test_${randomUUID().replaceAll('-', '')}`;
      await admin(`CREATE DATABASE ${name}`);
      made.push(name);
      return Object.assign(new URL(server), { pathname: `/${name}` }).href;
    },
    stop: async () => {
      for (const name of made.splice(0)) await admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
};

/** Returns the address of the server of this run. The process that creates the folder starts the server, the others wait. */
const serverOfThisRun = async (): Promise<string> => {
  const folder = join(tmpdir(), `regie-test-${process.env.REGIE_TEST_RUN ?? process.pid}`);
  const [address, failure] = [join(folder, 'address'), join(folder, 'failure')];
  const first = await mkdir(folder).then(
    () => true,
    () => false,
  );
  if (first) {
    try {
      const { url } = await startEmbeddedPostgres({
        folder: join(folder, 'postgres'),
        port: 0,
        // Durability is off for speed. Tests of power cuts run on a hub process with its usual settings.
        settings: {
          fsync: 'off',
          full_page_writes: 'off',
          synchronous_commit: 'off',
          max_connections: '400',
          shared_buffers: '256MB',
        },
      });
      await writeFile(`${address}.new`, url, { mode: 0o600 });
      await rename(`${address}.new`, address);
      return url;
    } catch (error) {
      await writeFile(failure, String(error));
      throw error;
    }
  }
  for (let waited = 0; waited < 120_000; waited += 50) {
    const url = await readFile(address, 'utf8').catch(() => undefined);
    if (url) return url;
    const why = await readFile(failure, 'utf8').catch(() => undefined);
    if (why) throw new Error(`the test server could not be started: ${why}`);
    await pause(50);
  }
  throw new Error(`the test server in ${folder} did not start`);
};
