import { type ContextName, PUBLIC_EVENTS, type PublicEvent } from '#contracts';
import type { EventStore, StoredEvent } from '#event-store';
import type { BusConsumer } from '../bus-ports.js';
import { belongsTo, LOG, readAfter } from '../projections/own-events.js';

/** Maps a private event to the public event that its context publishes, or to nothing. Pure. */
export type Publishes = (event: StoredEvent) => PublicEvent | undefined;

/**
 * The bus of the hub in a box: the log of the store, read through the same `publishes.ts` as by the publisher for Kafka, without a second copy.
 * The order of the log is the order of the events, over all topics.
 */
export const embeddedLog = (store: EventStore, publishes: ReadonlyMap<ContextName, Publishes>): BusConsumer => ({
  consume:
    (_group, topics) =>
    async ({ after, handle }, signal) => {
      const publish = (event: StoredEvent): PublicEvent[] => {
        const context = [...publishes.keys()].find((name) => belongsTo(name, event.stream));
        const published = context && publishes.get(context)!(event);
        return published && topics.includes(PUBLIC_EVENTS.get(published.type)!.topic) ? [published] : [];
      };
      for await (const events of readAfter(store, await after(LOG), signal)) {
        await handle({ source: LOG, events: events.flatMap(publish), upTo: events.at(-1)!.position });
      }
    },
});
