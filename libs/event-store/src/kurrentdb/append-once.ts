import { randomUUID } from 'node:crypto';
import {
  type KurrentDBClient,
  MaxAppendSizeExceededError,
  NO_STREAM,
  WrongExpectedVersionError,
} from '@kurrent/kurrentdb-client';
import { type Appended, InvalidAppend, WrongRevision } from '../port/event-store.js';
import type { ValidAppend } from '../port/validate-append.js';
import { Lagging, withinLimit } from './errors.js';
import { eventsOf } from './recorded-event.js';
import { answered, type StreamEnds } from './stream-ends.js';

/**
 * The state of the attempts of one append. `mayBeThere` is true while an attempt that was sent may still arrive in the
 * log. `now` is the clock.
 */
export type Attempts = { mayBeThere: boolean; readonly now: () => number };

/**
 * Appends at the last revision that this process has read, and at no other: the server does not recognise a repeated
 * command that expects another revision (kurrent-io/KurrentDB#1898).
 * After any failure, the stream is read before a retry, so that an append with a lost response is found.
 * A lost append may still arrive. It has the event ids and the revision of the retry, so the server accepts only one of
 * the two.
 * @throws {Lagging} when a node lags its leader; the error is transient
 */
export const appendOnce = async (
  client: KurrentDBClient,
  ends: StreamEnds,
  append: ValidAppend,
  attempts: Attempts,
): Promise<Appended> => {
  const { stream, expected, commandId } = append;
  const end = await ends.of(stream);
  const attempt = randomUUID();
  for (let mayBeOld = true; ;) {
    const earlier = end.commands.get(commandId);
    if (earlier) return answered(earlier)!;
    if (expected !== 'any' && (expected === 'none' ? -1 : expected) !== end.revision) {
      if (mayBeOld && (await ends.extend(stream, end))) continue;
      throw new WrongRevision(stream, expected, end.revision < 0 ? undefined : end.revision);
    }
    const before = attempts.mayBeThere;
    attempts.mayBeThere = true;
    try {
      await send(client, eventsOf(append, end.recordedAt, attempt, attempts.now()), append.stream, end.revision);
    } catch (error) {
      if (error instanceof WrongExpectedVersionError || error instanceof InvalidAppend) attempts.mayBeThere = before;
      const isNew = await ends.extend(stream, end);
      // The stream has passed the revision of every attempt so far, so none of them can arrive any more.
      if (isNew) attempts.mayBeThere = false;
      if (!(error instanceof WrongExpectedVersionError)) {
        if (end.commands.has(commandId)) continue;
        throw error;
      }
      // The server refused the revision, but the read shows nothing new: the node lags, so wait and read again.
      if (!isNew) throw new Lagging(`${stream} is not at ${end.revision}, but no more can be read`);
      mayBeOld = false;
      continue;
    }
    await ends.extend(stream, end);
    const mine = end.commands.get(commandId);
    if (!mine) throw new Lagging(`${stream} was appended to, but cannot be read yet`);
    // The server also reports success for events whose ids it already has: another process may have sent the same
    // command first.
    return mine.attempt === attempt
      ? { revision: mine.revision, position: mine.position, duplicate: false }
      : answered(mine)!;
  }
};

/** @throws {InvalidAppend} when the append is too large for the server; otherwise the error of the server */
const send = async (
  client: KurrentDBClient,
  events: ReturnType<typeof eventsOf>,
  stream: string,
  revision: number,
): Promise<void> => {
  const streamState = revision < 0 ? NO_STREAM : BigInt(revision);
  try {
    await withinLimit(client.appendToStream(stream, events, { streamState, requiresLeader: true }));
  } catch (error) {
    if (!(error instanceof MaxAppendSizeExceededError)) throw error;
    throw new InvalidAppend(
      `the server takes appends of ${error.maxAppendSize} bytes at most: start it with --max-append-size 16000000`,
      { cause: error },
    );
  }
};
