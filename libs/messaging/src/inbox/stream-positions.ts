import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import type { PublicEvent } from '#contracts';
import { comparePositions } from '#event-store';
import { statement } from '#postgres';
import type { IncomingMessage } from './failed-messages.js';

/** Positions of a processor in each stream, failed messages included. They reveal a late event, and whether a write has been applied. */

const RECORD = statement(
  'messaging.record-positions',
  `INSERT INTO stream_positions SELECT $1, key, sequence FROM unnest($2::text[], $3::bigint[]) AS page (key, sequence) ORDER BY key
   ON CONFLICT (processor, key) DO UPDATE SET sequence = greatest(stream_positions.sequence, excluded.sequence)`,
);
const HAS_APPLIED = statement<{ there: boolean; firstFailed: string | null }>(
  'messaging.has-applied',
  `SELECT sequence >= $3 AS there, (SELECT message FROM failed_messages WHERE processor = $1 AND md5(key) = $2 ORDER BY id LIMIT 1) AS "firstFailed"
     FROM stream_positions WHERE processor = $1 AND md5(key) = $2`,
);
const IS_MISSING = statement<{ missing: boolean }>(
  'messaging.is-missing',
  `SELECT EXISTS (SELECT FROM unnest($2::text[], $3::bigint[]) AS wanted (key, sequence)
                   WHERE NOT EXISTS (SELECT FROM stream_positions seen
                                      WHERE seen.processor = $1 AND seen.key = wanted.key AND seen.sequence >= wanted.sequence)) AS missing`,
);

/** Stores the position of the processor in each stream of a page, failed messages included. */
export const recordPosition = async (
  tx: EntityManager,
  processor: string,
  page: readonly IncomingMessage[],
): Promise<void> => {
  const highest = new Map<string, string>();
  for (const arrival of page) {
    if ('unreadable' in arrival) continue;
    const before = highest.get(arrival.partitionkey);
    if (before === undefined || comparePositions(before, arrival.sequence) < 0)
      highest.set(arrival.partitionkey, arrival.sequence);
  }
  if (highest.size === 0) return;
  await RECORD.count(tx, [processor, [...highest.keys()], [...highest.values()]]);
};

/**
 * True when the processor has applied the stream up to this revision: it has handled the revision, and no failed
 * message holds an event up to it.
 * An unreadable message of the stream may hold such an event, so it counts. `digest` identifies the stream without its
 * name.
 */
export const hasApplied = async (
  db: DataSource,
  processor: string,
  digest: string,
  revision: number,
): Promise<boolean> => {
  const [seen] = await HAS_APPLIED.rows(db, [processor, digest, revision]);
  if (!seen?.there) return false;
  const first = seen.firstFailed === null ? undefined : (JSON.parse(seen.firstFailed) as IncomingMessage);
  return !first || ('sequence' in first && comparePositions(first.sequence, String(revision)) > 0);
};

const LOOK_EVERY_MS = 25;

/**
 * Resolves when the processor, in this process or another, is past these events. A failed message counts as passed.
 * @throws the reason of `signal` when it aborts
 */
export const untilApplied = async (
  db: DataSource,
  processor: string,
  events: readonly PublicEvent[],
  signal: AbortSignal,
): Promise<void> => {
  const ends = new Map(events.map(({ partitionkey, sequence }) => [partitionkey, sequence]));
  for (;;) {
    const [found] = await IS_MISSING.rows(db, [processor, [...ends.keys()], [...ends.values()]]);
    if (!found!.missing) return;
    await pause(LOOK_EVERY_MS, undefined, { signal });
  }
};
