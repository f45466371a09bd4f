import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { type Decider, Lazy, type Message, PersistentMap } from '#kernel';

/**
 * Converts the state of a decider to bytes and back, for a decider with long streams. `version` changes with the form
 * of the state and with `evolve`.
 * Snapshots of other versions are ignored.
 */
export type SnapshotForm<S> = Readonly<{ version: number; toBytes(state: S): Buffer; fromBytes(bytes: Buffer): S }>;

/** The state of a stream after the event at `revision`, whose id is `eventId`. */
export type Snapshot = Readonly<{ revision: number; eventId: string; state: Buffer }>;

/** Stores snapshots. They only save time: all of them may be deleted. */
export interface Snapshots {
  load(stream: string, version: number): Promise<Snapshot | undefined>;
  /** Replaces the snapshot of this stream and version. */
  save(stream: string, version: number, snapshot: Snapshot): Promise<void>;
}

/**
 * Returns the decider, with snapshots of its streams. Their version is a digest of the files in `rules`, the folder `domain/` of a context, and of
 * this file. Any change to these files makes older snapshots obsolete, without a manual version number.
 */
export const withSnapshots = <C extends Message, E extends Message, S, F>(
  decider: Decider<C, E, S, F>,
  rules: URL,
): Decider<C, E, S, F> & { snapshots: SnapshotForm<S> } => ({
  ...decider,
  snapshots: { version: versionOf(fileURLToPath(rules)), toBytes, fromBytes: (bytes) => fromBytes(bytes) as S },
});

/** A whole number that PostgreSQL accepts as an int. */
const versionOf = (folder: string): number => {
  const digest = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  const sources = readdirSync(folder).filter((name) => /(?<!\.spec)\.[jt]s$/.test(name));
  for (const name of sources.sort()) digest.update(name).update(readFileSync(join(folder, name)));
  return digest.digest().readUInt32BE() >>> 1;
};

/** The number of lines in a pack: a larger pack compresses better, a smaller one is unpacked faster. */
const LINES_IN_A_PACK = 200;

/**
 * Encodes the state as JSON. Each value of its persistent maps becomes a line; packs of lines are compressed.
 * A value is unpacked and parsed at its first use, because most commands need few of the thousands of values in a
 * register.
 * The bytes: a checksum of the rest, the length of the first pack, then the packs.
 * The first pack has the state without these values, and the ends of the other packs.
 */
const toBytes = (state: unknown): Buffer => {
  const lines: string[] = [];
  const keep: Keep = (value) => {
    const line = JSON.stringify(plain(value, keep));
    return lines.push(line) - 1;
  };
  const own = plain(state, keep);
  const packs: Buffer[] = [];
  for (let from = 0; from < lines.length; from += LINES_IN_A_PACK)
    packs.push(zstdCompressSync(lines.slice(from, from + LINES_IN_A_PACK).join('\n')));
  let end = 0;
  const first = zstdCompressSync(JSON.stringify({ state: own, ends: packs.map(({ length }) => (end += length)) }));
  const bytes = Buffer.concat([Buffer.alloc(HEADER), first, ...packs]);
  bytes.writeUInt32BE(first.length, 4);
  bytes.writeUInt32BE(crc32(bytes.subarray(4)), 0);
  return bytes;
};

/** @throws when the bytes differ from the stored ones */
const fromBytes = (bytes: Buffer): unknown => {
  if (crc32(bytes.subarray(4)) !== bytes.readUInt32BE(0)) throw new RangeError('the snapshot is damaged');
  const begin = HEADER + bytes.readUInt32BE(4);
  const { state, ends } = JSON.parse(zstdDecompressSync(bytes.subarray(HEADER, begin)).toString()) as {
    state: unknown;
    ends: number[];
  };
  const packs = ends.map(
    (end, pack) =>
      new Lazy(() =>
        zstdDecompressSync(bytes.subarray(begin + (ends[pack - 1] ?? 0), begin + end))
          .toString()
          .split('\n'),
      ),
  );
  const find: Find = (line) =>
    restored(JSON.parse(packs[Math.floor(line / LINES_IN_A_PACK)]!.value[line % LINES_IN_A_PACK]!), find);
  return restored(state, find);
};

/** Two whole numbers of four bytes. */
const HEADER = 8;

/** Adds a line with the value, and returns the number of that line. */
type Keep = (value: unknown) => number;
type Find = (line: number) => unknown;

/** Keys of objects that represent values without a JSON form. No state of the hub has fields of these names. */
const LATER = '@later';
const MAP = '@map';
const SET = '@set';

const plain = (value: unknown, keep: Keep): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((part) => plain(part, keep));
  if (value instanceof PersistentMap)
    return {
      [LATER]: [...(value as PersistentMap<unknown, unknown>)].map(([key, part]) => [plain(key, keep), keep(part)]),
    };
  if (value instanceof Map) return { [MAP]: plain([...value], keep) };
  if (value instanceof Set) return { [SET]: plain([...value], keep) };
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part, keep)]));
};

/** Revives a value in place, which is safe because it comes fresh from JSON. */
const restored = (json: unknown, find: Find): unknown => {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) {
    for (let index = 0; index < json.length; index++) json[index] = restored(json[index], find);
    return json;
  }
  const parts = json as Record<string, unknown>;
  if (LATER in parts)
    return new PersistentMap(
      (parts[LATER] as [unknown, number][]).map(([key, line]) => [restored(key, find), new Lazy(() => find(line))]),
    );
  for (const key in parts) parts[key] = restored(parts[key], find);
  if (MAP in parts) return new Map(parts[MAP] as [unknown, unknown][]);
  if (SET in parts) return new Set(parts[SET] as unknown[]);
  return parts;
};
