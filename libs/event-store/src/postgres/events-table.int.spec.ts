import type { Pool } from 'pg';
import { openPool } from '#postgres';
import { startPostgres } from '#testing/postgres';
import { PostgresEventStore } from './postgres-event-store.js';

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let pool: Pool;
beforeAll(async () => {
  postgres = await startPostgres();
  pool = openPool(await postgres.createDatabase(), { purpose: 'event-store', name: 'spec', max: 2 });
  await new PostgresEventStore(pool).migrate();
  await insert({});
});
afterAll(async () => {
  await pool.end();
  await postgres.stop();
});

const STORED = { position: '1', stream: 'a', revision: '0', command_id: 'c' };
type Row = Partial<Record<keyof typeof STORED, string | null>>;

/** Inserts an event by plain SQL, past the functions that append. It equals the stored one except in these columns. */
const insert = (row: Row): Promise<unknown> => {
  const { position, stream, revision, command_id } = { ...STORED, ...row };
  return pool.query(
    `INSERT INTO event_store.events (position, stream, revision, type, data, metadata, event_id, command_id, recorded_at)
     VALUES ($1, $2, $3, 'Happened', '{}', '{}', gen_random_uuid(), $4, now())`,
    [position, stream, revision, command_id],
  );
};

/** For each unique index: the promise, and an event that breaks this promise alone. */
const PROMISES: Readonly<Record<string, Readonly<{ promise: string; event: Row }>>> = {
  events_pkey: { promise: 'one event at each position', event: { stream: 'b' } },
  events_stream_revision_key: {
    promise: 'one event at each revision of a stream',
    event: { position: '2', command_id: 'd' },
  },
  events_command: { promise: 'a command is applied to a stream once', event: { position: '2', revision: '1' } },
};

describe('the table of events', () => {
  it('has exactly the unique indexes whose promises are listed here', async () => {
    const { rows } = await pool.query<{ name: string; definition: string }>(
      `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
        WHERE indrelid = 'event_store.events'::regclass AND indisunique AND indisvalid ORDER BY name`,
    );
    expect(rows.map(({ name }) => name.replace('event_store.', ''))).toEqual(Object.keys(PROMISES).sort());
    expect(rows.map(({ definition }) => /USING btree (.*)$/.exec(definition)![1])).toEqual([
      '(stream, command_id) WHERE (command_id IS NOT NULL)',
      '("position")',
      '(stream, revision)',
    ]);
  });

  it.each(Object.entries(PROMISES))(
    'refuses by %s what breaks its promise, also plain SQL',
    async (index, { event }) => {
      await expect(insert(event)).rejects.toMatchObject({ code: '23505', constraint: index });
    },
  );

  it('accepts the same command on another stream, and events without a command', async () => {
    await insert({ position: '2', stream: 'b' });
    await insert({ position: '3', stream: 'b', revision: '1', command_id: null });
    await insert({ position: '4', stream: 'b', revision: '2', command_id: null });
  });
});
