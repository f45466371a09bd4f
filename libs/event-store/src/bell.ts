/**
 * Rung after every append of this process, so that its subscriptions wake at once. A listener says how many rings it knew of before it looked
 * at the log: a ring between the look and the wait is not lost.
 */
export class Bell {
  #rings = 0;
  readonly #sleepers = new Set<() => void>();

  get rings(): number {
    return this.#rings;
  }

  ring(): void {
    this.#rings++;
    for (const wake of this.#sleepers) wake();
  }

  /** Resolves at the first ring after `known`, after `patience` milliseconds, or when `signal` aborts. */
  heard(known: number, patience: number, signal: AbortSignal): Promise<void> {
    if (this.#rings !== known || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.#sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, patience);
      signal.addEventListener('abort', wake);
      this.#sleepers.add(wake);
    });
  }
}
