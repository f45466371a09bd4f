/** The topic of the same signal between processes. */
export const FEED_TOPIC = 'feed';

/** Notifies the readers in this process that the projection has written a page of feed entries or of subscriptions. */
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

/** The signal of this process, shared by all feeds. Each listener must check whether its own feed has changed. */
export const feedSignal = new FeedSignal();
