import { setTimeout } from 'node:timers/promises';
import type { Topic } from '#contracts';
import type { Subscription } from '../bus-ports.js';
import type { IncomingMessage, UnreadableMessage } from '../inbox/failed-messages.js';
import { CheckpointMoved } from '../projections/checkpoints.js';
import { answered, BrokersSilent } from './call-deadlines.js';
import type { KafkaClient } from './client.js';
import { fromMessage } from './cloud-event.js';
import type { Batch, LibraryAdmin, LibraryMember, ReceivedMessage, TopicPartition } from './library.js';
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
  private readonly member: LibraryMember;
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
    private readonly admin: LibraryAdmin,
    private readonly subscription: Subscription<IncomingMessage>,
    private readonly signal: AbortSignal,
  ) {
    this.member = client.library.member({
      group: client.groupName(reader),
      topics: topics.map((topic) => client.topicName(topic)),
      sessionMs: times.session,
      given: (partitions) => this.given(partitions),
      take: (batch) => this.take(batch),
      failed: (error) => this.end(error),
      over: () => this.over,
    });
  }

  async run(): Promise<void> {
    const leave = (): void => this.end();
    this.signal.addEventListener('abort', leave);
    if (this.signal.aborted) leave();
    const watching = new AbortController();
    let leaveWithinMs = LEAVE_WITHIN_MS;
    let joining: Promise<void> = Promise.resolve();
    try {
      // The wait ends when one of the two settles, because the brokers may never answer the join.
      const ended = this.ended.promise;
      joining = this.member.join();
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
      const depart = (): Promise<void> => this.member.leave().catch(() => undefined);
      const left = this.settled.catch(() => undefined).then(depart);
      // A member that was still joining leaves as soon as it has joined.
      void Promise.all([left, joining]).then(depart, depart);
      await Promise.race([left, setTimeout(leaveWithinMs, undefined, { ref: false })]);
    }
  }

  /** Ends the client: on request, or because of this error. */
  private end(error?: unknown): void {
    this.over = true;
    if (error === undefined || this.signal.aborted) this.ended.resolve();
    else this.ended.reject(error);
  }

  /** Starts a new assignment of partitions. Called before the first fetch from them. */
  private given(partitions: readonly TopicPartition[]): void {
    this.joined = true;
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
        if (this.positions === positions) this.member.seek({ topic, partition }, position);
      }
    };
    this.settled = this.settled.catch(() => undefined).then(begin);
    this.settled.catch((error: unknown) => this.end(error));
  }

  private async take(batch: Batch): Promise<void> {
    const { topic, partition } = batch;
    const source = this.client.sourceName(topic, partition);
    const goesOn = (): boolean => !this.over && batch.goesOn();
    await this.settled;
    const position = this.positions.get(source);
    if (!goesOn() || position === undefined) return;
    try {
      if (!(await this.continues(batch, source, position))) return;
      const fresh = batch.messages.filter(({ offset }) => BigInt(offset) >= position);
      const arrivals = (page: readonly ReceivedMessage[] = []): IncomingMessage[] =>
        page.map((message) => fromMessage(this.topicOf(topic), partition, message));
      const all = pages(fresh);
      let ready = arrivals(all[0]);
      for (const [index, page] of all.entries()) {
        // A batch may end with control records, which are not messages, so its last offset may be higher.
        const last = index === all.length - 1 ? batch.last : BigInt(page.at(-1)!.offset);
        const handled = this.handle(source, ready, last + 1n);
        // The next page is parsed while the database works on this one.
        ready = arrivals(all[index + 1]);
        await handled;
        this.positions.set(source, last + 1n);
        await answered('a heartbeat', HEARTBEAT_WITHIN_MS, batch.handled(last));
        if (!goesOn()) break;
      }
    } catch (error) {
      if (!(error instanceof CheckpointMoved)) throw error;
      // Another member has handled this partition meanwhile: go on from its position, if the partition is still assigned here.
      const moved = BigInt(await this.subscription.after(source));
      this.positions.set(source, moved);
      if (goesOn()) this.member.seek({ topic, partition }, moved);
      return;
    }
    // The offsets in Kafka only show the progress to outside tools, so a failure here does no harm.
    await answered('a commit', COMMIT_WITHIN_MS, batch.commit()).catch(() => undefined);
  }

  /** Checks that a batch continues at the position. When it does not, the partition is fetched from elsewhere. */
  private async continues(batch: Batch, source: string, position: bigint): Promise<boolean> {
    const from = (offset: bigint): false => {
      this.member.seek(batch, offset);
      return false;
    };
    // Everything was handled already: seek the position after it, or the same batch comes again.
    if (batch.last < position) return from(position);
    const first = batch.messages.find(({ offset }) => BigInt(offset) >= position);
    if (first && BigInt(first.offset) === position) return true;
    const { low, high } = (await extentOf(this.admin, this.client, this.topics)).get(source)!;
    // The first message is later than expected: retention has removed messages, the library began elsewhere, or the
    // offsets between are control records.
    if (low > position) {
      const moved = await this.jump(source, position, low, high);
      this.positions.set(source, moved);
      return batch.last >= moved || from(moved);
    }
    return batch.from <= position || from(position);
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

/** Divides messages into pages. Without messages there is one empty page, which moves the position after control records. */
const pages = (messages: readonly ReceivedMessage[]): ReceivedMessage[][] =>
  Array.from({ length: Math.ceil(messages.length / PAGE) || 1 }, (_, number) =>
    messages.slice(number * PAGE, (number + 1) * PAGE),
  );
