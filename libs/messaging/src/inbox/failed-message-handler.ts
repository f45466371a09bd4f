import type { EntityManager } from 'typeorm';
import type { PublicEvent } from '#contracts';
import { comparePositions } from '#event-store';
import type { Consume } from '../bus.js';
import { backTo } from '../transient-errors.js';
import { type Arrival, type LetterState, messageOf, storable } from './failed-messages.js';
import { MARKED_DAYS } from './processed-messages.js';
import { PAUSES_MS, RetryingLetters, type RetryingOptions } from './retries.js';
import { noteSeen } from './stream-positions.js';

/** What was set aside is tried again in the way in which it was tried first. */
export type SettingAsideOptions = RetryingOptions;

/**
 * Sets aside what one reader cannot apply, so that the other keys keep flowing: `apply` takes the place of the reader's own, `alongside` goes
 * around what it consumes and tries letters again. The letter, the marks and the checkpoint are one transaction.
 */
export class SettingAside {
  readonly letters: RetryingLetters;

  constructor(private readonly options: SettingAsideOptions) {
    this.letters = new RetryingLetters(options);
  }

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
  readonly alongside = (consume: Consume<Arrival>): Consume<Arrival> => this.letters.alongside(consume);

  /** Divides a page into what may be applied, if nothing fails, and what is set aside already now. */
  private async sort(
    page: readonly Arrival[],
    tx: EntityManager,
  ): Promise<{ applicable: PublicEvent[]; letters: NewLetter[] }> {
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
    if (repeats > 0)
      this.options.log.warn(
        { follower: this.options.follower, repeats },
        'events that were handled long ago came again, and are left out',
      );
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
        log.error(
          { follower, eventId: arrival.id, err: error },
          'an event could not be applied; it is set aside and tried again',
        );
        await this.keep([{ arrival, state: 'waiting', reason: 'apply.failed', detail: messageOf(error) }], tx);
      }
    }
  }

  private async keep(letters: readonly NewLetter[], tx: EntityManager): Promise<void> {
    const { follower, pauses = PAUSES_MS, log } = this.options;
    for (const { arrival, state, reason, detail } of letters) {
      if (state === 'dead')
        log.error({ follower, eventId: arrival.id, reason, detail }, 'a message became a dead letter');
      const failed = state === 'parked' ? 0 : 1;
      // A letter without a further try is dead at once.
      const final: LetterState = state === 'waiting' && pauses.length === 0 ? 'dead' : state;
      await tx.query(
        `INSERT INTO dead_letters (follower, event_id, key, state, reason, detail, attempts, due, failed_at, message)
         VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $4 = 'waiting' THEN clock_timestamp() + $8 * interval '1 ms' END, CASE WHEN $7 > 0 THEN clock_timestamp() END, $9)`,
        [
          follower,
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
    if (this.blocked.has(key))
      return { arrival, state: 'parked', reason: 'order.behind', detail: 'it waits for an earlier letter of its key' };
    if ('unreadable' in arrival) {
      this.block(key);
      return { arrival, state: 'dead', reason: arrival.unreadable, detail: arrival.detail };
    }
    if (comesLate) {
      this.block(key);
      return {
        arrival,
        state: 'dead',
        reason: 'order.overtaken',
        detail: `number ${arrival.sequence} of its stream arrived after number ${last}`,
      };
    }
    this.seen.set(key, arrival.sequence);
    return 'apply';
  }
}

const keyOf = (arrival: Arrival): string => ('unreadable' in arrival ? arrival.key : arrival.partitionkey);
