import { readFile } from 'node:fs/promises';
import type { Kafka, KafkaConfig, SASLOptions } from 'kafkajs';
import type { ContextName, Topic } from '#contracts';
import { withDeadlines } from './call-deadlines.js';
import { connectToBroker } from './sockets.js';

/**
 * The settings of the connection to Kafka. Without `tls` and `sasl`, the connection is neither encrypted nor
 * authenticated, which suits only a separate network or a trial.
 */
export type KafkaSettings = Readonly<{
  /** host:port; the brokers through which the others are found */
  brokers: readonly string[];
  /** the name of this process towards the brokers */
  clientId: string;
  /** in front of the names of topics and groups, for several hubs on one cluster */
  prefix?: string;
  /**
   * PEM files. `ca` is needed when no public authority signed the certificate of the brokers.
   * `cert` and `key` are needed when the brokers require a client certificate.
   */
  tls?: Readonly<{ ca?: string; cert?: string; key?: string }>;
  sasl?: Readonly<{ mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string }>;
}>;

type Log = Readonly<{ error(details: object, message: string): void; warn(details: object, message: string): void }>;

/** A client of the brokers, and the names of topics and groups there. */
export type KafkaClient = Readonly<{
  /** every call of its clients ends in time */
  kafka: Kafka;
  log: Log;
  topicName(topic: Topic | DeadLetterTopic): string;
  groupName(reader: string): string;
  /** the name of a partition in checkpoints: `<topic>/<partition>`, without the prefix */
  sourceName(topicName: string, partition: number): string;
}>;

/** The topic of the dead-lettered messages of the processors of a context. */
export type DeadLetterTopic = `regie.${ContextName}.dead-letters.v1`;

/** The time after which a request without an answer has failed; kafkajs then asks another broker. */
const REQUEST_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 3_000;

/**
 * Creates the client of this process, without a connection yet. kafkajs is loaded only here, because a hub without
 * Kafka does not need it.
 * @throws when a file of `tls` cannot be read
 */
export const kafkaClient = async (
  { brokers, clientId, prefix = '', tls, sasl }: KafkaSettings,
  log: Log,
): Promise<KafkaClient> => {
  const { Kafka, logLevel } = await import('kafkajs');
  withoutTimerWarning();
  const read = async (file: string | undefined): Promise<string | undefined> => file && readFile(file, 'utf8');
  const ssl: KafkaConfig['ssl'] = tls && {
    ca: await read(tls.ca),
    cert: await read(tls.cert),
    key: await read(tls.key),
    rejectUnauthorized: true,
  };
  const kafka = new Kafka({
    // kafkajs always tries the first broker first. In a fixed order, a first broker that does not answer would block
    // every client.
    brokers: () => Promise.resolve(inRandomOrder(brokers)),
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
  return {
    kafka: withDeadlines(kafka),
    log,
    topicName: (topic) => prefix + topic,
    groupName: (reader) => `${prefix}regie.${reader}`,
    sourceName: (topicName, partition) => `${topicName.slice(prefix.length)}/${partition}`,
  };
};

const inRandomOrder = (brokers: readonly string[]): string[] => {
  const start = Math.floor(Math.random() * brokers.length);
  return [...brokers.slice(start), ...brokers.slice(0, start)];
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
