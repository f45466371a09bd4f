import { randomUUID } from 'node:crypto';
import type { Message } from '#kernel';

/** Appends one event to a stream whose last event has this revision, or -1 when the stream does not exist yet. */
export type AppendOne = (stream: string, revision: number, event: Message, commandId: string) => Promise<unknown>;

const EVENTS_PER_STREAM = 10;

/** An event of the usual size in the hub. */
export const anEvent = (n: number): Message => ({
  type: 'CommitmentProposed',
  data: {
    caseId: randomUUID(),
    commitmentId: randomUUID(),
    owner: 'ocmw-gent',
    what: `Huisbezoek ${n} samen met de wijkagent, verslag aan het wijkteam`,
    due: '2026-09-01',
    about: [{ neighbourhood: '4', theme: 'leefbaarheid' }],
    proposedBy: 'stad-gent',
  },
});

export const METADATA = {
  by: { city: '44021', agency: 'stad-gent', role: 'worker', subject: '6c1a7c0e-65c5-4b2e-9d8f-3b0f0c1d2e3f' },
} as const;

/**
 * Appends for this time to streams of ten events. Each writer waits for the acknowledgement of an event before it
 * appends the next. Returns the number of acknowledged events.
 */
export const write = async (writers: number, milliseconds: number, append: AppendOne): Promise<number> => {
  const deadline = performance.now() + milliseconds;
  let events = 0;
  await Promise.all(
    Array.from({ length: writers }, async () => {
      for (const next of appends(append)) {
        if (performance.now() >= deadline) return;
        await next();
        events++;
      }
    }),
  );
  return events;
};

/** Appends this many events with 32 concurrent writers. */
export const fill = async (events: number, append: AppendOne): Promise<void> => {
  let left = events;
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      for (const next of appends(append)) {
        if (left-- <= 0) return;
        await next();
      }
    }),
  );
};

/** Yields the appends of one writer, endlessly. */
function* appends(append: AppendOne): Generator<() => Promise<unknown>> {
  let stream = '';
  for (let n = 0; ; n++) {
    if (n % EVENTS_PER_STREAM === 0) stream = `case-44021-${randomUUID()}`;
    yield () => append(stream, (n % EVENTS_PER_STREAM) - 1, anEvent(n), randomUUID());
  }
}
