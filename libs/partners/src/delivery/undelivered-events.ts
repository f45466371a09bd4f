import type { FeedEntry, FeedPage } from '../feed/queries/read-feed.js';

/**
 * An event of a pending or dead delivery. `number`: the number of the event. `delivery`: the number of its delivery, which
 * is that of the first event in it. `message`: the number of its message. Events with the same message are sent and
 * retried together.
 */
export type UndeliveredEvent = Readonly<{
  number: number;
  delivery: number;
  message: number;
  sequence: number;
  eventId: string;
  state: 'pending' | 'dead';
}>;

/** Events of one POST, in the order of the feed. */
export type UndeliveredMessage = readonly Readonly<{ entry: FeedEntry; undelivered: UndeliveredEvent }>[];

/**
 * The pending and dead deliveries after a cursor. Dead deliveries are kept, so that their events are skipped and not
 * enqueued again.
 */
export class UndeliveredEvents {
  private readonly byId = new Map<string, UndeliveredEvent>();

  constructor(events: readonly UndeliveredEvent[]) {
    this.add(events);
  }

  add(events: readonly UndeliveredEvent[]): void {
    for (const event of events) this.byId.set(event.eventId, event);
  }

  remove(events: readonly UndeliveredEvent[]): void {
    for (const { eventId } of events) this.byId.delete(eventId);
  }

  /** Drops the events that the cursor has passed. */
  removeUpTo(sequence: number): void {
    this.remove([...this.byId.values()].filter((event) => event.sequence <= sequence));
  }

  /** Returns the entries of a page that have no delivery yet. */
  missingFrom({ entries }: FeedPage): readonly FeedEntry[] {
    return entries.filter(({ id }) => !this.byId.has(id));
  }

  /**
   * Returns the numbers of the pending deliveries of which a page has some events and lacks others. They must be split,
   * because a delivery has one outcome.
   */
  partlyIn({ entries }: FeedPage): readonly number[] {
    const visible = new Set(entries.map(({ id }) => id));
    const isIn = new Map<number, boolean>();
    const partly = new Set<number>();
    for (const { state, delivery, eventId } of this.byId.values()) {
      if (state !== 'pending') continue;
      const before = isIn.get(delivery) ?? visible.has(eventId);
      if (before !== visible.has(eventId)) partly.add(delivery);
      isIn.set(delivery, before);
    }
    return [...partly];
  }

  /** Makes each event of these deliveries a delivery of its own. */
  split(deliveries: readonly number[]): void {
    for (const event of this.byId.values())
      if (deliveries.includes(event.delivery)) this.byId.set(event.eventId, { ...event, delivery: event.number });
  }

  /** Returns the pending events missing from a page: the agency may no longer see them, or its filter excludes them now. */
  withheldFrom({ entries, upTo }: FeedPage): readonly UndeliveredEvent[] {
    const visible = new Set(entries.map(({ id }) => id));
    return [...this.byId.values()].filter(
      ({ state, sequence, eventId }) => state === 'pending' && sequence <= upTo && !visible.has(eventId),
    );
  }

  /** Groups the entries of a page, all of them enqueued, by message. */
  messagesOf({ entries }: FeedPage): readonly UndeliveredMessage[] {
    const messages: UndeliveredMessage[number][][] = [];
    for (const entry of entries) {
      const event = { entry, undelivered: this.byId.get(entry.id)! };
      const last = messages.at(-1);
      if (last && last[0]!.undelivered.message === event.undelivered.message) last.push(event);
      else messages.push([event]);
    }
    return messages;
  }
}
