import { randomUUID } from 'node:crypto';
import {
  type AllStreamSubscription,
  BACKWARDS,
  END,
  ErrorType,
  FORWARDS,
  isCommandError,
  jsonEvent,
  type JSONType,
  type KurrentDBClient,
  MaxAppendSizeExceededError,
  NO_STREAM,
  type RecordedEvent,
  type ResolvedEvent,
  START as LOG_START,
  STREAM_NAME,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@kurrent/kurrentdb-client';
import { LRUCache } from 'lru-cache';
import type { Message } from '#kernel';
import { isRetryable, retry } from '#postgres';
import { AppendQueue } from '../port/append-queue.js';
import { checkLimit, checkPosition } from '../port/check-page.js';
import {
  type Appended,
  comparePositions,
  type EventMetadata,
  type EventStore,
  type ExpectedRevision,
  InvalidAppend,
  START,
  type Statistics,
  StoreBusy,
  type StoredEvent,
  WrongRevision,
} from '../port/event-store.js';
import { retryTransient } from '../port/retry-transient.js';
import { isStorable, type ValidAppend, validateAppend } from '../port/validate-append.js';
import { eventId } from './event-id.js';

export type KurrentDbEventStoreOptions = Readonly<{
  /** how long to wait for a server that is away, in ms, before the answer is {@link StoreBusy} */
  retryForMs?: number;
}>;

/** What this process has seen of a stream: how far it goes, when its last event was recorded, and where its commands ended. */
type StreamEnd = {
  revision: number;
  recordedAt: string;
  readonly commands: Map<string, Appended & { attempt?: string }>;
};

type StreamPage = Readonly<{
  direction: typeof FORWARDS | typeof BACKWARDS;
  fromRevision: bigint | typeof END;
  maxCount?: number;
}>;

const PAGE = 256;
/** Appends on their way at the same time, each to a stream of its own. */
const LANES = 64;
/** Command ids that a process keeps, of all streams together; a stream that was not written to for longest is forgotten first. */
const MAX_COMMANDS_KEPT = 500_000;
/** A stream with more commands than may be kept is kept all the same, alone. */
const sizeOf = ({ commands }: StreamEnd): number => Math.min(commands.size + 1, MAX_COMMANDS_KEPT);
const ANSWER_WITHIN_MS = 15_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/** Streams of the server itself and of stream metadata begin with $; the server leaves them out before anything travels. */
const OUR_STREAMS = { filterOn: STREAM_NAME, regex: '^[^\\$]', checkpointInterval: 1 } as const;

/**
 * The log in KurrentDB or EventStoreDB 22.6 and later, through `$all` (docs/adr/0010). The client belongs to the caller, who disposes of it after
 * `close()`. The server must take appends as large as ours: `--max-append-size 16000000`.
 *
 * A position is the commit position as a decimal string. What is appended over gRPC has a position of its own for each event, at which commit and
 * prepare are the same, so one number names it.
 *
 * The server forgets a command as soon as another revision is expected (kurrent-io/KurrentDB#1898). So an append is made at the revision up to
 * which this process has seen all commands of the stream, and no other: a command that was applied before is found, or the server refuses and what
 * is new is read.
 *
 * `recordedAt` is written along by us, never earlier than the event before it in the stream: of the server's own time the client gives the seconds in
 * a read and the milliseconds in a subscription, and a clock that is set back sets it back too. Between streams it is as good as the clocks of the
 * processes that write.
 */
export class KurrentDbEventStore implements EventStore {
  readonly #retryForMs: number;
  readonly #queue = new AppendQueue((batch) => Promise.all(batch.map((append) => this.#write(append))), {
    lanes: LANES,
    worthALane: 1,
    maxBatch: 1,
  });
  readonly #ends = new LRUCache<string, StreamEnd>({ maxSize: MAX_COMMANDS_KEPT, sizeCalculation: sizeOf });
  readonly #closed = new AbortController();
  /** the furthest position that was ever seen: what lies behind it may not exist, and the server does not take just any number */
  #furthest = START;

  constructor(
    private readonly client: KurrentDBClient,
    { retryForMs = 10_000 }: KurrentDbEventStoreOptions = {},
  ) {
    this.#retryForMs = retryForMs;
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
      const end = await this.#endOf(stream);
      if (!end.commands.has(commandId)) await this.#extend(stream, end);
      return answered(end.commands.get(commandId));
    });
  }

  async read<E extends Message = Message>(stream: string, fromRevision = 0, limit?: number): Promise<StoredEvent<E>[]> {
    if (limit !== undefined) checkLimit(limit);
    return this.#retryTransient(() =>
      this.#stream<E>(stream, {
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
      const [last] = await this.#stream(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 });
      if (!last) return [];
      // From behind the end the server counts the places where nothing is.
      const fromRevision = BigInt(Math.min(last.revision, (beforeRevision ?? Infinity) - 1));
      return this.#stream<E>(stream, { direction: BACKWARDS, fromRevision, maxCount: limit });
    });
  }

  async readAll(after: string, limit: number): Promise<StoredEvent[]> {
    checkPosition(after);
    checkLimit(limit);
    return this.#retryTransient(async () => {
      if (await this.#liesBehindTheEnd(after)) return [];
      // A read begins with the event at the position: one more, and without that one.
      const page = await this.#all({ direction: FORWARDS, fromPosition: at(after), maxCount: limit + 1 });
      return page.filter(({ position }) => comparePositions(position, after) > 0).slice(0, limit);
    });
  }

  async readAllBackwards(limit: number, before?: string): Promise<StoredEvent[]> {
    if (before !== undefined) checkPosition(before);
    checkLimit(limit);
    if (before === START) return [];
    return this.#retryTransient(async () => {
      if (before === undefined || (await this.#liesBehindTheEnd(before))) {
        const page = await this.#all({ direction: BACKWARDS, fromPosition: END, maxCount: limit + 1 });
        return page
          .filter(({ position }) => before === undefined || comparePositions(position, before) < 0)
          .slice(0, limit);
      }
      const page = await this.#all({ direction: BACKWARDS, fromPosition: at(before), maxCount: limit + 1 });
      return page.filter(({ position }) => comparePositions(position, before) < 0).slice(0, limit);
    });
  }

  /** Does not wait for a server that is away: who asks for the head may be asking whether it is there. */
  async head(): Promise<string> {
    const [last] = await this.#all({ direction: BACKWARDS, fromPosition: END, maxCount: 1 });
    return last?.position ?? START;
  }

  /** The server does not tell how many events it has for us, nor what they weigh. */
  async statistics(): Promise<Statistics> {
    return { head: await this.head() };
  }

  subscribe(after: string, signal: AbortSignal): AsyncIterable<StoredEvent[]> {
    return this.#follow(after, AbortSignal.any([signal, this.#closed.signal]));
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#queue.drained();
  }

  async #write(append: ValidAppend): Promise<PromiseSettledResult<Appended>> {
    try {
      return { status: 'fulfilled', value: await this.#retryTransient(() => this.#appendOnce(append)) };
    } catch (reason) {
      return { status: 'rejected', reason };
    }
  }

  /**
   * Appends, unless the command is known. Whatever goes wrong on the way, the stream is read on before anything is tried again: an append whose
   * answer was lost is found there. One that is still on its way then holds the same event ids and the same revision, and the server takes only one.
   */
  async #appendOnce(append: ValidAppend): Promise<Appended> {
    const { stream, expected, commandId } = append;
    const end = await this.#endOf(stream);
    const attempt = randomUUID();
    for (let mayBeOld = true; ;) {
      const earlier = end.commands.get(commandId);
      if (earlier) return answered(earlier)!;
      if (expected !== 'any' && (expected === 'none' ? -1 : expected) !== end.revision) {
        if (mayBeOld && (await this.#extend(stream, end))) continue;
        throw new WrongRevision(stream, expected, end.revision < 0 ? undefined : end.revision);
      }
      try {
        const streamState = end.revision < 0 ? NO_STREAM : BigInt(end.revision);
        await within(
          ANSWER_WITHIN_MS,
          this.client.appendToStream(stream, eventsOf(append, end.recordedAt, attempt), {
            streamState,
            requiresLeader: true,
          }),
        );
      } catch (error) {
        if (error instanceof MaxAppendSizeExceededError) {
          throw new InvalidAppend(
            `the server takes appends of ${error.maxAppendSize} bytes at most: start it with --max-append-size 16000000`,
            { cause: error },
          );
        }
        const isNew = await this.#extend(stream, end);
        if (!(error instanceof WrongExpectedVersionError)) {
          if (end.commands.has(commandId)) continue;
          throw error;
        }
        // A node that lags says there is nothing new: to wait and ask again is the only way on.
        if (!isNew) throw new Lagging(`${stream} is not at ${end.revision}, but no more can be read`);
        mayBeOld = false;
        continue;
      }
      await this.#extend(stream, end);
      const mine = end.commands.get(commandId);
      if (!mine) throw new Lagging(`${stream} was appended to, but cannot be read yet`);
      // The server also says yes to events that it has, by their ids: another process may have been quicker with the same command.
      return mine.attempt === attempt
        ? { revision: mine.revision, position: mine.position, duplicate: false }
        : answered(mine)!;
    }
  }

  async #endOf(stream: string): Promise<StreamEnd> {
    const known = this.#ends.get(stream);
    if (known) return known;
    const end: StreamEnd = { revision: -1, recordedAt: '', commands: new Map() };
    await this.#extend(stream, end);
    return end;
  }

  /** Reads what is new in a stream; true when there was something. Two at once do no harm: an event counts when it is the next. */
  async #extend(stream: string, end: StreamEnd): Promise<boolean> {
    const before = end.revision;
    const events = await this.#recorded(stream, { direction: FORWARDS, fromRevision: BigInt(before + 1) });
    for (const { revision, position, recordedAt, metadata, attempt } of events) {
      if (revision !== end.revision + 1) continue;
      end.revision = revision;
      end.recordedAt = recordedAt;
      end.commands.set(metadata.commandId, {
        revision,
        position,
        duplicate: true,
        fingerprint: metadata.fingerprint,
        attempt,
      });
    }
    // The size of an entry is taken when it is set, and once more only when it was away.
    this.#ends.delete(stream);
    this.#ends.set(stream, end);
    return end.revision > before;
  }

  /** Pages behind a position; when a subscription breaks, another goes on behind what was handed out. */
  async *#follow(after: string, signal: AbortSignal): AsyncGenerator<StoredEvent[]> {
    let position = after;
    let pages: AsyncGenerator<StoredEvent[], void> | undefined;
    const next = async (): Promise<StoredEvent[]> => {
      pages ??= this.#pages(position, signal);
      try {
        const { done, value } = await pages.next();
        if (!done) return value;
        throw new NoAnswer('the subscription ended');
      } catch (error) {
        pages = undefined;
        throw error;
      }
    };
    try {
      while (!signal.aborted) {
        const page = await retry(next, {
          minTimeout: FIRST_PAUSE_MS,
          maxTimeout: LONGEST_PAUSE_MS,
          signal,
          isTransient,
        }).catch((error: unknown) => {
          if (!signal.aborted) throw error;
        });
        if (!page || signal.aborted) return;
        yield page;
        position = page.at(-1)?.position ?? position;
      }
    } finally {
      await pages?.return(undefined);
    }
  }

  /** The pages of one subscription, until it breaks or `signal` aborts. */
  async *#pages(after: string, signal: AbortSignal): AsyncGenerator<StoredEvent[], void> {
    const subscription = this.client.subscribeToAll(
      { fromPosition: at(after), filter: OUR_STREAMS },
      { highWaterMark: PAGE },
    );
    // One that was dropped may still say so when nobody listens any more; that would end the process.
    subscription.on('error', ignore);
    const stop = (): void => void subscription.destroy();
    signal.addEventListener('abort', stop);
    try {
      yield* pagesOf(subscription);
    } finally {
      signal.removeEventListener('abort', stop);
      subscription.destroy();
      // Not waited for: where there is no connection, there is nothing to say goodbye to either.
      void subscription.unsubscribe().catch(ignore);
    }
  }

  async #liesBehindTheEnd(position: string): Promise<boolean> {
    if (comparePositions(position, this.#furthest) <= 0) return false;
    this.#saw(await this.head());
    return comparePositions(position, this.#furthest) >= 0;
  }

  #saw(position: string): void {
    if (comparePositions(position, this.#furthest) > 0) this.#furthest = position;
  }

  async #stream<E extends Message>(stream: string, options: StreamPage): Promise<StoredEvent<E>[]> {
    return (await this.#recorded<E>(stream, options)).map(
      ({ attempt: _, ...event }) => event as unknown as StoredEvent<E>,
    );
  }

  async #recorded<E extends Message>(
    stream: string,
    options: StreamPage,
  ): Promise<(StoredEvent<E> & { attempt?: string })[]> {
    if (!isStorable(stream) || stream.startsWith('$')) return [];
    const events: (StoredEvent<E> & { attempt?: string })[] = [];
    const page = this.client.readStream(stream, { ...options, requiresLeader: true });
    try {
      for (
        let next = await within(ANSWER_WITHIN_MS, page.next());
        !next.done;
        next = await within(ANSWER_WITHIN_MS, page.next())
      ) {
        if (next.value.event) events.push(recordedEvent<E>(next.value.event));
      }
    } catch (error) {
      if (error instanceof StreamNotFoundError) return [];
      throw error;
    }
    return events;
  }

  async #all(options: {
    direction: typeof FORWARDS | typeof BACKWARDS;
    fromPosition: ReturnType<typeof at> | typeof END;
    maxCount: number;
  }): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    const page = this.client.readAll({ ...options, filter: OUR_STREAMS });
    for (
      let next = await within(ANSWER_WITHIN_MS, page.next());
      !next.done;
      next = await within(ANSWER_WITHIN_MS, page.next())
    ) {
      const event = ours(next.value);
      if (!event) continue;
      this.#saw(event.position);
      events.push(event);
      // A server that searches in windows may go on after the last one that was asked for.
      if (events.length === options.maxCount) break;
    }
    await page.return?.(undefined);
    return events;
  }

  #retryTransient<T>(work: () => Promise<T>): Promise<T> {
    return retryTransient(work, {
      retryForMs: this.#retryForMs,
      isTransient,
      message: 'the event store does not answer',
    });
  }
}

/** What was read does not agree with what the server said: a node behind its leader. */
class Lagging extends Error {
  override readonly name = 'Lagging';
}

class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

const ignore = (): void => undefined;

const TRANSIENT: ReadonlySet<string> = new Set([
  ErrorType.TIMEOUT,
  ErrorType.DEADLINE_EXCEEDED,
  ErrorType.UNAVAILABLE,
  ErrorType.CANCELLED,
  ErrorType.NOT_LEADER,
  ErrorType.UNKNOWN,
]);

/** True for an error that goes away by waiting: the connection, a restart, another leader. */
const isTransient = (error: unknown): boolean => {
  if (error instanceof Lagging || error instanceof NoAnswer) return true;
  return error instanceof Error && isCommandError(error) ? TRANSIENT.has(error.type) : isRetryable(error);
};

/** The result of `work`, or an error that passes: a call whose server is gone may never answer. */
const within = async <T>(milliseconds: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`no answer within ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

const at = (position: string): typeof LOG_START | { commit: bigint; prepare: bigint } =>
  position === START ? LOG_START : { commit: BigInt(position), prepare: BigInt(position) };

/** What the adapter writes beside the metadata of an event, and takes off again when it is read. */
type Beside = Readonly<{ recordedAt: string; attempt: string }>;

/** The events of an append. Their ids follow from the command, so that of two that overlap the server takes one. */
const eventsOf = ({ stream, commandId, events, metadata }: ValidAppend, notBefore: string, attempt: string) => {
  const now = new Date().toISOString();
  const meta: EventMetadata & Beside = {
    ...(JSON.parse(metadata) as EventMetadata),
    recordedAt: now < notBefore ? notBefore : now,
    attempt,
  };
  return events.map(({ type, data }, index) =>
    jsonEvent({ id: eventId(stream, commandId, index), type, data: JSON.parse(data) as JSONType, metadata: meta }),
  );
};

const answered = (command: (Appended & { attempt?: string }) | undefined): Appended | undefined =>
  command && {
    revision: command.revision,
    position: command.position,
    duplicate: true,
    fingerprint: command.fingerprint,
  };

/** The pages of a subscription: what has arrived by the time the reader asks, `PAGE` events at most. */
async function* pagesOf(subscription: AllStreamSubscription): AsyncGenerator<StoredEvent[]> {
  for await (const first of subscription) {
    const page = [ours(first)];
    while (page.length < PAGE) {
      const next = subscription.read() as Parameters<typeof ours>[0] | null;
      if (next === null) break;
      page.push(ours(next));
    }
    const events = page.filter((event) => event !== undefined);
    if (events.length > 0) yield events;
  }
}

/** A resolved event of `$all`, when it is one of a stream that may be ours. */
const ours = ({ event }: Pick<ResolvedEvent, 'event'> | { event?: unknown }): StoredEvent | undefined => {
  const recorded = event as RecordedEvent | undefined;
  return recorded && !recorded.streamId.startsWith('$') ? storedEvent(recorded) : undefined;
};

const storedEvent = <E extends Message>(event: RecordedEvent): StoredEvent<E> => {
  const { attempt: _, ...stored } = recordedEvent<E>(event);
  return stored as unknown as StoredEvent<E>;
};

const recordedEvent = <E extends Message>({
  id,
  streamId,
  revision,
  type,
  data,
  metadata,
  created,
  position,
}: RecordedEvent): StoredEvent<E> & { attempt?: string } => {
  if (!position)
    throw new Error(
      'the server does not tell the positions of events: EventStoreDB 22.6 or later, or KurrentDB, is needed',
    );
  const { recordedAt = created.toISOString(), attempt, ...known } = (metadata ?? {}) as Partial<EventMetadata & Beside>;
  return {
    type,
    data,
    id,
    stream: streamId,
    revision: Number(revision),
    position: position.commit.toString(),
    recordedAt,
    metadata: known,
    attempt,
  } as unknown as StoredEvent<E> & {
    attempt?: string;
  };
};
