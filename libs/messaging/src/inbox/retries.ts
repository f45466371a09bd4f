import { setTimeout } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import type { PublicEvent } from '#contracts';
import { statement } from '#postgres';
import { inSpans } from '#tracing';
import type { Consume } from '../bus-ports.js';
import { traceOf } from '../cause-of.js';
import { backTo } from '../transient-errors.js';
import {
  COLUMNS,
  type FailedMessage,
  type IncomingMessage,
  messageOf,
  replayFailedMessage,
  type Row,
  storable,
  toFailedMessage,
  unblockNext,
  type UnreadableMessage,
} from './failed-messages.js';
import { unprocessed } from './processed-messages.js';
import { recordPosition } from './stream-positions.js';

type Log = Readonly<{ error(details: object, message: string): void; warn(details: object, message: string): void }>;

export type RetryingOptions = Readonly<{
  processor: string;
  db: DataSource;
  /** applies readable events, in order */
  apply: (events: readonly PublicEvent[], tx: EntityManager) => Promise<void>;
  /** parses an unreadable message again: a newer version may know its type */
  parseAgain?: (message: UnreadableMessage) => IncomingMessage;
  /** the pause before each further try, in ms; after the last one the message is dead-lettered */
  pauses?: readonly number[];
  /** publishes a dead-lettered message; may publish it twice */
  publishDeadLetter?: (failed: FailedMessage) => Promise<void>;
  log: Log;
}>;

const PROCESS = { kind: 'CONSUMER' } as const;

export const PAUSES_MS = [1_000, 5_000, 30_000, 120_000];
const LOOK_EVERY_MS = 500;
const AT_ONCE = 100;
/** Reasons for which another version of the hub may be able to read the message. */
const NOT_KNOWN_YET = ['message.unknown-type', 'message.wrong-schema'];

const SOMETHING_TO_DO = statement<{ found: boolean }>(
  'messaging.something-to-retry',
  `SELECT EXISTS (SELECT FROM failed_messages WHERE processor = $1
      AND (state = 'retrying' AND due <= clock_timestamp()
        OR state = 'dead-lettered' AND (NOT published OR reason = ANY($2) AND id <> ALL($3::bigint[])))) AS found`,
);

/** Retries the failed messages of one processor while it reads, and publishes those that are dead-lettered. */
export class FailedMessageRetries {
  /** dead-lettered messages that another version may read, and this one cannot */
  private readonly stillUnreadable = new Set<string>();

  constructor(private readonly options: RetryingOptions) {}

  /** Delivers the same pages and retries failed messages meanwhile. */
  readonly withRetries =
    (consume: Consume<IncomingMessage>): Consume<IncomingMessage> =>
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

  /** Retries the failed messages that are due, once. */
  async retryDue(): Promise<void> {
    while (await this.options.db.transaction((tx) => this.retryNext(tx)));
  }

  /**
   * Replays dead-lettered messages that this version can read and an older one could not. A process of the older
   * version may have stopped, or still run beside this one.
   * A message that stays unreadable is parsed only once; this is not counted as an attempt, and the message is not
   * published again.
   * A process of the older version may store it as dead-lettered again, and this process then requeues it again.
   */
  async requeue(): Promise<void> {
    const { db, processor, parseAgain = (message) => message } = this.options;
    const rows = await db.query<Row[]>(
      `SELECT ${COLUMNS} FROM failed_messages WHERE processor = $1 AND state = 'dead-lettered' AND reason = ANY($2) AND id <> ALL($3::bigint[]) ORDER BY id LIMIT ${AT_ONCE}`,
      [processor, NOT_KNOWN_YET, [...this.stillUnreadable]],
    );
    for (const { id, message } of rows.map(toFailedMessage)) {
      if ('unreadable' in message && 'unreadable' in parseAgain(message)) this.stillUnreadable.add(id);
      else await replayFailedMessage(db, id);
    }
  }

  /** Publishes the dead-lettered messages that are not published yet. */
  async publishDeadLetters(): Promise<void> {
    const { db, processor, publishDeadLetter, log } = this.options;
    if (!publishDeadLetter) return;
    const rows = await db.query<Row[]>(
      `SELECT ${COLUMNS} FROM failed_messages WHERE processor = $1 AND state = 'dead-lettered' AND NOT published ORDER BY id LIMIT ${AT_ONCE}`,
      [processor],
    );
    try {
      for (const row of rows) {
        await publishDeadLetter(toFailedMessage(row));
        await db.query('UPDATE failed_messages SET published = true WHERE id = $1', [row.id]);
      }
    } catch (error) {
      log.warn({ processor, err: error }, 'a dead-lettered message could not be published to its topic; trying again');
    }
  }

  private async retry(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        if (await this.somethingToDo()) {
          await this.requeue();
          await this.retryDue();
          await this.publishDeadLetters();
        }
      } catch (error) {
        if (!signal.aborted)
          this.options.log.warn(
            { processor: this.options.processor, err: error },
            'failed messages could not be retried; trying again',
          );
      }
      await setTimeout(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** True when there is work, which is rare. Each processor checks every half second, so this is one query without a transaction. */
  private async somethingToDo(): Promise<boolean> {
    const { db, processor } = this.options;
    const [row] = await SOMETHING_TO_DO.rows(db, [processor, NOT_KNOWN_YET, [...this.stillUnreadable]]);
    return row!.found;
  }

  /** Retries the first failed message that is due; false when there is none. */
  private async retryNext(tx: EntityManager): Promise<boolean> {
    const { processor, apply, parseAgain = (message) => message, pauses = PAUSES_MS, log } = this.options;
    const [row] = await tx.query<Row[]>(
      `SELECT ${COLUMNS} FROM failed_messages WHERE processor = $1 AND state = 'retrying' AND due <= clock_timestamp() ORDER BY due LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [processor],
    );
    if (!row) return false;
    const failed = toFailedMessage(row);
    const message = 'unreadable' in failed.message ? parseAgain(failed.message) : failed.message;
    await tx.query('SAVEPOINT failed_message');
    try {
      if ('unreadable' in message) throw new StillUnreadable(message.unreadable, message.detail);
      const isRepeat = 'unreadable' in failed.message && !(await this.mark(message, failed, tx));
      if (!isRepeat) await inSpans(`process ${processor}`, PROCESS, [message.traceparent], () => apply([message], tx));
      await tx.query('DELETE FROM failed_messages WHERE id = $1', [failed.id]);
      await unblockNext(tx, processor, failed.key);
      const attempts = failed.attempts + 1;
      log.warn(
        { processor, eventId: message.id, ...traceOf(message), attempts },
        isRepeat ? 'a failed message had been applied before' : 'a failed message was applied',
      );
    } catch (error) {
      await backTo('failed_message', error, tx);
      const [reason, pause] =
        error instanceof StillUnreadable ? [error.reason, undefined] : ['apply.failed', pauses[failed.attempts]];
      if (pause === undefined)
        log.error(
          { processor, eventId: failed.eventId, ...traceOf(failed.message), err: error },
          'an event could not be applied at its last attempt; it is dead-lettered',
        );
      await tx.query(
        `UPDATE failed_messages SET attempts = attempts + 1, reason = $2, detail = $3, failed_at = clock_timestamp(),
           state = CASE WHEN $4::int IS NULL THEN 'dead-lettered' ELSE 'retrying' END, due = clock_timestamp() + $4::int * interval '1 ms' WHERE id = $1`,
        [failed.id, reason, storable(messageOf(error)), pause ?? null],
      );
    }
    return true;
  }

  /**
   * Marks the event of a message that was unreadable before, and was therefore known by its offset only.
   * Returns false when the event came twice and was applied already.
   * A blocked copy at a later offset is removed without being applied, because the first offset is the right one.
   */
  private async mark(event: PublicEvent, failed: FailedMessage, tx: EntityManager): Promise<boolean> {
    const { processor } = this.options;
    const fresh = await unprocessed(tx, processor, { events: [event], mayRepeat: true });
    const [, copies] = await tx.query<[unknown, number]>(
      'DELETE FROM failed_messages WHERE processor = $1 AND event_id = $2 AND id <> $3',
      [processor, event.id, failed.id],
    );
    await recordPosition(tx, processor, [event]);
    return fresh.length > 0 || copies > 0;
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
