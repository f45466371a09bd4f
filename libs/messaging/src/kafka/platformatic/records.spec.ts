import type { KafkaRecord, RecordsBatch } from '@platformatic/kafka';
import { messagesOf } from './records.js';

const [PLAIN, TRANSACTIONAL, CONTROL] = [0, 1 << 4, (1 << 4) | (1 << 5)];
const [ABORT, COMMIT] = [0, 1];

const record = (offsetDelta: number, more: Partial<KafkaRecord> = {}): KafkaRecord => ({
  length: 0,
  attributes: 0,
  timestampDelta: 0n,
  offsetDelta,
  key: Buffer.from('k'),
  value: Buffer.from('v'),
  headers: [],
  ...more,
});

/** A batch whose records have these distances from its first offset. */
const batch = (
  firstOffset: number,
  deltas: readonly number[],
  { attributes = PLAIN, producerId = -1n, ...more }: Partial<RecordsBatch> = {},
): RecordsBatch =>
  ({
    firstOffset: BigInt(firstOffset),
    lastOffsetDelta: deltas.at(-1) ?? 0,
    attributes,
    producerId,
    records: deltas.map((delta) => record(delta)),
    ...more,
  }) as RecordsBatch;

/** The control record with which a producer ends a transaction. */
const marker = (offset: number, producerId: bigint, type: number): RecordsBatch => {
  const key = Buffer.alloc(4);
  key.writeInt16BE(type, 2);
  return batch(offset, [0], { attributes: CONTROL, producerId, records: [record(0, { key })] });
};

const read = (records: readonly RecordsBatch[] | null, from = 0, aborted: readonly [bigint, number][] = []) => {
  const { messages, last } = messagesOf(
    {
      records: records && [...records],
      abortedTransactions: aborted.map(([producerId, firstOffset]) => ({
        producerId,
        firstOffset: BigInt(firstOffset),
      })),
    },
    BigInt(from),
  );
  return { offsets: messages.map(({ offset }) => Number(offset)), last: last === undefined ? undefined : Number(last) };
};

const inTransaction = (firstOffset: number, deltas: readonly number[], producerId: bigint): RecordsBatch =>
  batch(firstOffset, deltas, { attributes: TRANSACTIONAL, producerId });

it('a fetch without records has no last offset', () => {
  expect(read([])).toEqual({ offsets: [], last: undefined });
  expect(read(null)).toEqual({ offsets: [], last: undefined });
});

it('messages begin at the offset that was asked for, although their batch begins before', () => {
  expect(read([batch(10, [0, 1, 2, 3])], 12)).toEqual({ offsets: [12, 13], last: 13 });
});

it('the gaps of a compacted topic count, also at the end of a batch', () => {
  expect(read([batch(0, [0, 4]), batch(9, [0, 3], { lastOffsetDelta: 6 })])).toEqual({
    offsets: [0, 4, 9, 12],
    last: 15,
  });
});

it('the end of a transaction is no message, and moves the last offset', () => {
  expect(read([inTransaction(0, [0, 1], 7n), marker(2, 7n, COMMIT)])).toEqual({ offsets: [0, 1], last: 2 });
  expect(read([marker(2, 7n, COMMIT)], 2)).toEqual({ offsets: [], last: 2 });
});

it('the messages of an aborted transaction are left out, and no others of that producer', () => {
  const records = [
    inTransaction(0, [0, 1], 7n),
    batch(2, [0]),
    inTransaction(3, [0], 8n),
    marker(4, 7n, ABORT),
    inTransaction(5, [0], 7n),
    marker(6, 7n, COMMIT),
    marker(7, 8n, COMMIT),
    inTransaction(8, [0], 7n),
    marker(9, 7n, ABORT),
  ];
  const aborted: [bigint, number][] = [
    [7n, 8],
    [7n, 0],
  ];
  expect(read(records, 0, aborted)).toEqual({ offsets: [2, 3, 5], last: 9 });
});

it('the messages of an aborted transaction are left out, although its end comes with a later fetch', () => {
  expect(read([inTransaction(0, [0, 1], 7n)], 0, [[7n, 0]])).toEqual({ offsets: [], last: 1 });
});

it('a header has its first value', () => {
  const headers: KafkaRecord['headers'] = [
    [Buffer.from('ce_id'), Buffer.from('1')],
    [Buffer.from('ce_id'), Buffer.from('2')],
    [Buffer.from('empty'), null],
  ];
  const records = [batch(0, [0], { records: [record(0, { headers, key: null, value: null })] })];
  const { messages } = messagesOf({ records, abortedTransactions: null }, 0n);
  expect(messages).toEqual([
    { offset: '0', key: null, value: null, headers: { ce_id: Buffer.from('1'), empty: Buffer.alloc(0) } },
  ]);
});
