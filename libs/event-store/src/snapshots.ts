/**
 * How the state of a decider becomes JSON and back, for a decider whose streams grow long. `version` is that of the state and of `evolve`: raise
 * it when either changes, and older snapshots are passed over.
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
