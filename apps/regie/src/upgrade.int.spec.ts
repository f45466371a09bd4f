import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { typeParsers } from '#postgres';
import { migrateDatabase } from '#runtime';
import { startPostgres, type TestPostgres } from '#testing/postgres';
import { optionsBefore } from '#testing/release-before';
import { CONTEXTS } from './contexts.js';
import { downgradeContexts } from './downgrade-contexts.js';

describe('the upgrade that renames tables and columns', () => {
  let server: TestPostgres;
  let url: string;
  let db: Client;

  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  beforeEach(async () => {
    url = await server.createDatabase();
    db = new Client({ connectionString: url, types: typeParsers });
    await db.connect();
    await db.query('CREATE EXTENSION IF NOT EXISTS btree_gist');
    for (const context of CONTEXTS) {
      await db.query(`CREATE SCHEMA ${context.name}`);
      await (await new DataSource(optionsBefore(context, url)).initialize()).destroy();
    }
  });
  afterEach(() => db.end());

  const upgrade = async (): Promise<void> => {
    await migrateDatabase({ ownerUrl: url, contexts: CONTEXTS, eventStore: 'postgres' });
  };
  const rows = async (sql: string): Promise<unknown[]> => (await db.query<object>(sql)).rows;
  /** Reads every column, index and constraint of the schemas of the contexts. */
  const shape = (): Promise<unknown[]> =>
    rows(`
      SELECT table_schema || '.' || table_name || '.' || column_name || ' ' || data_type AS what FROM information_schema.columns WHERE table_schema IN ('mandates', 'cases', 'partners', 'teams')
      UNION ALL SELECT schemaname || ' ' || indexdef FROM pg_indexes WHERE schemaname IN ('mandates', 'cases', 'partners', 'teams')
      UNION ALL SELECT connamespace::regnamespace || ' ' || conrelid::regclass || ' ' || conname FROM pg_constraint WHERE connamespace::regnamespace::text IN ('mandates', 'cases', 'partners', 'teams') AND contype <> 'n'
      ORDER BY 1`);

  const fill = async (): Promise<void> => {
    await db.query(`
      INSERT INTO cases.checkpoints VALUES ('cases.agenda', 'log', '7'), ('cases.cases', 'log', '9');
      INSERT INTO cases.handled (follower, event_id) VALUES ('cases.agenda', 'e1'), ('cases.register', 'e2');
      INSERT INTO cases.streams_seen VALUES ('cases.agenda', 'k', 3);
      INSERT INTO cases.dead_letters (follower, event_id, key, state, reason, detail, due, message) VALUES
        ('cases.register', 'e3', 'k', 'waiting', 'apply.failed', 'x', '2026-01-01', '{}'),
        ('cases.register', 'e4', 'k', 'parked', 'order.behind', 'x', NULL, '{}'),
        ('cases.register', 'e5', 'l', 'dead', 'apply.failed', 'x', NULL, '{}');
      INSERT INTO cases.agenda VALUES ('44021', 'c', '2026-02-01', NULL);
      INSERT INTO cases.following_case VALUES ('44021', 'c', '4', 'wonen');
      INSERT INTO mandates.checkpoints VALUES ('mandates.dossier', 'log', '5'), ('mandates.case-gaps', 'log', '6');
      INSERT INTO mandates.dossier_case VALUES ('44021', 'c', '4', 'wonen', 'stad-gent', '2026-01-01', true);
    `);
  };

  it('moves checkpoints, marks, failed messages and rows in place', async () => {
    await fill();
    await upgrade();
    expect(await rows('SELECT processor, position FROM cases.checkpoints ORDER BY 1')).toEqual([
      { processor: 'cases.cases', position: '9' },
      { processor: 'cases.deadlines', position: '7' },
    ]);
    expect(await rows('SELECT processor, event_id FROM cases.processed_messages ORDER BY 1')).toEqual([
      { processor: 'cases.deadlines', event_id: 'e1' },
      { processor: 'cases.follow-register', event_id: 'e2' },
      { processor: 'cases.register', event_id: 'e2' },
    ]);
    expect(await rows('SELECT processor, key, sequence FROM cases.stream_positions')).toEqual([
      { processor: 'cases.deadlines', key: 'k', sequence: '3' },
    ]);
    // The reactor of the register starts where its read model is.
    for (const processor of ['cases.register', 'cases.follow-register'])
      expect(
        await rows(`SELECT event_id, state FROM cases.failed_messages WHERE processor = '${processor}' ORDER BY 1`),
      ).toEqual([
        { event_id: 'e3', state: 'retrying' },
        { event_id: 'e4', state: 'blocked' },
        { event_id: 'e5', state: 'dead-lettered' },
      ]);
    expect(await rows('SELECT case_id FROM cases.deadline UNION ALL SELECT case_id FROM cases.case_of_slot')).toEqual([
      { case_id: 'c' },
      { case_id: 'c' },
    ]);
    expect(await rows('SELECT processor FROM mandates.checkpoints ORDER BY 1')).toEqual([
      { processor: 'mandates.handover' },
      { processor: 'mandates.uncoordinated-cases' },
    ]);
    expect(await rows('SELECT case_id FROM mandates.handover_case')).toEqual([{ case_id: 'c' }]);
  });

  it('refuses to migrate while a process of the release before is connected, and changes nothing', async () => {
    const before = await shape();
    const former = new Client({ connectionString: url, application_name: 'regie-cases', types: typeParsers });
    await former.connect();
    await expect(upgrade()).rejects.toThrow(
      /^A process of the release before this one still uses the database \(connection regie-cases/,
    );
    expect(await shape()).toEqual(before);
    await former.end();
    await upgrade();
  });

  it('keeps the release before from starting on the new tables', async () => {
    await upgrade();
    const upgraded = await shape();
    for (const context of CONTEXTS)
      await expect(new DataSource(optionsBefore(context, url)).initialize()).rejects.toThrow('already exists');
    expect((await shape()).filter((part) => !JSON.stringify(part).includes('.migrations'))).toEqual(upgraded);
  });

  it('can be undone with names and rows, and repeated', async () => {
    await fill();
    const before = await shape();
    const failedMessages = await rows('SELECT * FROM cases.dead_letters ORDER BY id');
    await upgrade();
    const upgraded = await shape();
    const undone = await downgradeContexts(url);
    expect(undone.map(([context]) => context)).toEqual(CONTEXTS.map(({ name }) => name));
    expect(await shape()).toEqual(before);
    expect(await rows('SELECT * FROM cases.dead_letters ORDER BY id')).toEqual(failedMessages);
    for (const context of CONTEXTS) await (await new DataSource(optionsBefore(context, url)).initialize()).destroy();
    await upgrade();
    expect(await shape()).toEqual(upgraded);
  });

  it('cannot be undone while a process of this release is connected', async () => {
    await upgrade();
    const running = new Client({ connectionString: url, application_name: 'regie-hub-cases', types: typeParsers });
    await running.connect();
    await expect(downgradeContexts(url)).rejects.toThrow('The database is in use, by regie-hub-cases.');
    await running.end();
  });
});
