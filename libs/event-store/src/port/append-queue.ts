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
 * The limits of a queue. `lanes`: the number of batches under way together, so that one is filled while another is written. `worthALane`: the number
 * of waiting appends that is worth the round trip of another lane. `maxBatch`: the largest number of appends in a batch. `longestWaitMs`: the longest
 * wait for a lane, 10 seconds when left out.
 */
export type QueueShape = Readonly<{ lanes: number; worthALane: number; maxBatch: number; longestWaitMs?: number }>;

/**
 * Collects appends that arrive during a write into the next batch; an idle queue writes at once. A stream is in one batch at a time, once, so each
 * append is judged after the outcome of the one before it.
 */
export class AppendQueue {
  #waiting: Waiting[] = [];
  /** appends without an outcome yet, and their total size */
  #pending = 0;
  #bytes = 0;
  #open = 0;
  readonly #whenDrained: (() => void)[] = [];
  /** a lane is about to fill a batch from the waiting appends */
  #gathering = false;
  /** the size of the last batch */
  #last = 1;
  readonly #streamsUnderWay = new Set<string>();
  /** looks for appends that have waited too long; one timer serves all */
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
      // Wait one turn of the event loop, so that writers that just got a result share a batch. A single writer does not wait for others, because
      // appends of the same moment are there at once.
      await (this.#last > 1 ? setImmediate() : undefined);
      this.#gathering = false;
      const batch = this.#nextBatch();
      // The waiting appends are for streams under way in another lane, which continues with them.
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

  /** Refuses appends that have waited too long for a lane: nothing of them was sent. A lane that hangs would keep their callers for longer. */
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
   * Takes a share of the pending appends, and leaves the rest to the next lane. A lane that took everything would keep the others and their writers
   * waiting. First come, first served, but a stream under way waits, and after a full batch so do all later appends.
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
