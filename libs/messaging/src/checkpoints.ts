import type { DataSource, EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import { START } from '#event-store';
import type { Page } from './bus.js';

/**
 * The tables that every context's schema has: how far each follower is, and which events of sources that may repeat themselves it has handled,
 * since when: a mark that is older than the source keeps its events is of no use any more.
 */
export class Checkpoints1767222000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      'CREATE TABLE checkpoints (follower text, source text, position text NOT NULL, PRIMARY KEY (follower, source))',
    );
    await db.query(
      'CREATE TABLE handled (follower text, event_id text, at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (follower, event_id))',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE handled, checkpoints');
  }
}

/** Another process, or a rebuild, has moved this checkpoint: read it again and go on from there. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';
}

/** Where the follower stands in the source. */
export const checkpointOf = async (
  db: DataSource | EntityManager,
  follower: string,
  source: string,
): Promise<string> => {
  const [row] = await db.query<{ position: string }[]>(
    'SELECT position FROM checkpoints WHERE follower = $1 AND source = $2',
    [follower, source],
  );
  return row?.position ?? START;
};

/** Where the follower stands in each of its sources. */
export const checkpointsOf = async (db: DataSource, follower: string): Promise<ReadonlyMap<string, string>> => {
  const rows = await db.query<{ source: string; position: string }[]>(
    'SELECT source, position FROM checkpoints WHERE follower = $1',
    [follower],
  );
  return new Map(rows.map(({ source, position }) => [source, position]));
};

/**
 * Applies a page: dedupe marks, writes and checkpoint in one transaction, or nothing (P5). The locked checkpoint row is the fence: of two
 * processes that follow under one name, the second finds it moved.
 * @throws {CheckpointMoved} when the checkpoint is not at `from`
 */
export const applyPage = <E extends { id: string }>(
  db: DataSource,
  follower: string,
  from: string,
  page: Page<E>,
  apply: (events: readonly E[], tx: EntityManager) => Promise<void>,
): Promise<void> =>
  db.transaction(async (tx) => {
    await move(tx, follower, from, page);
    const events = await unhandled(tx, follower, page);
    if (events.length > 0) await apply(events, tx);
  });

/**
 * Locks the checkpoint and moves it, first of all and in one round trip: if the rest fails, it has not moved. Writes and checkpoint are lost or kept
 * together, and what is lost is applied again from the log: the disk need not be waited for.
 */
const move = async (
  tx: EntityManager,
  follower: string,
  from: string,
  { source, upTo }: Page<unknown>,
): Promise<void> => {
  const [, moved] = await tx.query<[unknown, number]>(
    `UPDATE checkpoints SET position = $4 WHERE follower = $1 AND source = $2 AND position = $3 RETURNING set_config('synchronous_commit', 'off', true)`,
    [follower, source, from, upTo],
  );
  if (moved > 0) return;
  if (from === START) {
    const first = await tx.query<unknown[]>(
      `INSERT INTO checkpoints VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING set_config('synchronous_commit', 'off', true)`,
      [follower, source, upTo],
    );
    if (first.length > 0) return;
  }
  throw new CheckpointMoved(`${follower} is at ${await checkpointOf(tx, follower, source)}, not at ${from}`);
};

/** How long it is remembered by its id that an event was handled, in days. */
export const MARKED_DAYS = 7;
const FORGOTTEN_AT_ONCE = 5_000;

/**
 * Removes marks that are older than {@link MARKED_DAYS}, at most five thousand; false when there may be more. A publisher repeats what it was not
 * told had arrived, at its next try: seconds later, or as long as it was down. What comes again after a week (it was down that long, or somebody
 * had everything published again) is known by its number in the stream: see setting-aside.ts. Marks of events in letters stay as long as the letter: its
 * number does not say that it was applied.
 */
export const forgetHandled = async (db: DataSource, follower: string): Promise<boolean> => {
  const [, removed] = await db.query<[unknown, number]>(
    `DELETE FROM handled WHERE ctid = ANY (ARRAY(
       SELECT ctid FROM handled AS mark WHERE follower = $1 AND at < now() - $2 * interval '1 day'
         AND NOT EXISTS (SELECT FROM dead_letters AS letter WHERE letter.follower = $1 AND letter.event_id = mark.event_id)
       LIMIT $3))`,
    [follower, MARKED_DAYS, FORGOTTEN_AT_ONCE],
  );
  return removed < FORGOTTEN_AT_ONCE;
};

/** The events of the page that this follower has not handled yet. They are marked as handled, where the source may repeat them. */
export const unhandled = async <E extends { id: string }>(
  tx: EntityManager,
  follower: string,
  { events, mayRepeat }: Pick<Page<E>, 'events' | 'mayRepeat'>,
): Promise<readonly E[]> => {
  if (!mayRepeat || events.length === 0) return events;
  const marked = await tx.query<{ event_id: string }[]>(
    'INSERT INTO handled (follower, event_id) SELECT $1, id FROM unnest($2::text[]) AS id ON CONFLICT DO NOTHING RETURNING event_id',
    [follower, events.map(({ id }) => id)],
  );
  const fresh = new Set(marked.map(({ event_id }) => event_id));
  // delete answers whether it was there: a repeat inside one page counts once too
  return events.filter(({ id }) => fresh.delete(id));
};
