/** A value that is computed at its first use. */
export class Lazy<V> {
  #make: (() => V) | undefined;
  #value: V | undefined;

  constructor(make: () => V) {
    this.#make = make;
  }

  get value(): V {
    if (this.#make) {
      this.#value = this.#make();
      // the function is dropped, which frees the inputs of the value
      this.#make = undefined;
    }
    return this.#value as V;
  }
}

type Kept<V> = V | Lazy<V>;
const valueOf = <V>(kept: Kept<V>): V => (kept instanceof Lazy ? kept.value : kept);

/**
 * A persistent map: `with` returns a new version, and all earlier versions stay readable.
 * The newest version is as fast as a Map, however many versions there are, so a register can fold thousands of facts
 * one by one.
 * Reading another version moves the entries there, one change at a time (H. Baker, "Shallow binding makes functional
 * arrays fast", 1991).
 * Keys have the order of insertion, as in a Map, unless an older version was read in between.
 */
export class PersistentMap<K, V> {
  /** the entries; only the version that was created or read last has them */
  #entries: Map<K, Kept<V>> | undefined;
  /**
   * in every other version: the next version on the way to the entries, the key in which the two differ, and the own
   * value of that key
   */
  #newer: Readonly<{ map: PersistentMap<K, V>; key: K; own: Readonly<{ value: Kept<V> }> | undefined }> | undefined;

  constructor(entries: Iterable<readonly [K, Kept<V>]> = []) {
    this.#entries = new Map(entries);
  }

  get size(): number {
    return this.#current().size;
  }

  get(key: K): V | undefined {
    return valueOf(this.#current().get(key) as Kept<V>);
  }

  has(key: K): boolean {
    return this.#current().has(key);
  }

  values(): Iterable<V> {
    return this.#current().values().map(valueOf);
  }

  [Symbol.iterator](): Iterator<[K, V]> {
    return this.#current()
      .entries()
      .map(([key, kept]) => [key, valueOf(kept)]);
  }

  /** Returns this map with another value for one key. */
  with(key: K, value: V): PersistentMap<K, V> {
    const entries = this.#current();
    const newer = new PersistentMap<K, V>();
    this.#handOver(newer, key);
    newer.#entries = entries.set(key, value);
    return newer;
  }

  /**
   * Returns the entries of this version. If another version has them, they are moved here and changed back step by
   * step.
   */
  #current(): Map<K, Kept<V>> {
    if (this.#entries) return this.#entries;
    const way: PersistentMap<K, V>[] = [];
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the loop starts at this version
    for (let version: PersistentMap<K, V> = this; version.#newer; version = version.#newer.map) way.push(version);
    for (const version of way.reverse()) {
      const { map, key, own } = version.#newer!;
      const entries = map.#entries!;
      map.#handOver(version, key);
      if (own) entries.set(key, own.value);
      else entries.delete(key);
      version.#entries = entries;
      version.#newer = undefined;
    }
    return this.#entries!;
  }

  /** Moves the entries to the version `to`, which is about to change `key`. This version keeps its own value of that key. */
  #handOver(to: PersistentMap<K, V>, key: K): void {
    const entries = this.#entries!;
    this.#newer = { map: to, key, own: entries.has(key) ? { value: entries.get(key)! } : undefined };
    this.#entries = undefined;
  }
}
