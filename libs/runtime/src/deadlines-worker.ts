import { Inject, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { ContextName } from '#contracts';
import type { LocalDate } from '#kernel';
import { DeadlineWorkers } from './deadline-workers.js';
import { periodically } from './periodically.js';
import { Shutdown } from './shutdown.js';

const EVERY_MS = 60_000;

/** Runs every minute from the start of the process to its end. Deadlines missed during downtime are processed at the next start. */
export abstract class DeadlinesWorker implements OnApplicationBootstrap {
  /** the number of attempts that failed since the start of the process */
  failures = 0;
  private readonly logger = new Logger('deadlines');
  @Inject(Shutdown) private readonly shutdown!: Shutdown;
  @Inject(DeadlineWorkers) private readonly workers!: DeadlineWorkers;

  constructor(readonly context: ContextName) {}

  /** Dispatches the commands that are due at `moment`. Two processes may do so at the same time; each command must still take effect once. */
  abstract dispatchDue(moment: Date, stopping?: AbortSignal): Promise<void>;

  /** Returns the first day on which the oldest deadline that is not processed could have been; undefined when none is due at `moment`. */
  abstract oldestDue(moment: Date): Promise<LocalDate | undefined>;

  /** Counts a failed attempt, which the next run repeats, and writes it to the log. */
  protected failed(error: unknown, details: object, message: string): void {
    this.failures++;
    this.logger.error({ err: error, ...details }, message);
  }

  onApplicationBootstrap(): void {
    this.workers.add(this);
    const running = periodically(EVERY_MS, (stopping) =>
      this.dispatchDue(new Date(), stopping).catch((error: unknown) =>
        this.failed(error, {}, 'the deadlines could not be processed; trying again'),
      ),
    );
    this.shutdown.add('work', `deadlines of ${this.context}`, () => running.stop());
  }
}
