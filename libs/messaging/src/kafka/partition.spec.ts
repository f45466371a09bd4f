import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { partitionOf } from './partition.js';

/** The partitioner of kafkajs, which follows the Java client. */
const chosen = Partitioners.DefaultPartitioner();
const metadata = (count: number) =>
  Array.from({ length: count }, (_, partitionId) => ({
    partitionId,
    leader: 1,
    partitionErrorCode: 0,
    replicas: [1],
    isr: [1],
  }));

it('the partition of a key is the one that other clients of Kafka choose', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), fc.integer({ min: 1, max: 64 }), (bytes, count) => {
      const key = Buffer.from(bytes);
      expect(partitionOf(key, count)).toBe(
        chosen({ topic: 't', partitionMetadata: metadata(count), message: { key, value: null } }),
      );
    }),
  );
});

it.each([
  // The tests of the Java client have these murmur2 values: -973932308, -790332482, -985981536, -1486304829, -58897971, 479470107.
  ['21', 1173551340],
  ['foobar', 1357151166],
  ['a-little-bit-long-string', 1161502112],
  ['a-little-bit-longer-string', 661178819],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', 2088585677],
  ['abc', 479470107],
])('the hash of the key %s is that of the Java client', (key, hash) => {
  expect(partitionOf(key, 0x7fffffff)).toBe(hash);
});
