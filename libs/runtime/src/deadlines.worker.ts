import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type Periodic, periodically } from './periodically.js';

const EVERY_MS = 60_000;

/** Looks once a minute which days have come, from the start of the process to its end. A day that was missed while nothing ran comes up then. */
export abstract class Agenda implements OnApplicationBootstrap, OnModuleDestroy {
  protected readonly logger = new Logger('agenda');
  private looking: Periodic | undefined;

  /** Gives the commands that are due at `moment`. Two processes may look at the same agenda: what follows must follow once. */
  abstract look(moment: Date, stopping?: AbortSignal): Promise<void>;

  onApplicationBootstrap(): void {
    this.looking = periodically(EVERY_MS, (stopping) =>
      this.look(new Date(), stopping).catch((error: unknown) =>
        this.logger.error({ err: error }, 'the agenda could not be read; trying again'),
      ),
    );
  }

  async onModuleDestroy(): Promise<void> {
    await this.looking?.stop();
  }
}
