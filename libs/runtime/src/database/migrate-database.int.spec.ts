import { Client } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { typeParsers } from '#postgres';
import { rolesOn } from '#testing/database-roles';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { checkDatabase } from './check-database.js';
import type { ContextDefinition } from './context-database.js';
import { migrateDatabase } from './migrate-database.js';

class Notes1767222000100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('CREATE TABLE note (text text NOT NULL)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE note');
  }
}

class Later1999000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE note ADD IF NOT EXISTS later text');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE note DROP later');
  }
}

class LaterBeside1999000000000 extends Later1999000000000 {
  readonly besideOlder = true;
}

const context: ContextDefinition = {
  name: 'cases',
  migrations: [Notes1767222000100],
  projections: [],
  publishes: () => undefined,
};
const withMigration = (migration: ContextDefinition['migrations'][number]): ContextDefinition => ({
  ...context,
  migrations: [...context.migrations, migration],
});

let postgres: TestPostgres;
let url: string;
let admin: Client;

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  url = await postgres.createDatabase();
  admin = new Client({ connectionString: url, types: typeParsers });
  await admin.connect();
});
afterEach(() => admin.end());

const eventStore = 'postgres' as const;
/** Migrates as the owner, and returns the steps. */
const migrate = async (
  { contexts = [context], dryRun = false }: { contexts?: readonly ContextDefinition[]; dryRun?: boolean } = {},
  ownerUrl?: string,
): Promise<readonly string[]> => {
  const roles = await rolesOn(url);
  const steps: string[] = [];
  const migration = { ...roles, ...(ownerUrl && { ownerUrl }), contexts, eventStore, dryRun };
  const count = await migrateDatabase(migration, (line) => steps.push(line));
  expect(count).toBe(steps.length);
  return steps;
};
/** Checks the database as a process does at its start, and returns the warnings about its role. */
const check = async (address?: string): Promise<readonly string[]> => {
  const { runtimeUrl } = await rolesOn(url);
  const warnings = await checkDatabase(address ?? runtimeUrl, { environment: 'development', eventStore }, [context]);
  return warnings.filter((warning) => warning.startsWith('The role'));
};
const schemas = async (): Promise<readonly string[]> =>
  (
    await admin.query<{ name: string }>(
      `SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema|public)' ORDER BY 1`,
    )
  ).rows.map(({ name }) => name);

describe('a migration', () => {
  it('makes the tables as the owner of the database, grants the rights, and has nothing to do again', async () => {
    const steps = await migrate();
    expect(steps).toContain('event_store: version 3');
    expect(steps).toContain('cases: Notes1767222000100');
    expect(steps).toContain('GRANT SELECT ON TABLE event_store.events TO "regie_test_runtime";');
    expect(await check()).toEqual([]);
    const { rows } = await admin.query<{ owner: string }>(
      `SELECT DISTINCT tableowner AS owner FROM pg_tables WHERE schemaname !~ '^(pg_|information_schema)'`,
    );
    expect(rows).toEqual([{ owner: 'regie_test_owner' }]);
    expect(await migrate()).toEqual([]);
  });

  it('lists what it would do, and writes nothing, in a dry run', async () => {
    const steps = await migrate({ dryRun: true });
    expect(steps).toEqual(expect.arrayContaining(['event_store: version 1', 'cases: Notes1767222000100']));
    expect(await schemas()).toEqual([]);
    await migrate();
    await admin.query('REVOKE SELECT ON event_store.events FROM regie_test_runtime');
    const grant = 'GRANT SELECT ON TABLE event_store.events TO "regie_test_runtime";';
    expect(await migrate({ dryRun: true })).toEqual([grant]);
    expect(await migrate({ dryRun: true, contexts: [withMigration(Later1999000000000)] })).toEqual([
      'cases: Later1999000000000',
      grant,
    ]);
  });

  it('takes the role that owns the tables, when its login is another one', async () => {
    await migrate();
    await admin.query(
      `CREATE ROLE regie_test_operator LOGIN PASSWORD 'geheim'; GRANT CONNECT ON DATABASE ${new URL(url).pathname.slice(1)} TO regie_test_operator`,
    );
    try {
      const operatorUrl = Object.assign(new URL(url), { username: 'regie_test_operator', password: 'geheim' }).href;
      const contexts = [withMigration(Later1999000000000)];
      await expect(migrate({ contexts }, operatorUrl)).rejects.toThrow(
        /^The tables of the hub belong to regie_test_owner, whose role regie_test_operator may not take\.\n.*GRANT regie_test_owner TO regie_test_operator;$/,
      );
      await admin.query('GRANT regie_test_owner TO regie_test_operator');
      expect(await migrate({ contexts }, operatorUrl)).toEqual(['cases: Later1999000000000']);
    } finally {
      await admin.query('DROP OWNED BY regie_test_operator; DROP ROLE regie_test_operator');
    }
  });

  it('refuses tables of several owners, and a role that does not exist, with the remedy', async () => {
    const { ownerUrl } = await rolesOn(url);
    const runtimeUrl = Object.assign(new URL(url), { username: 'nobody_here' }).href;
    await expect(migrateDatabase({ ownerUrl, runtimeUrl, contexts: [context], eventStore })).rejects.toThrow(
      /^PostgreSQL has no role nobody_here.*\nAs an administrator: CREATE ROLE "nobody_here" LOGIN/,
    );
    await migrate();
    await admin.query('CREATE TABLE cases.foreign_table (id int)');
    await expect(migrate()).rejects.toThrow(/^Several roles own tables of the hub: .*\n.*REASSIGN OWNED BY/);
  });

  it('refuses a database of a newer release, and leaves its rights as they are', async () => {
    await migrate({ contexts: [withMigration(Later1999000000000)] });
    await admin.query('GRANT UPDATE ON event_store.events TO regie_test_runtime');
    await expect(migrate()).rejects.toThrow(
      /^The database belongs to a newer release, .*\(cases: Later1999000000000\)/,
    );
    const { rows } = await admin.query<{ kept: boolean }>(
      "SELECT has_table_privilege('regie_test_runtime', 'event_store.events', 'UPDATE') AS kept",
    );
    expect(rows).toEqual([{ kept: true }]);
  });

  it('takes back rights that were granted besides', async () => {
    await migrate();
    await admin.query(
      'GRANT UPDATE ON event_store.events TO regie_test_runtime; GRANT DELETE ON cases.note TO regie_test_reader',
    );
    expect(await migrate()).toEqual([
      'REVOKE DELETE ON TABLE cases.note FROM "regie_test_reader";',
      'REVOKE UPDATE ON TABLE event_store.events FROM "regie_test_runtime";',
    ]);
  });
});

describe('a process', () => {
  it('names `regie migrate` when the database is empty, or older than the process', async () => {
    const { ownerUrl } = await rolesOn(url);
    await expect(check(ownerUrl)).rejects.toThrow(/event_store: version 1.*cases: .*run `npx regie migrate`/);
    expect(await schemas()).toEqual([]);
    await migrate({ contexts: [{ ...context, migrations: [] }] });
    await expect(check()).rejects.toThrow(/\(cases: Notes1767222000100 to come\): run `npx regie migrate`/);
  });

  it('refuses a database of a newer release, except where that release declared them compatible', async () => {
    await migrate({ contexts: [withMigration(LaterBeside1999000000000)] });
    expect(await check()).toEqual([]);
    await migrate({ contexts: [withMigration(Later1999000000000)] });
    await expect(check()).rejects.toThrow(
      /^The database belongs to a newer release, .*\(cases: Later1999000000000\): start the newer release/,
    );
  });

  it('refuses a newer log in the same way', async () => {
    await migrate();
    await admin.query('INSERT INTO event_store.migrations (version, beside_older) VALUES (4, true)');
    expect(await check()).toEqual([]);
    await admin.query('UPDATE event_store.migrations SET beside_older = false WHERE version = 4');
    await expect(check()).rejects.toThrow(/newer release, .*\(event_store: version 4\)/);
  });

  it('names the missing grant', async () => {
    await migrate();
    await admin.query(`REVOKE EXECUTE ON FUNCTION event_store.check_append() FROM regie_test_runtime`);
    await expect(check()).rejects.toThrow(
      /^The role regie_test_runtime of PostgreSQL lacks grants: EXECUTE ON FUNCTION event_store\.check_append\. Run `npx regie migrate`/,
    );
    await admin.query('REVOKE ALL ON SCHEMA event_store FROM regie_test_runtime');
    await expect(check()).rejects.toThrow(/lacks grants: USAGE ON SCHEMA event_store/);
  });

  it('says that its role has too many rights, with the remedy, and starts', async () => {
    const { ownerUrl } = await rolesOn(url);
    await migrate();
    expect(await check(url)).toEqual([expect.stringMatching(/^The role \w+ of PostgreSQL is a superuser/)]);
    expect(await check(ownerUrl)).toEqual([expect.stringMatching(/^The role regie_test_owner .* owns the tables/)]);
    await admin.query(
      'GRANT INSERT ON event_store.events TO regie_test_runtime; GRANT CREATE ON SCHEMA public TO PUBLIC',
    );
    expect(await check()).toEqual([
      expect.stringContaining('REVOKE CREATE ON SCHEMA public FROM regie_test_runtime, PUBLIC;'),
      expect.stringContaining('REVOKE INSERT ON TABLE event_store.events FROM regie_test_runtime, PUBLIC;'),
    ]);
  });
});
