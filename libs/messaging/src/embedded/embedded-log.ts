import { type ContextName, PUBLIC_EVENTS, type PublicEvent } from '#contracts';
import type { EventStore, StoredEvent } from '#event-store';
import type { BusConsumer } from '../bus-ports.js';
import { belongsTo, LOG, readAfter } from '../projections/own-events.js';

/** Maps a private event to the public event that its context publishes, or to nothing. Pure. */
export type Publishes = (event: StoredEvent) => PublicEvent | undefined;

/**
 * The bus without Kafka: readers get the public events from the log of the store itself, without a second copy.
 * The same `publishes.ts` as in the publisher for Kafka maps the events. Events of all topics arrive in the order of
 * the log.
 */
export const embeddedLog = (store: EventStore, publishes: ReadonlyMap<ContextName, Publishes>): BusConsumer => ({
  consume:
    (_group, topics) =>
    async ({ after, handle }, signal) => {
      const publish = (event: StoredEvent): { published: PublicEvent; position: string }[] => {
        const context = [...publishes.keys()].find((name) => belongsTo(name, event.stream));
        const published = context && publishes.get(context)!(event);
        const isWanted = published && topics.includes(PUBLIC_EVENTS.get(published.type)!.topic);
        return isWanted ? [{ published, position: event.position }] : [];
      };
      for await (const page of readAfter(store, await after(LOG), signal)) {
        const wanted = page.flatMap(publish);
        await handle({
          source: LOG,
          events: wanted.map(({ published }) => published),
          positions: wanted.map(({ position }) => position),
          upTo: page.at(-1)!.position,
        });
      }
    },
});
