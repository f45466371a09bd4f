import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { typeParsers } from '#postgres';
import { type DatabaseRoles, rolesOn } from '#testing/database-roles';
import { startPostgres, type TestPostgres } from '#testing/postgres';

type Ran = Readonly<{ code: number; out: string; err: string }>;

describe('regie migrate', () => {
  let postgres: TestPostgres;
  let roles: DatabaseRoles;

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    roles = await rolesOn(await postgres.createDatabase());
  });

  /** Runs the command in the environment of an operator. Needs `npm run build`. */
  const migrate = (args: readonly string[], { env = {} }: { env?: Readonly<Record<string, string>> } = {}) => {
    const addresses = {
      REGIE_POSTGRES_OWNER_URL: roles.ownerUrl,
      REGIE_POSTGRES_URL: roles.runtimeUrl,
      REGIE_POSTGRES_READER_URL: roles.readerUrl,
    };
    const run = promisify(execFile)(process.execPath, ['apps/regie/bin/regie.js', 'migrate', ...args], {
      env: { PATH: process.env.PATH, ...addresses, ...env },
    });
    return run.then(
      ({ stdout, stderr }): Ran => ({ code: 0, out: stdout, err: stderr }),
      (error: unknown): Ran => {
        const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
        return { code, out: stdout, err: stderr };
      },
    );
  };
  const schemas = async (): Promise<readonly string[]> => {
    const client = new Client({ connectionString: roles.ownerUrl, types: typeParsers });
    await client.connect();
    try {
      const { rows } = await client.query<{ name: string }>(
        `SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$|public$)' ORDER BY 1`,
      );
      return rows.map(({ name }) => name);
    } finally {
      await client.end();
    }
  };

  it('lists its steps without writing, does them, and has nothing left to do', async () => {
    const dry = await migrate(['--dry-run']);
    expect(dry).toMatchObject({ code: 0, out: expect.stringMatching(/Nothing was written\.\n$/) });
    expect(await schemas()).toEqual([]);
    const done = await migrate([]);
    expect(done).toMatchObject({ code: 0, out: expect.stringMatching(/steps? done\. Now start the processes/) });
    expect(await schemas()).toEqual(['cases', 'event_store', 'event_store_snapshots', 'mandates', 'partners', 'teams']);
    expect((await migrate([])).out).toBe('Nothing to do: the database is as this release needs it.\n');
    for (const { out, err } of [dry, done])
      for (const url of Object.values(roles)) expect(out + err).not.toContain(new URL(url).password);
  }, 120_000);

  it('makes the tables of the named context of a service only', async () => {
    const service = { env: { REGIE_BUS: 'kafka' } };
    expect(await migrate([], service)).toMatchObject({ code: 1, err: expect.stringContaining('Name it') });
    expect(await migrate(['teams'], service)).toMatchObject({ code: 0 });
    expect(await schemas()).toEqual(['event_store', 'event_store_snapshots', 'teams']);
    expect(await migrate([], service)).toMatchObject({ code: 0, out: expect.stringMatching(/^Nothing to do/) });
  }, 120_000);

  it('refuses a role without the right to make schemas in one sentence, with the remedy', async () => {
    const { code, err } = await migrate([], { env: { REGIE_POSTGRES_OWNER_URL: roles.readerUrl } });
    expect(code).toBe(1);
    expect(err).toContain('REGIE_POSTGRES_OWNER_URL');
    expect(err).not.toContain('    at ');
  }, 60_000);
});
