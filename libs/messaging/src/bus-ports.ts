import type { PublicEvent, Topic } from '#contracts';

/**
 * A page of a source: the events after the previous page, up to and including position `upTo`. A page without events
 * still moves the position.
 * `mayRepeat`: the source can hold one event at two positions, as a topic does when its publisher missed an
 * acknowledgement.
 * For such a source the ids of processed events are remembered; for a log with one order the checkpoint suffices.
 * `positions`: the position of each event, from a source whose pages may be divided anywhere.
 */
export type Page<E> = Readonly<{
  source: string;
  events: readonly E[];
  upTo: string;
  positions?: readonly string[];
  mayRepeat?: boolean;
}>;

/**
 * A processor, as a source needs it: the position to continue from, and the handler of the next page. If `handle`
 * throws, the page is delivered again.
 */
export type Subscription<E> = Readonly<{
  /** Returns the position up to which this processor has handled `source`, `START` when it never did. */
  after(source: string): Promise<string>;
  handle(page: Page<E>): Promise<void>;
  /** Reports that another process of this name does the work, which is no problem. */
  standBy?(): void;
}>;

/** Hands pages to the subscription, in order, until the signal aborts. */
export type Consume<E> = (subscription: Subscription<E>, signal: AbortSignal) => Promise<void>;

/** The source of public events: Kafka, or the embedded log. `group` names the reader; each group sees every event of its topics. */
export interface BusConsumer<E = PublicEvent> {
  consume(group: string, topics: readonly Topic[]): Consume<E>;
}

/** The destination of public events. Resolves when they are durable there, in the order of the batch. */
export interface BusProducer {
  publish(batch: readonly PublicEvent[]): Promise<void>;
}
