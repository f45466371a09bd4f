import type { DataSource } from 'typeorm';
import { type ContextName, type Topic, TOPICS } from '#contracts';
import { type EventStore, START, type StoredEvent } from '#event-store';
import type { BusProducer, Consume } from '../bus.js';
import type { Publishes } from '../embedded/embedded-log.js';
import { consumeOwnEvents } from '../projections/own-events.js';
import { Processor, type ProcessorHandle, type ProcessorOptions } from '../projections/processor.js';
import { endLease, leased } from './lease.js';

/** A producer that knows how far each `<topic>/<partition>` has got with what it was acknowledged, until it is told to forget that of a topic. */
type AcknowledgedProducer = BusProducer &
  Readonly<{ acknowledged: ReadonlyMap<string, string>; forget(topic: Topic): void }>;

export const publisherName = (context: ContextName): string => `${context}.publisher`;

/**
 * Brings a context's public events to Kafka. One instance at a time has the lease; the locked checkpoint row is the fence behind it. The checkpoint
 * is stored after the acknowledgement, together with the furthest that the topic ever got: the reconciler holds the brokers to that.
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
    consume: leased(name, db, forgettingAtStart(producer, TOPICS[context], consumeOwnEvents(store, context))),
    apply: async (events, tx) => {
      const published = events.map(publishes).filter((event) => event !== undefined);
      if (published.length === 0) return;
      await producer.publish(published);
      // the producer may serve others too
      const ends = [...producer.acknowledged].filter(([source]) => source.startsWith(`${TOPICS[context]}/`));
      // A topic that was made anew has less: the next event must not hide what was lost.
      await tx.query(
        `INSERT INTO checkpoints SELECT $1, source, position FROM unnest($2::text[], $3::text[]) AS acknowledged (source, position)
         ON CONFLICT (processor, source) DO UPDATE SET position = greatest(checkpoints.position::bigint, excluded.position::bigint)::text`,
        [name, ends.map(([source]) => source), ends.map(([, position]) => position)],
      );
    },
  });
};

/** Who begins with the first event publishes anew: what the producer knows of the topic is of the one before. */
const forgettingAtStart =
  (producer: AcknowledgedProducer, topic: Topic, consume: Consume<StoredEvent>): Consume<StoredEvent> =>
  (subscription, signal) => {
    const after = async (source: string): Promise<string> => {
      const position = await subscription.after(source);
      if (position === START) producer.forget(topic);
      return position;
    };
    return consume({ ...subscription, after }, signal);
  };

/**
 * Has the publisher bring everything once more, from the first event on: for a topic that was made anew, or has lost events. Readers that have
 * handled an event take it for the repeat that it is. A publisher that waits for the next event would not see it: its lease is ended, and it, or
 * another, begins anew at once.
 */
export const publishAgain = async (db: DataSource, context: ContextName): Promise<void> => {
  await db.query('DELETE FROM checkpoints WHERE processor = $1', [publisherName(context)]);
  await endLease(publisherName(context), db);
};
