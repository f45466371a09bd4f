import { createHash } from 'node:crypto';
import type { ContextName } from '#contracts';
import { comparePositions, type EventStore, type StoredEvent } from '#event-store';
import type { Consume } from '../bus.js';

/** The source name of the event store's own log in checkpoints and position tokens. */
export const LOG = 'log';

/** What a context says of its own streams: the prefixes of their names. */
const STREAMS: Readonly<Record<ContextName, readonly string[]>> = {
  mandates: ['mandates-'],
  cases: ['case-'],
  partners: ['agencies-', 'subscription-'],
  teams: ['neighbourhoods-', 'team-'],
};

/** True when the stream belongs to the context. */
export const belongsTo = (context: ContextName, stream: string): boolean =>
  STREAMS[context].some((prefix) => stream.startsWith(prefix));

/** Names a stream to who knows it, and to nobody else: names of streams hold ids of cases. */
export const streamDigest = (stream: string): string => createHash('md5').update(stream).digest('hex');

/** The context that a stream belongs to, of all that there are. */
export const contextOfStream = (stream: string): ContextName =>
  (Object.keys(STREAMS) as ContextName[]).find((context) => belongsTo(context, stream))!;

/** A processor has handled more than there is: the store was put back from an older backup than the read models. What it has is worth nothing. */
class AheadOfTheLog extends Error {
  override readonly name = 'AheadOfTheLog';
  constructor(after: string, head: string) {
    super(
      `handled up to ${after}, but the log ends at ${head}: the store is older than this read model; rebuild it with: npx regie rebuild <name>`,
    );
  }
}

/**
 * Pages of the log behind `after`, for ever.
 * @throws {AheadOfTheLog}
 */
export async function* readAfter(store: EventStore, after: string, signal: AbortSignal): AsyncGenerator<StoredEvent[]> {
  const head = await store.head();
  if (comparePositions(after, head) > 0) throw new AheadOfTheLog(after, head);
  yield* store.subscribe(after, signal);
}

/** Consumes the private events of one context, from the store itself. */
export const consumeOwnEvents =
  (store: EventStore, context: ContextName): Consume<StoredEvent> =>
  async ({ after, handle }, signal) => {
    for await (const events of readAfter(store, await after(LOG), signal)) {
      await handle({
        source: LOG,
        events: events.filter(({ stream }) => belongsTo(context, stream)),
        upTo: events.at(-1)!.position,
      });
    }
  };
