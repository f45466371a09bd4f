import type { Bell } from './bell.js';
import type { EventStore, StoredEvent } from './event-store.js';

export type Following = Readonly<{
  /** the events behind a position, in order; empty when there are none yet */
  read: (after: string, limit: number) => ReturnType<EventStore['readAll']>;
  bell: Bell;
  /** how often to look for appends of other processes, in ms */
  pollMs: number;
  /** whether to wait and try again after this error; any other ends the subscription */
  passes: (error: unknown) => boolean;
}>;

/** What is handed out at once, and worked on in one transaction: more of it costs memory, less costs round trips. */
const PAGE = 1_000;
const LONGEST_PAUSE_MS = 2_000;

/** The loop behind every subscription: read a page, hand it out, go on behind it. The position only moves over events that were handed out. */
export async function* follow({ read, bell, pollMs, passes }: Following, after: string, signal: AbortSignal): AsyncGenerator<StoredEvent[]> {
  let position = after;
  let failures = 0;
  let ahead: Promise<StoredEvent[]> | undefined;
  while (!signal.aborted) {
    const rings = bell.rings;
    let page: StoredEvent[] | undefined;
    try {
      const reading = ahead ?? read(position, PAGE);
      ahead = undefined;
      page = await unlessAborted(reading, signal);
      failures = 0;
    } catch (error) {
      if (!passes(error)) throw error;
      await bell.heard(bell.rings, Math.min(pollMs * 2 ** failures++, LONGEST_PAUSE_MS), signal);
      continue;
    }
    const last = page?.at(-1);
    if (page && last) {
      if (page.length === PAGE) {
        // There is more, most likely: it is read while this page is worked on. A failure is found when the page is needed.
        ahead = read(last.position, PAGE);
        ahead.catch(() => undefined);
      }
      yield page;
      position = last.position;
    } else {
      await bell.heard(rings, pollMs, signal);
    }
  }
}

/** The result of `work`, or nothing as soon as `signal` aborts; a read that hangs does not keep the process from ending. */
const unlessAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> =>
  new Promise((resolve, reject) => {
    const abort = (): void => resolve(undefined);
    signal.addEventListener('abort', abort);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
