import type { Kafka, KafkaConfig, SASLOptions } from 'kafkajs';
import type { ConnectionSettings, KafkaLibrary, LibraryProducer, Log, Partitioner, SentMessage } from '../library.js';
import { KafkajsAdmin } from './admin.js';
import { withDeadlines } from './deadlines.js';
import { KafkajsMember } from './member.js';
import { connectToBroker } from './sockets.js';

/** The time after which a request without an answer has failed; kafkajs then asks another broker. */
const REQUEST_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 3_000;

/** Creates the client of kafkajs, without a connection yet. The package is loaded only here, because not every hub needs it. */
export const openKafkajs = async (
  { brokers, clientId, tls, sasl }: ConnectionSettings,
  log: Log,
): Promise<KafkaLibrary> => {
  const { Kafka, logLevel } = await import('kafkajs');
  withoutTimerWarning();
  const ssl: KafkaConfig['ssl'] = tls && { ...tls, rejectUnauthorized: true };
  const kafka = new Kafka({
    // kafkajs always tries the first broker first. In a fixed order, a first broker that does not answer would block
    // every client.
    brokers: () => Promise.resolve(brokers()),
    clientId,
    ssl,
    // kafkajs mutates this object
    sasl: sasl && ({ ...sasl } as SASLOptions),
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    enforceRequestTimeout: true,
    socketFactory: connectToBroker,
    // After these retries, the consumer or producer reports a problem and creates a new client.
    retry: { retries: 4, initialRetryTime: 100, maxRetryTime: 2_000 },
    logLevel: logLevel.WARN,
    // kafkajs logs every failed attempt as an error. This logs it as a warning, because the errors of the hub explain
    // the consequence.
    logCreator:
      () =>
      ({ namespace, log: { message, ...details } }) => {
        if (!INTENDED.test(message)) log.warn({ kafkajs: namespace, ...withoutNoise(details) }, message);
      },
  });
  return kafkajsLibrary(withDeadlines(kafka));
};

/** Uses a client of kafkajs. */
export const kafkajsLibrary = (kafka: Kafka): KafkaLibrary => ({
  admin: async () => {
    const admin = kafka.admin();
    try {
      await admin.connect();
    } catch (error) {
      await admin.disconnect().catch(() => undefined);
      throw error;
    }
    return new KafkajsAdmin(admin);
  },
  producer: (partitioner) => openProducer(kafka, partitioner),
  member: (options) => new KafkajsMember(kafka, options),
});

const openProducer = async (kafka: Kafka, partitioner: Partitioner): Promise<LibraryProducer> => {
  const producer = kafka.producer({
    idempotent: true,
    // kafkajs numbers the batches of one connection correctly only when they are sequential
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner:
      () =>
      ({ topic, message, partitionMetadata }) =>
        partitioner(topic, message as SentMessage, partitionMetadata.length),
    retry: { retries: 8, initialRetryTime: 100, maxRetryTime: 2_000 },
  });
  await producer.connect();
  return {
    send: async (messages) => {
      const topicMessages = messages.map(({ topic, messages: each }) => ({ topic, messages: [...each] }));
      const answers = await producer.sendBatch({ acks: -1, topicMessages });
      return answers.map(({ topicName: topic, partition, baseOffset }) => ({ topic, partition, baseOffset }));
    },
    close: () => producer.disconnect(),
  };
};

/**
 * Matches a warning about an intended setting: after some retries, the producer is replaced.
 * Its successor repeats the events, and readers recognise a repeated event by its id.
 */
const INTENDED = /^Limiting retries for the idempotent producer/;

/** Suppresses a warning of Node on the console of every process and command: kafkajs 2.2.4 sets timers to past moments, which is harmless. */
const withoutTimerWarning = (): void => {
  if (process.emitWarning.name === 'emitOthers') return;
  const emit = process.emitWarning.bind(process) as (...said: unknown[]) => void;
  process.emitWarning = function emitOthers(...said: unknown[]): void {
    if (said[1] !== 'TimeoutNegativeWarning') emit(...said);
  };
};

const withoutNoise = ({ timestamp: _, logger: _logger, stack: _stack, ...details }: Record<string, unknown>): object =>
  details;
