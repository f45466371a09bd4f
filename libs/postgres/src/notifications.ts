import type { Client, Notification } from 'pg';
import { openSession } from './connections.js';
import { retry } from './retry.js';
import { statement } from './statement.js';

/** The shortest time between two notifications of a process, in ms. */
const BETWEEN_MS = 25;
/** The interval at which the connection is checked, in ms. A silent server sends no notification and no error. */
const CHECK_EVERY_MS = 15_000;
/** The pauses between two attempts to connect. Jitter keeps processes from returning to a server all at once. */
const PAUSES = { minTimeout: 100, maxTimeout: 5_000, isTransient: () => true };
const CHANNEL = 'regie';

/** `name` is shown by `pg_stat_activity`. `lost` is called when a connection ends, and when none could be opened. */
export type NotificationOptions = Readonly<{ name: string; lost?: (error: unknown) => void }>;

/**
 * Wakes the other processes on a database by LISTEN and NOTIFY, on one connection (docs/adr/0093).
 * A notification has only a topic. Its listeners then look for news by themselves, so a lost one costs time and no data.
 * Before `start`, nothing is sent and `listening` is false.
 */
export class Notifications {
  readonly #listeners = new Map<string, Set<() => void>>();
  /** the topics that are not sent yet */
  readonly #topics = new Set<string>();
  readonly #closed = new AbortController();
  #client: Client | undefined;
  #sending = false;
  #running: Promise<void> | undefined;

  constructor(
    private readonly url: string,
    private readonly options: NotificationOptions,
  ) {}

  /** True while the notifications of other processes arrive here. */
  get listening(): boolean {
    return this.#client !== undefined;
  }

  /** Connects in the background, and again after each loss of the connection. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends the connection and all waits. */
  async close(): Promise<void> {
    this.#closed.abort();
    await this.#running;
  }

  /**
   * Calls `listener` after a notification of another process, and whenever `listening` changes. Returns the function
   * that removes the listener.
   */
  onNotify(topic: string, listener: () => void): () => void {
    const ofTopic = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, ofTopic.add(listener));
    return () => ofTopic.delete(listener);
  }

  /** Notifies the other processes soon. Several calls become one notification. */
  notify(topic: string): void {
    if (!this.#running || this.#closed.signal.aborted) return;
    this.#topics.add(topic);
    void this.#send();
  }

  async #run(): Promise<void> {
    const { signal } = this.#closed;
    const aborted = new Promise<undefined>((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined));
    });
    while (!signal.aborted) {
      // An attempt to connect that hangs must not delay the end of the process.
      const client = await Promise.race([retry(this.#attempts(), { ...PAUSES, signal }), aborted]).catch(
        () => undefined,
      );
      if (!client) return;
      const ended = endOf(client);
      this.#use(client);
      void this.#send();
      const error = await Promise.race([ended, this.#check(client)]);
      this.#use(undefined);
      await client.end().catch(() => undefined);
      if (signal.aborted) return;
      this.options.lost?.(error);
      await pause(PAUSES.minTimeout, signal);
    }
  }

  /** Returns a function that connects, and reports the first failure only: an outage takes many attempts. */
  #attempts(): () => Promise<Client> {
    let reported = false;
    return () =>
      this.#connect().catch((error: unknown) => {
        if (!reported && !this.#closed.signal.aborted) this.options.lost?.(error);
        reported = true;
        throw error;
      });
  }

  async #connect(): Promise<Client> {
    const client = await openSession(this.url, { purpose: 'notifications', name: this.options.name });
    try {
      // A notification is not kept, so its commit need not wait for the disk.
      await client.query('SET synchronous_commit = off');
      await client.query(`LISTEN ${CHANNEL}`);
      this.#closed.signal.throwIfAborted();
    } catch (error) {
      await client.end();
      throw error;
    }
    const { processID } = client as unknown as { processID: number };
    return client.on('notification', ({ processId, payload = '' }: Notification) => {
      if (processId !== processID) this.#wake(this.#listeners.get(payload) ?? []);
    });
  }

  /** Wakes all listeners: notifications may have been lost, and `listening` has changed. */
  #use(client: Client | undefined): void {
    this.#client = client;
    for (const ofTopic of this.#listeners.values()) this.#wake(ofTopic);
  }

  #wake(listeners: Iterable<() => void>): void {
    for (const listener of listeners) listener();
  }

  /** Sends one notification at a time. Topics that come in meanwhile are sent in the next one. */
  async #send(): Promise<void> {
    const client = this.#client;
    if (this.#sending || !client) return;
    this.#sending = true;
    while (this.#topics.size > 0 && client === this.#client) {
      const topics = [...this.#topics];
      this.#topics.clear();
      try {
        const { name, text } = NOTIFY;
        await client.query({ name, text, values: [CHANNEL, topics] });
      } catch {
        for (const topic of topics) this.#topics.add(topic);
        // The connection may still be open, for example to a server that takes no writes any more.
        void client.end();
        break;
      }
      await pause(BETWEEN_MS, this.#closed.signal);
    }
    this.#sending = false;
    // The connection may have been replaced meanwhile.
    if (this.#topics.size > 0 && this.#client !== client) void this.#send();
  }

  /** Queries the connection at intervals, and returns the first error; undefined when it is closed. */
  async #check(client: Client): Promise<unknown> {
    const { signal } = this.#closed;
    for (;;) {
      await pause(CHECK_EVERY_MS, signal);
      if (signal.aborted || client !== this.#client) return undefined;
      try {
        await client.query('SELECT 1');
      } catch (error) {
        return error;
      }
    }
  }
}

const NOTIFY = statement('postgres.notify', 'SELECT pg_notify($1, topic) FROM unnest($2::text[]) AS topic');

/** Resolves when the connection ends, with its error if there is one. */
const endOf = (client: Client): Promise<unknown> =>
  new Promise((resolve) => {
    client.once('error', resolve).once('end', () => resolve(undefined));
  });

/** Resolves after the given time, or as soon as `signal` aborts. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, signal.aborted ? 0 : ms).unref();
    signal.addEventListener('abort', end);
  });
