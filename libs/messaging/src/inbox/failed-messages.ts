import type { DataSource, EntityManager } from 'typeorm';
import type { PublicEvent } from '#contracts';

/**
 * A message that is no public event, in the place of an event: `unreadable` is a stable code, `detail` the facts. `id` names its place in the
 * topic, `value` is base64. It is set aside like an event that cannot be applied.
 */
export type Unreadable = Readonly<{
  id: string;
  key: string;
  unreadable: string;
  detail: string;
  headers: Readonly<Record<string, string>>;
  value: string;
}>;

/** What comes out of a topic. */
export type Arrival = PublicEvent | Unreadable;

/**
 * `waiting`: tried again at `due`. `dead`: given up, until somebody replays or drops it. `parked`: arrived behind another letter of its key, and
 * waits for that one, so that the order of the key is kept.
 */
export type LetterState = 'waiting' | 'dead' | 'parked';

export type DeadLetter = Readonly<{
  id: string;
  follower: string;
  eventId: string;
  key: string;
  state: LetterState;
  /** a stable code: `apply.failed`, `order.overtaken`, `order.behind`, or that of an unreadable message */
  reason: string;
  detail: string;
  attempts: number;
  due: Date | null;
  arrivedAt: Date;
  failedAt: Date | null;
  message: Arrival;
}>;

export const COLUMNS = `id, follower, event_id AS "eventId", key, state, reason, detail, attempts, due, arrived_at AS "arrivedAt", failed_at AS "failedAt", message`;
export type Row = Omit<DeadLetter, 'message'> & { message: string };
export const letterOf = (row: Row): DeadLetter => ({ ...row, message: JSON.parse(row.message) as Arrival });

/** What went wrong, as a letter says it. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
/** PostgreSQL keeps no NUL in a text. */
export const storable = (text: string): string => text.replaceAll('\0', '\u{FFFD}');

/** The letter behind one that is gone is tried at once. */
export const nextOfKey = async (tx: EntityManager, follower: string, key: string): Promise<void> => {
  await tx.query(
    `UPDATE dead_letters SET state = 'waiting', due = clock_timestamp()
     WHERE id = (SELECT min(id) FROM dead_letters WHERE follower = $1 AND key = $2) AND state = 'parked'`,
    [follower, key],
  );
};

/** Which letters to list: of one reader, of one stream, in one state; behind the letter `after`. */
export type LettersAsked = Readonly<{
  follower?: string;
  key?: string;
  state?: LetterState;
  after?: string;
  limit?: number;
}>;

/** The letters of a context, oldest first, at most `limit` (100). */
export const listDeadLetters = async (
  db: DataSource,
  { follower, key, state, after = '0', limit = 100 }: LettersAsked = {},
): Promise<DeadLetter[]> => {
  const rows = await db.query<Row[]>(
    `SELECT ${COLUMNS} FROM dead_letters
     WHERE id > $1 AND ($2::text IS NULL OR follower = $2) AND ($3::text IS NULL OR key = $3) AND ($4::text IS NULL OR state = $4) ORDER BY id LIMIT $5`,
    [after, follower ?? null, key ?? null, state ?? null, limit],
  );
  return rows.map(letterOf);
};

/** How many letters each reader has, by state. */
export const countDeadLetters = (
  db: DataSource,
): Promise<{ follower: string; state: LetterState; count: number; oldest: Date }[]> =>
  db.query(
    'SELECT follower, state, count(*)::int AS count, min(arrived_at) AS oldest FROM dead_letters GROUP BY follower, state ORDER BY follower, state',
  );

export const showDeadLetter = async (db: DataSource, id: string): Promise<DeadLetter | undefined> => {
  const [row] = await db.query<Row[]>(`SELECT ${COLUMNS} FROM dead_letters WHERE id = $1`, [id]);
  return row && letterOf(row);
};

/**
 * Has a letter tried again by the process that reads, at once and with all its tries; those parked behind it follow. `parked`: the letter waits for
 * the one named, which has to go first.
 */
export const replayDeadLetter = (
  db: DataSource,
  id: string,
): Promise<'replayed' | 'unknown' | Readonly<{ parkedBehind: string }>> =>
  db.transaction(async (tx) => {
    const [letter] = await tx.query<Row[]>(`SELECT ${COLUMNS} FROM dead_letters WHERE id = $1 FOR UPDATE`, [id]);
    if (!letter) return 'unknown';
    if (letter.state === 'parked') {
      const [first] = await tx.query<{ id: string }[]>(
        'SELECT min(id)::text AS id FROM dead_letters WHERE follower = $1 AND key = $2',
        [letter.follower, letter.key],
      );
      return { parkedBehind: first!.id };
    }
    await tx.query(
      "UPDATE dead_letters SET state = 'waiting', due = clock_timestamp(), attempts = 0, announced = false WHERE id = $1",
      [id],
    );
    return 'replayed';
  });

/** Removes a letter for good: its reader will never have seen that event. The one parked behind it is tried at once. */
export const dropDeadLetter = (db: DataSource, id: string): Promise<DeadLetter | undefined> =>
  db.transaction(async (tx) => {
    const letter = await tx.query<Row[]>(`SELECT ${COLUMNS} FROM dead_letters WHERE id = $1 FOR UPDATE`, [id]);
    if (!letter[0]) return undefined;
    await tx.query('DELETE FROM dead_letters WHERE id = $1', [id]);
    await nextOfKey(tx, letter[0].follower, letter[0].key);
    return letterOf(letter[0]);
  });
