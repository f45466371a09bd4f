import { types } from 'pg';
import { startPostgres } from '#testing/postgres';
import { migrateEventStore } from './migrate-event-store.js';
import { openEventStore } from './open-event-store.js';
import { START } from './port/event-store.js';

let postgres: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.stop();
});

describe('the event store that the settings select', () => {
  it('finds its events and snapshots at the next start, and closes its connections', async () => {
    const settings = { eventStore: 'postgres', postgresUrl: await postgres.createDatabase() } as const;
    await migrateEventStore(settings.postgresUrl, 'postgres');
    const first = await openEventStore(settings);
    await first.store.append('a', 'none', [{ type: 'Happened', data: {} }], { commandId: 'c' });
    await first.cache.snapshots?.save('a', 1, {
      revision: 0,
      eventId: '00000000-0000-4000-8000-000000000000',
      state: Buffer.of(),
    });
    await first.close();
    const second = await openEventStore(settings);
    expect(await second.store.statistics()).toMatchObject({ head: '1', events: 1 });
    expect(await second.cache.snapshots?.load('a', 1)).toMatchObject({ revision: 0 });
    await second.close();
  });

  it('reads its own events after another library has replaced the parsers of pg', async () => {
    const postgresUrl = await postgres.createDatabase();
    await migrateEventStore(postgresUrl, 'postgres');
    const { store, close } = await openEventStore({ eventStore: 'postgres', postgresUrl });
    const parseJson = types.getTypeParser(types.builtins.JSON);
    types.setTypeParser(types.builtins.JSON, (text) => ({ another: text }));
    try {
      await store.append('a', 'none', [{ type: 'Happened', data: { n: 1 } }], { commandId: 'c' });
      expect(await store.readAll(START, 10)).toMatchObject([{ data: { n: 1 }, metadata: { commandId: 'c' } }]);
    } finally {
      types.setTypeParser(types.builtins.JSON, parseJson);
      await close();
    }
  });

  it('fails with the name of a missing setting, and with the error of an unreachable server', async () => {
    const postgresUrl = await postgres.createDatabase();
    await expect(openEventStore({ eventStore: 'kurrentdb', postgresUrl })).rejects.toThrow('REGIE_KURRENTDB_URL');
    await expect(migrateEventStore('postgres://127.0.0.1:9/nowhere', 'postgres')).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });
});
