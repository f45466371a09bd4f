import { randomUUID } from 'node:crypto';
import type { Contest } from '../contest.js';
import { ourStore, plainTable } from './stores.js';
import { anEvent, METADATA, write } from './writers.js';

const ROWS = 64;

/** Compares appends of 64 writers, which share batches, with INSERTs of 64 rows into a table with the same indexes. */
export const appendBatchFloor = (milliseconds: number): Contest => ({
  name: 'append-batch-floor',
  question: `append, ${ROWS} writers, against prepared INSERTs of ${ROWS} rows each`,
  unit: 'events/s',
  goal: 2,
  judgedBy: 'processor',
  ours: async ({ createDatabase }) => {
    const store = await ourStore(await createDatabase());
    return {
      run: (measure) => measure(() => write(ROWS, milliseconds, store.append)),
      close: () => store.close(),
    };
  },
  peer: async ({ createDatabase }) => {
    const pool = await plainTable(await createDatabase());
    const text = `insert into plain (stream, revision, type, data, metadata, event_id, command_id)
      select * from unnest($1::text[], $2::int[], $3::text[], $4::json[], $5::json[], $6::uuid[], $7::text[])`;
    const insert = async (): Promise<void> => {
      const rows = Array.from({ length: ROWS }, (_, nth) => ({ ...anEvent(nth), commandId: randomUUID() }));
      await pool.query({
        name: 'insert-64',
        text,
        values: [
          rows.map(() => `case-44021-${randomUUID()}`),
          rows.map(() => 0),
          rows.map(({ type }) => type),
          rows.map(({ data }) => JSON.stringify(data)),
          rows.map(({ commandId }) => JSON.stringify({ commandId, ...METADATA })),
          rows.map(() => randomUUID()),
          rows.map(({ commandId }) => commandId),
        ],
      });
    };
    const insertFor = async (): Promise<number> => {
      let events = 0;
      for (const deadline = performance.now() + milliseconds; performance.now() < deadline; events += ROWS)
        await insert();
      return events;
    };
    return { run: (measure) => measure(insertFor), close: () => pool.end() };
  },
});
