/** Notifies the readers of this process that its processor has written a page of feeds. */
class FeedSignal {
  private readonly listeners = new Set<() => void>();

  notify(): void {
    for (const listener of this.listeners) listener();
  }

  /** Calls `listener` at every signal, until the returned function is called. */
  onNotify(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** The one signal of the process, for all feeds: a listener whose feed did not change looks and waits again. */
export const feedSignal = new FeedSignal();
