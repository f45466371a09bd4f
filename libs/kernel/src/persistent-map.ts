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
 * A map whose every version stays readable: `with` returns a new one and leaves this one as it was. The newest version is as fast as a Map, after any
 * number of versions, so a register folds its thousands of facts one by one. An older one is a few steps away (H. Baker, "Shallow binding makes
 * functional arrays fast", 1991). The order of the keys is that of a Map as long as no older version was read in between.
 */
export class PersistentMap<K, V> {
  /** only the newest version has the entries themselves */
  #entries: Map<K, Kept<V>> | undefined;
  /** an older version refers to a newer version, and has the value of the key in which the two differ */
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

  /** Returns the entries of this version: the entries of the newest version, changed back step by step. */
  #current(): Map<K, Kept<V>> {
    if (this.#entries) return this.#entries;
    const way: PersistentMap<K, V>[] = [];
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the way begins here
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
