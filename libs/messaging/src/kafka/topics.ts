import { setTimeout } from 'node:timers/promises';
import { type ContextName, type Topic, TOPICS } from '#contracts';
import { retry } from '#postgres';
import type { DeadLetterTopic, KafkaClient } from './client.js';
import type { LibraryAdmin, TopicDescription } from './library.js';

/** A required topic is missing. No topic is created automatically, because the broker would choose its settings. */
export class TopicMissing extends Error {
  override readonly name = 'TopicMissing';
  constructor(readonly topic: string) {
    super(`the topic ${topic} does not exist; make it with: npx regie topics apply`);
  }
}

export type TopicSettings = Readonly<{
  /** partitions of a topic of events; never changed once the topic exists */
  partitions: number;
  /** copies of each partition; with three or more, two of them have to be in sync for an acknowledgement */
  replicas: number;
  /**
   * retention of events, in ms; -1 keeps them for ever, because a rebuild in another context reads them from the start
   */
  retentionMs: number;
  /** retention of dead-lettered messages, in ms */
  deadLetterRetentionMs: number;
}>;

export const TOPIC_SETTINGS: TopicSettings = {
  partitions: 6,
  replicas: 3,
  retentionMs: -1,
  deadLetterRetentionMs: 90 * 24 * 60 * 60 * 1_000,
};

/**
 * `refused`: the topic exists with another number of partitions and stays as it is.
 * A change would put events of one stream in two partitions and lose their order.
 */
export type Applied = Readonly<{
  topic: string;
  outcome: 'created' | 'changed' | 'unchanged' | 'refused';
  detail?: string;
}>;

const LED_WITHIN_MS = 30_000;
/**
 * The value of max.message.bytes: twice the largest message. The limit is for a whole batch, so it also applies to many
 * small events.
 */
export const LARGEST_PIECE_BYTES = 2_097_152;

export const deadLetterTopic = (context: ContextName): DeadLetterTopic => `regie.${context}.dead-letters.v1`;

/** Returns the context of a reader: `cases.directory` belongs to cases. */
export const contextOf = (reader: string): ContextName => reader.split('.')[0] as ContextName;

/** Creates the topics of the hub, and corrects the settings of existing ones. Idempotent. */
export const applyTopics = async (client: KafkaClient, settings: TopicSettings = TOPIC_SETTINGS): Promise<Applied[]> =>
  withAdmin(client, async (admin) => {
    const contexts = Object.keys(TOPICS) as ContextName[];
    const wanted: Wanted[] = [
      ...contexts.map((context) => ({
        topic: client.topicName(TOPICS[context]),
        partitions: settings.partitions,
        config: configOf(settings.retentionMs),
      })),
      ...contexts.map((context) => ({
        topic: client.topicName(deadLetterTopic(context)),
        partitions: 1,
        config: configOf(settings.deadLetterRetentionMs),
      })),
    ];
    const there = new Set(await admin.listTopics());
    const absent = wanted.filter(({ topic }) => !there.has(topic));
    const created = absent.length > 0 && (await create(admin, absent, settings.replicas));
    const applied: Applied[] = [];
    // Topics that another process has just created are checked like any other.
    for (const topic of wanted)
      applied.push(
        created && absent.includes(topic) ? { topic: topic.topic, outcome: 'created' } : await correct(admin, topic),
      );
    return applied;
  });

/** The offsets of a partition, from `low` up to but not including `high`. */
export type Extent = Readonly<{ low: bigint; high: bigint }>;

/**
 * Returns the offsets of each partition of the topics, by source name.
 * @throws {TopicMissing}
 */
export const extentOf = async (
  admin: LibraryAdmin,
  client: KafkaClient,
  topics: readonly Topic[],
): Promise<Map<string, Extent>> => {
  const { extents, missing } = await lookAt(admin, client, topics);
  if (missing[0]) throw new TopicMissing(client.topicName(missing[0]));
  return extents;
};

/** Returns the offsets of each partition of the topics that exist, and the topics that are missing. */
export const lookAt = async (
  admin: LibraryAdmin,
  client: KafkaClient,
  topics: readonly Topic[],
): Promise<{ extents: Map<string, Extent>; missing: Topic[] }> => {
  const there = new Set(await admin.listTopics());
  const extents = new Map<string, Extent>();
  const missing = topics.filter((topic) => !there.has(client.topicName(topic)));
  for (const topic of topics.filter((wanted) => !missing.includes(wanted))) {
    const name = client.topicName(topic);
    for (const { partition, low, high } of await offsetsOf(admin, name)) {
      extents.set(client.sourceName(name, partition), { low: BigInt(low), high: BigInt(high) });
    }
  }
  return { extents, missing };
};

/** The names of the error that a broker no longer leads a partition, and of the error that none does yet. */
const CHANGING_LEADER: readonly (string | undefined)[] = [
  'NOT_LEADER_FOR_PARTITION',
  'NOT_LEADER_OR_FOLLOWER',
  'LEADER_NOT_AVAILABLE',
];

/** Fetches the offsets of a topic, again while a partition is changing its leader. */
const offsetsOf = (admin: LibraryAdmin, topic: string): ReturnType<LibraryAdmin['offsets']> =>
  retry(() => admin.offsets(topic), {
    minTimeout: 100,
    factor: 1,
    maxRetryTime: LED_WITHIN_MS,
    isTransient: (error) => CHANGING_LEADER.includes((error as { type?: string }).type),
  });

/**
 * Returns the current offsets of each source of the topics.
 * For a rebuild, `high` is the position to reach, and `low` the number of events that are gone.
 * @throws {TopicMissing}
 */
export const topicExtents = (client: KafkaClient, topics: readonly Topic[]): Promise<ReadonlyMap<string, Extent>> =>
  withAdmin(client, (admin) => extentOf(admin, client, topics));

/** Runs work with an admin client, and closes the client afterwards without a long wait. */
export const withAdmin = async <T>(client: KafkaClient, work: (admin: LibraryAdmin) => Promise<T>): Promise<T> => {
  const admin = await client.library.admin();
  try {
    return await work(admin);
  } finally {
    await admin.close().catch(() => undefined);
  }
};

type Wanted = Readonly<{ topic: string; partitions: number; config: Readonly<Record<string, string>> }>;

const configOf = (retentionMs: number): Record<string, string> => ({
  'cleanup.policy': 'delete',
  'retention.ms': String(retentionMs),
  // retention by time only, because a limit of size would remove events unexpectedly
  'retention.bytes': '-1',
  'max.message.bytes': String(LARGEST_PIECE_BYTES),
  // a replica that lags must not become the leader, because acknowledged events would be lost
  'unclean.leader.election.enable': 'false',
});

/**
 * The number of copies in sync that an acknowledgement requires. With fewer than three copies, one suffices, so that
 * events are published while a broker is away.
 */
export const minInSync = (replicas: number): number => (replicas >= 3 ? 2 : 1);

/** Creates topics. False when some existed already; then the others have been created. */
const create = async (admin: LibraryAdmin, topics: readonly Wanted[], replicationFactor: number): Promise<boolean> => {
  const inSync = { 'min.insync.replicas': String(minInSync(replicationFactor)) };
  const made = await admin.createTopics(
    topics.map(({ topic, partitions, config }) => ({
      topic,
      partitions,
      replicas: replicationFactor,
      settings: { ...config, ...inSync },
    })),
  );
  const deadline = Date.now() + LED_WITHIN_MS;
  while (
    !(await haveLeaders(
      admin,
      topics.map(({ topic }) => topic),
    ))
  ) {
    if (Date.now() > deadline)
      throw new Error(
        `the topics are made, but after ${LED_WITHIN_MS / 1000} s some of their partitions have no leader`,
      );
    await setTimeout(50);
  }
  // An elected leader may not be ready yet: the next publication would be refused.
  for (const { topic } of topics) await offsetsOf(admin, topic);
  return made;
};

/** The names of the errors that a new topic has for a moment. */
const NOT_THERE_YET: readonly (string | undefined)[] = ['LEADER_NOT_AVAILABLE', 'UNKNOWN_TOPIC_OR_PARTITION'];

const haveLeaders = async (admin: LibraryAdmin, topics: readonly string[]): Promise<boolean> => {
  const there = await admin.listTopics();
  if (!topics.every((topic) => there.includes(topic))) return false;
  const found = await admin.describeTopics(topics).catch((error: unknown) => {
    if (NOT_THERE_YET.includes((error as { type?: string }).type)) return [];
    throw error;
  });
  if (found.length < topics.length) return false;
  return found.every(({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0));
};

const correct = async (admin: LibraryAdmin, { topic, partitions, config }: Wanted): Promise<Applied> => {
  const [description] = await admin.describeTopics([topic]);
  const actual = description!.partitions.length;
  if (actual !== partitions) {
    return {
      topic,
      outcome: 'refused',
      detail: `it has ${actual} partitions, not ${partitions}; another number would put events of one stream in two partitions and lose their order`,
    };
  }
  const present = (await admin.settings([topic])).get(topic)!;
  // The value depends on the actual number of copies, which may be lower than in the settings: a higher value would
  // stop the publication.
  const wanted = { ...config, 'min.insync.replicas': String(minInSync(copiesOf(description!))) };
  const different = Object.entries(wanted).filter(
    ([name, value]) => present.find((setting) => setting.name === name)?.value !== value,
  );
  if (different.length === 0) return { topic, outcome: 'unchanged' };
  // The request replaces all settings of the topic, so those that others have chosen are repeated.
  const chosen = present.filter((setting) => setting.chosen).map(({ name, value }) => [name, value] as const);
  await admin.changeSettings(topic, { ...Object.fromEntries(chosen), ...wanted });
  return { topic, outcome: 'changed', detail: different.map(([name, value]) => `${name}=${value}`).join(', ') };
};

/** The lowest number of copies of any partition of a topic. */
export const copiesOf = ({ partitions }: Pick<TopicDescription, 'partitions'>): number =>
  Math.min(...partitions.map(({ replicas }) => replicas.length));
