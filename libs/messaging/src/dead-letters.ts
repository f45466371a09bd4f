import { setTimeout } from 'node:timers/promises';
import type { DataSource, EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import type { PublicEvent } from '#contracts';
import { comparePositions, StoreBusy } from '#event-store';
import type { Consume } from './bus.js';
import { MARKED_DAYS } from './checkpoints.js';

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

/** The tables of what a context has set aside, and of how far each reader has got in each stream. */
export class DeadLetters1767222000002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // The message is text: jsonb refuses a NUL that JSON allows, and what nothing can store would stand in the way for ever.
    await db.query(`
      CREATE TABLE dead_letters (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        follower text NOT NULL,
        event_id text NOT NULL,
        key text NOT NULL,
        state text NOT NULL CHECK (state IN ('waiting', 'dead', 'parked')),
        reason text NOT NULL,
        detail text NOT NULL,
        attempts int NOT NULL DEFAULT 0,
        due timestamptz,
        arrived_at timestamptz NOT NULL DEFAULT now(),
        failed_at timestamptz,
        announced boolean NOT NULL DEFAULT false,
        message text NOT NULL,
        CHECK ((state = 'waiting') = (due IS NOT NULL)),
        UNIQUE (follower, event_id)
      )`);
    await db.query('CREATE INDEX ON dead_letters (follower, key, id)');
    await db.query('CREATE TABLE streams_seen (follower text, key text, sequence bigint NOT NULL, PRIMARY KEY (follower, key))');
    await db.query('CREATE INDEX ON streams_seen (follower, md5(key))');
    await db.query('CREATE INDEX ON dead_letters (follower, md5(key))');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE streams_seen, dead_letters');
  }
}

type Log = Readonly<{ error(details: object, message: string): void; warn(details: object, message: string): void }>;

export type SettingAsideOptions = Readonly<{
  follower: string;
  db: DataSource;
  /** what to do with readable events, in order */
  apply: (events: readonly PublicEvent[], tx: EntityManager) => Promise<void>;
  /** reads a message again that was unreadable: a newer version may know its type */
  readAgain?: (message: Unreadable) => Arrival;
  /** how long to wait before each further try, in ms; after the last one the letter is dead */
  pauses?: readonly number[];
  /** tells the world of a dead letter; may be told twice */
  announce?: (letter: DeadLetter) => Promise<void>;
  log: Log;
}>;

const PAUSES_MS = [1_000, 5_000, 30_000, 120_000];
const LOOK_EVERY_MS = 500;

/**
 * Sets aside what one reader cannot apply, so that the other keys keep flowing: `apply` takes the place of the reader's own, `alongside` goes
 * around what it consumes and tries letters again. The letter, the marks and the checkpoint are one transaction.
 */
export class SettingAside {
  constructor(private readonly options: SettingAsideOptions) {}

  /**
   * Applies what can be applied of a page.
   * @throws when the database or the event store is away: then nothing is wrong with the events, and the page is handed out again
   */
  readonly apply = async (page: readonly Arrival[], tx: EntityManager): Promise<void> => {
    const sorted = await this.sort(page, tx);
    await tx.query('SAVEPOINT page');
    try {
      // The usual case costs one savepoint.
      if (sorted.applicable.length > 0) await this.options.apply(sorted.applicable, tx);
      await this.keep(sorted.letters, tx);
    } catch (error) {
      await backTo('page', error, tx);
      await this.oneByOne(page, tx);
    }
    await noteSeen(tx, this.options.follower, page);
  };

  /** The same pages, with the letters tried again meanwhile. */
  readonly alongside =
    (consume: Consume<Arrival>): Consume<Arrival> =>
    async (subscription, signal) => {
      const ended = new AbortController();
      const retrying = this.retry(AbortSignal.any([signal, ended.signal]));
      try {
        await consume(subscription, signal);
      } finally {
        ended.abort();
        await retrying;
      }
    };

  /** Tries the letters that are due, once. */
  async retryDue(): Promise<void> {
    while (await this.options.db.transaction((tx) => this.retryNext(tx)));
  }

  /** Tells the world of dead letters it has not heard of. */
  async announceDead(): Promise<void> {
    const { db, follower, announce, log } = this.options;
    if (!announce) return;
    const rows = await db.query<Row[]>(`SELECT ${COLUMNS} FROM dead_letters WHERE follower = $1 AND state = 'dead' AND NOT announced ORDER BY id LIMIT 100`, [follower]);
    try {
      for (const row of rows) {
        await announce(letterOf(row));
        await db.query('UPDATE dead_letters SET announced = true WHERE id = $1', [row.id]);
      }
    } catch (error) {
      log.warn({ follower, err: error }, 'a dead letter is in the table, but could not be sent to its topic; trying again');
    }
  }

  private async retry(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        if (await this.somethingToDo()) {
          await this.retryDue();
          await this.announceDead();
        }
      } catch (error) {
        if (!signal.aborted) this.options.log.warn({ follower: this.options.follower, err: error }, 'dead letters could not be looked at; trying again');
      }
      await setTimeout(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Hardly ever, and each reader asks every half second: one query, without a transaction. */
  private async somethingToDo(): Promise<boolean> {
    const { db, follower } = this.options;
    const [row] = await db.query<{ found: boolean }[]>(
      `SELECT EXISTS (SELECT FROM dead_letters WHERE follower = $1
         AND (state = 'waiting' AND due <= clock_timestamp() OR state = 'dead' AND NOT announced)) AS found`,
      [follower],
    );
    return row!.found;
  }

  /** Divides a page into what may be applied, if nothing fails, and what is set aside already now. */
  private async sort(page: readonly Arrival[], tx: EntityManager): Promise<{ applicable: PublicEvent[]; letters: NewLetter[] }> {
    const sorting = await this.beginSorting(page, tx);
    const applicable: PublicEvent[] = [];
    const letters: NewLetter[] = [];
    let repeats = 0;
    for (const arrival of page) {
      const fate = sorting.fateOf(arrival);
      if (fate === 'apply') applicable.push(arrival as PublicEvent);
      else if (fate === 'repeat') repeats++;
      else letters.push(fate);
    }
    if (repeats > 0) this.options.log.warn({ follower: this.options.follower, repeats }, 'events that were handled long ago came again, and are left out');
    return { applicable, letters };
  }

  private async beginSorting(page: readonly Arrival[], tx: EntityManager): Promise<Sorting> {
    const { follower } = this.options;
    const keys = [...new Set(page.map(keyOf))];
    // Shared locks: whoever is just trying the last letter of a key finishes first, and nothing is parked behind a letter that is gone.
    const known = await tx.query<{ key: string; sequence: string | null }[]>(
      `WITH blocked AS (SELECT key FROM dead_letters WHERE follower = $1 AND key = ANY($2) ORDER BY id FOR SHARE)
       SELECT key, NULL AS sequence FROM blocked UNION ALL SELECT key, sequence::text FROM streams_seen WHERE follower = $1 AND key = ANY($2)`,
      [follower, keys],
    );
    const [blocked, seen] = [new Set<string>(), new Map<string, string>()];
    for (const { key, sequence } of known) {
      if (sequence === null) blocked.add(key);
      else seen.set(key, sequence);
    }
    return new Sorting(blocked, seen);
  }

  /** Finds out which events of a page cannot be applied. */
  private async oneByOne(page: readonly Arrival[], tx: EntityManager): Promise<void> {
    const { follower, apply, log } = this.options;
    const sorting = await this.beginSorting(page, tx);
    for (const arrival of page) {
      const fate = sorting.fateOf(arrival);
      if (fate === 'repeat') continue;
      if (fate !== 'apply') {
        await this.keep([fate], tx);
        continue;
      }
      await tx.query('SAVEPOINT event');
      try {
        await apply([arrival as PublicEvent], tx);
        await tx.query('RELEASE SAVEPOINT event');
      } catch (error) {
        await backTo('event', error, tx);
        sorting.block(keyOf(arrival));
        log.error({ follower, eventId: arrival.id, err: error }, 'an event could not be applied; it is set aside and tried again');
        await this.keep([{ arrival, state: 'waiting', reason: 'apply.failed', detail: messageOf(error) }], tx);
      }
    }
  }

  private async keep(letters: readonly NewLetter[], tx: EntityManager): Promise<void> {
    const { follower, pauses = PAUSES_MS, log } = this.options;
    for (const { arrival, state, reason, detail } of letters) {
      if (state === 'dead') log.error({ follower, eventId: arrival.id, reason, detail }, 'a message became a dead letter');
      const failed = state === 'parked' ? 0 : 1;
      // A letter without a further try is dead at once.
      const final: LetterState = state === 'waiting' && pauses.length === 0 ? 'dead' : state;
      await tx.query(
        `INSERT INTO dead_letters (follower, event_id, key, state, reason, detail, attempts, due, failed_at, message)
         VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $4 = 'waiting' THEN clock_timestamp() + $8 * interval '1 ms' END, CASE WHEN $7 > 0 THEN clock_timestamp() END, $9)`,
        [follower, storable(arrival.id), storable(keyOf(arrival)), final, reason, storable(detail), failed, pauses[0] ?? 0, JSON.stringify(arrival)],
      );
    }
  }

  /** Tries the first letter that is due; false when there is none. */
  private async retryNext(tx: EntityManager): Promise<boolean> {
    const { follower, apply, readAgain = (message) => message, pauses = PAUSES_MS, log } = this.options;
    const [row] = await tx.query<Row[]>(
      `SELECT ${COLUMNS} FROM dead_letters WHERE follower = $1 AND state = 'waiting' AND due <= clock_timestamp() ORDER BY due LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [follower],
    );
    if (!row) return false;
    const letter = letterOf(row);
    const message = 'unreadable' in letter.message ? readAgain(letter.message) : letter.message;
    await tx.query('SAVEPOINT letter');
    try {
      if ('unreadable' in message) throw new StillUnreadable(message.unreadable, message.detail);
      await apply([message], tx);
      await tx.query('DELETE FROM dead_letters WHERE id = $1', [letter.id]);
      await nextOfKey(tx, follower, letter.key);
      log.warn({ follower, eventId: letter.eventId, attempts: letter.attempts + 1 }, 'an event that was set aside is applied');
    } catch (error) {
      await backTo('letter', error, tx);
      const [reason, pause] = error instanceof StillUnreadable ? [error.reason, undefined] : ['apply.failed', pauses[letter.attempts]];
      if (pause === undefined) log.error({ follower, eventId: letter.eventId, err: error }, 'an event could not be applied for the last time; it is a dead letter');
      await tx.query(
        `UPDATE dead_letters SET attempts = attempts + 1, reason = $2, detail = $3, failed_at = clock_timestamp(),
           state = CASE WHEN $4::int IS NULL THEN 'dead' ELSE 'waiting' END, due = clock_timestamp() + $4::int * interval '1 ms' WHERE id = $1`,
        [letter.id, reason, storable(messageOf(error)), pause ?? null],
      );
    }
    return true;
  }
}

/** Keeps how far the follower has got in each stream, letters included. */
export const noteSeen = async (tx: EntityManager, follower: string, page: readonly Arrival[]): Promise<void> => {
  const highest = new Map<string, string>();
  for (const arrival of page) {
    if ('unreadable' in arrival) continue;
    const before = highest.get(arrival.partitionkey);
    if (before === undefined || comparePositions(before, arrival.sequence) < 0) highest.set(arrival.partitionkey, arrival.sequence);
  }
  if (highest.size === 0) return;
  await tx.query(
    `INSERT INTO streams_seen SELECT $1, key, sequence FROM unnest($2::text[], $3::bigint[]) AS page (key, sequence) ORDER BY key
     ON CONFLICT (follower, key) DO UPDATE SET sequence = greatest(streams_seen.sequence, excluded.sequence)`,
    [follower, [...highest.keys()], [...highest.values()]],
  );
};

/**
 * True when the reader has applied the stream up to this revision: it has got so far, and no letter holds an event up to there. A message of the
 * stream that is unreadable may be such an event. The stream is named by its digest, which tells nobody which one it is.
 */
export const hasApplied = async (db: DataSource, follower: string, digest: string, revision: number): Promise<boolean> => {
  const [seen] = await db.query<{ there: boolean; letter: string | null }[]>(
    `SELECT sequence >= $3 AS there, (SELECT message FROM dead_letters WHERE follower = $1 AND md5(key) = $2 ORDER BY id LIMIT 1) AS letter
     FROM streams_seen WHERE follower = $1 AND md5(key) = $2`,
    [follower, digest, revision],
  );
  if (!seen?.there) return false;
  const first = seen.letter === null ? undefined : (JSON.parse(seen.letter) as Arrival);
  return !first || ('sequence' in first && comparePositions(first.sequence, String(revision)) > 0);
};

/** The same pages without what cannot be read, for a rebuild: the live reader keeps those messages already. */
export const readableOnly =
  (consume: Consume<Arrival>): Consume<PublicEvent> =>
  (subscription, signal) => {
    const isReadable = (arrival: Arrival): arrival is PublicEvent => !('unreadable' in arrival);
    return consume(
      {
        after: (source) => subscription.after(source),
        handle: ({ events, ...page }) => subscription.handle({ ...page, events: events.filter(isReadable) }),
      },
      signal,
    );
  };

/** Of events younger than this, every one that was handled is still marked: one without a mark was not. A day is left for clocks that differ. */
const SURELY_MARKED_MS = (MARKED_DAYS - 1) * 24 * 60 * 60 * 1_000;

type NewLetter = Readonly<{ arrival: Arrival; state: LetterState; reason: string; detail: string }>;

/** Decides, arrival by arrival, what must be set aside without being tried. */
class Sorting {
  constructor(
    private readonly blocked: Set<string>,
    private readonly seen: Map<string, string>,
  ) {}

  block(key: string): void {
    this.blocked.add(key);
  }

  /** `repeat`: it was handled so long ago that only its number in the stream still says so. */
  fateOf(arrival: Arrival): 'apply' | 'repeat' | NewLetter {
    const key = keyOf(arrival);
    const last = this.seen.get(key);
    const comesLate = 'sequence' in arrival && last !== undefined && comparePositions(arrival.sequence, last) <= 0;
    if (comesLate && Date.now() - Date.parse(arrival.time) > SURELY_MARKED_MS) return 'repeat';
    if (this.blocked.has(key)) return { arrival, state: 'parked', reason: 'order.behind', detail: 'it waits for an earlier letter of its key' };
    if ('unreadable' in arrival) {
      this.block(key);
      return { arrival, state: 'dead', reason: arrival.unreadable, detail: arrival.detail };
    }
    if (comesLate) {
      this.block(key);
      return { arrival, state: 'dead', reason: 'order.overtaken', detail: `number ${arrival.sequence} of its stream arrived after number ${last}` };
    }
    this.seen.set(key, arrival.sequence);
    return 'apply';
  }
}

class StillUnreadable extends Error {
  override readonly name = 'StillUnreadable';
  constructor(
    readonly reason: string,
    detail: string,
  ) {
    super(detail);
  }
}

/** Undoes what was done since the savepoint. An error that says nothing about the event goes on upwards. */
const backTo = async (savepoint: string, error: unknown, tx: EntityManager): Promise<void> => {
  if (isOutage(error)) throw error;
  // A connection that is gone cannot do this either.
  await tx.query(`ROLLBACK TO SAVEPOINT ${savepoint}`).catch(() => {
    throw error;
  });
};

/** Connections, conflicts, locks, resources, shutdown, failover and broken disks of PostgreSQL; what a network says. */
const OUTAGE = /^(?:(?:08|40|53|57P|58)...?|55P03|25006|ECONN[A-Z]+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** True when the event is not to blame: the same event may succeed when the store or the database is back. */
const isOutage = (error: unknown): boolean => {
  const { code } = error as { code?: unknown };
  return error instanceof StoreBusy || (typeof code === 'string' && OUTAGE.test(code));
};

const keyOf = (arrival: Arrival): string => ('unreadable' in arrival ? arrival.key : arrival.partitionkey);
const messageOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));
/** PostgreSQL keeps no NUL in a text. */
const storable = (text: string): string => text.replaceAll('\0', '\u{FFFD}');

const COLUMNS = `id, follower, event_id AS "eventId", key, state, reason, detail, attempts, due, arrived_at AS "arrivedAt", failed_at AS "failedAt", message`;
type Row = Omit<DeadLetter, 'message'> & { message: string };
const letterOf = (row: Row): DeadLetter => ({ ...row, message: JSON.parse(row.message) as Arrival });

/** The letter behind one that is gone is tried at once. */
const nextOfKey = async (tx: EntityManager, follower: string, key: string): Promise<void> => {
  await tx.query(
    `UPDATE dead_letters SET state = 'waiting', due = clock_timestamp()
     WHERE id = (SELECT min(id) FROM dead_letters WHERE follower = $1 AND key = $2) AND state = 'parked'`,
    [follower, key],
  );
};

/** Which letters to list: of one reader, of one stream, in one state; behind the letter `after`. */
export type LettersAsked = Readonly<{ follower?: string; key?: string; state?: LetterState; after?: string; limit?: number }>;

/** The letters of a context, oldest first, at most `limit` (100). */
export const listDeadLetters = async (db: DataSource, { follower, key, state, after = '0', limit = 100 }: LettersAsked = {}): Promise<DeadLetter[]> => {
  const rows = await db.query<Row[]>(
    `SELECT ${COLUMNS} FROM dead_letters
     WHERE id > $1 AND ($2::text IS NULL OR follower = $2) AND ($3::text IS NULL OR key = $3) AND ($4::text IS NULL OR state = $4) ORDER BY id LIMIT $5`,
    [after, follower ?? null, key ?? null, state ?? null, limit],
  );
  return rows.map(letterOf);
};

/** How many letters each reader has, by state. */
export const countDeadLetters = (db: DataSource): Promise<{ follower: string; state: LetterState; count: number; oldest: Date }[]> =>
  db.query('SELECT follower, state, count(*)::int AS count, min(arrived_at) AS oldest FROM dead_letters GROUP BY follower, state ORDER BY follower, state');

export const showDeadLetter = async (db: DataSource, id: string): Promise<DeadLetter | undefined> => {
  const [row] = await db.query<Row[]>(`SELECT ${COLUMNS} FROM dead_letters WHERE id = $1`, [id]);
  return row && letterOf(row);
};

/**
 * Has a letter tried again by the process that reads, at once and with all its tries; those parked behind it follow. `parked`: the letter waits for
 * the one named, which has to go first.
 */
export const replayDeadLetter = (db: DataSource, id: string): Promise<'replayed' | 'unknown' | Readonly<{ parkedBehind: string }>> =>
  db.transaction(async (tx) => {
    const [letter] = await tx.query<Row[]>(`SELECT ${COLUMNS} FROM dead_letters WHERE id = $1 FOR UPDATE`, [id]);
    if (!letter) return 'unknown';
    if (letter.state === 'parked') {
      const [first] = await tx.query<{ id: string }[]>('SELECT min(id)::text AS id FROM dead_letters WHERE follower = $1 AND key = $2', [letter.follower, letter.key]);
      return { parkedBehind: first!.id };
    }
    await tx.query("UPDATE dead_letters SET state = 'waiting', due = clock_timestamp(), attempts = 0, announced = false WHERE id = $1", [id]);
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
