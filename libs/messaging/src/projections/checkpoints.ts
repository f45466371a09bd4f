import type { DataSource, EntityManager } from 'typeorm';
import { START } from '#event-store';
import { statement } from '#postgres';
import type { Page } from '../bus-ports.js';
import { unprocessed } from '../inbox/processed-messages.js';

/** Another process, or a rebuild, has moved this checkpoint: read it again and go on from there. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';
}

const CHECKPOINT = statement<{ position: string }>(
  'messaging.checkpoint',
  'SELECT position FROM checkpoints WHERE processor = $1 AND source = $2',
);
const CHECKPOINTS = statement<{ source: string; position: string }>(
  'messaging.checkpoints',
  'SELECT source, position FROM checkpoints WHERE processor = $1',
);
const MOVE = statement(
  'messaging.move-checkpoint',
  `UPDATE checkpoints SET position = $4 WHERE processor = $1 AND source = $2 AND position = $3 RETURNING set_config('synchronous_commit', 'off', true)`,
);
const BEGIN = statement(
  'messaging.begin-checkpoint',
  `INSERT INTO checkpoints VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING set_config('synchronous_commit', 'off', true)`,
);

/** Returns the position of the processor in the source. */
export const checkpointOf = async (
  db: DataSource | EntityManager,
  processor: string,
  source: string,
): Promise<string> => {
  const [row] = await CHECKPOINT.rows(db, [processor, source]);
  return row?.position ?? START;
};

/** Returns the position of the processor in each of its sources. */
export const checkpointsOf = async (db: DataSource, processor: string): Promise<ReadonlyMap<string, string>> => {
  const rows = await CHECKPOINTS.rows(db, [processor]);
  return new Map(rows.map(({ source, position }) => [source, position]));
};

/**
 * Applies a page in one transaction with its dedupe marks and its checkpoint, so that a projection applies each event
 * once (P5).
 * The locked checkpoint row is the fence: of two processes of one name, the second finds it moved.
 * @throws {CheckpointMoved} when the checkpoint is not at `from`
 */
export const applyPage = <E extends { id: string }>(
  db: DataSource,
  processor: string,
  from: string,
  page: Page<E>,
  apply: (events: readonly E[], tx: EntityManager) => Promise<void>,
): Promise<void> =>
  db.transaction(async (tx) => {
    await move(tx, processor, from, page);
    const events = await unprocessed(tx, processor, page);
    if (events.length > 0) await apply(events, tx);
  });

/**
 * Locks and moves the checkpoint in one round trip, before the page is applied; if the page fails, the move is rolled
 * back.
 * The commit does not wait for the disk: a crash loses writes and checkpoint together, and the lost pages are applied
 * again from the log.
 */
const move = async (
  tx: EntityManager,
  processor: string,
  from: string,
  { source, upTo }: Page<unknown>,
): Promise<void> => {
  if ((await MOVE.count(tx, [processor, source, from, upTo])) > 0) return;
  if (from === START && (await BEGIN.count(tx, [processor, source, upTo])) > 0) return;
  throw new CheckpointMoved(`${processor} is at ${await checkpointOf(tx, processor, source)}, not at ${from}`);
};
