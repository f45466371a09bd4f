import type { DataSource, EntityManager } from 'typeorm';
import { comparePositions, START } from '#event-store';
import { retryAfterFailure } from '#postgres';
import type { Consume, Page } from '../bus-ports.js';
import { forgetProcessed } from '../inbox/processed-messages.js';
import { applyPage, CheckpointMoved, checkpointOf } from './checkpoints.js';

type Log = Readonly<{ error(details: object, message: string): void }>;

export type ProcessorOptions<E> = Readonly<{
  name: string;
  db: DataSource;
  consume: Consume<E>;
  /** Runs before the transaction of a page with events. If it throws, the page is delivered again. */
  before?: (page: Page<E>, signal: AbortSignal) => Promise<void>;
  apply: (events: readonly E[], tx: EntityManager) => Promise<void>;
  /** called after a page with events is committed */
  applied?: () => void;
  log: Log;
}>;

const PAUSES = { minTimeout: 50, maxTimeout: 5_000, isTransient: () => true };
/**
 * The number of pages without events after which the checkpoint is written: reading them again after a restart costs
 * less than a write for each.
 */
const IDLE_PAGES_PER_WRITE = 100;
/** The interval at which old marks of handled events are removed. */
const FORGET_EVERY_MS = 3_600_000;

/**
 * Applies a source under one name: each page goes to `apply` in a transaction with its checkpoint.
 * A page that fails is retried for ever with growing pauses; `problem` shows the cause.
 */
export class Processor<E extends { id: string } = { id: string }> {
  readonly name: string;
  /** the position up to which everything is handled, per source */
  private readonly reached = new Map<string, string>();
  /** the stored checkpoint, per source; it lags `reached` while pages without events pass */
  private readonly written = new Map<string, string>();
  private readonly waiting = new Set<() => void>();
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private idlePages = 0;
  private forgetAt = 0;
  /** true when this attempt has handled a page: the pause after it is the shortest */
  private progressed = false;
  /**
   * true from the failure of a page until a page is applied; any other problem ends when the source delivers pages
   * again
   */
  private refused = false;
  private trouble: Readonly<{ since: Date; message: string }> | undefined;

  constructor(private readonly options: ProcessorOptions<E>) {
    this.name = options.name;
  }

  /** the reason for which the processor cannot go on, and since when */
  get problem(): Readonly<{ since: Date; message: string }> | undefined {
    return this.trouble;
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Stops the processor; resolves when the current page is finished. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  position(source: string): string {
    return this.reached.get(source) ?? START;
  }

  /** True as soon as `position` of `source` is handled; false when that takes longer than `timeoutMs`. */
  async reaches(source: string, position: string, timeoutMs: number): Promise<boolean> {
    const there = (): boolean => comparePositions(this.position(source), position) >= 0;
    if (there()) return true;
    return new Promise((resolve) => {
      const settle = (arrived: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(arrived);
      };
      const look = (): void => {
        if (there()) settle(true);
      };
      const timer = globalThis.setTimeout(() => settle(there()), timeoutMs);
      this.waiting.add(look);
    });
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    await this.consume(signal);
    const progress = async (): Promise<void> => {
      if (!(await this.consume(signal))) throw new NoProgress();
    };
    // Progress ends a series of growing pauses; the next failure begins another.
    while (!signal.aborted)
      await retryAfterFailure(new NoProgress(), progress, { ...PAUSES, signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
  }

  /** Consumes until the source fails or ends, and returns whether a page was handled. */
  private async consume(signal: AbortSignal): Promise<boolean> {
    this.progressed = false;
    try {
      await this.options.consume(
        { after: (source) => this.after(source), handle: (page) => this.handle(page), standBy: () => this.solved() },
        signal,
      );
    } catch (error) {
      if (!signal.aborted) this.failed(error);
    }
    return this.progressed;
  }

  private async after(source: string): Promise<string> {
    const { db, name } = this.options;
    const position = await checkpointOf(db, name, source);
    // Source and database answer again, or another process of this name has applied the page that failed here.
    if (!this.refused || comparePositions(position, this.position(source)) > 0) this.solved();
    this.written.set(source, position);
    this.advance(source, position);
    return position;
  }

  private async handle(page: Page<E>): Promise<void> {
    if (page.events.length > 0 || ++this.idlePages >= IDLE_PAGES_PER_WRITE) {
      const { db, name, before, apply } = this.options;
      try {
        if (page.events.length > 0) await before?.(page, this.stopping.signal);
        await applyPage(db, name, this.written.get(page.source) ?? START, page, apply);
      } catch (error) {
        this.refused ||= !(error instanceof CheckpointMoved);
        throw error;
      }
      this.written.set(page.source, page.upTo);
      this.idlePages = 0;
    }
    this.solved();
    this.progressed = true;
    this.advance(page.source, page.upTo);
    if (page.events.length > 0) this.options.applied?.();
    if (page.mayRepeat && Date.now() >= this.forgetAt) await this.forget();
  }

  /**
   * Removes a limited number of old marks. While more are left, this runs after every page; then it pauses for an hour.
   */
  private async forget(): Promise<void> {
    const { db, name, log } = this.options;
    const done = await forgetProcessed(db, name).catch((error: unknown) => {
      log.error(
        { processor: name, err: error },
        'old marks of handled events could not be removed; trying again in an hour',
      );
      return true;
    });
    if (done) this.forgetAt = Date.now() + FORGET_EVERY_MS;
  }

  private solved(): void {
    this.trouble = undefined;
    this.refused = false;
  }

  private failed(error: unknown): void {
    if (error instanceof CheckpointMoved) {
      // Another process of this name was quicker: continue after its page, without a long pause.
      this.progressed = true;
      return;
    }
    this.trouble = {
      since: this.trouble?.since ?? new Date(),
      message: error instanceof Error ? error.message : String(error),
    };
    this.options.log.error({ processor: this.name, err: error }, 'a page could not be applied; trying again');
  }

  private advance(source: string, position: string): void {
    this.reached.set(source, position);
    for (const look of [...this.waiting]) look();
  }
}

/** The attempt handled no page. The log has the reason. */
class NoProgress extends Error {
  override readonly name = 'NoProgress';
}

/** A processor without the type of its events, for code that only starts, stops and observes it. */
export type ProcessorHandle = Pick<Processor, 'name' | 'problem' | 'start' | 'stop' | 'position' | 'reaches'>;
