import {
  jsonEvent,
  type JSONType,
  type RecordedEvent,
  type ResolvedEvent,
  START as LOG_START,
} from '@kurrent/kurrentdb-client';
import type { Message } from '#kernel';
import { type EventMetadata, START, type StoredEvent } from '../port/event-store.js';
import type { ValidAppend } from '../port/validate-append.js';

/** Converts a position to the form that the client takes. */
export const at = (position: string): typeof LOG_START | { commit: bigint; prepare: bigint } =>
  position === START ? LOG_START : { commit: BigInt(position), prepare: BigInt(position) };

/** The adapter adds these fields to the metadata of an event, and removes them when it reads one. */
type Beside = Readonly<{ recordedAt: string; attempt: string }>;

/**
 * Returns the events of an append. Their ids derive from the command, so the server stores an append once, even when
 * two attempts overlap.
 */
export const eventsOf = ({ events, metadata }: ValidAppend, notBefore: string, attempt: string, moment: number) => {
  const now = new Date(moment).toISOString();
  const meta: EventMetadata & Beside = {
    ...(JSON.parse(metadata) as EventMetadata),
    recordedAt: now < notBefore ? notBefore : now,
    attempt,
  };
  return events.map(({ id, type, data }) =>
    jsonEvent({ id, type, data: JSON.parse(data) as JSONType, metadata: meta }),
  );
};

/** Returns an event of `$all`, or undefined for an event of the server itself. */
export const ours = ({ event }: Pick<ResolvedEvent, 'event'> | { event?: unknown }): StoredEvent | undefined => {
  const recorded = event as RecordedEvent | undefined;
  return recorded && !recorded.streamId.startsWith('$') ? storedEvent(recorded) : undefined;
};

const storedEvent = <E extends Message>(event: RecordedEvent): StoredEvent<E> => {
  const { attempt: _, ...stored } = recordedEvent<E>(event);
  return stored as unknown as StoredEvent<E>;
};

/** Converts an event of the server, and adds the attempt that wrote it. */
export const recordedEvent = <E extends Message>({
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
