import type { Admin } from 'kafkajs';
import type { LibraryAdmin, NewTopic, TopicDescription, TopicSetting } from '../library.js';

/** kafkajs's ConfigResourceTypes.TOPIC and ConfigSource.TOPIC_CONFIG; the package itself is loaded on demand only. */
const TOPIC_RESOURCE = 2;
const CHOSEN_FOR_TOPIC = 1;

export class KafkajsAdmin implements LibraryAdmin {
  constructor(private readonly admin: Admin) {}

  listTopics(): Promise<string[]> {
    return this.admin.listTopics();
  }

  createTopics(topics: readonly NewTopic[]): Promise<boolean> {
    return this.admin.createTopics({
      topics: topics.map(({ topic, partitions, replicas, settings }) => ({
        topic,
        numPartitions: partitions,
        replicationFactor: replicas,
        configEntries: entriesOf(settings),
      })),
      // kafkajs would treat a broker without the metadata of the new topics as a failure
      waitForLeaders: false,
    });
  }

  async describeTopics(topics: readonly string[]): Promise<readonly TopicDescription[]> {
    return (await this.admin.fetchTopicMetadata({ topics: [...topics] })).topics;
  }

  offsets(topic: string): ReturnType<LibraryAdmin['offsets']> {
    return this.admin.fetchTopicOffsets(topic);
  }

  async settings(topics: readonly string[]): Promise<ReadonlyMap<string, readonly TopicSetting[]>> {
    const { resources } = await this.admin.describeConfigs({
      resources: topics.map((name) => ({ type: TOPIC_RESOURCE, name })),
      includeSynonyms: false,
    });
    return new Map(
      resources.map(({ resourceName, configEntries }) => [
        resourceName,
        configEntries.map(({ configName: name, configValue: value, configSource }) => ({
          name,
          value,
          chosen: (configSource as number) === CHOSEN_FOR_TOPIC,
        })),
      ]),
    );
  }

  async changeSettings(topic: string, settings: Readonly<Record<string, string>>): Promise<void> {
    await this.admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: TOPIC_RESOURCE, name: topic, configEntries: entriesOf(settings) }],
    });
  }

  close(): Promise<void> {
    return this.admin.disconnect();
  }
}

const entriesOf = (settings: Readonly<Record<string, string>>): { name: string; value: string }[] =>
  Object.entries(settings).map(([name, value]) => ({ name, value }));
