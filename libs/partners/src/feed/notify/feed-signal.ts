/** Notifies this process that its processor has written a page of the feed, which its readers can soon read. */
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

/** The one signal of the process: a listener notified without need looks and waits again. */
export const feedSignal = new FeedSignal();
