import type { DataSource, EntityManager } from 'typeorm';
import { comparePositions, START } from '#event-store';
import { messageWithoutValues, retryAfterFailure } from '#postgres';
import { inSpans } from '#tracing';
import type { Consume, Page } from '../bus-ports.js';
import { causeOf, type Traced, traceOf } from '../cause-of.js';
import { forgetProcessed } from '../inbox/processed-messages.js';
import { isInnocent } from '../transient-errors.js';
import { applyPage, CheckpointMoved, checkpointOf } from './checkpoints.js';

type Log = Readonly<{ error(details: object, message: string): void }>;

export type ProcessorOptions<E extends Traced> = Readonly<{
  name: string;
  db: DataSource;
  consume: Consume<E>;
  /** Runs before the transaction of a page with events. If it throws, the page is delivered again. */
  before?: (page: Page<E>, signal: AbortSignal) => Promise<void>;
  apply: (events: readonly E[], tx: EntityManager) => Promise<void>;
  /** called after a page with events is committed, by this process or by another one of the same name */
  applied?: () => void;
  log: Log;
}>;

const PROCESS = { kind: 'CONSUMER' } as const;

const PAUSES = { minTimeout: 50, maxTimeout: 5_000, isTransient: () => true };
/**
 * The number of pages without events after which the checkpoint is written: reading them again after a restart costs
 * less than a write for each.
 */
const IDLE_PAGES_PER_WRITE = 100;
/**
 * The pause after a page, in ms for each of its events after the first, and at most. Pages of a busy processor then have
 * more events, and cost fewer statements an event. After a large page there is more to read, so there is no pause.
 */
const PAUSE_AFTER_PAGE = { msPerEvent: 4, atMostMs: 25, largePage: 250 };
/** The interval at which old marks of handled events are removed. */
const FORGET_EVERY_MS = 3_600_000;

/**
 * Applies a source under one name: each page goes to `apply` in a transaction with its checkpoint.
 * After a page failed, its events are applied one by one, so that the processor stops exactly before the event that fails.
 * It repeats that event until it succeeds, with longer pauses each time; `problem` has the last error.
 */
export class Processor<E extends Traced = Traced> {
  readonly name: string;
  /** the position up to which everything is handled, per source */
  private readonly reached = new Map<string, string>();
  /** the stored checkpoint, per source; it lags `reached` while pages without events pass */
  private readonly written = new Map<string, string>();
  private readonly waiting = new Set<() => void>();
  private readonly stopping = new AbortController();
  /** ends the pause after a page, if there is one */
  private endPause: () => void = () => undefined;
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
  /** the event that failed alone */
  private failedEvent: E | undefined;

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
    this.endPause();
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
      this.endPause();
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
    const hasMoved = comparePositions(position, this.position(source)) > 0;
    if (!this.refused || hasMoved) this.solved();
    this.written.set(source, position);
    this.advance(source, position);
    if (hasMoved) this.options.applied?.();
    return position;
  }

  private async handle(delivered: Page<E>): Promise<void> {
    const page = withoutRepeats(delivered, this.position(delivered.source));
    if (page.events.length > 0 || ++this.idlePages >= IDLE_PAGES_PER_WRITE) {
      await inSpans(`process ${this.name}`, PROCESS, page.events.map(causeOf), () => this.write(page)).catch(
        (error: unknown) => {
          this.refused ||= !(error instanceof CheckpointMoved);
          throw error;
        },
      );
      this.idlePages = 0;
    } else this.handled(page);
    if (page.mayRepeat && Date.now() >= this.forgetAt) await this.forget();
    // The batches of a broker, and the pages of a reactor, are filled by other waits.
    else if (!page.mayRepeat && !this.options.before) await this.letNextPageFill(page.events.length);
  }

  /** Pauses after a page of several events. A wait for a position ends the pause, and so does the stop. */
  private letNextPageFill(events: number): Promise<void> {
    const { msPerEvent, atMostMs, largePage } = PAUSE_AFTER_PAGE;
    const ms = events < largePage ? Math.min(atMostMs, (events - 1) * msPerEvent) : 0;
    if (ms <= 0 || this.waiting.size > 0 || this.stopping.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = globalThis.setTimeout(resolve, ms);
      this.endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async write(page: Page<E>): Promise<void> {
    if (page.events.length > 0) await this.options.before?.(page, this.stopping.signal);
    try {
      await this.apply(page);
    } catch (error) {
      const isWhole = error instanceof CheckpointMoved || isInnocent(error);
      if (isWhole || !page.positions || page.events.length < 2) throw error;
      await this.oneByOne(page, page.positions, error);
    }
  }

  /** Applies a page that failed again, each event in a transaction of its own. */
  private async oneByOne(page: Page<E>, positions: readonly string[], error: unknown): Promise<void> {
    this.failed(error, 'a page could not be applied; applying its events one by one');
    for (const [nth, event] of page.events.entries()) {
      this.stopping.signal.throwIfAborted();
      const isLast = nth === page.events.length - 1;
      await this.apply({ ...page, events: [event], upTo: isLast ? page.upTo : positions[nth]! });
    }
  }

  /** Applies the events of a page in one transaction. */
  private async apply(page: Page<E>): Promise<void> {
    const { db, name, apply } = this.options;
    try {
      await applyPage(db, name, this.written.get(page.source) ?? START, page, apply);
    } catch (error) {
      this.failedEvent = page.events.length === 1 ? page.events[0] : undefined;
      throw error;
    }
    this.written.set(page.source, page.upTo);
    this.handled(page);
  }

  private handled(page: Page<E>): void {
    this.solved();
    this.progressed = true;
    this.advance(page.source, page.upTo);
    if (page.events.length > 0) this.options.applied?.();
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
    this.failedEvent = undefined;
  }

  private failed(error: unknown, message = 'a page could not be applied; trying again'): void {
    if (error instanceof CheckpointMoved) {
      // Another process of this name was quicker: continue after its page, without a long pause.
      this.progressed = true;
      return;
    }
    this.trouble = {
      since: this.trouble?.since ?? new Date(),
      message: error instanceof Error ? messageWithoutValues(error) : String(error),
    };
    this.options.log.error(
      {
        processor: this.name,
        ...(this.failedEvent && { eventId: this.failedEvent.id, ...traceOf(this.failedEvent) }),
        err: error,
      },
      message,
    );
  }

  private advance(source: string, position: string): void {
    this.reached.set(source, position);
    for (const look of [...this.waiting]) look();
  }
}

/** Leaves out the events that are at or before `after`, or before an earlier event of the page: they are applied already. */
const withoutRepeats = <E>(page: Page<E>, after: string): Page<E> => {
  const { positions, events } = page;
  if (!positions) return page;
  const fresh: number[] = [];
  let last = after;
  for (const [nth, position] of positions.entries()) {
    if (comparePositions(position, last) <= 0) continue;
    fresh.push(nth);
    last = position;
  }
  if (fresh.length === events.length) return page;
  return {
    ...page,
    events: fresh.map((nth) => events[nth]!),
    positions: fresh.map((nth) => positions[nth]!),
    upTo: comparePositions(page.upTo, after) > 0 ? page.upTo : after,
  };
};

/** The attempt handled no page. The log has the reason. */
class NoProgress extends Error {
  override readonly name = 'NoProgress';
}

/** A processor without the type of its events, for code that only starts, stops and observes it. */
export type ProcessorHandle = Pick<Processor, 'name' | 'problem' | 'start' | 'stop' | 'position' | 'reaches'>;
