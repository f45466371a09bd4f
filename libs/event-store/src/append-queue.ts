import { setImmediate } from 'node:timers/promises';
import { type Appended, StoreBusy } from './event-store.js';
import type { ValidAppend } from './validate-append.js';

/** Writes appends of different streams together and answers each on its own, in their order. Never throws. */
export type WriteBatch = (batch: readonly ValidAppend[]) => Promise<readonly PromiseSettledResult<Appended>[]>;

type Waiting = Readonly<{ append: ValidAppend; resolve: (appended: Appended) => void; reject: (error: unknown) => void }>;

const MAX_PENDING = 10_000;
const MAX_PENDING_BYTES = 128 * 1024 * 1024;
const MAX_BATCH = 256;
const MAX_BATCH_BYTES = 4 * 1024 * 1024;
const RETRY_AFTER_SECONDS = 1;

/**
 * Appends that arrive while a batch is being written travel together in the next one; an idle queue writes at once. A batch takes one append
 * of a stream at most: its outcome is known before the next one of that stream is judged.
 */
export class AppendQueue {
  #waiting: Waiting[] = [];
  /** appends that have no answer yet, and what they weigh */
  #pending = 0;
  #bytes = 0;
  #running: Promise<void> | undefined;

  constructor(private readonly write: WriteBatch) {}

  add(append: ValidAppend): Promise<Appended> {
    if (this.#pending >= MAX_PENDING || this.#bytes + append.bytes > MAX_PENDING_BYTES) {
      return Promise.reject(new StoreBusy(`${this.#pending} appends are waiting`, RETRY_AFTER_SECONDS));
    }
    this.#pending++;
    this.#bytes += append.bytes;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ append, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when every append has its answer. */
  async drained(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      // One turn of the event loop, so that writers that were just answered, and those that came together, share a batch.
      await setImmediate();
      const batch = this.#nextBatch();
      const outcomes = await this.write(batch.map(({ append }) => append));
      for (const [index, { append, resolve, reject }] of batch.entries()) {
        const outcome = outcomes[index] as PromiseSettledResult<Appended>;
        this.#pending--;
        this.#bytes -= append.bytes;
        if (outcome.status === 'fulfilled') resolve(outcome.value);
        else reject(outcome.reason);
      }
    }
    this.#running = undefined;
  }

  /** First come, first served, but a second append of a stream waits, and when the batch is full so do all that come behind. */
  #nextBatch(): Waiting[] {
    const batch: Waiting[] = [];
    const later: Waiting[] = [];
    const streams = new Set<string>();
    let bytes = 0;
    for (const waiting of this.#waiting) {
      const { stream } = waiting.append;
      bytes += streams.has(stream) ? 0 : waiting.append.bytes;
      const full = batch.length === MAX_BATCH || (batch.length > 0 && bytes > MAX_BATCH_BYTES);
      if (full || streams.has(stream)) later.push(waiting);
      else batch.push(waiting);
      streams.add(stream);
    }
    this.#waiting = later;
    return batch;
  }
}
