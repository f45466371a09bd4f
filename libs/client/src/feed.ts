import type { components, paths } from './api.js';
import type { RegieClient } from './client.js';
import { problemOf, RegieProblem } from './problem.js';
import { messageReader } from './server-sent-events.js';

/** An event of a feed: `type` says which one, and so what is in `data`. Leave aside what you do not know: there may be other types tomorrow. */
export type FeedEvent = components['schemas']['FeedEvent'];

/** What a feed is asked for: everything behind `after` that has one of these types, and where it has a slot, one of these. */
export type FeedWish = Omit<NonNullable<paths['/v1/feed']['get']['parameters']['query']>, 'limit'>;

export type Following = FeedWish &
  Readonly<{
    /** `pages` asks again and again; `stream` keeps a line open, on which events come at once. The cursors are the same. */
    via?: 'pages' | 'stream';
    /** with `pages`: how long to wait at the end of the feed, in milliseconds; 5 seconds when left out */
    pause?: number;
    /** ends it */
    signal?: AbortSignal;
    /** told what went wrong each time before it tries again: for a log, or an alarm when it goes on for long */
    onProblem?: (problem: unknown) => void;
  }>;

/**
 * Events in order, maybe none, and the cursor behind them: keep it when you have handled them, and give it as `after` the next time. `resync`: the
 * cursor was not known any more, and everything comes again from the beginning; the `id` of an event tells what you have.
 */
export type FeedStep = Readonly<{ events: readonly FeedEvent[]; cursor: string; resync: boolean }>;

/** A stream sends something every 15 seconds; a line that is silent for so long is dead. */
const SILENCE_MS = 45_000;
const LONGEST_WAIT_MS = 30_000;

/**
 * The feed of your agency, from `after` on, for ever. It comes back by itself when the hub was away or stopped, and leaves nothing out.
 * @throws {RegieProblem} what does not pass by itself, such as `feed.cursor-foreign` or `agency.not-active`
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
    ...wish
  } = following;
  let cursor = after;
  let resync = false;
  let failures = 0;
  while (!signal.aborted) {
    try {
      for await (const step of via === 'pages'
        ? pages(client, wish, cursor, pause, signal)
        : messages(client, wish, cursor, signal)) {
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
      // the hub ended the stream: it says why when it is asked again
      await waiting(1_000, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof RegieProblem && error.code === 'feed.cursor-unknown') {
        cursor = undefined;
        resync = true;
      } else {
        if (error instanceof RegieProblem && !passes(error, failures)) throw error;
        onProblem(error);
        await waiting(Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** failures++), signal);
      }
    }
  }
}

/** Away, busy or stopping; or a token that expired on the way, once. */
const passes = ({ status, code }: RegieProblem, failures: number): boolean =>
  status >= 500 || status === 429 || (code === 'access.token-expired' && failures === 0);

type Step = Readonly<{ events: readonly FeedEvent[]; cursor: string }>;

async function* pages(
  client: RegieClient,
  wish: FeedWish,
  after: string | undefined,
  pause: number,
  signal: AbortSignal,
): AsyncGenerator<Step> {
  for (let cursor = after; ;) {
    const { data, error, response } = await client.GET('/v1/feed', {
      params: { query: { ...wish, after: cursor, limit: 500 } },
      signal,
    });
    if (!data) throw problemOf(response.status, error);
    if (data.next !== cursor) yield { events: data.events, cursor: data.next };
    cursor = data.next;
    if (!data.more) await waiting(pause, signal);
    if (signal.aborted) return;
  }
}

async function* messages(
  client: RegieClient,
  wish: FeedWish,
  after: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<Step | 'resync'> {
  const silence = new AbortController();
  let alarm = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    const { data, error, response } = await client.GET('/v1/feed/stream', {
      params: { query: wish, header: { 'Last-Event-ID': after } },
      parseAs: 'stream',
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!data) throw problemOf(response.status, error);
    const read = messageReader();
    for await (const chunk of data.pipeThrough(new TextDecoderStream())) {
      clearTimeout(alarm);
      alarm = setTimeout(() => silence.abort(), SILENCE_MS);
      for (const { id, event, data: text } of read(chunk)) {
        if (event === 'end') return;
        if (event === 'resync') yield 'resync';
        else if (id !== undefined)
          yield { events: text === undefined ? [] : [JSON.parse(text) as FeedEvent], cursor: id };
      }
    }
  } finally {
    clearTimeout(alarm);
    silence.abort();
  }
}

/** Resolves after so many milliseconds, or as soon as it is over. */
const waiting = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
