import type { AllStreamSubscription, KurrentDBClient } from '@kurrent/kurrentdb-client';
import { retry } from '#postgres';
import type { StoredEvent } from '../port/event-store.js';
import { isTransient, NoAnswer } from './errors.js';
import { OUR_STREAMS } from './reader.js';
import { at, ours } from './recorded-event.js';

const PAGE = 256;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/** Yields pages after a position. When a subscription breaks, another continues after the last event that was handed out. */
export async function* follow(
  client: KurrentDBClient,
  after: string,
  signal: AbortSignal,
): AsyncGenerator<StoredEvent[]> {
  let position = after;
  let pages: AsyncGenerator<StoredEvent[], void> | undefined;
  const next = async (): Promise<StoredEvent[]> => {
    pages ??= subscriptionPages(client, position, signal);
    try {
      const { done, value } = await pages.next();
      if (!done) return value;
      throw new NoAnswer('the subscription ended');
    } catch (error) {
      pages = undefined;
      throw error;
    }
  };
  try {
    while (!signal.aborted) {
      const page = await retry(next, {
        minTimeout: FIRST_PAUSE_MS,
        maxTimeout: LONGEST_PAUSE_MS,
        signal,
        isTransient,
      }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
      if (!page || signal.aborted) return;
      yield page;
      position = page.at(-1)?.position ?? position;
    }
  } finally {
    await pages?.return(undefined);
  }
}

/** Yields the pages of one subscription, until it breaks or `signal` aborts. */
async function* subscriptionPages(
  client: KurrentDBClient,
  after: string,
  signal: AbortSignal,
): AsyncGenerator<StoredEvent[], void> {
  const subscription = client.subscribeToAll({ fromPosition: at(after), filter: OUR_STREAMS }, { highWaterMark: PAGE });
  // A dropped subscription may still emit an error without a listener, which would end the process.
  subscription.on('error', ignore);
  const stop = (): void => void subscription.destroy();
  signal.addEventListener('abort', stop);
  try {
    yield* pagesOf(subscription);
  } finally {
    signal.removeEventListener('abort', stop);
    subscription.destroy();
    // Not awaited: without a connection there is nothing to unsubscribe from.
    void subscription.unsubscribe().catch(ignore);
  }
}

const ignore = (): void => undefined;

/** Yields the pages of a subscription: the events that have arrived when the reader asks, `PAGE` at most. */
async function* pagesOf(subscription: AllStreamSubscription): AsyncGenerator<StoredEvent[]> {
  for await (const first of subscription) {
    const page = [ours(first)];
    while (page.length < PAGE) {
      const next = subscription.read() as Parameters<typeof ours>[0] | null;
      if (next === null) break;
      page.push(ours(next));
    }
    const events = page.filter((event) => event !== undefined);
    if (events.length > 0) yield events;
  }
}
