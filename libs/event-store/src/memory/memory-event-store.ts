import type { Message } from '#kernel';
import { checkLimit, checkPosition } from '../port/check-page.js';
import {
  type Appended,
  CLOCK_SAMPLE,
  type Clocks,
  comparePositions,
  type EventMetadata,
  type EventStore,
  type ExpectedRevision,
  NotWritable,
  START,
  type Statistics,
  StoreBusy,
  type StoredEvent,
  WrongRevision,
} from '../port/event-store.js';
import { type ValidAppend, validateAppend } from '../port/validate-append.js';
import { LogSubscription } from '../subscription/log-subscription.js';

/**
 * The log in memory, for specs: it has the contract of the other stores, and is lost with the process. `now` is the
 * clock of `recordedAt`.
 */
export class MemoryEventStore implements EventStore {
  readonly #log: StoredEvent[] = [];
  readonly #streams = new Map<string, StoredEvent[]>();
  readonly #subscription = new LogSubscription({
    // The events are in memory already, so that they need no limit in bytes.
    read: async (position, { events }) => ({ events: await this.readAll(position, events), bytes: 0 }),
    pollMs: 1_000,
    isTransient: () => false,
  });
  readonly #closed = new AbortController();

  constructor(private readonly now: () => Date = () => new Date()) {}

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly Message[],
    metadata: EventMetadata,
  ): Promise<Appended> {
    const valid = validateAppend(stream, expected, events, metadata);
    if (this.#closed.signal.aborted) throw new StoreBusy('the store is closed', 1);
    const earlier = this.#applied(stream, valid.commandId);
    if (earlier) return earlier;
    const actual = this.#streams.get(stream)?.at(-1)?.revision;
    if (expected !== 'any' && (expected === 'none' ? undefined : expected) !== actual)
      throw new WrongRevision(stream, expected, actual);
    const last = this.#write(valid, actual === undefined ? 0 : actual + 1);
    this.#subscription.notify();
    return { revision: last.revision, position: last.position, duplicate: false };
  }

  async applied(stream: string, commandId: string): Promise<Appended | undefined> {
    return this.#applied(stream, commandId);
  }

  async read<E extends Message = Message>(stream: string, fromRevision = 0, limit?: number): Promise<StoredEvent<E>[]> {
    if (limit !== undefined) checkLimit(limit);
    const from = Math.max(0, fromRevision);
    return (this.#streams.get(stream) ?? []).slice(from, limit && from + limit).map(copy<E>);
  }

  async readBackwards<E extends Message = Message>(
    stream: string,
    limit: number,
    beforeRevision = Infinity,
  ): Promise<StoredEvent<E>[]> {
    checkLimit(limit);
    return (this.#streams.get(stream) ?? [])
      .slice(0, Math.max(0, beforeRevision))
      .slice(-limit)
      .reverse()
      .map(copy<E>);
  }

  async readAll(after: string, limit: number): Promise<StoredEvent[]> {
    checkPosition(after);
    checkLimit(limit);
    const start = this.#upTo(after);
    return this.#log.slice(start, start + limit).map(copy);
  }

  async readAllBackwards(limit: number, before?: string): Promise<StoredEvent[]> {
    if (before !== undefined) checkPosition(before);
    checkLimit(limit);
    const end =
      before === undefined
        ? this.#log.length
        : this.#upTo(before) - (this.#log[this.#upTo(before) - 1]?.position === before ? 1 : 0);
    return this.#log.slice(0, end).slice(-limit).reverse().map(copy);
  }

  async head(): Promise<string> {
    return this.#log.at(-1)?.position ?? START;
  }

  async statistics(): Promise<Statistics> {
    return { head: await this.head(), events: this.#log.length, bytes: Buffer.byteLength(JSON.stringify(this.#log)) };
  }

  async clocks(): Promise<Clocks> {
    const now = this.now().getTime();
    const ahead = this.#log.slice(-CLOCK_SAMPLE).map(({ recordedAt }) => Date.parse(recordedAt) - now);
    return { aheadMs: Math.max(0, ...ahead) };
  }

  subscribe(after: string, signal: AbortSignal): AsyncIterable<StoredEvent[]> {
    return this.#subscription.follow(after, AbortSignal.any([signal, this.#closed.signal]));
  }

  async checkWritable(): Promise<void> {
    if (this.#closed.signal.aborted) throw new NotWritable('the store is closed');
  }

  async close(): Promise<void> {
    this.#closed.abort();
  }

  /** Returns the number of events up to and including `position`. */
  #upTo(position: string): number {
    return comparePositions(position, String(this.#log.length)) >= 0 ? this.#log.length : Number(position);
  }

  #applied(stream: string, commandId: string): Appended | undefined {
    const last = this.#streams.get(stream)?.findLast(({ metadata }) => metadata.commandId === commandId);
    return (
      last && {
        revision: last.revision,
        position: last.position,
        duplicate: true,
        fingerprint: last.metadata.fingerprint,
      }
    );
  }

  #write({ stream, events, metadata }: ValidAppend, firstRevision: number): StoredEvent {
    const own = this.#streams.get(stream) ?? [];
    this.#streams.set(stream, own);
    const now = this.now().toISOString();
    const before = own.at(-1)?.recordedAt ?? now;
    const recordedAt = before > now ? before : now;
    for (const [index, { id, type, data }] of events.entries()) {
      const event = {
        type,
        data: JSON.parse(data) as Message['data'],
        id,
        stream,
        revision: firstRevision + index,
        position: String(this.#log.length + 1),
        recordedAt,
        metadata: JSON.parse(metadata) as EventMetadata,
      };
      this.#log.push(event);
      own.push(event);
    }
    return this.#log.at(-1) as StoredEvent;
  }
}

/** Copies an event: a reader may change its copy, and the log keeps its own. */
const copy = <E extends Message>(event: StoredEvent): StoredEvent<E> =>
  JSON.parse(JSON.stringify(event)) as StoredEvent<E>;
