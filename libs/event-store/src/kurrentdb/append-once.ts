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

/** The attempts of one append. `mayBeThere`: one was sent, and the log has not shown yet that it cannot arrive any more. `now`: the clock. */
export type Attempts = { mayBeThere: boolean; readonly now: () => number };

/**
 * Appends at the revision up to which this process knows the stream, and at no other. The server forgets a command as soon as another revision is
 * expected (kurrent-io/KurrentDB#1898). After any failure, the stream is read before a retry, so that an append with a lost response is found. An
 * append still on its way has the same event ids and revision, and the server accepts only one of the two.
 * @throws {Lagging} a transient error: a node lags its leader
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
      // The stream is past the revision of every attempt so far, and the server accepts none of them any more.
      if (isNew) attempts.mayBeThere = false;
      if (!(error instanceof WrongExpectedVersionError)) {
        if (end.commands.has(commandId)) continue;
        throw error;
      }
      // A lagging node reports nothing new, so the only way on is to wait and ask again.
      if (!isNew) throw new Lagging(`${stream} is not at ${end.revision}, but no more can be read`);
      mayBeOld = false;
      continue;
    }
    await ends.extend(stream, end);
    const mine = end.commands.get(commandId);
    if (!mine) throw new Lagging(`${stream} was appended to, but cannot be read yet`);
    // The server also accepts events that it already has, by their ids: another process may have sent the same command first.
    return mine.attempt === attempt
      ? { revision: mine.revision, position: mine.position, duplicate: false }
      : answered(mine)!;
  }
};

/** @throws {InvalidAppend} when the server rejects an append that large; otherwise the error of the server */
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
