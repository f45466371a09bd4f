import { createHash } from 'node:crypto';
import type { ContextName } from '#contracts';
import { comparePositions, type EventStore, type StoredEvent } from '#event-store';
import type { Consume } from '../bus-ports.js';

/** The source name of the event store's own log in checkpoints and position tokens. */
export const LOG = 'log';

/** The prefixes of the names of the streams of each context. */
const STREAMS: Readonly<Record<ContextName, readonly string[]>> = {
  mandates: ['mandates-'],
  cases: ['case-'],
  partners: ['agencies-', 'subscription-'],
  teams: ['neighbourhoods-', 'team-'],
};

/** True when the stream belongs to the context. */
export const belongsTo = (context: ContextName, stream: string): boolean =>
  STREAMS[context].some((prefix) => stream.startsWith(prefix));

/**
 * Returns the digest of the name of a stream. It hides the name, which may contain the id of a case, from a caller that
 * does not know it.
 */
export const streamDigest = (stream: string): string => createHash('md5').update(stream).digest('hex');

/** Returns the context of a stream, among all contexts. */
export const contextOfStream = (stream: string): ContextName =>
  (Object.keys(STREAMS) as ContextName[]).find((context) => belongsTo(context, stream))!;

/**
 * The checkpoint of a processor is past the end of the log: the store was restored from an older backup than the read
 * models, so these are wrong.
 */
class AheadOfTheLog extends Error {
  override readonly name = 'AheadOfTheLog';
  constructor(after: string, head: string) {
    super(
      `handled up to ${after}, but the log ends at ${head}: the store is older than this read model; rebuild it with: npx regie rebuild <name>`,
    );
  }
}

/**
 * Yields the pages of the log after `after`, for ever.
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
    for await (const page of readAfter(store, await after(LOG), signal)) {
      const events = page.filter(({ stream }) => belongsTo(context, stream));
      const positions = events.map(({ position }) => position);
      await handle({ source: LOG, events, positions, upTo: page.at(-1)!.position });
    }
  };
