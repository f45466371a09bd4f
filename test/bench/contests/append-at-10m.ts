import { randomUUID } from 'node:crypto';
import { type Contest, medianLatency, type OpenSide } from '../contest.js';
import { ourStore } from './stores.js';
import { anEvent } from './writers.js';

const EVENTS_PER_STREAM = 10;
const FILLED_AT_ONCE = 250_000;

/**
 * Measures one append (p50) to a long log against one append to a short log. Each append goes to a random stream, so
 * that it seldom finds its index pages in the cache.
 */
export const appendAtLength = (long: number, short: number, appends: number): Contest => {
  const appending =
    (length: number): OpenSide =>
    async ({ createDatabase, onProgress }) => {
      const { store, pool, close } = await ourStore(await createDatabase());
      await prefill(pool, length, onProgress);
      const appendOne = (n: number): Promise<unknown> => {
        const stream = nameOf(Math.floor(Math.random() * (length / EVENTS_PER_STREAM)));
        return store.append(stream, 'any', [anEvent(n)], { commandId: randomUUID() });
      };
      return { run: (measure) => medianLatency(measure, appends, appendOne), close };
    };
  return {
    name: 'append-at-10m',
    question: `one append (p50) on a log of ${long} events, against a log of ${short}`,
    unit: 'ms',
    goal: 1.5,
    ours: appending(long),
    peer: appending(short),
  };
};

/** Returns the name of a stream. Consecutive numbers give names that are far apart in an index, like random ids. */
const nameOf = (n: number): string =>
  `case-44021-${(Math.imul(n, 2_654_435_761) >>> 0).toString(16).padStart(8, '0')}-${n}`;

const prefill = async (
  pool: Awaited<ReturnType<typeof ourStore>>['pool'],
  length: number,
  onProgress: (line: string) => void,
): Promise<void> => {
  for (let from = 0; from < length; from += FILLED_AT_ONCE) {
    onProgress(`filling a log of ${length}: ${Math.round((from / length) * 100)} %`);
    await pool.query(
      `insert into event_store.events (position, stream, revision, type, data, metadata, event_id, command_id, recorded_at)
       select n + 1, 'case-44021-' || lpad(to_hex((n / ${EVENTS_PER_STREAM} * 2654435761) & 4294967295), 8, '0') || '-' || n / ${EVENTS_PER_STREAM},
         (n % ${EVENTS_PER_STREAM})::int, 'CommitmentProposed', $1::json, json_build_object('commandId', n), gen_random_uuid(), 'command-' || n, now()
       from generate_series($2::bigint, $3::bigint) n`,
      [JSON.stringify(anEvent(0).data), from, Math.min(from + FILLED_AT_ONCE, length) - 1],
    );
  }
  onProgress(`the log of ${length} is settling`);
  await pool.query('vacuum analyze event_store.events');
  await pool.query('checkpoint');
};
