import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type Periodic, periodically } from './periodically.js';

const EVERY_MS = 60_000;

/** Runs every minute from the start of the process to its end. Deadlines missed during downtime are processed at the next start. */
export abstract class DeadlinesWorker implements OnApplicationBootstrap, OnModuleDestroy {
  protected readonly logger = new Logger('deadlines');
  private running: Periodic | undefined;

  /** Dispatches the commands that are due at `moment`. Two processes may do so at once: the effects must still occur once. */
  abstract dispatchDue(moment: Date, stopping?: AbortSignal): Promise<void>;

  onApplicationBootstrap(): void {
    this.running = periodically(EVERY_MS, (stopping) =>
      this.dispatchDue(new Date(), stopping).catch((error: unknown) =>
        this.logger.error({ err: error }, 'the deadlines could not be processed; trying again'),
      ),
    );
  }

  async onModuleDestroy(): Promise<void> {
    await this.running?.stop();
  }
}
