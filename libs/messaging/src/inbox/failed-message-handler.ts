import type { EntityManager } from 'typeorm';
import type { PublicEvent } from '#contracts';
import { comparePositions } from '#event-store';
import type { Consume } from '../bus.js';
import { backTo } from '../transient-errors.js';
import { type FailedMessageState, type IncomingMessage, messageOf, storable } from './failed-messages.js';
import { REMEMBERED_DAYS } from './processed-messages.js';
import { FailedMessageRetries, PAUSES_MS, type RetryingOptions } from './retries.js';
import { recordPosition } from './stream-positions.js';

/** What was set aside is tried again in the way in which it was tried first. */
export type FailedMessageHandlerOptions = RetryingOptions;

/**
 * Sets aside what one reader cannot apply, so that the other keys keep flowing: `apply` takes the place of the reader's own, `alongside` goes
 * around what it consumes and tries letters again. The letter, the marks and the checkpoint are one transaction.
 */
export class FailedMessageHandler {
  readonly letters: FailedMessageRetries;

  constructor(private readonly options: FailedMessageHandlerOptions) {
    this.letters = new FailedMessageRetries(options);
  }

  /**
   * Applies what can be applied of a page.
   * @throws when the database or the event store is away: then nothing is wrong with the events, and the page is handed out again
   */
  readonly apply = async (page: readonly IncomingMessage[], tx: EntityManager): Promise<void> => {
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
    await recordPosition(tx, this.options.processor, page);
  };

  /** The same pages, with the letters tried again meanwhile. */
  readonly withRetries = (consume: Consume<IncomingMessage>): Consume<IncomingMessage> =>
    this.letters.withRetries(consume);

  /** Divides a page into what may be applied, if nothing fails, and what is set aside already now. */
  private async sort(
    page: readonly IncomingMessage[],
    tx: EntityManager,
  ): Promise<{ applicable: PublicEvent[]; letters: NewFailedMessage[] }> {
    const sorting = await this.beginSorting(page, tx);
    const applicable: PublicEvent[] = [];
    const letters: NewFailedMessage[] = [];
    let repeats = 0;
    for (const arrival of page) {
      const fate = sorting.classify(arrival);
      if (fate === 'apply') applicable.push(arrival as PublicEvent);
      else if (fate === 'repeat') repeats++;
      else letters.push(fate);
    }
    if (repeats > 0)
      this.options.log.warn(
        { processor: this.options.processor, repeats },
        'events that were handled long ago came again, and are left out',
      );
    return { applicable, letters };
  }

  private async beginSorting(page: readonly IncomingMessage[], tx: EntityManager): Promise<Sorting> {
    const { processor } = this.options;
    const keys = [...new Set(page.map(keyOf))];
    // Shared locks: whoever is just trying the last letter of a key finishes first, and nothing is parked behind a letter that is gone.
    const known = await tx.query<{ key: string; sequence: string | null }[]>(
      `WITH blocked AS (SELECT key FROM failed_messages WHERE processor = $1 AND key = ANY($2) ORDER BY id FOR SHARE)
       SELECT key, NULL AS sequence FROM blocked UNION ALL SELECT key, sequence::text FROM stream_positions WHERE processor = $1 AND key = ANY($2)`,
      [processor, keys],
    );
    const [blocked, seen] = [new Set<string>(), new Map<string, string>()];
    for (const { key, sequence } of known) {
      if (sequence === null) blocked.add(key);
      else seen.set(key, sequence);
    }
    return new Sorting(blocked, seen);
  }

  /** Finds out which events of a page cannot be applied. */
  private async oneByOne(page: readonly IncomingMessage[], tx: EntityManager): Promise<void> {
    const { processor, apply, log } = this.options;
    const sorting = await this.beginSorting(page, tx);
    for (const arrival of page) {
      const fate = sorting.classify(arrival);
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
        log.error(
          { processor, eventId: arrival.id, err: error },
          'an event could not be applied; it is set aside and tried again',
        );
        await this.keep([{ arrival, state: 'retrying', reason: 'apply.failed', detail: messageOf(error) }], tx);
      }
    }
  }

  private async keep(letters: readonly NewFailedMessage[], tx: EntityManager): Promise<void> {
    const { processor, pauses = PAUSES_MS, log } = this.options;
    for (const { arrival, state, reason, detail } of letters) {
      if (state === 'dead-lettered')
        log.error({ processor, eventId: arrival.id, reason, detail }, 'a message became a dead letter');
      const failed = state === 'blocked' ? 0 : 1;
      // A letter without a further try is dead at once.
      const final: FailedMessageState = state === 'retrying' && pauses.length === 0 ? 'dead-lettered' : state;
      await tx.query(
        `INSERT INTO failed_messages (processor, event_id, key, state, reason, detail, attempts, due, failed_at, message)
         VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $4 = 'retrying' THEN clock_timestamp() + $8 * interval '1 ms' END, CASE WHEN $7 > 0 THEN clock_timestamp() END, $9)`,
        [
          processor,
          storable(arrival.id),
          storable(keyOf(arrival)),
          final,
          reason,
          storable(detail),
          failed,
          pauses[0] ?? 0,
          JSON.stringify(arrival),
        ],
      );
    }
  }
}

/** The same pages without what cannot be read, for a rebuild: the live reader keeps those messages already. */
export const readableOnly =
  (consume: Consume<IncomingMessage>): Consume<PublicEvent> =>
  (subscription, signal) => {
    const isReadable = (arrival: IncomingMessage): arrival is PublicEvent => !('unreadable' in arrival);
    return consume(
      {
        after: (source) => subscription.after(source),
        handle: ({ events, ...page }) => subscription.handle({ ...page, events: events.filter(isReadable) }),
      },
      signal,
    );
  };

/** Of events younger than this, every one that was handled is still marked: one without a mark was not. A day is left for clocks that differ. */
const SURELY_REMEMBERED_MS = (REMEMBERED_DAYS - 1) * 24 * 60 * 60 * 1_000;

type NewFailedMessage = Readonly<{
  arrival: IncomingMessage;
  state: FailedMessageState;
  reason: string;
  detail: string;
}>;

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
  classify(arrival: IncomingMessage): 'apply' | 'repeat' | NewFailedMessage {
    const key = keyOf(arrival);
    const last = this.seen.get(key);
    const comesLate = 'sequence' in arrival && last !== undefined && comparePositions(arrival.sequence, last) <= 0;
    if (comesLate && Date.now() - Date.parse(arrival.time) > SURELY_REMEMBERED_MS) return 'repeat';
    if (this.blocked.has(key))
      return { arrival, state: 'blocked', reason: 'order.behind', detail: 'it waits for an earlier letter of its key' };
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
