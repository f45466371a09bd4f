import { startPostgres } from '#testing/postgres';
import { openEventStore } from './open-event-store.js';

let postgres: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.stop();
});

describe('the event store of the settings', () => {
  it('is made on a new database, found on the next start, and lets go of its connections', async () => {
    const settings = { eventStore: 'postgres', postgresUrl: await postgres.createDatabase() } as const;
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

  it('says what is missing, and what cannot be reached', async () => {
    const postgresUrl = await postgres.createDatabase();
    await expect(openEventStore({ eventStore: 'kurrentdb', postgresUrl })).rejects.toThrow('REGIE_KURRENTDB_URL');
    await expect(
      openEventStore({ eventStore: 'postgres', postgresUrl: 'postgres://127.0.0.1:9/nowhere' }),
    ).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
