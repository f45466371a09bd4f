import { Logger } from '@nestjs/common';
import type { ContextName, PublicEvent, Topic } from '#contracts';
import type { EventStore } from '#event-store';
import {
  contextOf,
  deadLetterTopic,
  embeddedLog,
  FailedMessageHandler,
  type IncomingMessage,
  isReadable,
  type KafkaClient,
  kafkaClient,
  KafkaConsumer,
  KafkaProducer,
  kafkaPublisher,
  parseAgain,
  Processor,
  type ProcessorHandle,
  type ProcessorOptions,
  type ProcessorProgress,
  progressOnBus,
  type PublicProjection,
  type Publishes,
  type Reactor,
  reconcile,
  type Reconciled,
  type Reconciliation,
  RunningReactor,
  TOPIC_SETTINGS,
  TopicExaminer,
  type TopicSettings,
  untilApplied,
} from '#messaging';
import { Bus, type BusMember } from './bus-port.js';
import { InvalidSettings } from './settings/load-settings.js';
import type { Settings } from './settings/settings.js';

/** The interval at which a wait for a processor looks whether the process stops. */
const LOOK_AT_STOP_MS = 500;

/** The bus of contexts that share one process: each reads the public events of the others from the log of the process. */
export class EmbeddedBus extends Bus {
  readonly outside = false;
  /** the public events of each context */
  readonly publishes = new Map<ContextName, Publishes>();
  private readonly processors = new Map<string, ProcessorHandle>();

  constructor(private readonly store: EventStore) {
    super();
  }

  join({ name, publishes }: Pick<BusMember, 'name' | 'publishes'>): readonly ProcessorHandle[] {
    this.publishes.set(name, publishes);
    return [];
  }

  processor({ db, log }: BusMember, { name, from, apply, applied }: PublicProjection): ProcessorHandle {
    const consume = embeddedLog(this.store, this.publishes).consume(name, from.topics);
    const processor = new Processor({ name, db, log, consume, apply, applied });
    this.processors.set(name, processor);
    return processor;
  }

  reactor({ db, requests, dispatch, log }: BusMember, reactor: Reactor): ProcessorHandle {
    const { name, readModel } = reactor;
    const consume = embeddedLog(this.store, this.publishes).consume(name, readModel.from.topics);
    const model = this.processors.get(readModel.name)!;
    const running = new RunningReactor(reactor, requests.manager, dispatch, async ({ source, upTo }, signal) => {
      while (!(await model.reaches(source, upTo, LOOK_AT_STOP_MS))) signal.throwIfAborted();
    });
    return new Processor({ name, db, log, consume, before: running.before, apply: running.apply });
  }

  alarms(): Readonly<Record<string, string>> {
    return {};
  }

  reconcile(): Promise<readonly Reconciliation[]> {
    return Promise.resolve([]);
  }

  progress(): Promise<readonly ProcessorProgress[]> {
    return Promise.resolve([]);
  }

  async close(): Promise<void> {
    // there is nothing to close
  }
}

/** The bus of contexts in separate processes: they exchange events through Kafka. */
class KafkaBus extends Bus {
  readonly outside = true;
  private readonly producer: KafkaProducer;
  private readonly consumer: KafkaConsumer;
  private readonly members: BusMember[] = [];
  private readonly readers: Readonly<{ name: string; topics: readonly Topic[] }>[] = [];
  private readonly examiner: TopicExaminer;
  /** the ends of the partitions at the last reconciliation, by source */
  private readonly ends = new Map<string, string>();

  private constructor(
    readonly client: KafkaClient,
    topicSettings: TopicSettings,
    private readonly store: EventStore,
  ) {
    super();
    this.examiner = new TopicExaminer(client, topicSettings);
    this.producer = new KafkaProducer(client);
    this.consumer = new KafkaConsumer(client);
  }

  static async open(
    settings: Settings,
    clientId: string,
    store: EventStore,
    log: Parameters<typeof kafkaClient>[1],
  ): Promise<KafkaBus> {
    return new KafkaBus(await kafkaClientOf(settings, clientId, log), topicSettingsOf(settings), store);
  }

  join(member: BusMember): readonly ProcessorHandle[] {
    this.members.push(member);
    const { name, publishes, db, log } = member;
    return [kafkaPublisher(this.store, name, publishes, this.producer, db, log)];
  }

  processor(member: BusMember, { name, from, apply, applied }: PublicProjection): ProcessorHandle {
    return this.reader(member, name, from.topics, { apply, applied });
  }

  reactor(member: BusMember, reactor: Reactor): ProcessorHandle {
    const { name, readModel } = reactor;
    const { requests, dispatch } = member;
    const running = new RunningReactor(reactor, requests.manager, dispatch, ({ events }, signal) =>
      untilApplied(requests, readModel.name, events as readonly PublicEvent[], signal),
    );
    return this.reader(member, name, readModel.from.topics, {
      // An unreadable message has no reaction; it becomes a failed message.
      before: ({ events, ...page }, signal) => running.before({ ...page, events: events.filter(isReadable) }, signal),
      apply: running.apply,
    });
  }

  private reader(
    { db, log }: BusMember,
    name: string,
    topics: readonly Topic[],
    {
      apply,
      ...options
    }: Pick<ProcessorOptions<IncomingMessage>, 'before' | 'applied'> & Pick<PublicProjection, 'apply'>,
  ): ProcessorHandle {
    this.readers.push({ name, topics });
    const handler = new FailedMessageHandler({
      processor: name,
      db,
      apply,
      parseAgain,
      publishDeadLetter: (failed) => this.producer.publishDeadLetter(deadLetterTopic(contextOf(name)), failed),
      log: this.client.log,
    });
    const consume = handler.withRetries(this.consumer.consume(name, topics));
    return new Processor({ name, db, log, consume, apply: handler.apply, ...options });
  }

  alarms(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.consumer.alarms);
  }

  async reconcile(): Promise<readonly Reconciliation[]> {
    const contexts = await Promise.all(this.reconciled.map((each) => reconcile(this.client, each)));
    for (const { source, high } of contexts.flatMap(({ readers }) => readers).flatMap(({ topics }) => topics))
      this.ends.set(source, high);
    return contexts;
  }

  async progress(): Promise<readonly ProcessorProgress[]> {
    return (await Promise.all(this.reconciled.map((each) => progressOnBus(each, this.ends)))).flat();
  }

  close(): Promise<void> {
    return this.producer.close();
  }

  private get reconciled(): readonly Reconciled[] {
    return this.members.map(({ name: context, publishes, requests: db }) => ({
      context,
      store: this.store,
      publishes,
      db,
      readers: this.readers.filter(({ name }) => contextOf(name) === context),
      examiner: this.examiner,
    }));
  }
}

/**
 * Returns the Kafka client for the settings.
 * @throws {InvalidSettings} when a certificate or key cannot be read
 */
export const kafkaClientOf = async (
  settings: Settings,
  clientId: string,
  log: Parameters<typeof kafkaClient>[1],
): Promise<KafkaClient> => {
  const {
    kafkaBrokers,
    kafkaClient: client,
    kafkaPrefix: prefix,
    kafkaTls,
    kafkaTlsCa: ca,
    kafkaTlsCert: cert,
    kafkaTlsKey: key,
  } = settings;
  const { kafkaSaslMechanism: mechanism, kafkaUsername: username, kafkaPassword: password } = settings;
  try {
    return await kafkaClient(
      {
        client,
        brokers: kafkaBrokers!.split(','),
        clientId,
        prefix,
        ...(kafkaTls === 'yes' && { tls: { ca, cert, key } }),
        ...(mechanism && { sasl: { mechanism, username: username!, password: password! } }),
      },
      log,
    );
  } catch (error) {
    const { path, message } = error as NodeJS.ErrnoException;
    throw path === undefined
      ? error
      : new InvalidSettings(`REGIE_KAFKA_TLS_CA, _CERT and _KEY name files in PEM: ${message}`);
  }
};

/** Returns the part of the settings that concerns topics. */
export const topicSettingsOf = ({
  kafkaPartitions: partitions,
  kafkaReplicas: replicas,
  kafkaRetentionDays: days,
}: Settings): TopicSettings => ({
  ...TOPIC_SETTINGS,
  partitions,
  replicas,
  ...(days !== undefined && { retentionMs: days * 86_400_000 }),
});

/** Opens the bus of the settings for a process with this title. */
export const openBus = async ({
  title,
  settings,
  store,
}: Readonly<{ title: string; settings: Settings; store: EventStore }>): Promise<Bus> => {
  if (settings.bus === 'embedded') return new EmbeddedBus(store);
  const logger = new Logger('kafka');
  return KafkaBus.open(settings, clientIdOf(title), store, {
    error: (details, message) => logger.error({ ...details, msg: message }),
    warn: (details, message) => logger.warn({ ...details, msg: message }),
  });
};

/** The client id of this process in the logs and quotas of brokers: `regie-hub-cases`. */
const clientIdOf = (title: string): string => title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
