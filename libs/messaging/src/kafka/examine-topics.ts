import type { Topic } from '#contracts';
import type { KafkaClient } from './client.js';
import type { LibraryAdmin } from './library.js';
import { copiesOf, LARGEST_PIECE_BYTES, minInSync, type TopicSettings } from './topics.js';

/**
 * Lists the settings of existing topics that lose events or stop the publication, each with its remedy.
 * @param topics their names at the brokers
 */
export const examineTopics = async (
  admin: LibraryAdmin,
  topics: readonly string[],
  settings: TopicSettings,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  if (topics.length === 0) return new Map();
  const [settingsOf, descriptions] = await Promise.all([
    admin.settings(topics).catch((error: unknown) => {
      if (!String((error as { type?: string }).type).includes('AUTHORIZATION')) throw error;
      return undefined;
    }),
    admin.describeTopics(topics),
  ]);
  return new Map(
    descriptions.map((topic) => {
      const entries = settingsOf?.get(topic.name);
      if (!entries) return [topic.name, [`${topic.name}: its settings cannot be examined; ${ALLOW_DESCRIBING}`]];
      const config = new Map(entries.map(({ name, value }) => [name, value]));
      return [topic.name, problemsOfTopic(topic.name, copiesOf(topic), config, settings)];
    }),
  );
};

type Problem = Readonly<{ found: boolean; problem: string; remedy: string }>;
type Config = Readonly<{ get(name: string): string | undefined }>;

const problemsOfTopic = (topic: string, copies: number, config: Config, settings: TopicSettings): readonly string[] =>
  [...problemsOfRetention(config, settings), ...problemsOfCopies(config, copies, settings), ...problemsOfSize(config)]
    .filter(({ found }) => found)
    .map(({ problem, remedy }) => `${topic}: ${problem}; ${remedy}`);

/** Lists the settings that remove events. */
const problemsOfRetention = (config: Config, { retentionMs }: TopicSettings): readonly Problem[] => {
  const [policy, time, bytes] = ['cleanup.policy', 'retention.ms', 'retention.bytes'].map((name) => config.get(name));
  return [
    {
      found: policy?.includes('compact') === true,
      problem: `cleanup.policy is ${policy}: only the last event of each stream is kept`,
      remedy: APPLY,
    },
    {
      found: isShorter(Number(time), retentionMs),
      problem: `retention.ms is ${time}: events are removed sooner than REGIE_KAFKA_RETENTION_DAYS says`,
      remedy: `${APPLY}, or set REGIE_KAFKA_RETENTION_DAYS`,
    },
    {
      found: bytes !== '-1',
      problem: `retention.bytes is ${bytes}: events are removed for their size, whether they are read or not`,
      remedy: APPLY,
    },
  ];
};

/** Lists the settings that lose acknowledged events with a broker, or that prevent acknowledgements. */
const problemsOfCopies = (config: Config, copies: number, { replicas }: TopicSettings): readonly Problem[] => {
  const inSync = Number(config.get('min.insync.replicas'));
  return [
    {
      found: config.get('unclean.leader.election.enable') === 'true',
      problem:
        'unclean.leader.election.enable is true: a broker that lags may become the leader, and acknowledged events are lost',
      remedy: APPLY,
    },
    {
      found: inSync < minInSync(copies),
      problem: `min.insync.replicas is ${inSync} of ${copies}: events count as published on one broker, and are lost with it`,
      remedy: APPLY,
    },
    {
      found: inSync > copies,
      problem: `min.insync.replicas is ${inSync}, but there are only ${count(copies)}: nothing can be published`,
      remedy: APPLY,
    },
    {
      found: inSync === copies && copies > 1,
      problem: `min.insync.replicas is ${inSync} of ${copies}: nothing can be published while one broker is away`,
      remedy: APPLY,
    },
    {
      found: copies < replicas,
      problem: `there ${copies === 1 ? 'is' : 'are'} only ${count(copies)} of each event, not ${replicas}: events are lost with their brokers`,
      remedy: 'add replicas (kafka-reassign-partitions.sh), or set REGIE_KAFKA_REPLICAS',
    },
  ];
};

const problemsOfSize = (config: Config): readonly Problem[] => {
  const largest = config.get('max.message.bytes');
  return [
    {
      found: Number(largest) < LARGEST_PIECE_BYTES,
      problem: `max.message.bytes is ${largest}: a larger request is refused, and the publication stops there`,
      remedy: APPLY,
    },
  ];
};

const APPLY = 'correct it with: npx regie topics apply';
const ALLOW_DESCRIBING = 'allow the user of REGIE_KAFKA_USERNAME to describe the configuration of topics';

const isShorter = (retention: number, wanted: number): boolean =>
  retention !== -1 && (wanted === -1 || retention < wanted);

const count = (copies: number): string => (copies === 1 ? '1 copy' : `${copies} copies`);

const EXAMINED_EVERY_MS = 60_000;

/** Examines the settings of topics at most once a minute, and logs each new problem. */
export class TopicExaminer {
  private readonly examined = new Map<string, Readonly<{ at: number; problems: readonly string[] }>>();

  constructor(
    private readonly client: KafkaClient,
    private readonly settings: TopicSettings,
  ) {}

  /** Returns the problems of topics that exist. */
  async examine(admin: LibraryAdmin, topics: readonly Topic[]): Promise<readonly string[]> {
    const names = topics.map((topic) => this.client.topicName(topic));
    const now = performance.now();
    const due = names.filter((name) => now - (this.examined.get(name)?.at ?? -Infinity) >= EXAMINED_EVERY_MS);
    for (const [name, problems] of await examineTopics(admin, due, this.settings)) {
      const known = this.examined.get(name)?.problems ?? [];
      for (const problem of problems) if (!known.includes(problem)) this.client.log.error({ topic: name }, problem);
      this.examined.set(name, { at: now, problems });
    }
    return names.flatMap((name) => this.examined.get(name)?.problems ?? []);
  }
}
