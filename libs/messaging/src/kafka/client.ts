import { readFile } from 'node:fs/promises';
import type { ContextName, Topic } from '#contracts';
import type { ConnectionSettings, KafkaClientName, KafkaLibrary, Log } from './library.js';

/**
 * The settings of the connection to Kafka. Without `tls` and `sasl`, the connection is neither encrypted nor
 * authenticated, which suits only a separate network or a trial.
 */
export type KafkaSettings = Readonly<{
  /** the library that talks to the brokers */
  client: KafkaClientName;
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

/** A client of the brokers, and the names of topics and groups there. */
export type KafkaClient = Readonly<{
  library: KafkaLibrary;
  log: Log;
  topicName(topic: Topic | DeadLetterTopic): string;
  groupName(reader: string): string;
  /** the name of a partition in checkpoints: `<topic>/<partition>`, without the prefix */
  sourceName(topicName: string, partition: number): string;
}>;

/** The topic of the dead-lettered messages of the processors of a context. */
export type DeadLetterTopic = `regie.${ContextName}.dead-letters.v1`;

/**
 * Creates the client of this process, without a connection yet.
 * @throws when a file of `tls` cannot be read
 */
export const kafkaClient = async (
  { client, brokers, clientId, prefix = '', tls, sasl }: KafkaSettings,
  log: Log,
): Promise<KafkaClient> => {
  const read = async (file: string | undefined): Promise<string | undefined> => file && readFile(file, 'utf8');
  const connection: ConnectionSettings = {
    brokers: () => inRandomOrder(brokers),
    clientId,
    tls: tls && { ca: await read(tls.ca), cert: await read(tls.cert), key: await read(tls.key) },
    sasl,
  };
  return {
    library: await OPEN[client](connection, log),
    log,
    topicName: (topic) => prefix + topic,
    groupName: (reader) => `${prefix}regie.${reader}${GROUP_SUFFIX[client]}`,
    sourceName: (topicName, partition) => `${topicName.slice(prefix.length)}/${partition}`,
  };
};

/** Each library is loaded when it is used, because a hub needs at most one of them. */
const OPEN: Readonly<Record<KafkaClientName, (settings: ConnectionSettings, log: Log) => Promise<KafkaLibrary>>> = {
  kafkajs: async (settings, log) => (await import('./kafkajs/library.js')).openKafkajs(settings, log),
  platformatic: async (settings, log) => (await import('./platformatic/library.js')).openPlatformatic(settings, log),
};

/** The end of group names. Members of both libraries in one group would refuse each other: they name its protocol differently. */
const GROUP_SUFFIX: Readonly<Record<KafkaClientName, string>> = { kafkajs: '', platformatic: '.platformatic' };

const inRandomOrder = (brokers: readonly string[]): string[] => {
  const start = Math.floor(Math.random() * brokers.length);
  return [...brokers.slice(start), ...brokers.slice(0, start)];
};
