import { setTimeout } from 'node:timers/promises';
import type { Admin, Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { Topic } from '#contracts';
import type { Subscription } from '../bus-ports.js';
import type { IncomingMessage, UnreadableMessage } from '../inbox/failed-messages.js';
import { CheckpointMoved } from '../projections/checkpoints.js';
import { answered, BrokersSilent } from './call-deadlines.js';
import type { KafkaClient } from './client.js';
import { fromMessage } from './cloud-event.js';
import type { PartitionGrowth } from './partition-growth.js';
import { type Extent, extentOf, TopicMissing } from './topics.js';

export type ConsumerTimes = Readonly<{
  /** the time without a heartbeat, in ms, after which a member counts as gone and its partitions go to others */
  session: number;
  /** the interval of the watchdog, in ms */
  look: number;
  /** the time, in ms, after which a consumer that lags without moving on is replaced */
  stalled: number;
}>;

/** The consumer lags and does not fetch. It is replaced. */
class ConsumerStalled extends Error {
  override readonly name = 'ConsumerStalled';
}

/** The largest page, in events: one transaction of the reader. */
const PAGE = 500;
/** The longest wait of a fetch for messages, in ms. Leaving an idle group waits for the fetch. */
const FETCH_WAIT_MS = 500;
const LEAVE_WITHIN_MS = 10_000;
/** The longest time that leaving takes when the brokers have just given no answer, in ms. */
const LEAVE_SILENT_WITHIN_MS = 1_000;
const HEARTBEAT_WITHIN_MS = 12_000;
const COMMIT_WITHIN_MS = 5_000;
/** The time without an answer to the watchdog after which a client is replaced, and its pause between two tries. */
const SILENT_AFTER_MS = 12_000;
const LOOK_AGAIN_MS = 500;

/** One client in a group, from joining to leaving. */
export class GroupMember {
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
    private readonly growth: PartitionGrowth,
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
    if (this.signal.aborted) leave();
    const watching = new AbortController();
    let leaveWithinMs = LEAVE_WITHIN_MS;
    let joining: Promise<void> = Promise.resolve();
    try {
      consumer.on(consumer.events.CRASH, ({ payload }) => this.end(payload.error));
      consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => this.given(payload.memberAssignment));
      // The wait ends when one of the two settles, because the brokers may never answer the join.
      const ended = this.ended.promise;
      joining = this.join();
      await Promise.race([joining, ended]);
      void this.watch(watching.signal);
      await ended;
    } catch (error) {
      leaveWithinMs = error instanceof BrokersSilent ? LEAVE_SILENT_WITHIN_MS : LEAVE_WITHIN_MS;
      throw error;
    } finally {
      this.over = true;
      watching.abort();
      this.signal.removeEventListener('abort', leave);
      const disconnect = (): Promise<void> => consumer.disconnect().catch(() => undefined);
      const left = this.settled.catch(() => undefined).then(disconnect);
      // A member that was still joining leaves as soon as it has joined.
      void Promise.all([left, joining]).then(disconnect, disconnect);
      await Promise.race([left, setTimeout(leaveWithinMs, undefined, { ref: false })]);
    }
  }

  private async join(): Promise<void> {
    const { consumer } = this;
    await consumer.connect();
    if (this.over) return;
    await consumer.subscribe({
      topics: this.topics.map((topic) => this.client.topicName(topic)),
      fromBeginning: true,
    });
    if (this.over) return;
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
        // The first message is later than expected: retention has removed messages, kafkajs began elsewhere, or the
        // offsets between are control records.
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
        // A batch may end with control records, which are not messages, so its last offset may be higher.
        const upTo = BigInt(page.at(-1) === fresh.at(-1) ? batch.lastOffset() : last) + 1n;
        const handled = this.handle(source, ready, upTo);
        // The next page is parsed while the database works on this one.
        ready = arrivals(all[index + 1] ?? []);
        await handled;
        this.positions.set(source, (position = upTo));
        payload.resolveOffset(last);
        await answered('a heartbeat', HEARTBEAT_WITHIN_MS, payload.heartbeat());
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
    // The offsets in Kafka only show the progress to outside tools, so a failure here does no harm.
    const committed = payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
    await answered('a commit', COMMIT_WITHIN_MS, committed).catch(() => undefined);
  }

  private async handle(source: string, events: readonly IncomingMessage[], upTo: bigint): Promise<void> {
    this.handling = true;
    try {
      await this.subscription.handle({ source, events, upTo: String(upTo), mayRepeat: true });
    } finally {
      this.handling = false;
    }
  }

  /** Moves the position to `low`, and stores a failed message that describes the missing events. */
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
    let answeredAt = Date.now();
    let pause = this.times.look;
    for (;;) {
      await setTimeout(pause, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted || this.over) return;
      try {
        const { appeared, extents } = await answered('a look at the topics', SILENT_AFTER_MS, this.lookAtTopics());
        [answeredAt, pause] = [Date.now(), this.times.look];
        // ends this client: the next one reads the new topics and partitions too
        if (this.growth.observe(this.topics, extents) || appeared) return this.end();
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
        if (error instanceof TopicMissing) return this.end(error);
        // Brokers that refuse make the client fail by itself, with a better error. Brokers without an answer would keep
        // it waiting for minutes.
        pause = Math.min(this.times.look, LOOK_AGAIN_MS);
        const silentMs = Date.now() - answeredAt;
        if (silentMs >= SILENT_AFTER_MS) return this.end(new BrokersSilent('a look at the topics', silentMs));
      }
    }
  }

  private async lookAtTopics(): Promise<Readonly<{ appeared: boolean; extents: ReadonlyMap<string, Extent> }>> {
    const there = this.missing.length > 0 ? await this.admin.listTopics() : [];
    const appeared = this.missing.some((topic) => there.includes(this.client.topicName(topic)));
    return { appeared, extents: await extentOf(this.admin, this.client, this.topics) };
  }
}

/** The first fetched offset of a batch: kafkajs has it, but its types omit it. */
type Fetched = Readonly<{ fetchedOffset: string }>;

const pages = (messages: readonly KafkaMessage[]): KafkaMessage[][] =>
  Array.from({ length: Math.ceil(messages.length / PAGE) }, (_, number) =>
    messages.slice(number * PAGE, (number + 1) * PAGE),
  );
