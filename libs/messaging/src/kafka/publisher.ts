import type { DataSource } from 'typeorm';
import { type ContextName, type Topic, TOPICS } from '#contracts';
import { type EventStore, START, type StoredEvent } from '#event-store';
import type { BusProducer, Consume } from '../bus-ports.js';
import type { Publishes } from '../embedded/embedded-log.js';
import { checkpointOf } from '../projections/checkpoints.js';
import { consumeOwnEvents } from '../projections/own-events.js';
import { Processor, type ProcessorHandle, type ProcessorOptions } from '../projections/processor.js';
import { endLease, leased } from './lease.js';

/** A producer that keeps the acknowledged position of each `<topic>/<partition>`, and the number of partitions, until it has to forget those of a topic. */
type AcknowledgedProducer = BusProducer &
  Readonly<{
    acknowledged: ReadonlyMap<string, string>;
    partitions(topic: Topic): number | undefined;
    keepTo(topic: Topic, partitions: number): void;
    forget(topic: Topic): void;
  }>;

export const publisherName = (context: ContextName): string => `${context}.publisher`;

/**
 * Publishes the public events of a context to Kafka. One instance at a time has the lease; the locked checkpoint row fences off any other.
 * The checkpoint is stored after the acknowledgement, with the highest position of each partition: the reconciler compares the brokers with these.
 */
export const kafkaPublisher = (
  store: EventStore,
  context: ContextName,
  publishes: Publishes,
  producer: AcknowledgedProducer,
  db: DataSource,
  log: ProcessorOptions<never>['log'],
): ProcessorHandle => {
  const name = publisherName(context);
  return new Processor<StoredEvent>({
    name,
    db,
    log,
    consume: leased(name, db, preparing(producer, name, TOPICS[context], db, consumeOwnEvents(store, context))),
    apply: async (events, tx) => {
      const published = events.map(publishes).filter((event) => event !== undefined);
      if (published.length === 0) return;
      await producer.publish(published);
      // the producer may have other users
      const ends = [...producer.acknowledged].filter(([source]) => source.startsWith(`${TOPICS[context]}/`));
      const partitions = producer.partitions(TOPICS[context]);
      // Stored under the name of the topic itself: later processes keep to the same partitions.
      if (partitions !== undefined) ends.push([TOPICS[context], String(partitions)]);
      // A topic that was made anew ends earlier: the next event must not hide the loss.
      await tx.query(
        `INSERT INTO checkpoints SELECT $1, source, position FROM unnest($2::text[], $3::text[]) AS acknowledged (source, position)
         ON CONFLICT (processor, source) DO UPDATE SET position = greatest(checkpoints.position::bigint, excluded.position::bigint)::text`,
        [name, ends.map(([source]) => source), ends.map(([, position]) => position)],
      );
    },
  });
};

/**
 * Prepares the producer at each start, for the partitions that the topic had at its first event.
 * A start from the first event publishes anew: the positions and partitions are those of the previous topic, and are forgotten.
 */
const preparing =
  (
    producer: AcknowledgedProducer,
    name: string,
    topic: Topic,
    db: DataSource,
    consume: Consume<StoredEvent>,
  ): Consume<StoredEvent> =>
  (subscription, signal) => {
    const after = async (source: string): Promise<string> => {
      const position = await subscription.after(source);
      if (position === START) producer.forget(topic);
      const partitions = Number(await checkpointOf(db, name, topic));
      if (partitions > 0) producer.keepTo(topic, partitions);
      return position;
    };
    return consume({ ...subscription, after }, signal);
  };

/**
 * Makes the publisher repeat all events from the first one: for a topic that was made anew, or has lost events.
 * Readers that have handled an event recognise the repeat.
 * A publisher that waits for the next event would miss the change, so its lease is ended, and it or another begins anew at once.
 */
export const publishAgain = async (db: DataSource, context: ContextName): Promise<void> => {
  await db.query('DELETE FROM checkpoints WHERE processor = $1', [publisherName(context)]);
  await endLease(publisherName(context), db);
};
