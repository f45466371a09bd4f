import { DataSource } from 'typeorm';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { dataSourceOptions, namedStatements, statement, statementByFilters } from './index.js';

let postgres: TestPostgres;
let db: DataSource;
beforeAll(async () => {
  postgres = await startPostgres();
  const options = dataSourceOptions(await postgres.createDatabase(), { purpose: 'checks', name: 'spec', max: 1 });
  db = await new DataSource(options).initialize();
  await db.query('CREATE TABLE note (id int)');
});
afterAll(async () => {
  await db.destroy();
  await postgres.stop();
});

const INSERT = statement('spec.insert', 'INSERT INTO note SELECT * FROM generate_series(1, $1::int) RETURNING id');
const COUNT = statement<{ count: number }>('spec.count', 'SELECT count(*)::int AS count FROM note');
const PREPARED = statement<{ name: string }>('spec.prepared', 'SELECT name FROM pg_prepared_statements ORDER BY name');

describe('a named statement', () => {
  it('is prepared under its name, on a pool as in a transaction, and rolled back with it', async () => {
    expect(await INSERT.count(db, [3])).toBe(3);
    await expect(
      db.transaction(async (tx) => {
        expect(await INSERT.rows(tx, [2])).toEqual([{ id: 1 }, { id: 2 }]);
        expect(await COUNT.rows(tx)).toEqual([{ count: 5 }]);
        throw new Error('roll back');
      }),
    ).rejects.toThrow('roll back');
    expect(await COUNT.rows(db.manager)).toEqual([{ count: 3 }]);
    expect((await PREPARED.rows(db)).map(({ name }) => name)).toEqual(['spec.count', 'spec.insert', 'spec.prepared']);
  });

  it('returns its connection to the pool after an error', async () => {
    const failing = statement('spec.failing', 'SELECT 1 / $1::int');
    for (let times = 0; times < 3; times++) await expect(failing.rows(db, [0])).rejects.toThrow('division by zero');
    expect(await COUNT.rows(db)).toHaveLength(1);
  });

  it('is refused when its name has another text already, or is longer than PostgreSQL keeps', () => {
    expect(statement('spec.count', COUNT.text)).toBe(COUNT);
    expect(() => statement('spec.count', 'SELECT 1')).toThrow('two statements have the name spec.count');
    expect(() => statement(`spec.${'x'.repeat(60)}`, 'SELECT 1')).toThrow('too long');
    expect(namedStatements().get('spec.count')).toBe(COUNT);
  });

  it('has a text of its own for each combination of filters', () => {
    const list = statementByFilters('spec.list', ['a', 'b'], (given) => `SELECT '${given.join()}'`);
    const texts = ([[], ['a'], ['b'], ['a', 'b']] as const).map((given) => list(given).text);
    expect(texts).toEqual(["SELECT ''", "SELECT 'a'", "SELECT 'b'", "SELECT 'a,b'"]);
  });
});
