import { readFile } from 'node:fs/promises';
import type { Kafka, KafkaConfig, SASLOptions } from 'kafkajs';
import type { ContextName, Topic } from '#contracts';

/** How to reach Kafka. Without `tls` and `sasl` everything travels in the clear: for a network of its own, and for trying out. */
export type KafkaSettings = Readonly<{
  /** host:port; those from which the others are found */
  brokers: readonly string[];
  /** how this process calls itself towards the brokers */
  clientId: string;
  /** in front of the names of topics and groups, for several hubs on one cluster */
  prefix?: string;
  /** files, PEM. `ca` is needed when the brokers' certificate is not signed by a public authority; `cert` and `key` when they ask for ours. */
  tls?: Readonly<{ ca?: string; cert?: string; key?: string }>;
  sasl?: Readonly<{ mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string }>;
}>;

type Log = Readonly<{ error(details: object, message: string): void; warn(details: object, message: string): void }>;

/** A way to the brokers, and what topics and groups are called there. */
export type KafkaClient = Readonly<{
  kafka: Kafka;
  log: Log;
  topicName(topic: Topic | DeadLetterTopic): string;
  groupName(reader: string): string;
  /** `<topic>/<partition>`, what a partition is called in checkpoints: without the prefix */
  sourceName(topicName: string, partition: number): string;
}>;

/** Where the dead letters of the readers of a context go. */
export type DeadLetterTopic = `regie.${ContextName}.dead-letters.v1`;

/** A request that is not answered in this time has failed. */
const REQUEST_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 3_000;

/**
 * The client of this process. Nothing is connected yet. kafkajs is loaded here and nowhere before: a hub in a box does without.
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
    brokers: [...brokers],
    clientId,
    ssl,
    // kafkajs writes into what it is given
    sasl: sasl && ({ ...sasl } as SASLOptions),
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Beyond these tries a client is given up and made anew by those who use it, and what they wait for is visible.
    retry: { retries: 4, initialRetryTime: 100, maxRetryTime: 2_000 },
    logLevel: logLevel.WARN,
    // What is an error to kafkajs is a try that failed: our own errors say what it means.
    logCreator:
      () =>
      ({ namespace, log: { message, ...details } }) => {
        if (!INTENDED.test(message)) log.warn({ kafkajs: namespace, ...withoutNoise(details) }, message);
      },
  });
  return {
    kafka,
    log,
    topicName: (topic) => prefix + topic,
    groupName: (reader) => `${prefix}regie.${reader}`,
    sourceName: (topicName, partition) => `${topicName.slice(prefix.length)}/${partition}`,
  };
};

/** A producer of ours is given up after some tries, and its successor sends again: readers know an event by its id. */
const INTENDED = /^Limiting retries for the idempotent producer/;

/** kafkajs 2.2.4 sets timers to moments that are past, which is harmless; Node would say so on the console of every process and command. */
const withoutTimerWarning = (): void => {
  if (process.emitWarning.name === 'emitOthers') return;
  const emit = process.emitWarning.bind(process) as (...said: unknown[]) => void;
  process.emitWarning = function emitOthers(...said: unknown[]): void {
    if (said[1] !== 'TimeoutNegativeWarning') emit(...said);
  };
};

const withoutNoise = ({ timestamp: _, logger: _logger, stack: _stack, ...details }: Record<string, unknown>): object =>
  details;
