import { createParser } from 'eventsource-parser';

/** A message of a stream. A message without `data` only moves the cursor, to `id`. */
export type StreamMessage = Readonly<{ id?: string; event?: string; data?: string }>;

/**
 * Reads a stream of Server-Sent Events (https://html.spec.whatwg.org/multipage/server-sent-events.html). The returned function takes the next chunk
 * of text and returns the messages that are complete now. A chunk may end in the middle of a message.
 */
export const messageReader = (): ((chunk: string) => readonly StreamMessage[]) => {
  const complete: StreamMessage[] = [];
  const parser = createParser({
    onId: (id) => complete.push({ id }),
    onEvent: (message) => {
      // `onId` has already added an entry with this id; the whole message replaces that entry.
      if (message.id !== undefined) complete.pop();
      complete.push(message);
    },
  });
  return (chunk) => {
    parser.feed(chunk);
    return complete.splice(0);
  };
};
