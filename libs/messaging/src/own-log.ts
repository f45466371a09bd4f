import type { EventStore, StoredEvent } from '#event-store';
import type { ContextName } from '#contracts';
import type { Consume } from './bus.js';

/** The source name of the event store's own log in checkpoints and position tokens. */
export const LOG = 'log';

/** What a context says of its own streams: the prefixes of their names. */
const STREAMS: Readonly<Record<ContextName, readonly string[]>> = {
  mandates: ['mandates-'],
  cases: ['case-'],
  partners: ['agencies-'],
  teams: ['neighbourhoods-', 'team-'],
};

/** True when the stream belongs to the context. */
export const belongsTo = (context: ContextName, stream: string): boolean => STREAMS[context].some((prefix) => stream.startsWith(prefix));

/** The context that a stream belongs to, of all that there are. */
export const contextOfStream = (stream: string): ContextName =>
  (Object.keys(STREAMS) as ContextName[]).find((context) => belongsTo(context, stream))!;

/** The private events of one context, from the store itself. */
export const ownLog =
  (store: EventStore, context: ContextName): Consume<StoredEvent> =>
  async ({ after, handle }, signal) => {
    for await (const events of store.subscribe(await after(LOG), signal)) {
      await handle({ source: LOG, events: events.filter(({ stream }) => belongsTo(context, stream)), upTo: events.at(-1)!.position });
    }
  };
