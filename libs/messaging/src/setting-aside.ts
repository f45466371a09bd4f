import { setTimeout } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import type { PublicEvent } from '#contracts';
import { comparePositions, StoreBusy } from '#event-store';
import type { Consume } from './bus.js';
import { MARKED_DAYS } from './checkpoints.js';
import { type Arrival, COLUMNS, type DeadLetter, letterOf, type LetterState, nextOfKey, type Row, type Unreadable } from './dead-letters.js';
import { noteSeen } from './streams-seen.js';

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
