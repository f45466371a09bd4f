import type { DataSource, EntityManager } from 'typeorm';
import type { PublicEvent } from '#contracts';

/**
 * A message that is no public event, in the place of an event: `unreadable` is a stable code, `detail` the facts. `id` names its place in the
 * topic, `value` is base64. It is set aside like an event that cannot be applied.
 */
export type UnreadableMessage = Readonly<{
  id: string;
  key: string;
  unreadable: string;
  detail: string;
  headers: Readonly<Record<string, string>>;
  value: string;
}>;

/** What comes out of a topic. */
export type IncomingMessage = PublicEvent | UnreadableMessage;

/**
 * `waiting`: tried again at `due`. `dead`: given up, until somebody replays or drops it. `parked`: arrived behind another letter of its key, and
 * waits for that one, so that the order of the key is kept.
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
export const letterOf = (row: Row): FailedMessage => ({ ...row, message: JSON.parse(row.message) as IncomingMessage });

/** What went wrong, as a letter says it. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
/** PostgreSQL keeps no NUL in a text. */
export const storable = (text: string): string => text.replaceAll('\0', '\u{FFFD}');

/** The letter behind one that is gone is tried at once. */
export const unblockNext = async (tx: EntityManager, processor: string, key: string): Promise<void> => {
  await tx.query(
    `UPDATE failed_messages SET state = 'retrying', due = clock_timestamp()
     WHERE id = (SELECT min(id) FROM failed_messages WHERE processor = $1 AND key = $2) AND state = 'blocked'`,
    [processor, key],
  );
};

/** Which letters to list: of one reader, of one stream, in one state; behind the letter `after`. */
export type FailedMessageFilter = Readonly<{
  processor?: string;
  key?: string;
  state?: FailedMessageState;
  after?: string;
  limit?: number;
}>;

/** The letters of a context, oldest first, at most `limit` (100). */
export const listFailedMessages = async (
  db: DataSource,
  { processor, key, state, after = '0', limit = 100 }: FailedMessageFilter = {},
): Promise<FailedMessage[]> => {
  const rows = await db.query<Row[]>(
    `SELECT ${COLUMNS} FROM failed_messages
     WHERE id > $1 AND ($2::text IS NULL OR processor = $2) AND ($3::text IS NULL OR key = $3) AND ($4::text IS NULL OR state = $4) ORDER BY id LIMIT $5`,
    [after, processor ?? null, key ?? null, state ?? null, limit],
  );
  return rows.map(letterOf);
};

/** How many letters each reader has, by state. */
export const countFailedMessages = (
  db: DataSource,
): Promise<{ processor: string; state: FailedMessageState; count: number; oldest: Date }[]> =>
  db.query(
    'SELECT processor, state, count(*)::int AS count, min(arrived_at) AS oldest FROM failed_messages GROUP BY processor, state ORDER BY processor, state',
  );

export const showFailedMessage = async (db: DataSource, id: string): Promise<FailedMessage | undefined> => {
  const [row] = await db.query<Row[]>(`SELECT ${COLUMNS} FROM failed_messages WHERE id = $1`, [id]);
  return row && letterOf(row);
};

/**
 * Has a letter tried again by the process that reads, at once and with all its tries; those parked behind it follow. `parked`: the letter waits for
 * the one named, which has to go first.
 */
export const replayFailedMessage = (
  db: DataSource,
  id: string,
): Promise<'replayed' | 'unknown' | Readonly<{ blockedBy: string }>> =>
  db.transaction(async (tx) => {
    const [letter] = await tx.query<Row[]>(`SELECT ${COLUMNS} FROM failed_messages WHERE id = $1 FOR UPDATE`, [id]);
    if (!letter) return 'unknown';
    if (letter.state === 'blocked') {
      const [first] = await tx.query<{ id: string }[]>(
        'SELECT min(id)::text AS id FROM failed_messages WHERE processor = $1 AND key = $2',
        [letter.processor, letter.key],
      );
      return { blockedBy: first!.id };
    }
    await tx.query(
      "UPDATE failed_messages SET state = 'retrying', due = clock_timestamp(), attempts = 0, published = false WHERE id = $1",
      [id],
    );
    return 'replayed';
  });

/** Removes a letter for good: its reader will never have seen that event. The one parked behind it is tried at once. */
export const dropFailedMessage = (db: DataSource, id: string): Promise<FailedMessage | undefined> =>
  db.transaction(async (tx) => {
    const letter = await tx.query<Row[]>(`SELECT ${COLUMNS} FROM failed_messages WHERE id = $1 FOR UPDATE`, [id]);
    if (!letter[0]) return undefined;
    await tx.query('DELETE FROM failed_messages WHERE id = $1', [id]);
    await unblockNext(tx, letter[0].processor, letter[0].key);
    return letterOf(letter[0]);
  });
