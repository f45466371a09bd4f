import type { FeedEntry, FeedPage } from '../feed/queries/read-feed.js';

/**
 * An event of a pending or dead delivery. `number`: the number of the event. `delivery`: the number of its delivery, which
 * is that of the first event in it. `message`: the number of its message. In a batch, events with the same message are
 * sent and retried together, unless another event has come between them.
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

  /** `isBatch`: a message may have several events */
  constructor(
    private readonly isBatch: boolean,
    events: readonly UndeliveredEvent[],
  ) {
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

  /** Returns the entries of a page that have no delivery yet, grouped by the message that each will be part of. */
  missingFrom(page: FeedPage): readonly (readonly FeedEntry[])[] {
    return this.groupsOf(page).filter(([first]) => !this.byId.has(first!.id));
  }

  /**
   * Returns the numbers of the pending deliveries whose events cannot share one outcome: those in different messages of a
   * page, those that the page leaves out, and those after the page. They must be split before anything is recorded.
   */
  toSplit(page: FeedPage): readonly number[] {
    const messageOf = new Map(this.groupsOf(page).flatMap((group, index) => group.map(({ id }) => [id, index])));
    const groupOf = new Map<number, number | 'left out' | 'after'>();
    const split = new Set<number>();
    for (const { state, delivery, sequence, eventId } of this.byId.values()) {
      if (state !== 'pending') continue;
      const group = messageOf.get(eventId) ?? (sequence <= page.upTo ? 'left out' : 'after');
      if ((groupOf.get(delivery) ?? group) !== group) split.add(delivery);
      groupOf.set(delivery, group);
    }
    return [...split];
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
  messagesOf(page: FeedPage): readonly UndeliveredMessage[] {
    return this.groupsOf(page).map((group) => group.map((entry) => ({ entry, undelivered: this.byId.get(entry.id)! })));
  }

  /**
   * Groups adjacent entries of the same message, and adjacent entries that have no delivery yet. Without batches each entry
   * is alone, also when its delivery has several events from the time of another content mode.
   */
  private groupsOf({ entries }: FeedPage): readonly (readonly FeedEntry[])[] {
    const groups: FeedEntry[][] = [];
    const messageOf = ({ id }: FeedEntry): number | undefined => this.byId.get(id)?.message;
    for (const entry of entries) {
      const last = groups.at(-1);
      if (this.isBatch && last && messageOf(last[0]!) === messageOf(entry)) last.push(entry);
      else groups.push([entry]);
    }
    return groups;
  }
}
