import type { DataSource, EntityManager } from 'typeorm';
import { statement } from '#postgres';
import type { Page } from '../bus-ports.js';

/** The number of days for which the ids of processed events are remembered. */
export const REMEMBERED_DAYS = 7;
const FORGOTTEN_AT_ONCE = 5_000;

const FORGET = statement(
  'messaging.forget-processed',
  `DELETE FROM processed_messages WHERE ctid = ANY (ARRAY(
     SELECT ctid FROM processed_messages AS mark WHERE processor = $1 AND at < now() - $2 * interval '1 day'
       AND NOT EXISTS (SELECT FROM failed_messages AS failed WHERE failed.processor = $1 AND failed.event_id = mark.event_id)
     LIMIT $3))`,
);
const MARK = statement<{ event_id: string }>(
  'messaging.mark-processed',
  'INSERT INTO processed_messages (processor, event_id) SELECT $1, id FROM unnest($2::text[]) AS id ON CONFLICT DO NOTHING RETURNING event_id',
);

/**
 * Removes marks that are older than {@link REMEMBERED_DAYS}, at most five thousand; false when there may be more.
 * A publisher repeats unacknowledged events at its next attempt: seconds later, or after its downtime.
 * An event that is repeated after a week is recognised by its number in the stream: see failed-message-handler.ts.
 * The mark of a failed message stays as long as that message, because a number does not prove that the event was
 * applied.
 */
export const forgetProcessed = async (db: DataSource, processor: string): Promise<boolean> => {
  const removed = await FORGET.count(db, [processor, REMEMBERED_DAYS, FORGOTTEN_AT_ONCE]);
  return removed < FORGOTTEN_AT_ONCE;
};

/**
 * Returns the events of the page that this processor has not processed yet. Marks them as processed if the source may
 * repeat events.
 */
export const unprocessed = async <E extends { id: string }>(
  tx: EntityManager,
  processor: string,
  { events, mayRepeat }: Pick<Page<E>, 'events' | 'mayRepeat'>,
): Promise<readonly E[]> => {
  if (!mayRepeat || events.length === 0) return events;
  const marked = await MARK.rows(tx, [processor, events.map(({ id }) => id)]);
  const fresh = new Set(marked.map(({ event_id }) => event_id));
  // delete() returns true once for each id, so that a repeat in the same page is dropped too
  return events.filter(({ id }) => fresh.delete(id));
};
