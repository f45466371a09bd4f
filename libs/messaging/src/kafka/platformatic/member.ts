import { setTimeout } from 'node:timers/promises';
import type { ClusterMetadata, ConnectionPool, Consumer, FetchOptions } from '@platformatic/kafka';
import { BrokersSilent } from '../call-deadlines.js';
import type { Batch, ConnectionSettings, LibraryMember, Log, MemberOptions, TopicPartition } from '../library.js';
import { ask, Connections, optionsOf, REQUEST_TIMEOUT_MS } from './connections.js';
import { type FetchResponse, messagesOf } from './records.js';

/** The longest wait of a fetch for messages, in ms. */
const FETCH_WAIT_MS = 500;
/** The size at which a fetch ends, in bytes: of one partition, and of all. A larger batch of a producer comes whole. */
const PARTITION_BYTES = 1_048_576;
const FETCH_BYTES = 10 * PARTITION_BYTES;
/** The other members of the group may finish a page before they join again. */
const JOIN_WITHIN_MS = 30_000;
const JOINING_WITHIN_MS = 5_000;
const LEAVE_WITHIN_MS = 10_000;
/** The pause before a partition is sought again, whose offset the broker does not have. */
const OUT_OF_RANGE_PAUSE_MS = 500;
const READ_COMMITTED = 1;
/** The epoch of a leader, when it is not to be checked: the reader checks its position against the ends of the partition. */
const ANY_EPOCH = -1;

/** An assigned partition. `next` is the offset to fetch; undefined until it is sought. */
type Assigned = TopicPartition & { next: bigint | undefined; seeks: number; handled: bigint };

/**
 * A member of a consumer group. The library joins, stays a member and leaves; the fetches are made here, so that they
 * begin where the reader says, and each is one batch with its offsets.
 * For each broker, one fetch is made ahead of the batches that are being handled.
 */
export class PlatformaticMember implements LibraryMember {
  private readonly consumer: Consumer;
  /** A fetch waits at its broker, so that it has connections of its own: heartbeats would wait behind it. */
  private readonly fetchPool: ConnectionPool;
  private readonly connections: Connections;
  private assigned = new Map<string, Assigned>();
  private metadata: ClusterMetadata | undefined;
  /** the brokers from which a loop fetches */
  private readonly fetching = new Set<number>();
  /** resolves when the previous batch is handled */
  private taking: Promise<void> = Promise.resolve();
  private joining: Promise<unknown> = Promise.resolve();
  private leaving: Promise<void> | undefined;

  constructor(
    { Consumer: LibraryConsumer, ConnectionPool: LibraryPool }: typeof import('@platformatic/kafka'),
    settings: ConnectionSettings,
    private readonly options: MemberOptions,
    private readonly log: Log,
  ) {
    const { group, sessionMs, topics } = options;
    this.consumer = new LibraryConsumer({
      // The broker answers a join when the other members have joined again.
      ...optionsOf(settings, sessionMs + REQUEST_TIMEOUT_MS),
      groupId: group,
      sessionTimeout: sessionMs,
      rebalanceTimeout: sessionMs,
      heartbeatInterval: Math.floor(sessionMs / 10),
      heartbeatStallTimeout: sessionMs,
    });
    for (const topic of topics) this.consumer.topics.track(topic);
    this.fetchPool = new LibraryPool(settings.clientId, optionsOf(settings));
    this.connections = new Connections(this.consumer.connections, this.fetchPool);
  }

  async join(): Promise<void> {
    const { consumer } = this;
    consumer.on('error', (error: unknown) => this.options.failed(error));
    // The session is over, and the partitions go to other members.
    consumer.on('consumer:heartbeat:stalled', ({ stalledFor }) =>
      this.fail(new BrokersSilent('consumer.heartbeat', stalledFor)),
    );
    consumer.on('consumer:group:join', ({ assignments = [] }) =>
      this.begin(assignments.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })))),
    );
    this.metadata = await ask('consumer.connect', consumer.metadata({ topics: [...this.options.topics] }));
    if (this.over) return;
    await (this.joining = ask('consumer.joinGroup', consumer.joinGroup({}), JOIN_WITHIN_MS));
  }

  seek({ topic, partition }: TopicPartition, offset: bigint): void {
    const assigned = this.assigned.get(keyOf(topic, partition));
    if (!assigned) return;
    assigned.next = offset;
    assigned.seeks++;
    void this.fetchEverywhere().catch((error: unknown) => this.fail(error));
  }

  leave(): Promise<void> {
    const leave = async (): Promise<void> => {
      // A member whose join is cut would be missed by the group until its session ends.
      await Promise.race([
        this.joining.catch(() => undefined),
        setTimeout(JOINING_WITHIN_MS, undefined, { ref: false }),
      ]);
      await this.taking;
      await this.connections.close('consumer.close', LEAVE_WITHIN_MS, async () => {
        await this.fetchPool.close();
        await this.consumer.close(true);
      });
      // A client that could not leave in time must not connect again.
      await this.consumer.connections.close().catch(() => undefined);
    };
    return (this.leaving ??= leave());
  }

  private get over(): boolean {
    return this.leaving !== undefined || this.options.over();
  }

  private fail(error: unknown): void {
    if (!this.over) this.options.failed(error);
  }

  private begin(partitions: readonly TopicPartition[]): void {
    this.assigned = new Map(
      partitions.map(({ topic, partition }) => [
        keyOf(topic, partition),
        { topic, partition, next: undefined, seeks: 0, handled: 0n },
      ]),
    );
    this.options.given(partitions);
  }

  /** Starts a loop for each broker that leads a sought partition and has none yet. */
  private async fetchEverywhere(): Promise<void> {
    // The library keeps the metadata for 5 s.
    const metadata = await ask('consumer.metadata', this.consumer.metadata({ topics: [...this.options.topics] }));
    this.metadata = metadata;
    if (this.over) return;
    for (const node of new Set([...this.assigned.values()].filter(isSought).map((each) => this.leaderOf(each)))) {
      if (this.fetching.has(node)) continue;
      this.fetching.add(node);
      this.fetchFrom(node).catch((error: unknown) => {
        this.fetching.delete(node);
        this.fail(error);
      });
    }
  }

  private leaderOf({ topic, partition }: TopicPartition): number {
    return this.metadata?.topics.get(topic)?.partitions[partition]?.leader ?? ANY_EPOCH;
  }

  private ledBy(node: number): Assigned[] {
    return [...this.assigned.values()].filter((each) => isSought(each) && this.leaderOf(each) === node);
  }

  private async fetchFrom(node: number): Promise<void> {
    let ahead = this.fetch(node);
    while (!this.over) {
      const batches = await ahead;
      // Checked at once before the loop ends: a partition that is sought later starts another one.
      if (batches.length === 0 && this.ledBy(node).length === 0) break;
      ahead = this.fetch(node);
      ahead.catch(() => undefined);
      for (const batch of batches) await this.take(batch);
    }
    this.fetching.delete(node);
  }

  private take(batch: Batch): Promise<void> {
    const taken = this.taking.then(async () => {
      if (batch.goesOn()) await this.options.take(batch);
    });
    return (this.taking = taken.catch((error: unknown) => this.fail(error)));
  }

  /** Fetches the partitions of a broker. Partitions that moved to another broker get a loop there. */
  private async fetch(node: number): Promise<readonly Batch[]> {
    await this.fetchEverywhere();
    const partitions = this.ledBy(node);
    if (partitions.length === 0 || this.over) return [];
    const asked = new Map(partitions.map((each) => [keyOf(each.topic, each.partition), { ...each, assigned: each }]));
    const fetching = this.consumer.fetch({
      node,
      topics: this.requestOf(partitions),
      connectionPool: this.fetchPool,
      minBytes: 1,
      maxBytes: FETCH_BYTES,
      maxWaitTime: FETCH_WAIT_MS,
      isolationLevel: READ_COMMITTED,
    });
    try {
      return this.batchesOf(await ask('consumer.fetch', fetching), asked);
    } catch (error) {
      if ((error as { type?: string }).type !== 'OFFSET_OUT_OF_RANGE') throw error;
      // Retention has removed the offset, or the topic is another one: the reader looks at the ends of its partitions.
      this.log.warn({ group: this.options.group }, (error as Error).message);
      await setTimeout(OUT_OF_RANGE_PAUSE_MS, undefined, { ref: false });
      if (!this.over && partitions.every((each) => this.assigned.get(keyOf(each.topic, each.partition)) === each))
        this.begin([...this.assigned.values()].map(({ topic, partition }) => ({ topic, partition })));
      return [];
    }
  }

  private requestOf(partitions: readonly Assigned[]): FetchRequestTopic[] {
    const topics = new Map<string, FetchRequestTopic>();
    for (const { topic, partition, next } of partitions) {
      const topicId = this.metadata!.topics.get(topic)!.id;
      const request = topics.get(topicId) ?? { topicId, partitions: [] };
      request.partitions.push({
        partition,
        currentLeaderEpoch: ANY_EPOCH,
        lastFetchedEpoch: ANY_EPOCH,
        fetchOffset: next!,
        partitionMaxBytes: PARTITION_BYTES,
      });
      topics.set(topicId, request);
    }
    return [...topics.values()];
  }

  private batchesOf({ responses }: FetchResponse, asked: ReadonlyMap<string, Asked>): Batch[] {
    const names = new Map([...this.metadata!.topics].map(([name, { id }]) => [id, name]));
    const batches: Batch[] = [];
    for (const { topicId, partitions } of responses) {
      for (const fetched of partitions) {
        const partition = asked.get(keyOf(names.get(topicId) ?? '', fetched.partitionIndex));
        if (!partition) continue;
        const { assigned, seeks, next } = partition;
        const { messages, last } = messagesOf(fetched, next!);
        // A partition that was sought meanwhile is fetched again.
        if (last === undefined || last < next! || assigned.seeks !== seeks) continue;
        assigned.next = last + 1n;
        batches.push(this.batchOf(partition, messages, last));
      }
    }
    return batches;
  }

  private batchOf(
    { topic, partition, assigned, seeks, next }: Asked,
    messages: Batch['messages'],
    last: bigint,
  ): Batch {
    return {
      topic,
      partition,
      messages,
      from: next!,
      last,
      goesOn: () => !this.over && this.assigned.get(keyOf(topic, partition)) === assigned && assigned.seeks === seeks,
      // The library sends the heartbeats itself.
      handled: (offset) => {
        assigned.handled = offset + 1n;
        return Promise.resolve();
      },
      commit: () =>
        this.consumer.commit({
          offsets: [{ topic, partition, offset: assigned.handled, leaderEpoch: ANY_EPOCH }],
        }),
    };
  }
}

type FetchRequestTopic = FetchOptions<Buffer, Buffer, Buffer, Buffer>['topics'][number];

/** A partition as it was when its fetch was sent. */
type Asked = Assigned & Readonly<{ assigned: Assigned }>;

const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`;

const isSought = ({ next }: Assigned): boolean => next !== undefined;
