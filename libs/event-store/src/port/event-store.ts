import type { Actor, Message } from '#kernel';

/**
 * The metadata of an event. `commandId` identifies the command: a stream applies a command once. `by` is the actor.
 * `fingerprint` is a hash of the request, which reveals another request with the same command id.
 */
export type EventMetadata = Readonly<{ commandId: string; fingerprint?: string; by?: Actor; traceparent?: string }>;

/** An event as the log stores it. `position` is opaque and ordered, a decimal string: compare with {@link comparePositions}. */
export type StoredEvent<E extends Message = Message> = E &
  Readonly<{
    id: string;
    stream: string;
    /** 0, 1, 2, ... without gaps in the stream */
    revision: number;
    position: string;
    /**
     * ISO instant, never earlier than that of the previous event of the stream. After an event that a fast clock
     * stamped, it stays ahead until the clock gets there.
     */
    recordedAt: string;
    metadata: EventMetadata;
  }>;

/** The revision that the writer has seen; `none`: the stream must not exist yet; `any`: no expectation. */
export type ExpectedRevision = number | 'none' | 'any';

/**
 * The revision and position of the last appended event. `duplicate`: the command was applied before, and this is its first result, with the
 * `fingerprint` of the first request.
 */
export type Appended = Readonly<{ revision: number; position: string; duplicate: boolean; fingerprint?: string }>;

/**
 * The log. Revisions have no gaps in a stream, and positions order all events. An event that is committed after a
 * reader has reached position P gets a position after P.
 * An acknowledged append is durable.
 */
export interface EventStore {
  /**
   * Appends all events or none. If the stream already has the `commandId`, nothing is written, and the first result is
   * returned, whatever `expected` is.
   * @throws {WrongRevision} when the stream is not at `expected`
   * @throws {InvalidAppend} before anything is written: a bad stream name, no events, an event too large or not plain
   * JSON
   * @throws {StoreBusy} when nothing was written: too many appends wait, or the database stays unavailable
   * @throws {ClocksDiffer} when nothing was written, because the clocks of the database and of this process differ too
   * much
   * @throws {OutcomeUnknown} when the append may have happened; the same append may be repeated with the same
   * `commandId`
   */
  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly Message[],
    metadata: EventMetadata,
  ): Promise<Appended>;

  /** Returns the first result of `commandId` on this stream, if it was ever applied. */
  applied(stream: string, commandId: string): Promise<Appended | undefined>;

  /** Returns the events of one stream from `fromRevision` on, in order, `limit` at most; empty when there are none. */
  read<E extends Message = Message>(stream: string, fromRevision?: number, limit?: number): Promise<StoredEvent<E>[]>;

  /**
   * Returns up to `limit` events of one stream before `beforeRevision` (by default, before its end), the last one
   * first.
   */
  readBackwards<E extends Message = Message>(
    stream: string,
    limit: number,
    beforeRevision?: number,
  ): Promise<StoredEvent<E>[]>;

  /**
   * Returns up to `limit` events of the whole log after position `after` (`START` for the beginning), in order.
   * @throws {RangeError} when `after` is not a position or `limit` not a positive whole number
   */
  readAll(after: string, limit: number): Promise<StoredEvent[]>;

  /**
   * Returns up to `limit` events of the whole log before position `before` (by default, before its end), the last one
   * first.
   * @throws {RangeError} when `before` is not a position or `limit` not a positive whole number
   */
  readAllBackwards(limit: number, before?: string): Promise<StoredEvent[]>;

  /** Returns the position of the last committed event, `START` when the log is empty. */
  head(): Promise<string>;

  /**
   * Checks that this process can append now, without appending an event. It does not wait for an unavailable database.
   * @throws {NotWritable} when the store takes no writes; another error when it does not respond
   */
  checkWritable(): Promise<void>;

  /** Returns the size of the log for an operator. It takes a few lookups, however long the log is. */
  statistics(): Promise<Statistics>;

  /** Compares the clocks that matter for recorded times, for health and metrics. Does not wait for an unavailable database. */
  clocks(): Promise<Clocks>;

  /**
   * Yields pages of events after `after` without end: first the existing ones, then new ones. Ends when `signal` aborts, and waits for an unavailable
   * database. After a full page it reads one page ahead while the consumer works, so a slow consumer holds two pages in memory.
   */
  subscribe(after: string, signal: AbortSignal): AsyncIterable<StoredEvent[]>;

  /** Ends the subscriptions, accepts no more appends and waits for those under way. The caller that supplied the connections closes them. */
  close(): Promise<void>;
}

/**
 * The size of the log. `bytes` is the size on disk, with indexes. A store that cannot count leaves out `events` and
 * `bytes`.
 */
export type Statistics = Readonly<{ head: string; events?: number; bytes?: number }>;

/**
 * `offsetMs`: the clock of the database minus that of this process; left out by a store that stamps events with the
 * clock of the process.
 * `aheadMs`: the latest recorded time of the last events minus the current time; 0 when it is not in the future.
 */
export type Clocks = Readonly<{ offsetMs?: number; aheadMs: number }>;

/** The largest difference between the clocks of a process and of its database, in ms: an append with a larger one is refused. */
export const MAX_CLOCK_OFFSET_MS = 60_000;
/**
 * The number of last events whose recorded times {@link EventStore.clocks} compares with the clock. KurrentDB compares
 * fewer.
 */
export const CLOCK_SAMPLE = 1_000;

/** The position before the first event. */
export const START = '0';

/** Negative when `a` comes before `b`. Positions are decimal strings without leading zeros and may exceed 2^53. */
export const comparePositions = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** The stream is not at the revision that the writer expects: reload and decide again. `actual` is undefined for a stream without events. */
export class WrongRevision extends Error {
  override readonly name = 'WrongRevision';
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: number | undefined,
  ) {
    super(`stream ${stream} is at revision ${actual ?? 'none'}, not ${expected}`);
  }
}

/**
 * The log is unavailable. The same work may be repeated with the same command id after `retryAfter` seconds, which is safe in every case.
 * A subclass says whether something may have been written.
 */
export abstract class StoreUnavailable extends Error {
  constructor(
    message: string,
    /** seconds */
    readonly retryAfter: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * The store responds but takes no writes: it is a standby or read-only, it has no leader, or another process keeps the
 * lock of appends.
 */
export class NotWritable extends Error {
  override readonly name = 'NotWritable';
}

/** Nothing was written: too many appends wait, the store is closing, or the database does not respond (see `cause`). */
export class StoreBusy extends StoreUnavailable {
  override readonly name: string = 'StoreBusy';
}

/**
 * The append may have happened, or may still happen: its response was lost, and the log did not show its outcome in
 * time (see `cause`).
 * A repeat under another command id may apply the command twice.
 */
export class OutcomeUnknown extends StoreUnavailable {
  override readonly name = 'OutcomeUnknown';
}

/** The clocks of this process and of the database differ too much, and nothing was written. */
export class ClocksDiffer extends StoreBusy {
  override readonly name: string = 'ClocksDiffer';
}

/** The largest event that is accepted: bytes of its data as JSON. */
export const MAX_EVENT_BYTES = 1_048_576;
/** The largest append, all its events together. */
export const MAX_APPEND_BYTES = 16 * MAX_EVENT_BYTES;
/** The longest stream name, in characters. */
export const MAX_STREAM_NAME = 200;
/** The longest command id, in characters. */
export const MAX_COMMAND_ID = 255;

/** The append was rejected before anything was written; `message` names the fault. */
export class InvalidAppend extends Error {
  override readonly name = 'InvalidAppend';
}

/** The city that a stream of the hub belongs to: its NIS code is the second part of the name, as in `mandates-44021` and `case-44021-<id>`. */
export const cityOf = (stream: string): string => stream.split('-')[1]!;
