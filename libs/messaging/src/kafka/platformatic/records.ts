import type { Consumer, KafkaRecord, RecordsBatch } from '@platformatic/kafka';
import type { ReceivedMessage } from '../library.js';

/** The attributes of a batch of records, by the protocol. */
const TRANSACTIONAL = 1 << 4;
const CONTROL = 1 << 5;
/** The second number in the key of a control record: 0 ends a transaction that was aborted, 1 one that was committed. */
const MARKER_TYPE_AT = 2;
const ABORTED = 0;

export type FetchResponse = Awaited<ReturnType<Consumer['fetch']>>;
type FetchedPartition = FetchResponse['responses'][number]['partitions'][number];

/** The messages of one partition in a fetch. `last` is undefined when there is no record, not even a control record. */
export type Fetched = Readonly<{ messages: readonly ReceivedMessage[]; last: bigint | undefined }>;

/**
 * Reads the messages of a partition from offset `from` on: no control records, and none of aborted transactions.
 * The filter of the library keeps the messages of an aborted transaction whose end comes with a later fetch.
 */
export const messagesOf = (
  { records, abortedTransactions }: Pick<FetchedPartition, 'records' | 'abortedTransactions'>,
  from: bigint,
): Fetched => {
  const batches = records ?? [];
  const pending = [...(abortedTransactions ?? [])].sort((a, b) => Number(a.firstOffset - b.firstOffset));
  const aborted = new Set<bigint>();
  const messages: ReceivedMessage[] = [];
  for (const batch of batches) {
    while (pending[0] && pending[0].firstOffset <= lastOf(batch)) aborted.add(pending.shift()!.producerId);
    if (batch.attributes & CONTROL) {
      if (batch.records[0]?.key?.readInt16BE(MARKER_TYPE_AT) === ABORTED) aborted.delete(batch.producerId);
    } else if (!(batch.attributes & TRANSACTIONAL) || !aborted.has(batch.producerId)) {
      for (const record of batch.records) {
        const offset = batch.firstOffset + BigInt(record.offsetDelta);
        if (offset >= from) messages.push(messageOf(record, offset));
      }
    }
  }
  const end = batches.at(-1);
  return { messages, last: end && lastOf(end) };
};

const lastOf = ({ firstOffset, lastOffsetDelta }: RecordsBatch): bigint => firstOffset + BigInt(lastOffsetDelta);

const messageOf = ({ key, value, headers }: KafkaRecord, offset: bigint): ReceivedMessage => {
  const named: Record<string, Buffer> = {};
  // The first of two headers with one name counts.
  for (const [name, content] of headers) if (name) named[name.toString()] ??= content ?? Buffer.alloc(0);
  return { offset: String(offset), key, value, headers: named };
};
