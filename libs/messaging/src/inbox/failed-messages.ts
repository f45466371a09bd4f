import type { DataSource, EntityManager } from 'typeorm';
import type { PublicEvent } from '#contracts';
import { statement } from '#postgres';

/**
 * A message that cannot be parsed as a public event, delivered instead of the event. It becomes a failed message, like
 * an event that cannot be applied.
 * `unreadable` is a stable code, `detail` the reason in words, `id` the topic, partition and offset, and `value` is
 * base64.
 */
export type UnreadableMessage = Readonly<{
  id: string;
  key: string;
  unreadable: string;
  detail: string;
  headers: Readonly<Record<string, string>>;
  value: string;
}>;

/** A message of a topic: a public event, or one that cannot be read. */
export type IncomingMessage = PublicEvent | UnreadableMessage;

/**
 * `retrying`: the next try is at `due`.
 * `dead-lettered`: retried no more until an operator replays or drops it.
 * `blocked`: waits for an earlier failed message of its key, so that the order of the key is kept.
 */
export type FailedMessageState = 'retrying' | 'dead-lettered' | 'blocked';

export type FailedMessage = Readonly<{
  id: string;
  processor: string;
  eventId: string;
  key: string;
  state: FailedMessageState;
  /** a stable code: `apply.failed`, `order.overtaken`, `order.behind`, or that of an unreadable message */
  reason: string;
  detail: string;
  attempts: number;
  due: Date | null;
  arrivedAt: Date;
  failedAt: Date | null;
  message: IncomingMessage;
}>;

export const COLUMNS = `id, processor, event_id AS "eventId", key, state, reason, detail, attempts, due, arrived_at AS "arrivedAt", failed_at AS "failedAt", message`;
export type Row = Omit<FailedMessage, 'message'> & { message: string };
export const toFailedMessage = (row: Row): FailedMessage => ({
  ...row,
  message: JSON.parse(row.message) as IncomingMessage,
});

/** Returns the text of an error, as a failed message stores it. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
/** Replaces NUL, which PostgreSQL does not store in a text. */
export const storable = (text: string): string => text.replaceAll('\0', '\u{FFFD}');

const UNBLOCK = statement(
  'messaging.unblock-next',
  `UPDATE failed_messages SET state = 'retrying', due = clock_timestamp()
    WHERE id = (SELECT min(id) FROM failed_messages WHERE processor = $1 AND key = $2) AND state = 'blocked'`,
);
const COUNT = statement<{ processor: string; state: FailedMessageState; count: number; oldest: Date }>(
  'messaging.count-failed-messages',
  'SELECT processor, state, count(*)::int AS count, min(arrived_at) AS oldest FROM failed_messages GROUP BY processor, state ORDER BY processor, state',
);

/** Makes the next failed message of the key due at once, after the one before it is gone. */
export const unblockNext = async (tx: EntityManager, processor: string, key: string): Promise<void> => {
  await UNBLOCK.count(tx, [processor, key]);
};

/** Selects failed messages: of one processor, of one stream, in one state; after the failed message `after`. */
export type FailedMessageFilter = Readonly<{
  processor?: string;
  key?: string;
  state?: FailedMessageState;
  after?: string;
  limit?: number;
}>;

/** Lists the failed messages of a context, oldest first, at most `limit` (100). */
export const listFailedMessages = async (
  db: DataSource,
  { processor, key, state, after = '0', limit = 100 }: FailedMessageFilter = {},
): Promise<FailedMessage[]> => {
  const rows = await db.query<Row[]>(
    `SELECT ${COLUMNS} FROM failed_messages
     WHERE id > $1 AND ($2::text IS NULL OR processor = $2) AND ($3::text IS NULL OR key = $3) AND ($4::text IS NULL OR state = $4) ORDER BY id LIMIT $5`,
    [after, processor ?? null, key ?? null, state ?? null, limit],
  );
  return rows.map(toFailedMessage);
};

/** Counts the failed messages of each processor, by state. */
export const countFailedMessages = (
  db: DataSource,
): Promise<{ processor: string; state: FailedMessageState; count: number; oldest: Date }[]> => COUNT.rows(db);

export const showFailedMessage = async (db: DataSource, id: string): Promise<FailedMessage | undefined> => {
  const [row] = await db.query<Row[]>(`SELECT ${COLUMNS} FROM failed_messages WHERE id = $1`, [id]);
  return row && toFailedMessage(row);
};

/**
 * Makes a failed message due at once, and resets its attempts. The running processor retries it, and afterwards the
 * messages that it blocks.
 * `blockedBy`: the earlier failed message of the same key, which has to be replayed or dropped first.
 */
export const replayFailedMessage = (
  db: DataSource,
  id: string,
): Promise<'replayed' | 'unknown' | Readonly<{ blockedBy: string }>> =>
  db.transaction(async (tx) => {
    const [failed] = await tx.query<Row[]>(`SELECT ${COLUMNS} FROM failed_messages WHERE id = $1 FOR UPDATE`, [id]);
    if (!failed) return 'unknown';
    if (failed.state === 'blocked') {
      const [first] = await tx.query<{ id: string }[]>(
        'SELECT min(id)::text AS id FROM failed_messages WHERE processor = $1 AND key = $2',
        [failed.processor, failed.key],
      );
      return { blockedBy: first!.id };
    }
    await tx.query(
      "UPDATE failed_messages SET state = 'retrying', due = clock_timestamp(), attempts = 0, published = false WHERE id = $1",
      [id],
    );
    return 'replayed';
  });

/** Removes a failed message for good: its processor never applies that event. The next one of its key is tried at once. */
export const dropFailedMessage = (db: DataSource, id: string): Promise<FailedMessage | undefined> =>
  db.transaction(async (tx) => {
    const [failed] = await tx.query<Row[]>(`SELECT ${COLUMNS} FROM failed_messages WHERE id = $1 FOR UPDATE`, [id]);
    if (!failed) return undefined;
    await tx.query('DELETE FROM failed_messages WHERE id = $1', [id]);
    await unblockNext(tx, failed.processor, failed.key);
    return toFailedMessage(failed);
  });
