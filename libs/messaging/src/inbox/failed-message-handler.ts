import type { EntityManager } from 'typeorm';
import type { PublicEvent } from '#contracts';
import { comparePositions } from '#event-store';
import { statement } from '#postgres';
import type { Consume } from '../bus-ports.js';
import { traceOf } from '../cause-of.js';
import { backTo } from '../transient-errors.js';
import { type FailedMessageState, type IncomingMessage, messageOf, storable } from './failed-messages.js';
import { REMEMBERED_DAYS } from './processed-messages.js';
import { FailedMessageRetries, PAUSES_MS, type RetryingOptions } from './retries.js';
import { recordPosition } from './stream-positions.js';

// The shared locks wait for a retry in progress. Otherwise a message could be blocked by a failed message that the retry has just removed.
const KNOWN = statement<{ key: string; sequence: string | null }>(
  'messaging.known-keys',
  `WITH blocked AS (SELECT key FROM failed_messages WHERE processor = $1 AND key = ANY($2) ORDER BY id FOR SHARE)
   SELECT key, NULL AS sequence FROM blocked UNION ALL SELECT key, sequence::text FROM stream_positions WHERE processor = $1 AND key = ANY($2)`,
);
const KEEP = statement(
  'messaging.keep-failed-message',
  `INSERT INTO failed_messages (processor, event_id, key, state, reason, detail, attempts, due, failed_at, message)
   VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $4 = 'retrying' THEN clock_timestamp() + $8 * interval '1 ms' END, CASE WHEN $7 > 0 THEN clock_timestamp() END, $9)`,
);

/** The options of the handler are those of the retries: a failed message is retried by the same `apply`. */
export type FailedMessageHandlerOptions = RetryingOptions;

/**
 * Stores the messages that one processor cannot apply as failed messages, so that the messages of other keys are
 * applied.
 * `apply` replaces that of the processor; `withRetries` wraps its source and retries failed messages.
 * The failed message, the marks and the checkpoint are written in one transaction.
 */
export class FailedMessageHandler {
  readonly retries: FailedMessageRetries;

  constructor(private readonly options: FailedMessageHandlerOptions) {
    this.retries = new FailedMessageRetries(options);
  }

  /**
   * Applies the events of a page that can be applied.
   * @throws when the database or the event store is unavailable: the events are not the cause, and the page is
   * delivered again
   */
  readonly apply = async (page: readonly IncomingMessage[], tx: EntityManager): Promise<void> => {
    const sorted = await this.sort(page, tx);
    await tx.query('SAVEPOINT page');
    try {
      // A page without failures costs one savepoint.
      if (sorted.applicable.length > 0) await this.options.apply(sorted.applicable, tx);
      await this.keep(sorted.failed, tx);
    } catch (error) {
      await backTo('page', error, tx);
      await this.oneByOne(page, tx);
    }
    await recordPosition(tx, this.options.processor, page);
  };

  /** Delivers the same pages and retries failed messages meanwhile. */
  readonly withRetries = (consume: Consume<IncomingMessage>): Consume<IncomingMessage> =>
    this.retries.withRetries(consume);

  /** Divides a page into the events to apply and the messages that fail without an attempt. */
  private async sort(
    page: readonly IncomingMessage[],
    tx: EntityManager,
  ): Promise<{ applicable: PublicEvent[]; failed: NewFailedMessage[] }> {
    const sorting = await this.beginSorting(page, tx);
    const applicable: PublicEvent[] = [];
    const failed: NewFailedMessage[] = [];
    let repeats = 0;
    for (const arrival of page) {
      const classified = sorting.classify(arrival);
      if (classified === 'apply') applicable.push(arrival as PublicEvent);
      else if (classified === 'repeat') repeats++;
      else failed.push(classified);
    }
    if (repeats > 0)
      this.options.log.warn(
        { processor: this.options.processor, repeats },
        'events that were handled long ago came again, and are left out',
      );
    return { applicable, failed };
  }

  private async beginSorting(page: readonly IncomingMessage[], tx: EntityManager): Promise<Sorting> {
    const { processor } = this.options;
    const keys = [...new Set(page.map(keyOf))];
    const known = await KNOWN.rows(tx, [processor, keys]);
    const [blocked, seen] = [new Set<string>(), new Map<string, string>()];
    for (const { key, sequence } of known) {
      if (sequence === null) blocked.add(key);
      else seen.set(key, sequence);
    }
    return new Sorting(blocked, seen);
  }

  /** Applies the events of a page one by one, to find those that cannot be applied. */
  private async oneByOne(page: readonly IncomingMessage[], tx: EntityManager): Promise<void> {
    const { processor, apply, log } = this.options;
    const sorting = await this.beginSorting(page, tx);
    for (const arrival of page) {
      const classified = sorting.classify(arrival);
      if (classified === 'repeat') continue;
      if (classified !== 'apply') {
        await this.keep([classified], tx);
        continue;
      }
      await tx.query('SAVEPOINT event');
      try {
        await apply([arrival as PublicEvent], tx);
        await tx.query('RELEASE SAVEPOINT event');
      } catch (error) {
        await backTo('event', error, tx);
        sorting.block(keyOf(arrival));
        log.error(
          { processor, eventId: arrival.id, ...traceOf(arrival), err: error },
          'an event could not be applied; it is kept as a failed message and retried',
        );
        await this.keep([{ arrival, state: 'retrying', reason: 'apply.failed', detail: messageOf(error) }], tx);
      }
    }
  }

  private async keep(messages: readonly NewFailedMessage[], tx: EntityManager): Promise<void> {
    const { processor, pauses = PAUSES_MS, log } = this.options;
    for (const { arrival, state, reason, detail } of messages) {
      if (state === 'dead-lettered')
        // The detail may repeat the message, so the log leaves it out; it is in the row.
        log.error({ processor, eventId: arrival.id, ...traceOf(arrival), reason }, 'a message is dead-lettered');
      const attempts = state === 'blocked' ? 0 : 1;
      // Without pauses there are no retries, so the message is dead-lettered at once.
      const final: FailedMessageState = state === 'retrying' && pauses.length === 0 ? 'dead-lettered' : state;
      await KEEP.count(tx, [
        processor,
        storable(arrival.id),
        storable(keyOf(arrival)),
        final,
        reason,
        storable(detail),
        attempts,
        pauses[0] ?? 0,
        JSON.stringify(arrival),
      ]);
    }
  }
}

/** True for a message that is a public event. */
export const isReadable = (arrival: IncomingMessage): arrival is PublicEvent => !('unreadable' in arrival);

/**
 * Delivers the same pages without unreadable messages, for a rebuild: the live processor has stored those as failed
 * messages already.
 */
export const readableOnly =
  (consume: Consume<IncomingMessage>): Consume<PublicEvent> =>
  (subscription, signal) => {
    return consume(
      {
        after: (source) => subscription.after(source),
        handle: ({ events, ...page }) => subscription.handle({ ...page, events: events.filter(isReadable) }),
      },
      signal,
    );
  };

/**
 * Every processed event younger than this still has its mark, so an event without a mark is new. One day is left for
 * clocks that differ.
 */
const SURELY_REMEMBERED_MS = (REMEMBERED_DAYS - 1) * 24 * 60 * 60 * 1_000;

type NewFailedMessage = Readonly<{
  arrival: IncomingMessage;
  state: FailedMessageState;
  reason: string;
  detail: string;
}>;

/** Classifies messages one by one: apply, repeat, or failed without an attempt. */
class Sorting {
  constructor(
    private readonly blocked: Set<string>,
    private readonly seen: Map<string, string>,
  ) {}

  block(key: string): void {
    this.blocked.add(key);
  }

  /** `repeat`: the message was handled so long ago that its mark is gone; its number in the stream still proves it. */
  classify(arrival: IncomingMessage): 'apply' | 'repeat' | NewFailedMessage {
    const key = keyOf(arrival);
    const last = this.seen.get(key);
    const comesLate = 'sequence' in arrival && last !== undefined && comparePositions(arrival.sequence, last) <= 0;
    if (comesLate && Date.now() - Date.parse(arrival.time) > SURELY_REMEMBERED_MS) return 'repeat';
    if (this.blocked.has(key))
      return {
        arrival,
        state: 'blocked',
        reason: 'order.behind',
        detail: 'it waits for an earlier failed message of its key',
      };
    if ('unreadable' in arrival) {
      this.block(key);
      return { arrival, state: 'dead-lettered', reason: arrival.unreadable, detail: arrival.detail };
    }
    if (comesLate) {
      this.block(key);
      return {
        arrival,
        state: 'dead-lettered',
        reason: 'order.overtaken',
        detail: `number ${arrival.sequence} of its stream arrived after number ${last}`,
      };
    }
    this.seen.set(key, arrival.sequence);
    return 'apply';
  }
}

const keyOf = (arrival: IncomingMessage): string => ('unreadable' in arrival ? arrival.key : arrival.partitionkey);
