/** The Kafka libraries behind {@link KafkaLibrary}. */
export const KAFKA_CLIENTS = ['kafkajs', 'platformatic'] as const;
export type KafkaClientName = (typeof KAFKA_CLIENTS)[number];

/**
 * A Kafka library, as the hub uses it. Every call ends in time, also when the brokers say nothing.
 * A failure has the name of its protocol error in `type`, if the brokers gave one.
 */
export interface KafkaLibrary {
  /** Returns a connected admin client. */
  admin(): Promise<LibraryAdmin>;
  /** Returns a connected idempotent producer. */
  producer(partitioner: Partitioner): Promise<LibraryProducer>;
  /** Returns a member of a consumer group that has not joined yet. */
  member(options: MemberOptions): LibraryMember;
}

/** The connection to the brokers. `tls` has the content of the PEM files. */
export type ConnectionSettings = Readonly<{
  /** Returns the brokers as host:port, beginning with any of them. */
  brokers(): string[];
  clientId: string;
  tls: Readonly<{ ca?: string; cert?: string; key?: string }> | undefined;
  sasl:
    | Readonly<{ mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string }>
    | undefined;
}>;

export type Log = Readonly<{
  error(details: object, message: string): void;
  warn(details: object, message: string): void;
}>;

export type SentMessage = Readonly<{ key: string; value: string; headers: Readonly<Record<string, string>> }>;

export type ReceivedMessage = Readonly<{
  /** decimal */
  offset: string;
  key: Buffer | null;
  value: Buffer | null;
  headers?: Readonly<Record<string, HeaderValue>>;
}>;
export type HeaderValue = Buffer | string | readonly (Buffer | string)[] | undefined;

export type TopicMessages = Readonly<{ topic: string; messages: readonly SentMessage[] }>;

/** Returns the partition of a message in a topic with `partitions` partitions. Called once or more for each message. */
export type Partitioner = (topic: string, message: SentMessage, partitions: number) => number;

/** The decimal offset at which a partition stored the first of its messages. */
export type Acknowledgement = Readonly<{ topic: string; partition: number; baseOffset: string | undefined }>;

export interface LibraryProducer {
  /**
   * Sends messages, in order within each partition, and returns when all replicas in sync have them. Called again only
   * after the answer.
   */
  send(messages: readonly TopicMessages[]): Promise<readonly Acknowledgement[]>;
  close(): Promise<void>;
}

export type TopicPartition = Readonly<{ topic: string; partition: number }>;

/** The messages of one fetch from a partition. */
export type Batch = TopicPartition &
  Readonly<{
    messages: readonly ReceivedMessage[];
    /** the offset from which they were fetched */
    from: bigint;
    /** the last offset of the fetch; it can belong to a control record, which is no message */
    last: bigint;
    /** False once the partition is assigned anew, or the member leaves. */
    goesOn(): boolean;
    /** Reports that everything up to this offset is handled, and that the member is alive. */
    handled(offset: bigint): Promise<void>;
    /** Commits the handled offsets to Kafka. */
    commit(): Promise<void>;
  }>;

export type MemberOptions = Readonly<{
  group: string;
  topics: readonly string[];
  /** the time without a heartbeat, in ms, after which the member counts as gone */
  sessionMs: number;
  /** Starts an assignment. No batch of a partition comes before its position is sought. */
  given(partitions: readonly TopicPartition[]): void;
  /** Handles the next batch. One batch is handled at a time. */
  take(batch: Batch): Promise<void>;
  /** Reports that the member cannot go on, or that `take` failed. */
  failed(error: unknown): void;
  /** True once the member has to stop. */
  over(): boolean;
}>;

export interface LibraryMember {
  /** Resolves when the member has joined its group. */
  join(): Promise<void>;
  /** Fetches a partition from this offset on. */
  seek(partition: TopicPartition, offset: bigint): void;
  /** Leaves the group after the batch in progress. May be called again. */
  leave(): Promise<void>;
}

export type TopicDescription = Readonly<{
  name: string;
  /** `leader` is below 0 while there is none */
  partitions: readonly Readonly<{ leader: number; replicas: readonly number[] }>[];
}>;

/** `chosen`: set for this topic; otherwise the brokers have a default. */
export type TopicSetting = Readonly<{ name: string; value: string; chosen: boolean }>;

export type NewTopic = Readonly<{
  topic: string;
  partitions: number;
  replicas: number;
  settings: Readonly<Record<string, string>>;
}>;

export interface LibraryAdmin {
  listTopics(): Promise<readonly string[]>;
  /** Creates topics, without a wait for their leaders. False when some existed already; then the others are created. */
  createTopics(topics: readonly NewTopic[]): Promise<boolean>;
  /** Describes existing topics, in any order. */
  describeTopics(topics: readonly string[]): Promise<readonly TopicDescription[]>;
  /** Returns the decimal offsets of each partition, from `low` up to but not including `high`. */
  offsets(topic: string): Promise<readonly Readonly<{ partition: number; low: string; high: string }>[]>;
  /** Returns all settings of existing topics, by topic. */
  settings(topics: readonly string[]): Promise<ReadonlyMap<string, readonly TopicSetting[]>>;
  /** Replaces the settings that were chosen for a topic. */
  changeSettings(topic: string, settings: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}
