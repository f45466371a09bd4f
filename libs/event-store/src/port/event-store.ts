import type { Actor, Message } from '#kernel';

/**
 * What is known about an event beside its data. `commandId` makes a command count once per stream; `fingerprint` is a hash of the request
 * that carried it, so that the same key with another body can be told apart; `by` is who gave the command.
 */
export type EventMetadata = Readonly<{ commandId: string; fingerprint?: string; by?: Actor; traceparent?: string }>;

/** An event as the log has it. `position` is opaque and ordered, a decimal string: compare with {@link comparePositions}. */
export type StoredEvent<E extends Message = Message> = E &
  Readonly<{
    id: string;
    stream: string;
    /** 0, 1, 2, ... without gaps in the stream */
    revision: number;
    position: string;
    /** ISO instant; never earlier than that of the event before it in the stream */
    recordedAt: string;
    metadata: EventMetadata;
  }>;

/** The revision the writer has seen, `none` for a stream that must not exist yet, `any` for no expectation. */
export type ExpectedRevision = number | 'none' | 'any';

/**
 * Where the appended events ended: revision and position of the last one. `duplicate`: the command had been applied before and this is its
 * first answer, with the `fingerprint` that the first one carried.
 */
export type Appended = Readonly<{ revision: number; position: string; duplicate: boolean; fingerprint?: string }>;

/**
 * The log. Revisions are gapless per stream, positions give one order to all, and a reader that has seen position P will find everything
 * committed later behind P. An append that answered is durable.
 */
export interface EventStore {
  /**
   * Appends all events or none. A `commandId` that the stream has seen before answers as the first time, whatever is expected now.
   * @throws {WrongRevision} when the stream is not at `expected`
   * @throws {InvalidAppend} before anything is written: a bad stream name, no events, an event too large or not plain JSON
   * @throws {StoreBusy} when too many appends wait, or the database stays away; the same append may be repeated with the same `commandId`
   */
  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly Message[],
    metadata: EventMetadata,
  ): Promise<Appended>;

  /** The answer that `commandId` got on this stream, if it was ever applied. */
  applied(stream: string, commandId: string): Promise<Appended | undefined>;

  /** The events of one stream from `fromRevision` on, in order, `limit` at most; empty when there are none. */
  read<E extends Message = Message>(stream: string, fromRevision?: number, limit?: number): Promise<StoredEvent<E>[]>;

  /** Up to `limit` events of one stream before `beforeRevision`, or before its end when left out, the last one first. */
  readBackwards<E extends Message = Message>(
    stream: string,
    limit: number,
    beforeRevision?: number,
  ): Promise<StoredEvent<E>[]>;

  /**
   * Up to `limit` events of the whole log behind position `after` (`START` for the beginning), in order.
   * @throws {RangeError} when `after` is not a position or `limit` not a positive whole number
   */
  readAll(after: string, limit: number): Promise<StoredEvent[]>;

  /**
   * Up to `limit` events of the whole log before position `before`, or before its end when left out, the last one first.
   * @throws {RangeError} when `before` is not a position or `limit` not a positive whole number
   */
  readAllBackwards(limit: number, before?: string): Promise<StoredEvent[]>;

  /** The position of the last committed event, `START` when the log is empty. */
  head(): Promise<string>;

  /** What an operator wants to know of the log; asking costs a few lookups, however long it is. */
  statistics(): Promise<Statistics>;

  /**
   * Pages of events behind `after`, for ever: first what is there, then what comes. Ends when `signal` aborts. Behind a full page the
   * next one is read while the consumer is at work, and no further: a slow one holds two pages in memory. A database that is away is waited for.
   */
  subscribe(after: string, signal: AbortSignal): AsyncIterable<StoredEvent[]>;

  /** Ends the subscriptions, takes no more appends and waits for those under way. Whoever gave the store its connections closes those. */
  close(): Promise<void>;
}

/** `events` and `bytes` (on disk, with indexes) are left out by a store that cannot tell. */
export type Statistics = Readonly<{ head: string; events?: number; bytes?: number }>;

/** The position before the first event. */
export const START = '0';

/** Negative when `a` comes before `b`. Positions are decimal strings without leading zeros and may exceed 2^53. */
export const comparePositions = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** The stream is not where the writer thought it was: read again and decide again. `actual` is undefined for a stream without events. */
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
 * The log cannot do it now: too many appends wait, the store is closing, or the database does not answer (see `cause`). In the last case it is
 * not known whether an append happened; to repeat it with the same command id after `retryAfter` seconds is safe in all.
 */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy';
  constructor(
    message: string,
    /** seconds */
    readonly retryAfter: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The largest event that is accepted: bytes of its data as JSON. */
export const MAX_EVENT_BYTES = 1_048_576;
/** The largest append, all its events together. */
export const MAX_APPEND_BYTES = 16 * MAX_EVENT_BYTES;
/** The longest stream name, in characters. */
export const MAX_STREAM_NAME = 200;
/** The longest command id, in characters. */
export const MAX_COMMAND_ID = 255;

/** The append was refused before anything was written; `message` says what is wrong with it. */
export class InvalidAppend extends Error {
  override readonly name = 'InvalidAppend';
}

/** The city that a stream of the hub belongs to: its NIS code is the second part of the name, as in `mandates-44021` and `case-44021-<id>`. */
export const cityOf = (stream: string): string => stream.split('-')[1]!;
