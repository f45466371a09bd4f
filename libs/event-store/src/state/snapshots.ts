import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { type Decider, Lazy, type Message, PersistentMap } from '#kernel';

/**
 * How the state of a decider becomes bytes and back, for a decider whose streams grow long. `version` is that of the state and of `evolve`: another
 * one when either changes, and older snapshots are passed over.
 */
export type SnapshotForm<S> = Readonly<{ version: number; toBytes(state: S): Buffer; fromBytes(bytes: Buffer): S }>;

/** The state of a stream after the event at `revision`, which had this id. */
export type Snapshot = Readonly<{ revision: number; eventId: string; state: Buffer }>;

/** Where snapshots are kept. They save time and nothing else: all of them may be thrown away. */
export interface Snapshots {
  load(stream: string, version: number): Promise<Snapshot | undefined>;
  /** In the place of the one of this stream and version. */
  save(stream: string, version: number, snapshot: Snapshot): Promise<void>;
}

/**
 * The decider, with snapshots of its streams. Their version is a digest of the files with its rules, and of this one: with any change in `rules`, the
 * folder `domain/` of a context, or in the form here, older snapshots are passed over, and nobody has to think of it.
 */
export const withSnapshots = <C extends Message, E extends Message, S, F>(
  decider: Decider<C, E, S, F>,
  rules: URL,
): Decider<C, E, S, F> & { snapshots: SnapshotForm<S> } => ({
  ...decider,
  snapshots: { version: versionOf(fileURLToPath(rules)), toBytes, fromBytes: (bytes) => fromBytes(bytes) as S },
});

/** A whole number that PostgreSQL takes for an int. */
const versionOf = (folder: string): number => {
  const digest = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  const sources = readdirSync(folder).filter((name) => /(?<!\.spec)\.[jt]s$/.test(name));
  for (const name of sources.sort()) digest.update(name).update(readFileSync(join(folder, name)));
  return digest.digest().readUInt32BE() >>> 1;
};

/** Lines that are packed together: more pack better, fewer are unpacked sooner. */
const LINES_IN_A_PACK = 200;

/**
 * JSON: the state, and a line for each value of its persistent maps, in packs. Such a value is unpacked and read when it is first asked for: most
 * commands are about one thing of the thousands that a register has. The bytes: a checksum of all that follows, the length of the first pack, which has the state and
 * where the others end, and the packs.
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

/** @throws when the bytes are not what was kept */
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

/** Keeps a value in a line of its own, and says in which. */
type Keep = (value: unknown) => number;
type Find = (line: number) => unknown;

/** Keys of objects that stand for what JSON does not have. No state of ours has fields of these names. */
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

/** Fresh from JSON, it may be changed in place. */
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
