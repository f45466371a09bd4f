import type { Message } from '#decider';
import { Bell } from './bell.js';
import { checkPage } from './check-page.js';
import { eventId } from './event-id.js';
import {
  type Appended, comparePositions, type EventMetadata, type EventStore, type ExpectedRevision, START, StoreBusy, type StoredEvent, WrongRevision,
} from './event-store.js';
import { follow } from './follow.js';
import { type ValidAppend, validateAppend } from './validate-append.js';

/** The log in memory, for specs: the same contract, gone with the process. `now` is the clock behind `recordedAt`. */
export class MemoryEventStore implements EventStore {
  readonly #log: StoredEvent[] = [];
  readonly #streams = new Map<string, StoredEvent[]>();
  readonly #bell = new Bell();
  readonly #closed = new AbortController();

  constructor(private readonly now: () => Date = () => new Date()) {}

  async append(stream: string, expected: ExpectedRevision, events: readonly Message[], metadata: EventMetadata): Promise<Appended> {
    const valid = validateAppend(stream, expected, events, metadata);
    if (this.#closed.signal.aborted) throw new StoreBusy('the store is closed', 1);
    const earlier = this.#applied(stream, valid.commandId);
    if (earlier) return earlier;
    const actual = this.#streams.get(stream)?.at(-1)?.revision;
    if (expected !== 'any' && (expected === 'none' ? undefined : expected) !== actual) throw new WrongRevision(stream, expected, actual);
    const last = this.#write(valid, actual === undefined ? 0 : actual + 1);
    this.#bell.ring();
    return { revision: last.revision, position: last.position, duplicate: false };
  }

  async applied(stream: string, commandId: string): Promise<Appended | undefined> {
    return this.#applied(stream, commandId);
  }

  async read<E extends Message = Message>(stream: string, fromRevision = 0): Promise<StoredEvent<E>[]> {
    return (this.#streams.get(stream) ?? []).slice(Math.max(0, fromRevision)).map((event) => copy(event) as StoredEvent<E>);
  }

  async readAll(after: string, limit: number): Promise<StoredEvent[]> {
    checkPage(after, limit);
    const start = comparePositions(after, await this.head()) >= 0 ? this.#log.length : Number(after);
    return this.#log.slice(start, start + limit).map(copy);
  }

  async head(): Promise<string> {
    return this.#log.at(-1)?.position ?? START;
  }

  subscribe(after: string, signal: AbortSignal): AsyncIterable<StoredEvent[]> {
    return follow(
      { read: (position, limit) => this.readAll(position, limit), bell: this.#bell, pollMs: 1_000, passes: () => false },
      after,
      AbortSignal.any([signal, this.#closed.signal]),
    );
  }

  async close(): Promise<void> {
    this.#closed.abort();
  }

  #applied(stream: string, commandId: string): Appended | undefined {
    const last = this.#streams.get(stream)?.findLast(({ metadata }) => metadata.commandId === commandId);
    return last && { revision: last.revision, position: last.position, duplicate: true, fingerprint: last.metadata.fingerprint };
  }

  #write({ stream, commandId, events, metadata }: ValidAppend, firstRevision: number): StoredEvent {
    const own = this.#streams.get(stream) ?? [];
    this.#streams.set(stream, own);
    const now = this.now().toISOString();
    const before = this.#log.at(-1)?.recordedAt ?? now;
    const recordedAt = before > now ? before : now;
    for (const [index, { type, data }] of events.entries()) {
      const event = {
        type,
        data: JSON.parse(data) as Message['data'],
        id: eventId(stream, commandId, index),
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

/** A reader may do with its events what it likes; the log keeps its own. */
const copy = (event: StoredEvent): StoredEvent => JSON.parse(JSON.stringify(event)) as StoredEvent;
