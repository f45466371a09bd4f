import type { DataSource, EntityManager } from 'typeorm';
import { comparePositions, START } from '#event-store';
import type { Consume, Page } from './bus.js';
import { applyPage, CheckpointMoved, checkpointOf } from './checkpoints.js';

type Log = Readonly<{ error(details: object, message: string): void; warn(details: object, message: string): void }>;

export type FollowerOptions<E> = Readonly<{
  name: string;
  db: DataSource;
  consume: Consume<E>;
  apply: (events: readonly E[], tx: EntityManager) => Promise<void>;
  /** remember the ids of handled events: for a source that may repeat itself */
  dedupe?: boolean;
  log: Log;
}>;

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;
/** A checkpoint that moves over events of others is only written every so many pages: it costs a little reading after a restart. */
const IDLE_PAGES_PER_WRITE = 100;

/**
 * Follows a source with one name: hands each page to `apply` in a transaction with its checkpoint, and tries again for ever, slower and slower,
 * when that fails. What it waits for is visible in `problem`.
 */
export class Follower<E extends { id: string } = { id: string }> {
  readonly name: string;
  /** the position up to which everything is handled, per source */
  private readonly reached = new Map<string, string>();
  /** what the database says of it; behind `reached` while pages without events pass */
  private readonly written = new Map<string, string>();
  private readonly waiting = new Set<() => void>();
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private idlePages = 0;
  /** why the current page cannot be applied, and since when */
  problem: Readonly<{ since: Date; message: string }> | undefined;

  constructor(private readonly options: FollowerOptions<E>) {
    this.name = options.name;
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Resolves when the page in hand is finished. */
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
      const settle = (): void => {
        if (!there() && Date.now() < deadline) return;
        clearTimeout(timer);
        this.waiting.delete(settle);
        resolve(there());
      };
      const deadline = Date.now() + timeoutMs;
      const timer = setTimeout(settle, timeoutMs + 1);
      this.waiting.add(settle);
    });
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    for (let pause = FIRST_PAUSE_MS; !signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        const after = async (source: string): Promise<string> => {
          const position = await checkpointOf(this.options.db, this.name, source);
          this.written.set(source, position);
          this.advance(source, position);
          return position;
        };
        const handle = async (page: Page<E>): Promise<void> => {
          await this.handle(page);
          this.problem = undefined;
          pause = FIRST_PAUSE_MS;
        };
        await this.options.consume({ after, handle }, signal);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof CheckpointMoved) this.options.log.warn({ follower: this.name }, error.message);
        else {
          this.problem ??= { since: new Date(), message: error instanceof Error ? error.message : String(error) };
          this.options.log.error({ follower: this.name, err: error }, 'a page could not be applied; trying again');
        }
        await sleep(pause, signal);
      }
    }
  }

  private async handle(page: Page<E>): Promise<void> {
    const write = page.events.length > 0 || ++this.idlePages >= IDLE_PAGES_PER_WRITE;
    if (write) {
      const { db, apply, dedupe } = this.options;
      await applyPage(db, this.name, this.written.get(page.source) ?? START, page, apply, { dedupe });
      this.written.set(page.source, page.upTo);
      this.idlePages = 0;
    }
    this.advance(page.source, page.upTo);
  }

  private advance(source: string, position: string): void {
    this.reached.set(source, position);
    for (const settle of [...this.waiting]) settle();
  }
}

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
