import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Decider, type Message, PersistentMap } from '#decider';

/**
 * How the state of a decider becomes JSON and back, for a decider whose streams grow long. `version` is that of the state and of `evolve`: another
 * one when either changes, and older snapshots are passed over.
 */
export type SnapshotForm<S> = Readonly<{ version: number; toJson(state: S): unknown; fromJson(json: unknown): S }>;

/** The state of a stream after the event at `revision`, which had this id. */
export type Snapshot = Readonly<{ revision: number; eventId: string; state: unknown }>;

/** Where snapshots are kept. They save time and nothing else: all of them may be thrown away. */
export interface Snapshots {
  load(stream: string, version: number): Promise<Snapshot | undefined>;
  /** Keeps the newest of a stream and version. */
  save(stream: string, version: number, snapshot: Snapshot): Promise<void>;
}

/**
 * The decider, with snapshots of its streams. Their version is a digest of the files with its rules: with any change in `rules`, the folder `domain/` of
 * a context, older snapshots are passed over, and nobody has to think of it.
 */
export const withSnapshots = <C extends Message, E extends Message, S>(
  decider: Decider<C, E, S>,
  rules: URL,
): Decider<C, E, S> & { snapshots: SnapshotForm<S> } => ({
  ...decider,
  snapshots: { version: versionOf(fileURLToPath(rules)), toJson: plain, fromJson: (json) => restored(json) as S },
});

/** A whole number that PostgreSQL takes for an int. */
const versionOf = (folder: string): number => {
  const digest = createHash('sha256');
  const sources = readdirSync(folder).filter((name) => /(?<!\.spec)\.[jt]s$/.test(name));
  for (const name of sources.sort()) digest.update(name).update(readFileSync(join(folder, name)));
  return digest.digest().readUInt32BE() >>> 1;
};

/** Keys of objects that stand for what JSON does not have. No state of ours has fields of these names. */
const KINDS = {
  '@persistent-map': { is: (value: unknown) => value instanceof PersistentMap, make: (entries: unknown[]) => new PersistentMap(entries as [unknown, unknown][]) },
  '@map': { is: (value: unknown) => value instanceof Map, make: (entries: unknown[]) => new Map(entries as [unknown, unknown][]) },
  '@set': { is: (value: unknown) => value instanceof Set, make: (members: unknown[]) => new Set(members) },
};

const plain = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  const [kind] = Object.entries(KINDS).find(([, { is }]) => is(value)) ?? [];
  if (kind) return { [kind]: [...(value as Iterable<unknown>)].map(plain) };
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
};

const restored = (json: unknown): unknown => {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map(restored);
  const [[key, value] = []] = Object.entries(json) as [string, unknown][];
  const kind = KINDS[key as keyof typeof KINDS] as (typeof KINDS)['@set'] | undefined;
  if (kind) return kind.make((value as unknown[]).map(restored));
  return Object.fromEntries(Object.entries(json).map(([name, part]) => [name, restored(part)]));
};
