import type { Admin } from '@platformatic/kafka';
import type { LibraryAdmin, NewTopic, TopicDescription, TopicSetting } from '../library.js';
import { ask } from './connections.js';

/** ConfigResourceTypes.TOPIC and ConfigSources.TOPIC_CONFIG of the protocol; the package itself is loaded on demand only. */
const TOPIC_RESOURCE = 2;
const CHOSEN_FOR_TOPIC = 1;
/** The timestamps of the protocol that stand for the first offset, and for the one after the last message. */
const [EARLIEST, LATEST] = [-2n, -1n];
const READ_UNCOMMITTED = 0;

export class PlatformaticAdmin implements LibraryAdmin {
  constructor(
    private readonly admin: Admin,
    readonly close: () => Promise<void>,
  ) {}

  async listTopics(): Promise<readonly string[]> {
    return ask('admin.listTopics', this.admin.listTopics()).catch((error: unknown) => {
      // The library fails for a partition without a leader, also of a topic that others have. The answer has all topics.
      const topics = answerIn(error as Failure)?.topics;
      if (!topics) throw error;
      return topics.filter(({ errorCode }) => errorCode === 0).map(({ name }) => name);
    });
  }

  async createTopics(topics: readonly NewTopic[]): Promise<boolean> {
    const made = await Promise.all(
      topics.map(({ topic, partitions, replicas, settings }) => {
        const creating = this.admin.createTopics({
          topics: [topic],
          partitions,
          replicas,
          configs: entriesOf(settings),
        });
        return ask('admin.createTopics', creating).then(
          () => true,
          (error: unknown) => {
            if ((error as { type?: string }).type === 'TOPIC_ALREADY_EXISTS') return false;
            throw error;
          },
        );
      }),
    );
    return made.every(Boolean);
  }

  async describeTopics(names: readonly string[]): Promise<readonly TopicDescription[]> {
    const { topics } = await ask('admin.metadata', this.admin.metadata({ topics: [...names], forceUpdate: true }));
    return names.map((name) => ({ name, partitions: topics.get(name)?.partitions ?? [] }));
  }

  async offsets(topic: string): ReturnType<LibraryAdmin['offsets']> {
    const [description] = await this.describeTopics([topic]);
    const at = async (timestamp: bigint): Promise<ReadonlyMap<number, bigint>> => {
      const partitions = description!.partitions.map((_, partitionIndex) => ({ partitionIndex, timestamp }));
      const listing = this.admin.listOffsets({
        topics: [{ name: topic, partitions }],
        isolationLevel: READ_UNCOMMITTED,
      });
      const [found] = await ask('admin.listOffsets', listing);
      return new Map(found!.partitions.map(({ partitionIndex, offset }) => [partitionIndex, offset]));
    };
    const [lows, highs] = [await at(EARLIEST), await at(LATEST)];
    return [...highs].map(([partition, high]) => ({ partition, low: String(lows.get(partition)), high: String(high) }));
  }

  async settings(topics: readonly string[]): Promise<ReadonlyMap<string, readonly TopicSetting[]>> {
    const resources = topics.map((resourceName) => ({ resourceType: TOPIC_RESOURCE, resourceName }) as const);
    const described = await ask('admin.describeConfigs', this.admin.describeConfigs({ resources }));
    return new Map(
      described.map(({ resourceName, configs }) => [
        resourceName,
        configs.map(({ name, value, configSource }) => ({
          name,
          value: value ?? '',
          chosen: configSource === CHOSEN_FOR_TOPIC,
        })),
      ]),
    );
  }

  async changeSettings(topic: string, settings: Readonly<Record<string, string>>): Promise<void> {
    const resources = [{ resourceType: TOPIC_RESOURCE, resourceName: topic, configs: entriesOf(settings) } as const];
    await ask('admin.alterConfigs', this.admin.alterConfigs({ resources: [...resources] }));
  }
}

type Failure = Readonly<{
  cause?: Failure;
  errors?: readonly Failure[];
  response?: Readonly<{ topics?: readonly Readonly<{ name: string; errorCode: number }>[] }>;
}>;

/** Returns the last answer of the brokers that an error of the library contains. */
const answerIn = ({ response, cause, errors = [] }: Failure): Failure['response'] =>
  response ?? [...errors, ...(cause ? [cause] : [])].map(answerIn).findLast(Boolean);

const entriesOf = (settings: Readonly<Record<string, string>>): { name: string; value: string }[] =>
  Object.entries(settings).map(([name, value]) => ({ name, value }));
