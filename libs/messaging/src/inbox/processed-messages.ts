import type { DataSource, EntityManager } from 'typeorm';
import type { Page } from '../bus.js';

/** How long it is remembered by its id that an event was handled, in days. */
export const REMEMBERED_DAYS = 7;
const FORGOTTEN_AT_ONCE = 5_000;

/**
 * Removes marks that are older than {@link MARKED_DAYS}, at most five thousand; false when there may be more. A publisher repeats what it was not
 * told had arrived, at its next try: seconds later, or as long as it was down. What comes again after a week (it was down that long, or somebody
 * had everything published again) is known by its number in the stream: see setting-aside.ts. Marks of events in letters stay as long as the letter: its
 * number does not say that it was applied.
 */
export const forgetProcessed = async (db: DataSource, processor: string): Promise<boolean> => {
  const [, removed] = await db.query<[unknown, number]>(
    `DELETE FROM processed_messages WHERE ctid = ANY (ARRAY(
       SELECT ctid FROM processed_messages AS mark WHERE processor = $1 AND at < now() - $2 * interval '1 day'
         AND NOT EXISTS (SELECT FROM failed_messages AS letter WHERE letter.processor = $1 AND letter.event_id = mark.event_id)
       LIMIT $3))`,
    [processor, REMEMBERED_DAYS, FORGOTTEN_AT_ONCE],
  );
  return removed < FORGOTTEN_AT_ONCE;
};

/** The events of the page that this processor has not handled yet. They are marked as handled, where the source may repeat them. */
export const unprocessed = async <E extends { id: string }>(
  tx: EntityManager,
  processor: string,
  { events, mayRepeat }: Pick<Page<E>, 'events' | 'mayRepeat'>,
): Promise<readonly E[]> => {
  if (!mayRepeat || events.length === 0) return events;
  const marked = await tx.query<{ event_id: string }[]>(
    'INSERT INTO processed_messages (processor, event_id) SELECT $1, id FROM unnest($2::text[]) AS id ON CONFLICT DO NOTHING RETURNING event_id',
    [processor, events.map(({ id }) => id)],
  );
  const fresh = new Set(marked.map(({ event_id }) => event_id));
  // delete answers whether it was there: a repeat inside one page counts once too
  return events.filter(({ id }) => fresh.delete(id));
};
