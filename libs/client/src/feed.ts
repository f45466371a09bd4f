import type { components, paths } from './api.js';
import type { RegieClient } from './client.js';
import { problemOf, RegieProblem } from './problem.js';
import { pause as pausing } from './repeated-writes.js';
import { messageReader } from './server-sent-events.js';

/** An event of a feed: `type` names its kind, and so the shape of `data`. Ignore unknown types: later releases may add some. */
export type FeedEvent = components['schemas']['FeedEvent'];

/** The filter of a feed: events after `after`, with one of these types. An event with a slot must also have one of these slots. */
export type FeedWish = Omit<NonNullable<paths['/v1/feed']['get']['parameters']['query']>, 'limit'>;

export type Following = FeedWish &
  Readonly<{
    /** `pages` polls; `stream` keeps a connection open and receives each event at once. Both use the same cursors. */
    via?: 'pages' | 'stream';
    /** with `pages`: pause at the end of the feed, in milliseconds; 5 seconds when left out */
    pause?: number;
    /** ends the feed */
    signal?: AbortSignal;
    /** called with the error before each retry, to log it or to raise an alarm */
    onProblem?: (problem: unknown) => void;
  }>;

/**
 * Events in order, maybe none, and the cursor after them. Store the cursor once you have processed the events, and pass it as `after` the next time.
 * `resync`: the hub no longer knew the cursor and sends every event from the beginning; skip those that you have by their `id`.
 */
export type FeedStep = Readonly<{ events: readonly FeedEvent[]; cursor: string; resync: boolean }>;

/** The hub sends something on a stream every 15 seconds; a connection without data for this long is dead. */
const IDLE_MS = 45_000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Yields the feed of your agency, from `after` on, without end. After an interruption it reconnects and continues at the same cursor.
 * @throws {RegieProblem} a permanent refusal, such as `feed.cursor-foreign` or `agency.not-active`
 */
export async function* followFeed(
  client: RegieClient,
  following: Following = {},
): AsyncGenerator<FeedStep, void, undefined> {
  const {
    via = 'pages',
    pause = 5_000,
    signal = new AbortController().signal,
    onProblem = () => undefined,
    after,
    ...filter
  } = following;
  let cursor = after;
  let resync = false;
  let failures = 0;
  while (!signal.aborted) {
    try {
      for await (const step of via === 'pages'
        ? pages(client, filter, cursor, pause, signal)
        : messages(client, filter, cursor, signal)) {
        failures = 0;
        if (step === 'resync') {
          cursor = undefined;
          resync = true;
          continue;
        }
        cursor = step.cursor;
        yield { ...step, resync };
        resync = false;
        if (signal.aborted) return;
      }
      // The hub ended the stream. If there is a reason, the response to the next request contains it.
      await pausing(1_000, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof RegieProblem && error.code === 'feed.cursor-unknown') {
        cursor = undefined;
        resync = true;
      } else {
        if (error instanceof RegieProblem && !isTransient(error, failures)) throw error;
        onProblem(error);
        await pausing(Math.min(LONGEST_WAIT_MS, Math.max(retryAfterMs(error), 1_000 * 2 ** failures++)), signal);
      }
    }
  }
}

/** True when the hub is unreachable, busy or stopping, and for the first failure by an expired token. */
const isTransient = ({ status, code }: RegieProblem, failures: number): boolean =>
  status >= 500 || status === 429 || (code === 'access.token-expired' && failures === 0);

/** The time that the hub asks to wait, in milliseconds; 0 when it asks nothing. */
const retryAfterMs = (error: unknown): number => {
  const seconds = error instanceof RegieProblem ? error.problem.retryAfter : undefined;
  return typeof seconds === 'number' ? seconds * 1_000 : 0;
};

type Step = Readonly<{ events: readonly FeedEvent[]; cursor: string }>;

async function* pages(
  client: RegieClient,
  filter: FeedWish,
  after: string | undefined,
  pause: number,
  signal: AbortSignal,
): AsyncGenerator<Step> {
  for (let cursor = after; ;) {
    const { data, error, response } = await client.GET('/v1/feed', {
      params: { query: { ...filter, after: cursor, limit: 500 } },
      signal,
    });
    if (!data) throw problemOf(response.status, error);
    if (data.next !== cursor) yield { events: data.events, cursor: data.next };
    cursor = data.next;
    if (!data.more) await pausing(pause, signal);
    if (signal.aborted) return;
  }
}

async function* messages(
  client: RegieClient,
  filter: FeedWish,
  after: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<Step | 'resync'> {
  const idle = new AbortController();
  let alarm = setTimeout(() => idle.abort(), IDLE_MS);
  try {
    const { data, error, response } = await client.GET('/v1/feed/stream', {
      params: { query: filter, header: { 'Last-Event-ID': after } },
      parseAs: 'stream',
      signal: AbortSignal.any([signal, idle.signal]),
    });
    if (!data) throw problemOf(response.status, error);
    const read = messageReader();
    for await (const chunk of data.pipeThrough(new TextDecoderStream())) {
      clearTimeout(alarm);
      alarm = setTimeout(() => idle.abort(), IDLE_MS);
      for (const { id, event, data: text } of read(chunk)) {
        if (event === 'end') return;
        if (event === 'resync') yield 'resync';
        else if (id !== undefined)
          yield { events: text === undefined ? [] : [JSON.parse(text) as FeedEvent], cursor: id };
      }
    }
  } finally {
    clearTimeout(alarm);
    idle.abort();
  }
}
