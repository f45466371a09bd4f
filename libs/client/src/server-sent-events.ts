import { createParser } from 'eventsource-parser';

/** A message of a stream. One without `data` only moves the cursor, to its `id`. */
export type StreamMessage = Readonly<{ id?: string; event?: string; data?: string }>;

/**
 * Reads a stream of Server-Sent Events (https://html.spec.whatwg.org/multipage/server-sent-events.html). The returned function takes the next chunk
 * of text, cut anywhere, and returns the messages that it completes.
 */
export const messageReader = (): ((chunk: string) => readonly StreamMessage[]) => {
  const complete: StreamMessage[] = [];
  const parser = createParser({
    onId: (id) => complete.push({ id }),
    onEvent: (message) => {
      // The message before this line already reported its id.
      if (message.id !== undefined) complete.pop();
      complete.push(message);
    },
  });
  return (chunk) => {
    parser.feed(chunk);
    return complete.splice(0);
  };
};
