import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { type ContextName, type Topic, TOPICS } from '#contracts';
import { comparePositions, type EventStore } from '#event-store';
import type { WritePosition } from '#http';
import { contextOf, contextOfStream, hasApplied, LOG, type ProcessorHandle } from '#messaging';
import { type HoldsBack, whoHoldsBack } from './back-pressure.js';
import { BusHealth } from './bus-health.js';
import { EVENT_STORE } from './injection-tokens.js';
import { periodically } from './periodically.js';
import { type ProcessingDelay, ProcessingDelays } from './processing-delays.js';
import type { Shutdown } from './shutdown.js';
import { StuckProcessors } from './stuck-processors.js';
import { within } from './within-time-limit.js';

/**
 * A processor of public events from contexts that may run in other processes. `db` stores its stream positions.
 * `applied` is called when a request has waited for a write, because another process may have applied it.
 */
type Reader = Readonly<{
  processor: ProcessorHandle;
  topics: readonly Topic[];
  db: DataSource;
  applied?: () => void;
}>;

const LOOK_EVERY_MS = 25;
/** The interval at which the progress of processors is compared with the end of the log. */
const OBSERVE_EVERY_MS = 2_000;
/** The interval at which the progress of publishers and readers is compared with the log and the topics. */
const OBSERVE_BUS_EVERY_MS = 5_000;

/** The registry of the processors in this process. It starts them last, and reports their positions and problems. */
@Injectable()
export class ProcessorRegistry {
  private readonly own: ProcessorHandle[] = [];
  private readonly publishers: ProcessorHandle[] = [];
  private readonly readers: Reader[] = [];
  private readonly contexts = new Set<ContextName>();
  private readonly standstills = new StuckProcessors();
  private readonly standstillsOnBus = new StuckProcessors();
  private readonly delaysInLog = new ProcessingDelays();
  private readonly delaysOnBus = new ProcessingDelays();
  private readonly logger = new Logger('processors');
  private heldBackBy: HoldsBack | undefined;

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly busHealth: BusHealth,
  ) {}

  /** Registers a context whose log is that of this process. */
  serve(context: ContextName): void {
    this.contexts.add(context);
  }

  /** Adds a processor that follows the log of this process. */
  add(processor: ProcessorHandle): void {
    this.own.push(processor);
  }

  /** Adds a publisher of the log of this process. Reads with `Regie-After` do not wait for publishers. */
  addPublisher(processor: ProcessorHandle): void {
    this.publishers.push(processor);
  }

  /** Adds a processor of events that contexts publish on an external bus. */
  addReader(reader: Reader): void {
    this.readers.push(reader);
  }

  /** Starts all processors, which the shutdown stops. */
  start(shutdown: Shutdown): void {
    for (const processor of this.all) {
      shutdown.add('work', `processor ${processor.name}`, () => processor.stop());
      processor.start();
    }
    const observing = [
      periodically(OBSERVE_EVERY_MS, () => this.observe()),
      periodically(OBSERVE_BUS_EVERY_MS, () => this.observeBus()),
    ];
    for (const each of observing) shutdown.add('work', 'observation of processors', () => each.stop());
  }

  /**
   * Waits for the processors that apply this write, and returns the names of those that have not reached it in time.
   * @param route the context of the request; stuck processors of other contexts are not waited for
   */
  async behind(write: WritePosition, timeoutMs: number, route?: ContextName): Promise<readonly string[]> {
    if (this.contexts.has(write.context)) {
      const end = await this.end();
      // A position beyond the end of the log, as after a restored backup, is not waited for.
      const isThere = end !== undefined && comparePositions(write.position, end.position) <= 0;
      return this.behindInLog(write.position, isThere ? timeoutMs : 0, route);
    }
    const concerned = this.readers.filter(({ topics }) => topics.includes(TOPICS[write.context]));
    const arrived = await Promise.all(concerned.map((reader) => hasReached(reader, write, timeoutMs)));
    return concerned.filter((_, index) => !arrived[index]).map(({ processor }) => processor.name);
  }

  /** Returns the position of the last event in the log of this process; undefined when the log is empty. */
  async end(): Promise<(Omit<WritePosition, 'digest'> & { stream: string }) | undefined> {
    const [last] = await this.store.readAllBackwards(1);
    return last && { ...last, context: contextOfStream(last.stream) };
  }

  /** Waits for the processors to reach the present end of the log, and returns the names of those that have not reached it in time. */
  async unsettled(timeoutMs: number, route?: ContextName): Promise<readonly string[]> {
    return this.behindInLog(await this.store.head(), timeoutMs, route);
  }

  /** Waits until the processors reach the present end of the log; false when that takes longer. */
  async settled(timeoutMs: number): Promise<boolean> {
    return (await this.unsettled(timeoutMs)).length === 0;
  }

  /** Returns the processors that cannot go on, with the reason: an error, or no progress while there are events. */
  problems(now = performance.now()): Readonly<Record<string, string>> {
    const still = new Map([...this.standstills.at(now), ...this.standstillsOnBus.at(now)]);
    return Object.fromEntries(
      this.all.flatMap(({ name, problem }) => {
        if (problem) return [[name, `since ${problem.since.toISOString()}: ${problem.message}`]];
        return still.has(name) ? [[name, `no progress for ${still.get(name)} s`]] : [];
      }),
    );
  }

  /** Returns the position of each processor in the log of this process. */
  positions(): readonly (readonly [processor: string, position: string])[] {
    return this.own.map((processor) => [processor.name, processor.position(LOG)]);
  }

  /** Returns for each processor whether it is stuck. */
  stuck(): readonly (readonly [processor: string, stuck: boolean])[] {
    const problems = this.problems();
    return this.all.map(({ name }) => [name, name in problems]);
  }

  /**
   * Compares the positions of the processors with the end of the log. `now`: milliseconds of a monotonic clock.
   * Adds nothing while the store does not answer; the readiness check reports that.
   */
  async observe(now = performance.now()): Promise<void> {
    const end = await within(OBSERVE_EVERY_MS, this.store.head()).catch(() => undefined);
    if (end !== undefined) {
      const progress = this.own.map((processor) => ({
        name: processor.name,
        source: LOG,
        position: processor.position(LOG),
        end,
      }));
      this.standstills.observe(progress, now);
      this.delaysInLog.observe(progress, now);
    }
    this.holdBack(now);
  }

  /** Compares the positions of publishers and readers with the log and the topics. Does nothing while a database does not answer. */
  async observeBus(now = performance.now()): Promise<void> {
    const progress = await this.busHealth.progress().catch(() => undefined);
    if (progress) this.standstillsOnBus.observe(progress, now);
    if (progress) this.delaysOnBus.observe(progress, now);
  }

  /**
   * The processor that holds writers back since the last observation; undefined while there is none.
   * Publishers and readers never do so, because they may wait for Kafka.
   */
  get holdsBack(): HoldsBack | undefined {
    return this.heldBackBy;
  }

  /** Returns how far each processor was behind in time at the last observation, for each source. */
  delays(now = performance.now()): readonly ProcessingDelay[] {
    return [...this.delaysInLog.at(now), ...this.delaysOnBus.at(now)];
  }

  private holdBack(now: number): void {
    const failed = new Set(this.own.filter(({ problem }) => problem).map(({ name }) => name));
    const before = this.heldBackBy;
    this.heldBackBy = whoHoldsBack(this.delaysInLog.at(now).filter(({ name }) => !failed.has(name)));
    if (this.heldBackBy && !before) this.logger.warn({ ...this.heldBackBy, msg: 'writers are held back' });
    if (before && !this.heldBackBy) this.logger.log({ ...before, msg: 'writers are not held back any more' });
  }

  private get all(): readonly ProcessorHandle[] {
    return [...this.own, ...this.publishers, ...this.readers.map(({ processor }) => processor)];
  }

  private async behindInLog(position: string, timeoutMs: number, route?: ContextName): Promise<readonly string[]> {
    const stuck = this.problems();
    const concerned = this.own.filter(({ name }) => !route || contextOf(name) === route || !(name in stuck));
    const arrived = await Promise.all(concerned.map((processor) => processor.reaches(LOG, position, timeoutMs)));
    // A processor of another context may have become stuck meanwhile.
    const stuckNow = this.problems();
    return concerned
      .filter(({ name }, index) => !arrived[index] && (!route || contextOf(name) === route || !(name in stuckNow)))
      .map(({ name }) => name);
  }
}

/** Reads the position from the database: another process may run the processor of this name. */
const hasReached = async (
  { processor: { name }, db, applied }: Reader,
  { digest, revision }: WritePosition,
  timeoutMs: number,
): Promise<boolean> => {
  for (const deadline = Date.now() + timeoutMs; ; await pause(LOOK_EVERY_MS)) {
    if (await hasApplied(db, name, digest, revision)) {
      applied?.();
      return true;
    }
    if (Date.now() > deadline) return false;
  }
};
