import type { PublicEvent, Topic } from '#contracts';

/**
 * A stretch of a source: its events behind `after`, up to and with position `upTo`. A page may be empty of events and still move on.
 * `mayRepeat`: the source can hold one event at two positions, as a topic does when its publisher did not hear that it had arrived. Of such a
 * source it is remembered which events were handled; of a log with one order the checkpoint says that already.
 */
export type Page<E> = Readonly<{ source: string; events: readonly E[]; upTo: string; mayRepeat?: boolean }>;

/** How a processor asks for pages: where it stands in a source, and what to do with the next page. A page that throws is handed out again. */
export type Subscription<E> = Readonly<{
  /** The position up to which this processor has handled `source`, `START` when it never did. */
  after(source: string): Promise<string>;
  handle(page: Page<E>): Promise<void>;
  /** All is well, and another process of this name has the work. */
  standBy?(): void;
}>;

/** Hands pages to the subscription, in order, until the signal aborts. */
export type Consume<E> = (subscription: Subscription<E>, signal: AbortSignal) => Promise<void>;

/** Where public events come from: Kafka, or the embedded log. `group` names the reader; each group sees every event of its topics. */
export interface BusConsumer<E = PublicEvent> {
  consume(group: string, topics: readonly Topic[]): Consume<E>;
}

/** Where public events go to. Resolves when they are durable there, in the order given. */
export interface BusProducer {
  publish(batch: readonly PublicEvent[]): Promise<void>;
}
