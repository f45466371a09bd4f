import { DataSource } from 'typeorm';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { databaseOptions } from './database/context-database.js';

describe('the database of a context', () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  it('detects a vanished client machine soon, so that its open transaction blocks others only shortly', async () => {
    const definition = {
      name: 'cases' as const,
      migrations: [],
      projections: [],
      publishes: () => undefined,
    };
    const url = await postgres.createDatabase();
    const db = await new DataSource(databaseOptions(definition, url)).initialize();
    // `current_setting` returns the values that the socket really has, not the requested ones. They are 0 over a Unix socket.
    const asked = ['tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count', 'tcp_user_timeout'];
    const settings = await db.query<{ name: string; setting: string }[]>(
      'SELECT name, current_setting(name) AS setting FROM unnest($1::text[]) AS name',
      [asked],
    );
    await db.destroy();
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      tcp_keepalives_idle: '5',
      tcp_keepalives_interval: '2',
      tcp_keepalives_count: '3',
      tcp_user_timeout: process.platform === 'linux' ? '15000' : expect.any(String),
    });
  });
});
