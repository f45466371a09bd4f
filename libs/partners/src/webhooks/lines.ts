import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import type { FeedEntry } from '../read-models/feed-reader.js';
import type { SubscriptionRow } from '../read-models/subscriptions.js';

/**
 * How far the deliveries of each subscription are, and what became of each: written by whoever has the lease of that line, and by nobody else.
 *
 * An event is taken up (a row of its own, with a number in the line), and is then pending until it is delivered or dead: skipped by its agency,
 * no longer to be seen or asked for, or left over at the end. So at every moment taken = delivered + dead + pending (P6). The cursor stands
 * behind the last event of which that is decided, and moves in the transaction that decides it.
 */

/** For so long nobody else works on a line; longer than a call and what is written about it may take. */
const LEASE_MS = 30_000;
/** What is taken up at once. */
export const TAKEN_AT_ONCE = 100;
/** After a fault here, not of the endpoint. */
const PUT_OFF_MS = 5_000;

/** A line that is ours to work on, and the subscription as its events say. `applied`: the facts about the subscription that it takes into account. */
export type Line = Readonly<
  Pick<SubscriptionRow, 'city' | 'agency' | 'url' | 'types' | 'neighbourhoods' | 'themes' | 'mode' | 'content' | 'status' | 'cause' | 'rate' | 'version'> & {
    subscriptionId: string;
    lease: string;
    applied: number;
    pass: number;
    cursor: string;
    sequence: string;
    failures: number;
    paceMs: number;
    nextAt: Date;
    /** its agency is to be written to about the suspension */
    mailDue: boolean;
    mailsFailed: number;
  }
>;

/** An event that has been taken up and not been delivered. `message`: what is sent together, and sent together again. */
export type Taken = Readonly<{ number: string; message: string; sequence: number; eventId: string; state: 'pending' | 'dead' }>;

/** What became of the events of a message, and of the line: each thing that is said is written. */
export type Outcome = Readonly<{ numbers: readonly string[]; state?: 'delivered'; at: Date; tookMs: number; status?: number; answer?: string }>;
export type Progress = Readonly<{ cursor?: string; sequence?: number; failures?: number; problem?: string | null; paceMs?: number; nextAt?: Date; mailAt?: Date | 'never'; mailFailed?: true }>;

/** Another process has the line by now: what this one was about to write is not written. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** Makes the lines of new subscriptions. `sequence` is told by the reader; until then the line is looked at once too often. */
export const openLines = async (db: DataSource, now: Date): Promise<void> => {
  await db.query(
    `INSERT INTO delivery_line (city, subscription_id, applied, cursor, sequence, next_at)
     SELECT city, id, 0, starts_after, 0, $1 FROM subscription WHERE NOT EXISTS (SELECT FROM delivery_line WHERE (city, subscription_id) = (subscription.city, subscription.id))
     ON CONFLICT DO NOTHING`,
    [now],
  );
};

/** Takes lines on which there is something to do, those first that wait longest; of those that go well, or of those whose last try failed. */
export const claimLines = async (db: DataSource, most: number, failing: boolean, now: Date): Promise<readonly Line[]> => {
  const lease = randomUUID();
  const [lines] = await db.query<[readonly Line[], number]>(
    `WITH due AS (
       SELECT line.city, line.subscription_id
         FROM delivery_line line
         JOIN subscription ON (subscription.city, subscription.id) = (line.city, line.subscription_id)
         LEFT JOIN feed ON (feed.city, feed.agency) = (subscription.city, subscription.agency)
        WHERE line.leased_until < now() AND (line.failures > 0) = $2
          AND (subscription.version > line.applied
               OR (line.next_at <= $3 AND (status = 'unconfirmed' OR (status = 'active' AND feed.last_sequence > line.sequence)))
               OR (line.mail_at <= $3 AND status = 'suspended'))
        ORDER BY line.next_at LIMIT $1 FOR UPDATE OF line SKIP LOCKED)
     UPDATE delivery_line line SET lease = $4, leased_until = now() + $5 * interval '1 ms'
       FROM due JOIN subscription ON (subscription.city, subscription.id) = (due.city, due.subscription_id)
      WHERE (line.city, line.subscription_id) = (due.city, due.subscription_id)
     RETURNING line.city, line.subscription_id AS "subscriptionId", line.lease, ${STANDING},
               agency, url, types, neighbourhoods, themes, mode, content, status, cause, rate, version`,
    [most, failing, now, lease, LEASE_MS],
  );
  return lines;
};

const STANDING = `line.applied, line.pass, line.cursor, line.sequence, line.failures, line.pace_ms AS "paceMs", line.next_at AS "nextAt",
                  line.mail_at <= $3 AS "mailDue", line.mails_failed AS "mailsFailed"`;

/** Changes a line that is ours, in a transaction of which nothing stays when it is not ours any more. */
const holding = async <T>(db: DataSource, { city, subscriptionId, lease }: Line, work: (tx: EntityManager, of: readonly [string, string]) => Promise<T>): Promise<T> =>
  db.transaction(async (tx) => {
    const [held] = await tx.query<unknown[]>('SELECT FROM delivery_line WHERE city = $1 AND subscription_id = $2 AND lease = $3 FOR UPDATE', [city, subscriptionId, lease]);
    if (!held) throw new LeaseLost(`${subscriptionId} is worked on by another process`);
    return work(tx, [city, subscriptionId]);
  });

/**
 * Takes up the entries of a page that have not been, and gives up what has been and is not in it any more, as far as the page reaches.
 * @returns the events of the page as they stand in the line, in order
 */
export const takeUp = (db: DataSource, line: Line, entries: readonly FeedEntry[], upTo: number, now: Date): Promise<readonly Taken[]> =>
  holding(db, line, async (tx, of) => {
    const before = await tx.query<Taken[]>(
      `SELECT number, message, sequence::float8 AS sequence, event_id AS "eventId", state FROM delivery
        WHERE city = $1 AND subscription_id = $2 AND pass = $3 AND sequence > $4 AND state <> 'delivered' ORDER BY sequence`,
      [...of, line.pass, line.sequence],
    );
    const readable = new Set(entries.map(({ event }) => event.id));
    const withheld = before.filter(({ state, sequence, eventId }) => state === 'pending' && sequence <= upTo && !readable.has(eventId));
    if (withheld.length > 0) await bury(tx, of, withheld.map(({ number }) => number), 'no longer to be seen by the agency, or no longer asked for', now);
    const known = new Map(before.map((taken) => [taken.eventId, taken]));
    const fresh = entries.filter(({ event }) => !known.has(event.id));
    for (const taken of fresh.length > 0 ? await add(tx, of, line, fresh, now) : []) known.set(taken.eventId, taken);
    return entries.map(({ event }) => known.get(event.id)!);
  });

const add = async (tx: EntityManager, of: readonly [string, string], { pass, content }: Line, entries: readonly FeedEntry[], now: Date): Promise<readonly Taken[]> => {
  const [[{ numbered }]] = await tx.query<[[{ numbered: string }], number]>(
    'UPDATE delivery_line SET taken = taken + $3, numbered = numbered + $3 WHERE city = $1 AND subscription_id = $2 RETURNING numbered',
    [...of, entries.length],
  );
  const first = BigInt(numbered) - BigInt(entries.length) + 1n;
  const rows = entries.map(({ sequence, event: { id, type } }, index) => {
    const number = String(first + BigInt(index));
    return { number, message: content === 'batch' ? String(first) : number, sequence, eventId: id, type, state: 'pending' as const };
  });
  await tx.query(
    `INSERT INTO delivery (city, subscription_id, number, pass, message, sequence, event_id, event_type, state, taken_at)
     SELECT $1, $2, number, $3, message, sequence, "eventId", type, 'pending', $5
       FROM json_to_recordset($4) AS taken (number bigint, message bigint, sequence bigint, "eventId" text, type text)`,
    [...of, pass, JSON.stringify(rows), now],
  );
  return rows;
};

const bury = async (tx: EntityManager, of: readonly [string, string], numbers: readonly string[], reason: string, now: Date): Promise<void> => {
  await tx.query(`UPDATE delivery SET state = 'dead', reason = $4, last_at = coalesce(last_at, $5) WHERE city = $1 AND subscription_id = $2 AND number = ANY($3::bigint[])`, [
    ...of,
    numbers,
    reason,
    now,
  ]);
  await tx.query('UPDATE delivery_line SET dead = dead + $3 WHERE city = $1 AND subscription_id = $2', [...of, numbers.length]);
};

/** Writes what a turn has come to, and lets the line go. */
export const settle = (db: DataSource, line: Line, outcomes: readonly Outcome[], progress: Progress): Promise<void> =>
  holding(db, line, async (tx, of) => {
    let delivered = 0;
    if (outcomes.length > 0) {
      const rows = outcomes.flatMap(({ numbers, ...outcome }) => numbers.map((number) => ({ number, ...outcome })));
      delivered = rows.filter(({ state }) => state === 'delivered').length;
      await tx.query(
        `UPDATE delivery SET state = coalesce(outcome.state, delivery.state), tries = tries + 1, first_at = coalesce(first_at, at), last_at = at,
                             took_ms = "tookMs", status = outcome.status, answer = outcome.answer
           FROM json_to_recordset($3) AS outcome (number bigint, state text, at timestamptz, "tookMs" int, status int, answer text)
          WHERE city = $1 AND subscription_id = $2 AND delivery.number = outcome.number`,
        [...of, JSON.stringify(rows)],
      );
    }
    const { cursor, sequence, failures, problem, paceMs, nextAt, mailAt, mailFailed } = progress;
    await tx.query(
      `UPDATE delivery_line
          SET delivered = delivered + $3, cursor = coalesce($4, cursor), sequence = coalesce($5, sequence), failures = coalesce($6, failures),
              problem = CASE WHEN $7 THEN $8 ELSE problem END, pace_ms = coalesce($9, pace_ms), next_at = coalesce($10, next_at),
              mail_at = coalesce($11::timestamptz, mail_at), mails_failed = CASE WHEN $12 THEN mails_failed + 1 ELSE mails_failed END,
              lease = NULL, leased_until = '-infinity'
        WHERE city = $1 AND subscription_id = $2`,
      [
        ...of,
        delivered,
        cursor ?? null,
        sequence ?? null,
        failures ?? null,
        problem !== undefined,
        problem ?? null,
        paceMs ?? null,
        nextAt ?? null,
        mailAt === 'never' ? 'infinity' : (mailAt ?? null),
        mailFailed ?? false,
      ],
    );
  });

/** Lets a line go after a fault here, for a while; whoever has it by then keeps it. */
export const putOff = async (db: DataSource, { city, subscriptionId, lease }: Line): Promise<void> => {
  await db.query(`UPDATE delivery_line SET lease = NULL, leased_until = now() + $4 * interval '1 ms' WHERE city = $1 AND subscription_id = $2 AND lease = $3`, [
    city,
    subscriptionId,
    lease,
    PUT_OFF_MS,
  ]);
};

/** What a fact about the subscription does to its line. */
export type LineChange = Readonly<{ rewind?: { cursor: string; sequence: number }; skip?: { eventId: string; reason: string }; tryNow?: true; tell?: true; close?: true }>;

/** Takes facts about the subscription into account, up to `applied`, all or none. The line stays ours. */
export const applyChanges = (db: DataSource, line: Line, changes: readonly LineChange[], applied: number, now: Date): Promise<Line> =>
  holding(db, line, async (tx, of) => {
    for (const { rewind, skip, tryNow, tell, close } of changes) {
      if (rewind) await goBack(tx, of, rewind);
      if (skip) await bury(tx, of, await pending(tx, of, skip.eventId), `skipped: ${skip.reason}`, now);
      if (close) await bury(tx, of, await pending(tx, of), 'the subscription has ended', now);
      if (tryNow ?? rewind ?? skip) {
        await tx.query('UPDATE delivery_line SET failures = 0, problem = NULL, pace_ms = 0, next_at = $3 WHERE city = $1 AND subscription_id = $2', [...of, now]);
      }
      if (tell) await tx.query('UPDATE delivery_line SET mail_at = $3, mails_failed = 0 WHERE city = $1 AND subscription_id = $2', [...of, now]);
    }
    const [[changed]] = await tx.query<[[Partial<Line>], number]>(
      `UPDATE delivery_line line SET applied = $4 WHERE city = $1 AND subscription_id = $2 RETURNING ${STANDING}`,
      [...of, now, applied],
    );
    return { ...line, ...changed };
  });

/** What was taken up and not decided is taken up again when its turn comes: it does not count meanwhile. */
const goBack = async (tx: EntityManager, of: readonly [string, string], { cursor, sequence }: { cursor: string; sequence: number }): Promise<void> => {
  const [, left] = await tx.query<[unknown, number]>(`DELETE FROM delivery WHERE city = $1 AND subscription_id = $2 AND state = 'pending'`, [...of]);
  await tx.query('UPDATE delivery_line SET pass = pass + 1, cursor = $3, sequence = $4, taken = taken - $5 WHERE city = $1 AND subscription_id = $2', [...of, cursor, sequence, left]);
};

const pending = async (tx: EntityManager, of: readonly [string, string], eventId?: string): Promise<readonly string[]> => {
  const rows = await tx.query<{ number: string }[]>(
    `SELECT number FROM delivery WHERE city = $1 AND subscription_id = $2 AND state = 'pending' AND ($3::text IS NULL OR event_id = $3)`,
    [...of, eventId ?? null],
  );
  return rows.map(({ number }) => number);
};

/** Removes what is known of deliveries that were decided before `before`, at most five thousand; false when there may be more. */
export const forgetDeliveries = async (db: DataSource, before: Date): Promise<boolean> => {
  const [, removed] = await db.query<[unknown, number]>(
    `DELETE FROM delivery WHERE ctid = ANY (ARRAY(SELECT ctid FROM delivery WHERE state <> 'pending' AND last_at < $1 LIMIT 5000))`,
    [before],
  );
  return removed < 5_000;
};
