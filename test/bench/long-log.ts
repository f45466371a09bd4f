import { randomUUID } from 'node:crypto';
import type { Contest } from './contest.js';
import { median } from './contest.js';
import type { BenchServer } from './server.js';
import { ourStore } from './stores.js';
import { anEvent } from './writers.js';

const EVENTS_PER_STREAM = 10;
const FILLED_AT_ONCE = 250_000;

/**
 * The usual append (one writer, p50) on a long log, against the same on a short one. It goes to streams from all over the log: the pages of the
 * indexes that it needs are seldom the ones that were used just before.
 */
export const appendAtLength = (long: number, short: number, appends: number, server: BenchServer): Contest => ({
  name: 'append-at-10m',
  question: `one append (p50) on a log of ${long} events, against a log of ${short}`,
  unit: 'ms',
  goal: 1.5,
  open: async (say) => {
    const [longUrl, shortUrl] = [await server.createDatabase(), await server.createDatabase()];
    const [longLog, shortLog] = [await ourStore(longUrl), await ourStore(shortUrl)];
    await prefill(longLog, long, say);
    await prefill(shortLog, short, say);
    const p50 = async (log: typeof longLog, length: number): Promise<number> => {
      const times: number[] = [];
      for (let n = 0; n < appends; n++) {
        const stream = nameOf(Math.floor(Math.random() * (length / EVENTS_PER_STREAM)));
        const start = performance.now();
        await log.store.append(stream, 'any', [anEvent(n)], { commandId: randomUUID() });
        times.push(performance.now() - start);
      }
      return median(times);
    };
    return {
      ours: () => p50(longLog, long),
      peer: () => p50(shortLog, short),
      close: async () => {
        await Promise.all([longLog.close(), shortLog.close()]);
        // Some gigabytes: the next contest may need the room.
        await Promise.all([server.dropDatabase(longUrl), server.dropDatabase(shortUrl)]);
      },
    };
  },
});

/** Names that are spread over the alphabet, as those of random ids are. */
const nameOf = (n: number): string =>
  `case-44021-${(Math.imul(n, 2_654_435_761) >>> 0).toString(16).padStart(8, '0')}-${n}`;

const prefill = async (
  { pool }: Awaited<ReturnType<typeof ourStore>>,
  length: number,
  say: (progress: string) => void,
): Promise<void> => {
  for (let from = 0; from < length; from += FILLED_AT_ONCE) {
    say(`filling a log of ${length}: ${Math.round((from / length) * 100)} %`);
    await pool.query(
      `insert into event_store.events (position, stream, revision, type, data, metadata, event_id, command_id, recorded_at)
       select n + 1, 'case-44021-' || lpad(to_hex((n / ${EVENTS_PER_STREAM} * 2654435761) & 4294967295), 8, '0') || '-' || n / ${EVENTS_PER_STREAM},
         (n % ${EVENTS_PER_STREAM})::int, 'CommitmentProposed', $1::json, json_build_object('commandId', n), gen_random_uuid(), 'command-' || n, now()
       from generate_series($2::bigint, $3::bigint) n`,
      [JSON.stringify(anEvent(0).data), from, Math.min(from + FILLED_AT_ONCE, length) - 1],
    );
  }
  say(`the log of ${length} is settling`);
  await pool.query('vacuum analyze event_store.events');
  await pool.query('checkpoint');
};
