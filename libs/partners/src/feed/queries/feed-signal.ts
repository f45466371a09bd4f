/** Rung when a page of the feed is on its way to its readers: in this process, by the processor that filled it. */
class FeedSignal {
  private readonly listeners = new Set<() => void>();

  notify(): void {
    for (const listener of this.listeners) listener();
  }

  /** Calls `listener` at every ring, until the answer is called. */
  onNotify(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** One for the process: who is woken for nothing looks, and sleeps on. */
export const feedSignal = new FeedSignal();
