import type { Topic } from '#contracts';
import type { KafkaClient } from './client.js';
import type { Extent } from './topics.js';

/** Detects topics that get more partitions while a reader reads them. */
export class PartitionGrowth {
  /** the number of partitions at the first look, and at the last one, by topic */
  private readonly first = new Map<Topic, number>();
  private readonly last = new Map<Topic, number>();

  constructor(
    private readonly client: KafkaClient,
    private readonly reader: string,
  ) {}

  /** Names the topics that have grown since the first look; undefined when there are none. */
  get alarm(): string | undefined {
    const grown = [...this.first].filter(([topic, count]) => this.last.get(topic)! > count);
    if (grown.length === 0) return undefined;
    return grown
      .map(
        ([topic, count]) =>
          `${this.client.topicName(topic)} has ${this.last.get(topic)} partitions, and had ${count} when it was first read here: the new ones are read too, but the order of each stream is lost from there on, except for publishers that keep to the first ${count}; see "A topic needs more partitions" in docs/operations.md`,
      )
      .join('; ');
  }

  /** Forgets a topic that is missing, because it will be recreated. */
  forget(topic: Topic): void {
    this.first.delete(topic);
    this.last.delete(topic);
  }

  /** Records the partitions of each topic. True when a topic has more of them than at the previous look. */
  observe(topics: readonly Topic[], extents: ReadonlyMap<string, Extent>): boolean {
    const grown = topics.filter((topic) => {
      const count = [...extents.keys()].filter((source) => source.startsWith(`${topic}/`)).length;
      const before = this.last.get(topic);
      this.last.set(topic, count);
      // A topic with fewer partitions was recreated.
      if (before === undefined || count < before) this.first.set(topic, count);
      return before !== undefined && count > before;
    });
    if (grown.length > 0) this.client.log.error({ reader: this.reader }, this.alarm!);
    return grown.length > 0;
  }
}
