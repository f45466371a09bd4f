import {
  BACKWARDS,
  END,
  type FORWARDS,
  type KurrentDBClient,
  STREAM_NAME,
  StreamNotFoundError,
} from '@kurrent/kurrentdb-client';
import type { Message } from '#kernel';
import { comparePositions, START, type StoredEvent } from '../port/event-store.js';
import { isStorable } from '../port/validate-append.js';
import { withinLimit } from './errors.js';
import { type at, ours, recordedEvent } from './recorded-event.js';

/**
 * Selects the streams of the hub. The server leaves out its own streams and stream metadata, which begin with $, before
 * it sends anything.
 */
export const OUR_STREAMS = { filterOn: STREAM_NAME, regex: '^[^\\$]', checkpointInterval: 1 } as const;

type StreamPage = Readonly<{
  direction: typeof FORWARDS | typeof BACKWARDS;
  fromRevision: bigint | typeof END;
  maxCount?: number;
}>;
type LogPage = Readonly<{
  direction: typeof FORWARDS | typeof BACKWARDS;
  fromPosition: ReturnType<typeof at> | typeof END;
  maxCount: number;
}>;

/** Reads streams and the log, and remembers the furthest known position of the log. */
export class KurrentDbReader {
  /** the furthest position seen; later ones may not exist, and the server rejects a position that does not exist */
  #furthest = START;

  constructor(private readonly client: KurrentDBClient) {}

  /** Returns a page of one stream; empty when it does not exist. */
  async stream<E extends Message>(stream: string, options: StreamPage): Promise<StoredEvent<E>[]> {
    return (await this.recorded<E>(stream, options)).map(
      ({ attempt: _, ...event }) => event as unknown as StoredEvent<E>,
    );
  }

  /** Returns a page of one stream, each event with the attempt that wrote it. */
  async recorded<E extends Message>(
    stream: string,
    options: StreamPage,
  ): Promise<(StoredEvent<E> & { attempt?: string })[]> {
    if (!isStorable(stream) || stream.startsWith('$')) return [];
    const events: (StoredEvent<E> & { attempt?: string })[] = [];
    const page = this.client.readStream(stream, { ...options, requiresLeader: true });
    try {
      for (let next = await withinLimit(page.next()); !next.done; next = await withinLimit(page.next())) {
        if (next.value.event) events.push(recordedEvent<E>(next.value.event));
      }
    } catch (error) {
      if (error instanceof StreamNotFoundError) return [];
      throw error;
    }
    return events;
  }

  /** Returns a page of the log. */
  async all(options: LogPage): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    const page = this.client.readAll({ ...options, filter: OUR_STREAMS });
    for (let next = await withinLimit(page.next()); !next.done; next = await withinLimit(page.next())) {
      const event = ours(next.value);
      if (!event) continue;
      this.#saw(event.position);
      events.push(event);
      // A server that searches in windows may send more events than requested.
      if (events.length === options.maxCount) break;
    }
    await page.return?.(undefined);
    return events;
  }

  async head(): Promise<string> {
    const [last] = await this.all({ direction: BACKWARDS, fromPosition: END, maxCount: 1 });
    return last?.position ?? START;
  }

  /** True for a position at or after the last event. */
  async isAfterTheEnd(position: string): Promise<boolean> {
    if (comparePositions(position, this.#furthest) <= 0) return false;
    this.#saw(await this.head());
    return comparePositions(position, this.#furthest) >= 0;
  }

  #saw(position: string): void {
    if (comparePositions(position, this.#furthest) > 0) this.#furthest = position;
  }
}
