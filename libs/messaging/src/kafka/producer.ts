import { setTimeout } from 'node:timers/promises';
import { PUBLIC_EVENTS, type PublicEvent, type Topic } from '#contracts';
import type { BusProducer } from '../bus-ports.js';
import type { FailedMessage } from '../inbox/failed-messages.js';
import type { DeadLetterTopic, KafkaClient } from './client.js';
import { toMessage } from './cloud-event.js';
import type { Acknowledgement, LibraryProducer, SentMessage, TopicMessages } from './library.js';
import { partitionOf } from './partition.js';
import { TopicMissing, withAdmin } from './topics.js';

/** The largest request, in bytes: below max.message.bytes of the topics, however large a page is. */
const REQUEST_BYTES = 900_000;
/** The size of the headers and the frame of a message, estimated generously. */
const OVERHEAD_BYTES = 1_000;
/**
 * The time limit of a request with its retries. After it, the request has failed, and its producer of the library is
 * discarded.
 */
const PUBLISHED_WITHIN_MS = 15_000;

/** The brokers acknowledged something impossible: going on would hide a gap or a repeat. */
export class AcknowledgementWrong extends Error {
  override readonly name = 'AcknowledgementWrong';
}

/** The brokers did not acknowledge in time. The events may have arrived; sending them again is safe. */
class NotAcknowledged extends Error {
  override readonly name = 'NotAcknowledged';
}

/**
 * Publishes to Kafka: idempotent, acknowledged by all replicas in sync, one request at a time, in the order of the
 * batch.
 * A producer of the library that fails is discarded. Its last request may still arrive, and its successor repeats it; readers
 * recognise repeated events by their ids.
 */
export class KafkaProducer implements BusProducer {
  private connecting: Promise<LibraryProducer> | undefined;
  /** the partition of each message */
  private readonly placement = new WeakMap<SentMessage, number>();
  /** resolves when the previous request is answered, or has failed */
  private before: Promise<unknown> = Promise.resolve();
  /** per source, the position after the last event that was acknowledged to this producer */
  private readonly ends = new Map<string, string>();
  /** the number of partitions among which the messages of a topic are distributed, by the name of the topic */
  private readonly counts = new Map<string, number>();

  constructor(private readonly client: KafkaClient) {}

  /** Per `<topic>/<partition>`, the position after the last acknowledged event, as far as this producer has published there. */
  get acknowledged(): ReadonlyMap<string, string> {
    return this.ends;
  }

  /**
   * Forgets the positions and the number of partitions of a topic that is published again from the start: they describe
   * the previous topic.
   */
  forget(topic: Topic): void {
    for (const source of this.ends.keys()) if (source.startsWith(`${topic}/`)) this.ends.delete(source);
    this.counts.delete(this.client.topicName(topic));
  }

  /**
   * Distributes the events of a topic among its first `partitions` only. A stream then stays in its partition, and in
   * order, when the topic gets more.
   */
  keepTo(topic: Topic, partitions: number): void {
    this.counts.set(this.client.topicName(topic), partitions);
  }

  /** Returns the number of partitions among which the events of a topic are distributed; undefined before the first one. */
  partitions(topic: Topic): number | undefined {
    return this.counts.get(this.client.topicName(topic));
  }

  /**
   * @throws {TopicMissing} {@link NotAcknowledged} {@link AcknowledgementWrong} or an error of the library; the batch may be published again as it is
   */
  async publish(batch: readonly PublicEvent[]): Promise<void> {
    const placed = batch.map((event) => ({ topic: PUBLIC_EVENTS.get(event.type)!.topic, message: toMessage(event) }));
    for (const request of requests(placed)) await this.send(request);
  }

  /** Publishes a copy of a dead-lettered message. For one release it names its processor also in the previous field. */
  async publishDeadLetter(topic: DeadLetterTopic, failed: FailedMessage): Promise<void> {
    const value = JSON.stringify({ ...failed, follower: failed.processor });
    await this.send([{ topic, message: { key: failed.key, value, headers: { 'content-type': 'application/json' } } }]);
  }

  /** Waits for the request in progress, then disconnects. */
  async close(): Promise<void> {
    await this.before;
    const producer = this.connecting;
    this.connecting = undefined;
    await producer?.then(
      (connected) => connected.close(),
      () => undefined,
    );
  }

  /** Sends one request after the other, for all callers: an answer can only be checked against the previous one. */
  private send(request: readonly Placed[]): Promise<void> {
    const sent = this.before.then(() => this.sendNow(request));
    this.before = sent.catch(() => undefined);
    return sent;
  }

  private async sendNow(request: readonly Placed[]): Promise<void> {
    const topicMessages = this.byTopic(request);
    const connecting = this.connected(topicMessages);
    const sending = connecting.then((producer) => producer.send(topicMessages));
    const late = new AbortController();
    try {
      const answer = await Promise.race([
        sending,
        setTimeout(PUBLISHED_WITHIN_MS, undefined, { signal: late.signal, ref: false }),
      ]);
      if (!answer)
        throw new NotAcknowledged(
          `Kafka did not acknowledge ${request.length} events within ${PUBLISHED_WITHIN_MS / 1000} s`,
        );
      this.check(topicMessages, answer);
    } catch (error) {
      this.connecting = undefined;
      // Closes twice, because kafkajs may connect again for a request in progress. Neither is awaited, because a
      // connection may hang.
      const close = (): Promise<unknown> => connecting.then((producer) => producer.close()).catch(() => undefined);
      void close();
      void sending.catch(() => undefined).then(close);
      throw error;
    } finally {
      late.abort();
    }
  }

  private byTopic(request: readonly Placed[]): TopicMessages[] {
    const topics = new Map<string, SentMessage[]>();
    for (const { topic, message } of request) {
      const name = this.client.topicName(topic);
      const messages = topics.get(name);
      if (messages) messages.push(message);
      else topics.set(name, [message]);
    }
    return [...topics].map(([topic, messages]) => ({ topic, messages }));
  }

  private connected(wanted: readonly TopicMessages[]): Promise<LibraryProducer> {
    const connect = async (): Promise<LibraryProducer> => {
      await this.allThere(wanted.map(({ topic }) => topic));
      return this.client.library.producer((topic, message, present) => {
        const partition = partitionOf(message.key, this.countOf(topic, present));
        this.placement.set(message, partition);
        return partition;
      });
    };
    return (this.connecting ??= connect());
  }

  /**
   * Returns the number of partitions to use. A topic with fewer partitions than before was recreated, so all of them
   * are used.
   */
  private countOf(topic: string, present: number): number {
    const count = this.counts.get(topic);
    if (count === undefined) this.counts.set(topic, present);
    return Math.min(count ?? present, present);
  }

  /** Checks that the topics exist: kafkajs would ask for a missing one again and again, then report that it has no leader. */
  private async allThere(topics: readonly string[]): Promise<void> {
    const there = await withAdmin(this.client, (admin) => admin.listTopics());
    for (const topic of topics) if (!there.includes(topic)) throw new TopicMissing(topic);
  }

  /** Checks that every partition with events answers once, with an offset after everything acknowledged before. */
  private check(sent: readonly TopicMessages[], answer: readonly Acknowledgement[]): void {
    const counts = new Map<string, number>();
    for (const { topic, messages } of sent) {
      for (const message of messages) {
        const source = this.client.sourceName(topic, this.placement.get(message)!);
        counts.set(source, (counts.get(source) ?? 0) + 1);
      }
    }
    const wrong = (what: string): AcknowledgementWrong => {
      // The topic may have been recreated: its known positions are worthless, and the next attempt starts without them.
      this.ends.clear();
      return new AcknowledgementWrong(what);
    };
    for (const { topic, partition, baseOffset } of answer) {
      const source = this.client.sourceName(topic, partition);
      const count = counts.get(source);
      if (count === undefined)
        throw wrong(`${source} acknowledged events that it did not get, or acknowledged them twice`);
      counts.delete(source);
      const end = this.ends.get(source) ?? '0';
      if (baseOffset === undefined || BigInt(baseOffset) < BigInt(end)) {
        throw wrong(
          `${source} acknowledged offset ${baseOffset}, but everything before ${end} had been acknowledged already`,
        );
      }
      this.ends.set(source, String(BigInt(baseOffset) + BigInt(count)));
    }
    if (counts.size > 0) throw wrong(`${[...counts.keys()].join(', ')} acknowledged nothing`);
  }
}

type Placed = Readonly<{ topic: Topic | DeadLetterTopic; message: SentMessage }>;

/** Splits a batch into requests, in order. */
function* requests(batch: readonly Placed[]): Generator<readonly Placed[]> {
  let request: Placed[] = [];
  let bytes = 0;
  for (const placed of batch) {
    const size = Buffer.byteLength(placed.message.value) + OVERHEAD_BYTES;
    if (request.length > 0 && bytes + size > REQUEST_BYTES) {
      yield request;
      [request, bytes] = [[], 0];
    }
    request.push(placed);
    bytes += size;
  }
  if (request.length > 0) yield request;
}
