import { Inject, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { ContextName } from '#contracts';
import { periodically } from './periodically.js';
import { Shutdown } from './shutdown.js';

const EVERY_MS = 60_000;

/** Runs every minute from the start of the process to its end. Deadlines missed during downtime are processed at the next start. */
export abstract class DeadlinesWorker implements OnApplicationBootstrap {
  protected readonly logger = new Logger('deadlines');
  @Inject(Shutdown) private readonly shutdown!: Shutdown;

  constructor(private readonly context: ContextName) {}

  /** Dispatches the commands that are due at `moment`. Two processes may do so at the same time; each command must still take effect once. */
  abstract dispatchDue(moment: Date, stopping?: AbortSignal): Promise<void>;

  onApplicationBootstrap(): void {
    const running = periodically(EVERY_MS, (stopping) =>
      this.dispatchDue(new Date(), stopping).catch((error: unknown) =>
        this.logger.error({ err: error }, 'the deadlines could not be processed; trying again'),
      ),
    );
    this.shutdown.add('work', `deadlines of ${this.context}`, () => running.stop());
  }
}
