/**
 * Wakes the subscriptions of this process after each of its appends, and after notifications of other processes. While a
 * subscription waits, it is also woken after `lookMs`, for appends whose notification was lost.
 * A subscription gets `signals` before it reads the log, and passes that count to `wait`. So no signal between the read
 * and the wait is lost.
 */
export class AppendSignal {
  #signals = 0;
  readonly #sleepers = new Set<() => void>();
  #clock: NodeJS.Timeout | undefined;

  constructor(private readonly lookMs: () => number) {}

  get signals(): number {
    return this.#signals;
  }

  notify(): void {
    this.#signals++;
    this.#rest();
    for (const wake of this.#sleepers) wake();
  }

  /** Resolves at the first signal after `known`, or when `signal` aborts. */
  wait(known: number, signal: AbortSignal): Promise<void> {
    if (this.#signals !== known || signal.aborted) return Promise.resolve();
    this.#clock ??= setTimeout(() => this.notify(), this.lookMs());
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        this.#sleepers.delete(wake);
        if (this.#sleepers.size === 0) this.#rest();
        resolve();
      };
      signal.addEventListener('abort', wake);
      this.#sleepers.add(wake);
    });
  }

  #rest(): void {
    clearTimeout(this.#clock);
    this.#clock = undefined;
  }
}
