import { setTimeout as pause } from 'node:timers/promises';
import {
  type Admin,
  Kafka,
  type KafkaConfig,
  logLevel,
  type Message,
  Partitioners,
  type Producer,
  type TopicPartitionOffsetAndMetadata,
} from 'kafkajs';
import { DataSource, type EntityManager } from 'typeorm';
import { type ContextName, mandateEnded, type PublicEvent, type Topic, TOPICS, toPublicEvent } from '#contracts';
import { dataSourceOptions } from '#postgres';
import { startKafka } from '#testing/kafka';
import { startPostgres } from '#testing/postgres';
import {
  type Applied,
  applyTopics,
  type ConsumerTimes,
  deadLetterTopic,
  type FailedMessage,
  FailedMessageHandler,
  type FailedMessageHandlerOptions,
  type IncomingMessage,
  type KafkaClient,
  kafkaClient,
  type KafkaClientName,
  KafkaConsumer,
  type KafkaSettings,
  parseAgain,
  PLATFORM_MIGRATIONS,
  Processor,
  type ProcessorHandle,
} from '../index.js';
import { toMessage } from '../kafka/cloud-event.js';

export const TOPIC = TOPICS.mandates;
export const PARTITIONS = 4;
export const quiet = { error: () => undefined, warn: () => undefined };

/** Times short enough for a spec. */
export const SHORT_TIMES: ConsumerTimes = { session: 6_000, look: 200, stalled: 3_000 };

const LATELY = new Date().toISOString();

/** Creates event `number` of a stream, as its context publishes it. */
export const eventOf = (stream: string, number: number, recordedAt = LATELY): PublicEvent => {
  const origin = { id: `${stream}#${number}`, stream, revision: number, recordedAt, metadata: {} };
  return toPublicEvent(mandateEnded, origin, '44021', { ...mandateEnded.sample, mandateId: `${stream}#${number}` });
};

/** The topics of the hub on a real broker, and the schema of a context with a table of the applied events, in order. */
export class KafkaFixture {
  prefix = '';
  private readonly running: ProcessorHandle[] = [];
  private producer: Producer | undefined;
  private begun = 0;

  private constructor(
    public client: KafkaClient,
    readonly brokers: readonly string[],
    private readonly library: KafkaClientName,
    private readonly given: string,
    readonly db: DataSource,
    readonly url: string,
    private readonly closing: () => Promise<void>,
  ) {}

  /** Opens the fixture on the broker of the run, or on `own`. Its clients use `library`. */
  static async open(library: KafkaClientName, own?: readonly string[]): Promise<KafkaFixture> {
    const kafka = own ? { brokers: own, prefix: '', stop: () => Promise.resolve() } : await startKafka();
    const postgres = await startPostgres();
    const url = await postgres.createDatabase();
    const db = await dataSource(url);
    await db.query('CREATE SCHEMA cases');
    await db.runMigrations();
    await db.query(
      'CREATE TABLE note (nr bigint GENERATED ALWAYS AS IDENTITY, reader text NOT NULL, stream text NOT NULL, number int NOT NULL)',
    );
    const settings = { client: library, brokers: kafka.brokers, clientId: 'spec', prefix: kafka.prefix };
    const client = await kafkaClient(settings, quiet);
    const fixture = new KafkaFixture(client, kafka.brokers, library, kafka.prefix, db, url, async () => {
      await db.destroy();
      await postgres.stop();
      await kafka.stop();
    });
    fixture.prefix = kafka.prefix;
    return fixture;
  }

  applyTopics(settings: Partial<Parameters<typeof applyTopics>[1]> = {}): Promise<Applied[]> {
    return applyTopics(this.client, {
      partitions: PARTITIONS,
      replicas: 1,
      retentionMs: -1,
      deadLetterRetentionMs: 3_600_000,
      ...settings,
    });
  }

  /** Creates a plain kafkajs client, without any code of the hub. */
  bare(config: Partial<KafkaConfig> = {}): Kafka {
    return new Kafka({ brokers: [...this.brokers], logLevel: logLevel.NOTHING, ...config });
  }

  /** Starts a spec with empty tables, and topics and groups under unused names. */
  async begin(): Promise<void> {
    await this.db.query('TRUNCATE note, checkpoints, processed_messages, failed_messages, stream_positions');
    this.prefix = `${this.given}${++this.begun}.`;
    this.client = await this.connect();
    await this.applyTopics();
  }

  /** Returns another client of the same library. */
  connect(settings: Partial<KafkaSettings> = {}): Promise<KafkaClient> {
    const { library: client, brokers, prefix } = this;
    return kafkaClient({ client, brokers, clientId: 'spec', prefix, ...settings }, quiet);
  }

  /** Recreates the topics under their names. */
  async recreateTopics(): Promise<void> {
    for (const topic of Object.values(TOPICS)) await this.removeTopic(topic);
    await this.applyTopics();
  }

  /** Puts messages into a topic as they are. */
  async put(messages: readonly Message[], topic: Topic = TOPIC): Promise<void> {
    if (!this.producer) {
      this.producer = this.bare().producer({
        createPartitioner: Partitioners.DefaultPartitioner,
        idempotent: true,
        maxInFlightRequests: 1,
      });
      await this.producer.connect();
    }
    await this.producer.send({ topic: this.client.topicName(topic), messages: [...messages] });
  }

  publish(...events: readonly PublicEvent[]): Promise<void> {
    return this.put(events.map(toMessage));
  }

  /** Returns the content of a topic, partition by partition. */
  async contents(topic: Topic = TOPIC): Promise<{ partition: number; offset: string; id: string }[]> {
    const ends = await this.administer((admin) => admin.fetchTopicOffsets(this.client.topicName(topic)));
    const left = new Map(
      ends.filter(({ high, low }) => high !== low).map(({ partition, high }) => [partition, BigInt(high)]),
    );
    const found: { partition: number; offset: string; id: string }[] = [];
    if (left.size === 0) return found;
    const consumer = this.bare().consumer({ groupId: `${this.prefix}contents-${Math.random()}`, maxWaitTimeInMs: 100 });
    const done = Promise.withResolvers<void>();
    await consumer.connect();
    await consumer.subscribe({ topic: this.client.topicName(topic), fromBeginning: true });
    await consumer.run({
      eachBatch: async ({ batch }) => {
        for (const { offset, headers } of batch.messages)
          found.push({ partition: batch.partition, offset, id: String(headers?.ce_id) });
        if (BigInt(batch.lastOffset()) + 1n >= (left.get(batch.partition) ?? 0n)) left.delete(batch.partition);
        if (left.size === 0) done.resolve();
      },
    });
    await done.promise;
    await consumer.disconnect();
    return found.sort((a, b) => a.partition - b.partition || Number(a.offset) - Number(b.offset));
  }

  /** Commits offsets to Kafka as a member of the group of the reader. */
  async commit(offsets: readonly TopicPartitionOffsetAndMetadata[], reader = 'cases.notes'): Promise<void> {
    const consumer = this.bare().consumer({ groupId: this.client.groupName(reader), maxWaitTimeInMs: 50 });
    const joined = Promise.withResolvers<void>();
    consumer.on(consumer.events.GROUP_JOIN, () => joined.resolve());
    await consumer.connect();
    await consumer.subscribe({ topics: [...new Set(offsets.map(({ topic }) => topic))] });
    await consumer.run({ autoCommit: false, eachBatch: () => Promise.resolve() });
    await joined.promise;
    await consumer.commitOffsets([...offsets]);
    await consumer.disconnect();
  }

  /** Removes a topic, and waits until it is gone. */
  async removeTopic(topic: Topic): Promise<void> {
    const name = this.client.topicName(topic);
    await this.administer(async (admin) => {
      await admin.deleteTopics({ topics: [name] });
      while ((await admin.listTopics()).includes(name)) await pause(20);
    });
  }

  /** Gives a topic more partitions, and waits until they have leaders. */
  async addPartitions(count: number, topic: Topic = TOPIC): Promise<void> {
    const name = this.client.topicName(topic);
    await this.administer(async (admin) => {
      await admin.createPartitions({ topicPartitions: [{ topic: name, count }] });
      const led = async (): Promise<number> =>
        (await admin.fetchTopicMetadata({ topics: [name] })).topics[0]!.partitions.filter(({ leader }) => leader >= 0)
          .length;
      while ((await led()) < count) await pause(20);
    });
    // A producer of the fixture that knows the topic keeps to its former partitions for minutes.
    await this.producer?.disconnect();
    this.producer = undefined;
  }

  /** Removes the messages before an offset from the partition of a stream, as retention does. */
  async removeBefore(stream: string, offset: number): Promise<void> {
    const partition = (await this.contents()).find(({ id }) => id.startsWith(`${stream}#`))!.partition;
    const topic = this.client.topicName(TOPIC);
    await this.administer(async (admin) => {
      // kafkajs needs the metadata of the topic first
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] });
    });
  }

  /** Returns the content of the topic of dead-lettered messages of a context. */
  async readDeadLetterTopic(context: ContextName): Promise<{ key: string; failed: FailedMessage }[]> {
    const found: { key: string; failed: FailedMessage }[] = [];
    const consumer = this.bare().consumer({ groupId: `${this.prefix}failed`, maxWaitTimeInMs: 100 });
    const first = Promise.withResolvers<void>();
    await consumer.connect();
    await consumer.subscribe({ topic: this.client.topicName(deadLetterTopic(context)), fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message: { key, value } }) => {
        found.push({ key: String(key), failed: JSON.parse(String(value)) as FailedMessage });
        first.resolve();
      },
    });
    await first.promise;
    await consumer.disconnect();
    return found;
  }

  private async administer<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.bare({ retry: { initialRetryTime: 50, retries: 20 } }).admin();
    await admin.connect();
    return work(admin).finally(() => admin.disconnect());
  }

  /** Starts a processor of the context cases. */
  reader({
    name = 'cases.notes',
    apply,
    client = this.client,
    times = SHORT_TIMES,
    topics = [TOPIC],
    db = this.db,
    ...options
  }: Reading = {}): ProcessorHandle {
    const consumer = new KafkaConsumer(client, times);
    const handler = new FailedMessageHandler({
      processor: name,
      db,
      apply: apply ?? noting(name),
      parseAgain,
      log: quiet,
      ...options,
    });
    const processor = new Processor<IncomingMessage>({
      name,
      db,
      log: quiet,
      consume: handler.withRetries(consumer.consume(name, topics)),
      apply: handler.apply,
    });
    processor.start();
    this.running.push(processor);
    return Object.defineProperty(processor, 'alarms', { get: () => consumer.alarms });
  }

  /** Returns the events that a processor applied, as `stream#number`, in order. */
  async notes(reader = 'cases.notes'): Promise<string[]> {
    return (
      await this.db.query<{ note: string }[]>(
        `SELECT stream || '#' || number AS note FROM note WHERE reader = $1 ORDER BY nr`,
        [reader],
      )
    ).map(({ note }) => note);
  }

  async count(reader = 'cases.notes'): Promise<number> {
    return (
      await this.db.query<{ count: number }[]>('SELECT count(*)::int AS count FROM note WHERE reader = $1', [reader])
    )[0]!.count;
  }

  /** Stops all processors, so that the next spec begins with none. */
  async rest(): Promise<void> {
    await Promise.all(this.running.splice(0).map((processor) => processor.stop()));
  }

  follow(processor: ProcessorHandle): ProcessorHandle {
    this.running.push(processor);
    processor.start();
    return processor;
  }

  async close(): Promise<void> {
    await this.rest();
    await this.producer?.disconnect().catch(() => undefined);
    await this.closing();
  }
}

export type Reading = Partial<FailedMessageHandlerOptions> &
  Readonly<{ name?: string; client?: KafkaClient; times?: ConsumerTimes; topics?: readonly Topic[] }>;

/** Stores the applied events. The table has no key: an event that is applied twice is there twice. */
export const noting =
  (reader: string) =>
  async (events: readonly PublicEvent[], tx: EntityManager): Promise<void> => {
    const names = events.map(({ id }) => id.split('#'));
    await tx.query(
      'INSERT INTO note (reader, stream, number) SELECT $1, stream, number FROM unnest($2::text[], $3::int[]) AS page (stream, number)',
      [reader, names.map(([stream]) => stream), names.map(([, number]) => number)],
    );
  };

/** Opens a separate connection to the schema of a {@link KafkaFixture}. */
export const dataSource = (url: string): Promise<DataSource> =>
  new DataSource({
    ...dataSourceOptions(url, { purpose: 'processors', name: 'spec', schema: 'cases', max: 8 }),
    migrations: PLATFORM_MIGRATIONS,
    migrationsTransactionMode: 'all',
  }).initialize();
