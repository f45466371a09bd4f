import { randomUUID } from 'node:crypto';
import { Partitioners } from 'kafkajs';
import { type EventStore, MemoryEventStore, START } from '#event-store';
import { type KafkaClientName, KafkaProducer, kafkaPublisher, LOG, type Publishes } from '#messaging';
import { publishes } from '../../../libs/cases/src/integration/publishes.js';
import { toMessage } from '../../../libs/messaging/src/kafka/cloud-event.js';
import type { Contest, OpenSide } from '../contest.js';
import { bareKafka, clientOf, CONTEXT, fillStreams, openCheckpoints, openTopics, progressLog, TOPIC } from './kafka.js';
import { ourStore } from './stores.js';
import { METADATA } from './writers.js';

/** The page size of a log subscription, and so of our publisher. */
const PAGE = 1_000;
const RUN_WITHIN_MS = 300_000;

/**
 * Measures how the publisher of a context publishes an existing log: lease, reading, translating, sending, checkpoint.
 * The peer only sends messages that were prepared beforehand.
 */
export const publishToKafka = (name: 'publish-kafka' | 'publish-kafka-platformatic', events: number): Contest => ({
  name,
  question: `publishing ${events} events to Kafka, ${PAGE} at a time through ${clientOf(name)}, from the log with checkpoints, against a bare producer of kafkajs with messages that are ready`,
  unit: 'events/s',
  goal: 0.9,
  needsKafka: true,
  ours: publishing(events, clientOf(name)),
  peer: sending(events),
});

const fillLog = (store: EventStore, events: number): Promise<void> =>
  fillStreams(events, (stream, page) => store.append(stream, 'none', page, { commandId: randomUUID(), ...METADATA }));

const publishing =
  (events: number, client: KafkaClientName): OpenSide =>
  async ({ createDatabase, brokers, onProgress }) => {
    const log = progressLog(onProgress);
    const producer = new KafkaProducer(await openTopics(brokers, onProgress, client));
    const url = await createDatabase();
    const { store, close } = await ourStore(url);
    onProgress(`writing ${events} events`);
    await fillLog(store, events);
    const head = await store.head();
    const db = await openCheckpoints(url);
    return {
      run: async (measure) => {
        await db.query('truncate checkpoints');
        const publisher = kafkaPublisher(store, CONTEXT, publishes as Publishes, producer, db, log);
        const run = await measure(async () => {
          publisher.start();
          if (!(await publisher.reaches(LOG, head, RUN_WITHIN_MS)))
            throw new Error(`the publisher was too slow: ${JSON.stringify(publisher.problem)}`);
          return events;
        });
        await publisher.stop();
        return run;
      },
      close: async () => {
        await producer.close();
        await db.destroy();
        await close();
      },
    };
  };

const sending =
  (events: number): OpenSide =>
  async ({ brokers, onProgress }) => {
    const topic = (await openTopics(brokers, onProgress, 'kafkajs')).topicName(TOPIC);
    const log = new MemoryEventStore();
    await fillLog(log, events);
    const messages = (await log.readAll(START, events)).map((event) => toMessage((publishes as Publishes)(event)!));
    const producer = bareKafka(brokers).producer({
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return {
      run: (measure) =>
        measure(async () => {
          for (let from = 0; from < events; from += PAGE)
            await producer.send({ topic, acks: -1, messages: messages.slice(from, from + PAGE) });
          return events;
        }),
      close: () => producer.disconnect(),
    };
  };
