import type { Topic } from '#contracts';
import type { BusConsumer, Consume } from '../bus-ports.js';
import type { IncomingMessage } from '../inbox/failed-messages.js';
import type { KafkaClient } from './client.js';
import { type ConsumerTimes, GroupMember } from './group-member.js';
import { PartitionGrowth } from './partition-growth.js';
import { extentOf, TopicMissing, withAdmin } from './topics.js';

const CONSUMER_TIMES: ConsumerTimes = { session: 10_000, look: 5_000, stalled: 60_000 };

/**
 * Reads topics as a member of a group. It starts from the checkpoint in the database of the reader, never from the
 * offset in Kafka.
 * So no event is lost or applied twice when a member dies before it commits its offset, or works on a reassigned
 * partition.
 */
export class KafkaConsumer implements BusConsumer<IncomingMessage> {
  private readonly missing = new Map<string, string>();
  private readonly growth = new Map<string, PartitionGrowth>();

  constructor(
    private readonly client: KafkaClient,
    private readonly times: ConsumerTimes = CONSUMER_TIMES,
  ) {}

  /** problems because of which a reader misses events or loses their order, by reader; for health */
  get alarms(): ReadonlyMap<string, string> {
    const alarms = new Map(this.missing);
    for (const [reader, { alarm }] of this.growth)
      if (alarm !== undefined) alarms.set(reader, [this.missing.get(reader), alarm].filter(Boolean).join('; '));
    return alarms;
  }

  /** Ends with an error as soon as the client cannot go on; the processor consumes again, with a new client. */
  consume(reader: string, topics: readonly Topic[]): Consume<IncomingMessage> {
    const growth = new PartitionGrowth(this.client, reader);
    this.growth.set(reader, growth);
    return (subscription, signal) =>
      withAdmin(this.client, async (admin) => {
        const there = new Set(await admin.listTopics());
        const missing = topics.filter((topic) => !there.has(this.client.topicName(topic)));
        const found = topics.filter((topic) => !missing.includes(topic));
        const alarm = new TopicMissing(missing.map((topic) => this.client.topicName(topic)).join(', '));
        if (missing.length > 0) this.missing.set(reader, alarm.message);
        else this.missing.delete(reader);
        for (const topic of missing) growth.forget(topic);
        // Existing topics are read. Missing topics are reported in `alarms`, and the group member looks for them at
        // intervals.
        if (found.length === 0) throw alarm;
        // Observed before the group assigns partitions, so that the first assignment has at least these.
        growth.observe(found, await extentOf(admin, this.client, found));
        await new GroupMember(
          this.client,
          this.times,
          reader,
          found,
          missing,
          growth,
          admin,
          subscription,
          signal,
        ).run();
      });
  }
}
