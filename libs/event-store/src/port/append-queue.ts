import { setImmediate } from 'node:timers/promises';
import { type Appended, StoreBusy } from './event-store.js';
import type { ValidAppend } from './validate-append.js';

/** Writes appends of different streams together and returns an outcome for each, in their order. Never throws. */
export type WriteBatch = (batch: readonly ValidAppend[]) => Promise<readonly PromiseSettledResult<Appended>[]>;

type Waiting = Readonly<{
  append: ValidAppend;
  /** the moment of its arrival, by the monotonic clock */
  since: number;
  resolve: (appended: Appended) => void;
  reject: (error: unknown) => void;
}>;

const MAX_PENDING = 10_000;
const MAX_PENDING_BYTES = 128 * 1024 * 1024;
const MAX_BATCH_BYTES = 4 * 1024 * 1024;
const RETRY_AFTER_SECONDS = 1;
const LONGEST_WAIT_MS = 10_000;

/**
 * The limits of a queue.
 * - `lanes`: the largest number of batches that are written at the same time. One batch is filled while another is
 *   written.
 * - `worthALane`: the number of waiting appends from which another lane opens, because it costs a round trip.
 * - `maxBatch`: the largest number of appends in a batch.
 * - `longestWaitMs`: the longest wait of an append for a lane; 10 seconds when left out.
 */
export type QueueShape = Readonly<{ lanes: number; worthALane: number; maxBatch: number; longestWaitMs?: number }>;

/**
 * Writes an append at once when idle, and collects the appends that arrive during a write in the next batch.
 * At most one append of a stream is being written, so that its outcome is known before the next one is written.
 */
export class AppendQueue {
  #waiting: Waiting[] = [];
  /** appends without an outcome yet, and their total size */
  #pending = 0;
  #bytes = 0;
  #open = 0;
  readonly #whenDrained: (() => void)[] = [];
  /** true while a lane is about to fill a batch from the waiting appends */
  #gathering = false;
  /** the size of the last batch */
  #last = 1;
  readonly #streamsUnderWay = new Set<string>();
  /** the timer that refuses appends that have waited too long; one serves all */
  #lateLook: NodeJS.Timeout | undefined;

  constructor(
    private readonly write: WriteBatch,
    private readonly shape: QueueShape,
  ) {}

  add(append: ValidAppend): Promise<Appended> {
    if (this.#pending >= MAX_PENDING || this.#bytes + append.bytes > MAX_PENDING_BYTES) {
      return Promise.reject(new StoreBusy(`${this.#pending} appends are waiting`, RETRY_AFTER_SECONDS));
    }
    this.#pending++;
    this.#bytes += append.bytes;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ append, since: performance.now(), resolve, reject });
      this.#openLane();
      this.#lookLater();
    });
  }

  /** Resolves when every append has its outcome. */
  async drained(): Promise<void> {
    if (this.#open === 0) return;
    await new Promise<void>((resolve) => {
      this.#whenDrained.push(resolve);
    });
  }

  #openLane(): void {
    if (this.#gathering || this.#waiting.length === 0) return;
    if (this.#open === 0 || (this.#open < this.shape.lanes && this.#waiting.length >= this.shape.worthALane))
      void this.#lane();
  }

  async #lane(): Promise<void> {
    this.#open++;
    while (this.#waiting.length > 0) {
      this.#gathering = true;
      // After a batch of several, wait one turn of the event loop: writers that just got a result then share the next
      // batch. A single writer does not wait.
      await (this.#last > 1 ? setImmediate() : undefined);
      this.#gathering = false;
      const batch = this.#nextBatch();
      // Other lanes are writing the streams of all waiting appends, and take these afterwards.
      if (batch.length === 0) break;
      this.#last = batch.length;
      this.#openLane();
      const outcomes = await this.write(batch.map(({ append }) => append));
      for (const [index, { append, resolve, reject }] of batch.entries()) {
        const outcome = outcomes[index] as PromiseSettledResult<Appended>;
        this.#left(append);
        this.#streamsUnderWay.delete(append.stream);
        if (outcome.status === 'fulfilled') resolve(outcome.value);
        else reject(outcome.reason);
      }
    }
    if (--this.#open === 0) for (const resolve of this.#whenDrained.splice(0)) resolve();
  }

  #left({ bytes }: ValidAppend): void {
    this.#pending--;
    this.#bytes -= bytes;
  }

  /**
   * Refuses appends that have waited too long for a lane, which is safe because they were not sent. Otherwise their
   * callers would wait as long as a lane hangs.
   */
  #lookLater(after = this.#longestWaitMs): void {
    if (this.#lateLook || this.#waiting.length === 0) return;
    this.#lateLook = setTimeout(
      () => {
        this.#lateLook = undefined;
        const oldest = performance.now() - this.#longestWaitMs;
        const late = this.#waiting.filter(({ since }) => since <= oldest);
        this.#waiting = this.#waiting.filter(({ since }) => since > oldest);
        for (const { append, reject } of late) {
          this.#left(append);
          reject(new StoreBusy(`the append has waited for ${this.#longestWaitMs} ms`, RETRY_AFTER_SECONDS));
        }
        this.#lookLater((this.#waiting[0]?.since ?? 0) - oldest);
      },
      Math.max(1, after),
    ).unref();
  }

  get #longestWaitMs(): number {
    return this.shape.longestWaitMs ?? LONGEST_WAIT_MS;
  }

  /**
   * Takes a share of the waiting appends as a batch, so that the other lanes get appends too. Appends are taken in the
   * order of their arrival.
   * An append waits while another one of its stream is written. After the first append that does not fit, all later
   * ones wait too.
   */
  #nextBatch(): Waiting[] {
    const batch: Waiting[] = [];
    const later: Waiting[] = [];
    const streams = new Set(this.#streamsUnderWay);
    const { lanes, worthALane, maxBatch } = this.shape;
    const share = Math.min(maxBatch, Math.max(worthALane, Math.ceil(this.#pending / lanes)));
    let bytes = 0;
    for (const waiting of this.#waiting) {
      const { stream } = waiting.append;
      bytes += streams.has(stream) ? 0 : waiting.append.bytes;
      const full = batch.length === share || (batch.length > 0 && bytes > MAX_BATCH_BYTES);
      if (full || streams.has(stream)) later.push(waiting);
      else {
        batch.push(waiting);
        this.#streamsUnderWay.add(stream);
      }
      streams.add(stream);
    }
    this.#waiting = later;
    return batch;
  }
}
