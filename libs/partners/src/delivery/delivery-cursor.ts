import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { preparedQuery } from '#runtime';
import { placeOf } from '../feed/queries/feed-cursor.js';
import type { FeedEntry } from '../feed/queries/read-feed.js';
import type { SubscriptionRow } from '../subscriptions/queries/subscriptions.js';

/**
 * How far the deliveries of each subscription are, and what became of each: written by whoever has the lease of that line, and by nobody else.
 *
 * An event is taken up (a row of its own, with a number in the line), and is then pending until it is delivered or dead: skipped by its agency,
 * no longer to be seen or asked for, or left over at the end. So at every moment taken = delivered + dead + pending (P6). The cursor stands
 * behind the last event of which that is decided, and moves in the transaction that decides it.
 */

/** For so long nobody else works on a line; longer than a call and what is written about it may take. */
const LEASE_MS = 30_000;
/** After a fault here, not of the endpoint. */
const PUT_OFF_MS = 5_000;

/** A line that is ours to work on, and the subscription as its events say. `applied`: the facts about the subscription that it takes into account. */
export type Line = Readonly<
  Pick<
    SubscriptionRow,
    | 'city'
    | 'agency'
    | 'url'
    | 'types'
    | 'neighbourhoods'
    | 'themes'
    | 'mode'
    | 'content'
    | 'status'
    | 'cause'
    | 'rate'
    | 'version'
  > & {
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
export type Taken = Readonly<{
  number: string;
  message: string;
  sequence: number;
  eventId: string;
  state: 'pending' | 'dead';
}>;

/** What became of the events of a message, and of the line: each thing that is said is written. */
export type Outcome = Readonly<{
  numbers: readonly string[];
  state?: 'delivered';
  at: Date;
  tookMs: number;
  status?: number;
  answer?: string;
}>;
export type Progress = Readonly<{
  cursor?: string;
  sequence?: number;
  failures?: number;
  problem?: string | null;
  paceMs?: number;
  nextAt?: Date;
  mailAt?: Date | 'never';
  mailFailed?: true;
}>;

/** Another process has the line by now: what this one was about to write is not written. */
export class LineLost extends Error {
  override readonly name = 'LineLost';
}

/** Makes the lines of new subscriptions. */
export const openLines = async (db: DataSource, now: Date): Promise<void> => {
  const without = await db.query<Pick<SubscriptionRow, 'city' | 'id' | 'agency' | 'startsAfter'>[]>(
    `SELECT city, id, agency, starts_after AS "startsAfter" FROM subscription
      WHERE NOT EXISTS (SELECT FROM delivery_line WHERE (city, subscription_id) = (subscription.city, subscription.id))`,
  );
  for (const { city, id, agency, startsAfter } of without) {
    await db.query(
      'INSERT INTO delivery_line (city, subscription_id, applied, cursor, sequence, next_at) VALUES ($1, $2, 0, $3, $4, $5) ON CONFLICT DO NOTHING',
      [city, id, startsAfter, placeOf({ city, agency }, startsAfter).sequence, now],
    );
  }
};

/** Takes lines on which there is something to do, those first that wait longest; of those that go well, or of those whose last try failed. */
export const claimLines = async (
  db: DataSource,
  most: number,
  failing: boolean,
  now: Date,
): Promise<readonly Line[]> => {
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
const holding = async <T>(
  db: DataSource,
  { city, subscriptionId, lease }: Line,
  work: (tx: EntityManager, of: readonly [string, string]) => Promise<T>,
): Promise<T> =>
  db.transaction(async (tx) => {
    const [held] = await tx.query<unknown[]>(
      'SELECT FROM delivery_line WHERE city = $1 AND subscription_id = $2 AND lease = $3 FOR UPDATE',
      [city, subscriptionId, lease],
    );
    if (!held) throw new LineLost(`${subscriptionId} is worked on by another process`);
    return work(tx, [city, subscriptionId]);
  });

/** What has been taken up and lies ahead of the cursor: what waits, and what was given up there and is passed over. */
export const takenUp = async (
  db: DataSource,
  { city, subscriptionId, pass, sequence }: Line,
): Promise<readonly Taken[]> =>
  db.query<readonly Taken[]>(
    `SELECT number, message, sequence::float8 AS sequence, event_id AS "eventId", state FROM delivery
      WHERE city = $1 AND subscription_id = $2 AND pass = $3 AND sequence > $4 AND state <> 'delivered'`,
    [city, subscriptionId, pass, sequence],
  );

/**
 * A step of a line, all of it at one moment: what became of messages, what is taken up next, and what was taken up and is given up. `letGo`: the line is
 * anybody's again; otherwise it stays ours for as long again.
 */
export type Step = Readonly<{
  outcomes: readonly Outcome[];
  progress: Progress;
  fresh?: readonly FeedEntry[];
  withheld?: readonly Taken[];
  letGo: boolean;
}>;

/**
 * Writes a step in one statement.
 * @returns what was taken up, and the version of the subscription: whether there is something new to take into account
 * @throws {LineLost} and nothing is written
 */
export const advance = async (
  db: DataSource,
  line: Line,
  { outcomes, progress, fresh = [], withheld = [], letGo }: Step,
  now: Date,
): Promise<Readonly<{ added: readonly Taken[]; version: number }>> => {
  const { city, subscriptionId, lease, pass, content } = line;
  const { cursor, sequence, failures, problem, paceMs, nextAt, mailAt, mailFailed } = progress;
  const told = outcomes.flatMap(({ numbers, ...outcome }) => numbers.map((number) => ({ number, ...outcome })));
  const delivered = told.filter(({ state }) => state === 'delivered').length;
  const taken = fresh.map(({ sequence: place, event: { id, type } }, index) => ({
    nth: index + 1,
    sequence: place,
    eventId: id,
    type,
  }));
  const [held] = await preparedQuery<{ numbered: string; version: number }>(
    db,
    'advance',
    `WITH held AS (
       UPDATE delivery_line
          SET taken = taken + $4, numbered = numbered + $4, delivered = delivered + $5, dead = dead + $6,
              cursor = coalesce($7, cursor), sequence = coalesce($8, sequence), failures = coalesce($9, failures),
              problem = CASE WHEN $10 THEN $11 ELSE problem END, pace_ms = coalesce($12, pace_ms), next_at = coalesce($13, next_at),
              mail_at = coalesce($14::timestamptz, mail_at), mails_failed = mails_failed + $15,
              lease = CASE WHEN $16 THEN NULL ELSE lease END, leased_until = CASE WHEN $16 THEN '-infinity' ELSE now() + $17 * interval '1 ms' END
        WHERE city = $1 AND subscription_id = $2 AND lease = $3
       RETURNING numbered),
     told AS (
       UPDATE delivery SET state = coalesce(outcome.state, delivery.state), tries = tries + 1, first_at = coalesce(first_at, at), last_at = at,
                           took_ms = "tookMs", status = outcome.status, answer = outcome.answer
         FROM held, json_to_recordset($18) AS outcome (number bigint, state text, at timestamptz, "tookMs" int, status int, answer text)
        -- said twice, or all that was ever delivered is looked through
        WHERE city = $1 AND subscription_id = $2 AND delivery.number = outcome.number AND delivery.number = ANY($25::bigint[])),
     buried AS (
       UPDATE delivery SET state = 'dead', reason = $19, last_at = coalesce(last_at, $20) FROM held
        WHERE city = $1 AND subscription_id = $2 AND number = ANY($21::bigint[])),
     added AS (
       INSERT INTO delivery (city, subscription_id, number, pass, message, sequence, event_id, event_type, state, taken_at)
       SELECT $1, $2, numbered - $4 + nth, $22, numbered - $4 + CASE WHEN $23 THEN 1 ELSE nth END, sequence, "eventId", type, 'pending', $20
         FROM held, json_to_recordset($24) AS taken (nth int, sequence bigint, "eventId" text, type text))
     SELECT numbered, (SELECT version FROM subscription WHERE city = $1 AND id = $2) AS version FROM held`,
    [
      city,
      subscriptionId,
      lease,
      fresh.length,
      delivered,
      withheld.length,
      cursor ?? null,
      sequence ?? null,
      failures ?? null,
      problem !== undefined,
      problem ?? null,
      paceMs ?? null,
      nextAt ?? null,
      mailAt === 'never' ? 'infinity' : (mailAt ?? null),
      mailFailed ? 1 : 0,
      letGo,
      LEASE_MS,
      JSON.stringify(told),
      'no longer to be seen by the agency, or no longer asked for',
      now,
      withheld.map(({ number }) => number),
      pass,
      content === 'batch',
      JSON.stringify(taken),
      told.map(({ number }) => number),
    ],
  );
  if (!held) throw new LineLost(`${subscriptionId} is worked on by another process`);
  const first = BigInt(held.numbered) - BigInt(fresh.length);
  const added = taken.map(({ nth, sequence: place, eventId }): Taken => {
    const number = String(first + BigInt(nth));
    return {
      number,
      message: content === 'batch' ? String(first + 1n) : number,
      sequence: place,
      eventId,
      state: 'pending',
    };
  });
  return { added, version: held.version };
};

const bury = async (
  tx: EntityManager,
  of: readonly [string, string],
  numbers: readonly string[],
  reason: string,
  now: Date,
): Promise<void> => {
  await tx.query(
    `UPDATE delivery SET state = 'dead', reason = $4, last_at = coalesce(last_at, $5) WHERE city = $1 AND subscription_id = $2 AND number = ANY($3::bigint[])`,
    [...of, numbers, reason, now],
  );
  await tx.query('UPDATE delivery_line SET dead = dead + $3 WHERE city = $1 AND subscription_id = $2', [
    ...of,
    numbers.length,
  ]);
};

/** Lets a line go after a fault here, for a while; whoever has it by then keeps it. */
export const putOff = async (db: DataSource, { city, subscriptionId, lease }: Line): Promise<void> => {
  await db.query(
    `UPDATE delivery_line SET lease = NULL, leased_until = now() + $4 * interval '1 ms' WHERE city = $1 AND subscription_id = $2 AND lease = $3`,
    [city, subscriptionId, lease, PUT_OFF_MS],
  );
};

/** What a fact about the subscription does to its line. */
export type LineChange = Readonly<{
  rewind?: { cursor: string; sequence: number };
  skip?: { eventId: string; reason: string };
  tryNow?: true;
  tell?: true;
  close?: true;
}>;

/** Takes facts about the subscription into account, up to `applied`, all or none. The line stays ours. */
export const applyChanges = (
  db: DataSource,
  line: Line,
  changes: readonly LineChange[],
  applied: number,
  now: Date,
): Promise<Line> =>
  holding(db, line, async (tx, of) => {
    for (const { rewind, skip, tryNow, tell, close } of changes) {
      if (rewind) await goBack(tx, of, rewind);
      if (skip) await bury(tx, of, await pending(tx, of, skip.eventId), `skipped: ${skip.reason}`, now);
      if (close) await bury(tx, of, await pending(tx, of), 'the subscription has ended', now);
      if (tryNow ?? rewind ?? skip) {
        await tx.query(
          'UPDATE delivery_line SET failures = 0, problem = NULL, pace_ms = 0, next_at = $3 WHERE city = $1 AND subscription_id = $2',
          [...of, now],
        );
      }
      if (tell)
        await tx.query(
          'UPDATE delivery_line SET mail_at = $3, mails_failed = 0 WHERE city = $1 AND subscription_id = $2',
          [...of, now],
        );
    }
    const [[changed]] = await tx.query<[[Partial<Line>], number]>(
      `UPDATE delivery_line line SET applied = $4 WHERE city = $1 AND subscription_id = $2 RETURNING ${STANDING}`,
      [...of, now, applied],
    );
    return { ...line, ...changed };
  });

/** What was taken up and not decided is taken up again when its turn comes: it does not count meanwhile. */
const goBack = async (
  tx: EntityManager,
  of: readonly [string, string],
  { cursor, sequence }: { cursor: string; sequence: number },
): Promise<void> => {
  const [, left] = await tx.query<[unknown, number]>(
    `DELETE FROM delivery WHERE city = $1 AND subscription_id = $2 AND state = 'pending'`,
    [...of],
  );
  await tx.query(
    'UPDATE delivery_line SET pass = pass + 1, cursor = $3, sequence = $4, taken = taken - $5 WHERE city = $1 AND subscription_id = $2',
    [...of, cursor, sequence, left],
  );
};

const pending = async (
  tx: EntityManager,
  of: readonly [string, string],
  eventId?: string,
): Promise<readonly string[]> => {
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
