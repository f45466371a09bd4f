import type { FeedEntry, FeedPage } from '../feed/queries/read-feed.js';

/**
 * A pending or dead delivery. `message`: the number of its message. Events with the same number are sent and retried
 * together.
 */
export type UndeliveredEvent = Readonly<{
  number: string;
  message: string;
  sequence: number;
  eventId: string;
  state: 'pending' | 'dead';
}>;

/** Events of one POST, in the order of the feed. */
export type UndeliveredMessage = readonly Readonly<{ entry: FeedEntry; delivery: UndeliveredEvent }>[];

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
      const event = { entry, delivery: this.byId.get(entry.id)! };
      const last = messages.at(-1);
      if (last && last[0]!.delivery.message === event.delivery.message) last.push(event);
      else messages.push([event]);
    }
    return messages;
  }
}
