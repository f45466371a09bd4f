import { DataSource } from 'typeorm';
import { typeParsers } from '#postgres';
import { prepareSchema } from '#runtime';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { optionsBefore } from '#testing/release-before';
import { partnersContext } from '../partners.module.js';

const { jest } = import.meta;

/** Tables that cannot be rebuilt from a log (docs/operations.md, Backup), by their new names and by their old ones. */
const KEPT = ['delivery_cursor', 'delivery', 'subscription_key', 'subscription_contact'];
const KEPT_BEFORE = ['delivery_line', 'delivery', 'subscription_key', 'subscription_contact'];
let postgres: TestPostgres;
let admin: DataSource;
let url: string;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  url = await postgres.createDatabase();
  admin = await new DataSource({
    type: 'postgres',
    url,
    extra: { options: '-c search_path=partners', types: typeParsers },
  }).initialize();
  await admin.query('CREATE SCHEMA partners');
  await admin.query('CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public');
});
afterEach(async () => {
  jest.restoreAllMocks();
  await admin.destroy();
});

const migrate = (): Promise<void> => prepareSchema(partnersContext, url);
const migrateBefore = async (): Promise<void> => {
  await (await new DataSource(optionsBefore(partnersContext, url)).initialize()).destroy();
};
const tables = (): Promise<{ name: string }[]> =>
  admin.query("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'partners' ORDER BY tablename");
const columns = (): Promise<unknown[]> =>
  admin.query(
    `SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'partners' ORDER BY 1, ordinal_position`,
  );
/** Drops the tables that a backup without read models does not contain. */
const dropAllBut = async (kept: readonly string[]): Promise<void> => {
  for (const { name } of await tables()) if (!kept.includes(name)) await admin.query(`DROP TABLE ${name}`);
};

it('a database with only the tables that no log brings back gets the other tables beside them', async () => {
  await migrate();
  await admin.query("INSERT INTO subscription_contact VALUES ('44021', 's1', 'ict@partner.example')");
  await admin.query(
    `INSERT INTO delivery_cursor (city, subscription_id, applied_version, cursor, sequence, next_attempt_at) VALUES ('44021', 's1', 2, 'c', 7, now())`,
  );
  const [allTables, allColumns] = [await tables(), await columns()];
  await dropAllBut(KEPT);
  await migrate();
  expect(await tables()).toEqual(allTables);
  expect(await columns()).toEqual(allColumns);
  expect(await admin.query('SELECT mail FROM subscription_contact')).toEqual([{ mail: 'ict@partner.example' }]);
  expect(await admin.query('SELECT applied_version, sequence FROM delivery_cursor')).toEqual([
    { applied_version: 2, sequence: '7' },
  ]);
});

it('tables put back from a backup of the release before get the names of today and keep their rows', async () => {
  await migrateBefore();
  await admin.query(
    `INSERT INTO delivery_line (city, subscription_id, applied, cursor, sequence, next_at) VALUES ('44021', 's1', 2, 'c', 7, now())`,
  );
  await dropAllBut(KEPT_BEFORE);
  await migrate();
  expect(await admin.query('SELECT applied_version, sequence FROM delivery_cursor')).toEqual([
    { applied_version: 2, sequence: '7' },
  ]);
});

it('rows under the old name of a table and under its new one stop the migration before anything is lost', async () => {
  await migrateBefore();
  await admin.query(
    `INSERT INTO delivery_line (city, subscription_id, applied, cursor, sequence, next_at) VALUES ('44021', 's1', 2, 'c', 7, now())`,
  );
  await admin.query('CREATE TABLE delivery_cursor (LIKE delivery_line INCLUDING ALL)');
  // Hides the failed query, which TypeORM prints.
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
  await expect(migrate()).rejects.toThrow('delivery_line has rows under its old name and under its new one');
  expect(await admin.query('SELECT sequence FROM delivery_line')).toEqual([{ sequence: '7' }]);
});
