import { setTimeout } from 'node:timers/promises';
import type { Admin, Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { Topic } from '#contracts';
import type { BusConsumer, Consume, Subscription } from '../bus-ports.js';
import type { IncomingMessage, UnreadableMessage } from '../inbox/failed-messages.js';
import { CheckpointMoved } from '../projections/checkpoints.js';
import type { KafkaClient } from './client.js';
import { fromMessage } from './cloud-event.js';
import { extentOf, TopicMissing } from './topics.js';

export type ConsumerTimes = Readonly<{
  /** the silence, in ms, after which a member counts as gone and its partitions are assigned to others */
  session: number;
  /** the interval of the watchdog, in ms */
  look: number;
  /** the time, in ms, after which a consumer that lags without moving on is replaced */
  stalled: number;
}>;

const CONSUMER_TIMES: ConsumerTimes = { session: 10_000, look: 5_000, stalled: 60_000 };

/** The consumer lags and does not fetch. It is replaced. */
class ConsumerStalled extends Error {
  override readonly name = 'ConsumerStalled';
}

/** The largest page, in events: one transaction of the reader. */
const PAGE = 500;
/** The longest wait of a fetch for messages; also the longest time that leaving takes. */
const FETCH_WAIT_MS = 500;
const LEAVE_WITHIN_MS = 10_000;

/**
 * Reads topics as a member of a group, from the checkpoint in the database of the reader and never from the offset in Kafka.
 * A member that dies between its transaction and its offset, or works on a reassigned partition, neither loses nor doubles an event.
 */
export class KafkaConsumer implements BusConsumer<IncomingMessage> {
  /** problems that keep a reader from some of its events, by reader; for health */
  readonly alarms = new Map<string, string>();

  constructor(
    private readonly client: KafkaClient,
    private readonly times: ConsumerTimes = CONSUMER_TIMES,
  ) {}

  /** Ends with an error as soon as the client cannot go on; the processor consumes again, with a new client. */
  consume(reader: string, topics: readonly Topic[]): Consume<IncomingMessage> {
    return async (subscription, signal) => {
      const admin = this.client.kafka.admin();
      await admin.connect();
      try {
        const there = new Set(await admin.listTopics());
        const missing = topics.filter((topic) => !there.has(this.client.topicName(topic)));
        const found = topics.filter((topic) => !missing.includes(topic));
        const alarm = new TopicMissing(missing.map((topic) => this.client.topicName(topic)).join(', '));
        if (missing.length > 0) this.alarms.set(reader, alarm.message);
        else this.alarms.delete(reader);
        // Existing topics are read; the others are an alarm, and are looked for now and then.
        if (found.length === 0) throw alarm;
        await new GroupMember(this.client, this.times, reader, found, missing, admin, subscription, signal).run();
      } finally {
        await admin.disconnect().catch(() => undefined);
      }
    };
  }
}

/** The life of one client in a group. */
class GroupMember {
  private readonly consumer: Consumer;
  private readonly ended = Promise.withResolvers<void>();
  private over = false;
  /** the next offset to handle, by assigned partition */
  private positions = new Map<string, bigint>();
  /** resolves when the positions of the latest assignment are known and sought */
  private settled: Promise<void> = Promise.resolve();
  private joined = false;
  private handling = false;

  constructor(
    private readonly client: KafkaClient,
    private readonly times: ConsumerTimes,
    private readonly reader: string,
    private readonly topics: readonly Topic[],
    private readonly missing: readonly Topic[],
    private readonly admin: Admin,
    private readonly subscription: Subscription<IncomingMessage>,
    private readonly signal: AbortSignal,
  ) {
    this.consumer = client.kafka.consumer({
      groupId: client.groupName(reader),
      allowAutoTopicCreation: false,
      sessionTimeout: times.session,
      rebalanceTimeout: times.session,
      heartbeatInterval: Math.floor(times.session / 10),
      maxWaitTimeInMs: FETCH_WAIT_MS,
      retry: { retries: 4, initialRetryTime: 100, maxRetryTime: 2_000, restartOnFailure: async () => false },
    });
  }

  async run(): Promise<void> {
    const { consumer } = this;
    const leave = (): void => this.end();
    this.signal.addEventListener('abort', leave);
    const watching = new AbortController();
    try {
      consumer.on(consumer.events.CRASH, ({ payload }) => this.end(payload.error));
      consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => this.given(payload.memberAssignment));
      await consumer.connect();
      await consumer.subscribe({
        topics: this.topics.map((topic) => this.client.topicName(topic)),
        fromBeginning: true,
      });
      if (this.signal.aborted) return;
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: async (payload) => {
          try {
            await this.take(payload);
          } catch (error) {
            // kafkajs handles the errors of Kafka itself, above all those of a rebalance; any other error ends this client.
            if ((error as Error).name.startsWith('KafkaJS')) throw error;
            this.end(error);
          }
        },
      });
      void this.watch(watching.signal);
      await this.ended.promise;
    } finally {
      this.over = true;
      watching.abort();
      this.signal.removeEventListener('abort', leave);
      await this.settled.catch(() => undefined);
      await Promise.race([
        consumer.disconnect().catch(() => undefined),
        setTimeout(LEAVE_WITHIN_MS, undefined, { ref: false }),
      ]);
    }
  }

  /** Ends the client: on request, or because of this error. */
  private end(error?: unknown): void {
    this.over = true;
    if (error === undefined || this.signal.aborted) this.ended.resolve();
    else this.ended.reject(error);
  }

  /** Starts a new assignment of partitions. Called before the first fetch from them. */
  private given(assignment: Readonly<Record<string, number[]>>): void {
    this.joined = true;
    const partitions = Object.entries(assignment).flatMap(([topic, numbers]) =>
      numbers.map((partition) => ({ topic, partition })),
    );
    const positions = (this.positions = new Map<string, bigint>());
    // Sequential: a page of the previous assignment may still be in progress.
    const begin = async (): Promise<void> => {
      if (this.over) return;
      if (partitions.length === 0) return this.subscription.standBy?.();
      const extents = await extentOf(this.admin, this.client, this.topics);
      for (const { topic, partition } of partitions) {
        const source = this.client.sourceName(topic, partition);
        const { low, high } = extents.get(source)!;
        let position = BigInt(await this.subscription.after(source));
        if (position < low || position > high) position = await this.jump(source, position, low, high);
        positions.set(source, position);
        if (this.positions === positions) this.consumer.seek({ topic, partition, offset: String(position) });
      }
    };
    this.settled = this.settled.catch(() => undefined).then(begin);
    this.settled.catch((error: unknown) => this.end(error));
  }

  private async take(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const { topic, partition } = batch;
    const source = this.client.sourceName(topic, partition);
    const goesOn = (): boolean => !this.over && payload.isRunning() && !payload.isStale();
    await this.settled;
    const stands = this.positions.get(source);
    if (!goesOn() || stands === undefined) return;
    let position = stands;
    try {
      const fresh = batch.messages.filter(({ offset }) => BigInt(offset) >= position);
      // Every message was handled already: seek the position after them, or the same batch comes again.
      if (!fresh[0]) return this.consumer.seek({ topic, partition, offset: String(position) });
      if (BigInt(fresh[0].offset) > position) {
        const { low, high } = (await extentOf(this.admin, this.client, this.topics)).get(source)!;
        // Retention has removed these offsets, or kafkajs began elsewhere, or they were never messages for readers.
        if (low > position) position = await this.jump(source, position, low, high);
        else if (BigInt((batch as unknown as Fetched).fetchedOffset) > position)
          return this.consumer.seek({ topic, partition, offset: String(position) });
      }
      const arrivals = (page: readonly KafkaMessage[]): IncomingMessage[] =>
        page.map((message) => fromMessage(this.topicOf(topic), partition, message));
      const all = pages(fresh);
      let ready = arrivals(all[0]!);
      for (const [index, page] of all.entries()) {
        const last = page.at(-1)!.offset;
        // After the last message of a batch there may be records that are not for readers.
        const upTo = BigInt(page.at(-1) === fresh.at(-1) ? batch.lastOffset() : last) + 1n;
        const handled = this.handle(source, ready, upTo);
        // The next page is parsed while the database works on this one.
        ready = arrivals(all[index + 1] ?? []);
        await handled;
        this.positions.set(source, (position = upTo));
        payload.resolveOffset(last);
        await payload.heartbeat();
        if (!goesOn()) break;
      }
    } catch (error) {
      if (!(error instanceof CheckpointMoved)) throw error;
      // Another member has handled this partition meanwhile: go on from its position, if the partition is still assigned here.
      const moved = BigInt(await this.subscription.after(source));
      this.positions.set(source, moved);
      if (goesOn()) this.consumer.seek({ topic, partition, offset: String(moved) });
      return;
    }
    // The offsets in Kafka only hint at a start and show the progress to outside tools: a failure here does no harm.
    await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets()).catch(() => undefined);
  }

  private async handle(source: string, events: readonly IncomingMessage[], upTo: bigint): Promise<void> {
    this.handling = true;
    try {
      await this.subscription.handle({ source, events, upTo: String(upTo), mayRepeat: true });
    } finally {
      this.handling = false;
    }
  }

  /** Goes on at `low`, and leaves a failed message that names the missing events. */
  private async jump(source: string, position: bigint, low: bigint, high: bigint): Promise<bigint> {
    const lost: UnreadableMessage = {
      id: `${source}/${position}-${low}/${high}`,
      key: `${source}/${position}-${low}`,
      unreadable: position > high ? 'topic.shrunk' : 'topic.events-gone',
      detail:
        position > high
          ? `${this.reader} had handled ${source} up to ${position}, but it ends at ${high}: the topic was made anew or lost events; reading it from ${low}`
          : `${source} begins at ${low}, but ${this.reader} had only handled it up to ${position}: ${low - position} events were removed unread; rebuild from the source, or ask for them`,
      headers: {},
      value: '',
    };
    this.client.log.error({ reader: this.reader, source }, lost.detail);
    await this.handle(source, [lost], low);
    return low;
  }

  private topicOf(name: string): Topic {
    return this.topics.find((topic) => this.client.topicName(topic) === name)!;
  }

  private async watch(signal: AbortSignal): Promise<void> {
    let before = new Map<string, bigint>();
    let movedAt = Date.now();
    for (;;) {
      await setTimeout(this.times.look, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted || this.over) return;
      try {
        if (this.missing.length > 0) {
          const there = await this.admin.listTopics();
          // ends this client: the next one reads that topic too
          if (this.missing.some((topic) => there.includes(this.client.topicName(topic)))) return this.end();
        }
        const extents = await extentOf(this.admin, this.client, this.topics);
        const lagging = [...this.positions].filter(
          ([source, position]) => (extents.get(source)?.high ?? 0n) > position,
        );
        const still = this.joined
          ? lagging.length > 0 && lagging.every(([source, position]) => before.get(source) === position)
          : true;
        if (!still || this.handling) movedAt = Date.now();
        before = new Map(this.positions);
        if (Date.now() - movedAt < this.times.stalled) continue;
        const where =
          lagging.map(([source, position]) => `${source} at ${position}`).join(', ') || 'it was given no partitions';
        return this.end(
          new ConsumerStalled(
            `${this.reader} has not moved on for ${this.times.stalled / 1000} s (${where}); its client is made anew`,
          ),
        );
      } catch (error) {
        // The brokers do not answer: the client notices that as well, and its error says more.
        if (error instanceof TopicMissing) return this.end(error);
      }
    }
  }
}

/** The first fetched offset of a batch: kafkajs has it, but its types omit it. */
type Fetched = Readonly<{ fetchedOffset: string }>;

const pages = (messages: readonly KafkaMessage[]): KafkaMessage[][] =>
  Array.from({ length: Math.ceil(messages.length / PAGE) }, (_, number) =>
    messages.slice(number * PAGE, (number + 1) * PAGE),
  );
