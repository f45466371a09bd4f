import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { Batch, LibraryMember, MemberOptions, TopicPartition } from '../library.js';

/** The longest wait of a fetch for messages, in ms. Leaving an idle group waits for the fetch. */
const FETCH_WAIT_MS = 500;

export class KafkajsMember implements LibraryMember {
  private readonly consumer: Consumer;

  constructor(
    kafka: Kafka,
    private readonly options: MemberOptions,
  ) {
    const { group, sessionMs } = options;
    this.consumer = kafka.consumer({
      groupId: group,
      allowAutoTopicCreation: false,
      sessionTimeout: sessionMs,
      rebalanceTimeout: sessionMs,
      heartbeatInterval: Math.floor(sessionMs / 10),
      maxWaitTimeInMs: FETCH_WAIT_MS,
      retry: { retries: 4, initialRetryTime: 100, maxRetryTime: 2_000, restartOnFailure: async () => false },
    });
  }

  async join(): Promise<void> {
    const { consumer } = this;
    const { topics, take, given, failed, over } = this.options;
    consumer.on(consumer.events.CRASH, ({ payload }) => failed(payload.error));
    consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberAssignment } }) =>
      given(
        Object.entries(memberAssignment).flatMap(([topic, numbers]) =>
          numbers.map((partition) => ({ topic, partition })),
        ),
      ),
    );
    await consumer.connect();
    if (over()) return;
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    if (over()) return;
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => {
        try {
          await take(batchOf(payload));
        } catch (error) {
          // kafkajs handles the errors of Kafka itself, above all those of a rebalance; any other error ends this client.
          if ((error as Error).name.startsWith('KafkaJS')) throw error;
          failed(error);
        }
      },
    });
  }

  seek({ topic, partition }: TopicPartition, offset: bigint): void {
    this.consumer.seek({ topic, partition, offset: String(offset) });
  }

  leave(): Promise<void> {
    return this.consumer.disconnect();
  }
}

const batchOf = (payload: EachBatchPayload): Batch => {
  const { batch } = payload;
  return {
    topic: batch.topic,
    partition: batch.partition,
    messages: batch.messages,
    from: BigInt((batch as unknown as Fetched).fetchedOffset),
    last: BigInt(batch.lastOffset()),
    goesOn: () => payload.isRunning() && !payload.isStale(),
    handled: (offset) => {
      payload.resolveOffset(String(offset));
      return payload.heartbeat();
    },
    commit: () => payload.commitOffsetsIfNecessary(payload.uncommittedOffsets()),
  };
};

/** The first fetched offset of a batch: kafkajs has it, but its types omit it. */
type Fetched = Readonly<{ fetchedOffset: string }>;
