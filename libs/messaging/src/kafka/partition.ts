const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/**
 * Returns the partition of a key among `count`. It uses the hash murmur2 like the Java client, so that every client
 * finds a stream in the same partition.
 * The murmur2 of kafkajs is not used, because it creates several objects for each byte.
 */
export const partitionOf = (key: string | Buffer, count: number): number =>
  (murmur2(Buffer.from(key)) & 0x7fffffff) % count;

const murmur2 = (bytes: Buffer): number => {
  const whole = bytes.length & ~3;
  let h = SEED ^ bytes.length;
  for (let at = 0; at < whole; at += 4) {
    let k = Math.imul(bytes.readInt32LE(at), M);
    k = Math.imul(k ^ (k >>> 24), M);
    h = Math.imul(h, M) ^ k;
  }
  const rest = bytes.length - whole;
  if (rest === 3) h ^= bytes[whole + 2]! << 16;
  if (rest >= 2) h ^= bytes[whole + 1]! << 8;
  if (rest >= 1) h = Math.imul(h ^ bytes[whole]!, M);
  h = Math.imul(h ^ (h >>> 13), M);
  return h ^ (h >>> 15);
};
