import { BACKWARDS, END, FORWARDS, type KurrentDBClient } from '@kurrent/kurrentdb-client';
import type { Message } from '#kernel';
import { AppendQueue } from '../port/append-queue.js';
import { checkLimit, checkPosition } from '../port/check-page.js';
import {
  type Appended,
  type Clocks,
  comparePositions,
  type EventMetadata,
  type EventStore,
  type ExpectedRevision,
  InvalidAppend,
  START,
  type Statistics,
  StoreBusy,
  type StoredEvent,
} from '../port/event-store.js';
import { type Found, LOOK_UP_FOR_MS, lookUpOutcomes } from '../port/look-up.js';
import { retryTransient } from '../port/retry-transient.js';
import { isStorable, type ValidAppend, validateAppend } from '../port/validate-append.js';
import { appendOnce } from './append-once.js';
import { isTransient } from './errors.js';
import { KurrentDbReader } from './reader.js';
import { at } from './recorded-event.js';
import { answered, StreamEnds } from './stream-ends.js';
import { follow } from './subscription.js';

export type KurrentDbEventStoreOptions = Readonly<{
  /** time to wait for an unavailable server, in ms, before {@link StoreBusy} */
  retryForMs?: number;
  /** further time to look up an append whose response was lost, in ms */
  lookUpForMs?: number;
  /** the clock of this process, which stamps the events */
  now?: () => number;
}>;

/** The stream that {@link KurrentDbEventStore.checkWritable} reads; it need not exist. */
const ANY_STREAM = 'health';

/** The number of appends under way at the same time, each to a stream of its own. */
const LANES = 64;
/** The number of last events that are compared with the clock. */
const SAMPLE = 100;

/**
 * The log in KurrentDB or EventStoreDB 22.6 and later, through `$all` (docs/adr/0010). The caller owns the client and
 * disposes of it after `close()`.
 * The server must accept appends as large as ours: `--max-append-size 16000000`.
 *
 * A position is the commit position as a decimal string. Each event appended over gRPC has a position of its own, at
 * which commit and prepare are equal, so one number suffices.
 *
 * The adapter writes `recordedAt` itself, never earlier than that of the previous event of the stream.
 * The server time is unsuitable: the client returns it in seconds in a read and in milliseconds in a subscription, and
 * it can move backwards.
 * Between streams, `recordedAt` is as accurate as the clocks of the writing processes.
 */
export class KurrentDbEventStore implements EventStore {
  readonly #retryForMs: number;
  readonly #lookUpForMs: number;
  readonly #now: () => number;
  readonly #queue = new AppendQueue((batch) => Promise.all(batch.map((append) => this.#write(append))), {
    lanes: LANES,
    worthALane: 1,
    maxBatch: 1,
  });
  readonly #reader: KurrentDbReader;
  readonly #ends: StreamEnds;
  readonly #closed = new AbortController();

  constructor(
    private readonly client: KurrentDBClient,
    { retryForMs = 10_000, lookUpForMs = LOOK_UP_FOR_MS, now = Date.now }: KurrentDbEventStoreOptions = {},
  ) {
    this.#retryForMs = retryForMs;
    this.#lookUpForMs = lookUpForMs;
    this.#now = now;
    this.#reader = new KurrentDbReader(client);
    this.#ends = new StreamEnds(this.#reader);
  }

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly Message[],
    metadata: EventMetadata,
  ): Promise<Appended> {
    const valid = validateAppend(stream, expected, events, metadata);
    if (stream.startsWith('$'))
      throw new InvalidAppend('the stream name begins with $, which KurrentDB keeps for itself');
    const type = events.find((event) => event.type.startsWith('$'))?.type;
    if (type !== undefined)
      throw new InvalidAppend(`the event type ${type} begins with $, which KurrentDB keeps for itself`);
    if (this.#closed.signal.aborted) throw new StoreBusy('the store is closed', 1);
    return this.#queue.add(valid);
  }

  async applied(stream: string, commandId: string): Promise<Appended | undefined> {
    if (!isStorable(stream) || !isStorable(commandId)) return undefined;
    return this.#retryTransient(async () => {
      const end = await this.#ends.of(stream);
      if (!end.commands.has(commandId)) await this.#ends.extend(stream, end);
      return answered(end.commands.get(commandId));
    });
  }

  async read<E extends Message = Message>(stream: string, fromRevision = 0, limit?: number): Promise<StoredEvent<E>[]> {
    if (limit !== undefined) checkLimit(limit);
    return this.#retryTransient(() =>
      this.#reader.stream<E>(stream, {
        direction: FORWARDS,
        fromRevision: BigInt(Math.max(0, fromRevision)),
        maxCount: limit,
      }),
    );
  }

  async readBackwards<E extends Message = Message>(
    stream: string,
    limit: number,
    beforeRevision?: number,
  ): Promise<StoredEvent<E>[]> {
    checkLimit(limit);
    if (beforeRevision !== undefined && beforeRevision <= 0) return [];
    return this.#retryTransient(async () => {
      const [last] = await this.#reader.stream(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 });
      if (!last) return [];
      // A backward read from beyond the end counts positions without events against the limit.
      const fromRevision = BigInt(Math.min(last.revision, (beforeRevision ?? Infinity) - 1));
      return this.#reader.stream<E>(stream, { direction: BACKWARDS, fromRevision, maxCount: limit });
    });
  }

  async readAll(after: string, limit: number): Promise<StoredEvent[]> {
    checkPosition(after);
    checkLimit(limit);
    return this.#retryTransient(async () => {
      if (await this.#reader.isAfterTheEnd(after)) return [];
      // A read includes the event at the position itself, so it requests one event more and drops that one.
      const page = await this.#reader.all({ direction: FORWARDS, fromPosition: at(after), maxCount: limit + 1 });
      return page.filter(({ position }) => comparePositions(position, after) > 0).slice(0, limit);
    });
  }

  async readAllBackwards(limit: number, before?: string): Promise<StoredEvent[]> {
    if (before !== undefined) checkPosition(before);
    checkLimit(limit);
    if (before === START) return [];
    return this.#retryTransient(async () => {
      if (before === undefined || (await this.#reader.isAfterTheEnd(before))) {
        const page = await this.#reader.all({ direction: BACKWARDS, fromPosition: END, maxCount: limit + 1 });
        return page
          .filter(({ position }) => before === undefined || comparePositions(position, before) < 0)
          .slice(0, limit);
      }
      const page = await this.#reader.all({ direction: BACKWARDS, fromPosition: at(before), maxCount: limit + 1 });
      return page.filter(({ position }) => comparePositions(position, before) < 0).slice(0, limit);
    });
  }

  /** Does not wait for an unavailable server: the caller may be checking its availability. */
  async head(): Promise<string> {
    return this.#reader.head();
  }

  /** Reads from the leader, the only node that takes writes. A cluster without a leader does not respond. */
  async checkWritable(): Promise<void> {
    await this.#reader.stream(ANY_STREAM, { direction: BACKWARDS, fromRevision: END, maxCount: 1 });
  }

  /** Returns the head alone: the server reports neither the number of events of the hub nor their size. */
  async statistics(): Promise<Statistics> {
    return { head: await this.head() };
  }

  /** Returns no offset: the server has no clock to ask for, and this process stamps the events. */
  async clocks(): Promise<Clocks> {
    const last = await this.#reader.all({ direction: BACKWARDS, fromPosition: END, maxCount: SAMPLE });
    const now = this.#now();
    return { aheadMs: Math.max(0, ...last.map(({ recordedAt }) => Date.parse(recordedAt) - now)) };
  }

  subscribe(after: string, signal: AbortSignal): AsyncIterable<StoredEvent[]> {
    return follow(this.client, after, AbortSignal.any([signal, this.#closed.signal]));
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#queue.drained();
  }

  async #write(append: ValidAppend): Promise<PromiseSettledResult<Appended>> {
    const attempts = { mayBeThere: false, now: this.#now };
    try {
      return {
        status: 'fulfilled',
        value: await this.#retryTransient(() => appendOnce(this.client, this.#ends, append, attempts)),
      };
    } catch (reason) {
      if (!attempts.mayBeThere) return { status: 'rejected', reason };
      const find = () => Promise.all([this.#found(append)]);
      const cause = reason instanceof StoreBusy ? (reason.cause ?? reason) : reason;
      const [outcome] = await lookUpOutcomes([append], { find, cause, forMs: this.#lookUpForMs });
      return outcome!;
    }
  }

  async #found({ stream, commandId }: ValidAppend): Promise<Found> {
    const end = await this.#ends.of(stream);
    await this.#ends.extend(stream, end);
    return { applied: answered(end.commands.get(commandId)), revision: end.revision };
  }

  #retryTransient<T>(work: () => Promise<T>): Promise<T> {
    return retryTransient(work, {
      retryForMs: this.#retryForMs,
      isTransient,
      message: 'the event store does not answer',
    });
  }
}
