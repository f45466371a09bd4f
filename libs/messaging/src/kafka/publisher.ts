import type { DataSource } from 'typeorm';
import { type ContextName, type Topic, TOPICS } from '#contracts';
import { type EventStore, START, type StoredEvent } from '#event-store';
import { statement } from '#postgres';
import { inSpans } from '#tracing';
import type { BusProducer, Consume, Page } from '../bus-ports.js';
import { causeOf } from '../cause-of.js';
import type { Publishes } from '../embedded/embedded-log.js';
import { checkpointOf } from '../projections/checkpoints.js';
import { consumeOwnEvents } from '../projections/own-events.js';
import { Processor, type ProcessorHandle, type ProcessorOptions } from '../projections/processor.js';
import { endLease, leased } from './lease.js';

/**
 * A producer that keeps the acknowledged position of each `<topic>/<partition>` and the number of partitions of each
 * topic, until `forget`.
 */
type AcknowledgedProducer = BusProducer &
  Readonly<{
    acknowledged: ReadonlyMap<string, string>;
    partitions(topic: Topic): number | undefined;
    keepTo(topic: Topic, partitions: number): void;
    forget(topic: Topic): void;
  }>;

// A recreated topic ends earlier. `greatest` keeps the old position, so that the next event does not hide the loss.
const ACKNOWLEDGED = statement(
  'messaging.acknowledged',
  `INSERT INTO checkpoints SELECT $1, source, position FROM unnest($2::text[], $3::text[]) AS acknowledged (source, position)
   ON CONFLICT (processor, source) DO UPDATE SET position = greatest(checkpoints.position::bigint, excluded.position::bigint)::text`,
);

const PUBLISH = { kind: 'PRODUCER' } as const;

export const publisherName = (context: ContextName): string => `${context}.publisher`;

/**
 * Publishes the public events of a context to Kafka. One instance at a time has the lease; the locked checkpoint row
 * fences off any other.
 * The checkpoint is stored after the acknowledgement, with the highest position of each partition. The reconciler
 * compares these positions with the brokers.
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
      await inSpans(`publish ${TOPICS[context]}`, PUBLISH, published.map(causeOf), () => producer.publish(published));
      // the producer may have other users
      const ends = [...producer.acknowledged].filter(([source]) => source.startsWith(`${TOPICS[context]}/`));
      const partitions = producer.partitions(TOPICS[context]);
      // The number of partitions is stored under the name of the topic: later processes keep to the same partitions.
      if (partitions !== undefined) ends.push([TOPICS[context], String(partitions)]);
      await ACKNOWLEDGED.count(tx, [name, ends.map(([source]) => source), ends.map(([, position]) => position)]);
    },
  });
};

/**
 * Makes the producer, at each start, keep to the partitions that the topic had at its first event.
 * A start from the first event publishes everything again. The positions and partitions are then those of the previous
 * topic, and are forgotten.
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
    // A page is never divided: Kafka refuses all of it, and a request for one event costs as much.
    const handle = ({ positions: _, ...page }: Page<StoredEvent>): Promise<void> => subscription.handle(page);
    return consume({ ...subscription, after, handle }, signal);
  };

/**
 * Makes the publisher repeat all events from the first one, for a topic that was recreated or has lost events.
 * Readers recognise the events that they have handled already.
 * A publisher would notice the deleted checkpoint only at its next event. So its lease is ended, and a publisher starts
 * again at once.
 */
export const publishAgain = async (db: DataSource, context: ContextName): Promise<void> => {
  await db.query('DELETE FROM checkpoints WHERE processor = $1', [publisherName(context)]);
  await endLease(publisherName(context), db);
};
