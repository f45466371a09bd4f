import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { brusselsDate, type Periodic, periodically } from '#service';
import { followRegister } from './integration/follow-register.js';
import { dueBy } from './read-models/agenda.js';

const EVERY_MS = 60_000;

/**
 * Looks once a minute on which cases coordination has ended on a day that was known beforehand, when nothing happens that they would hear of, and has
 * them compare themselves with the register. A day that was missed while nothing ran comes up then.
 */
@Injectable()
export class AgendaWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('agenda');
  private looking: Periodic | undefined;

  constructor(
    private readonly commands: CommandBus,
    @InjectDataSource('cases') private readonly db: DataSource,
  ) {}

  onApplicationBootstrap(): void {
    this.looking = periodically(EVERY_MS, (stopping) =>
      this.look(new Date(), stopping).catch((error: unknown) => this.logger.error({ err: error }, 'the agenda could not be read; trying again')),
    );
  }

  async onModuleDestroy(): Promise<void> {
    await this.looking?.stop();
  }

  /** Gives the commands that are due at `moment`. */
  async look(moment: Date, stopping?: AbortSignal): Promise<void> {
    for (const following of await dueBy(this.db, brusselsDate(moment))) {
      if (stopping?.aborted) return;
      // A comparison made twice gives one fact, so that two processes may look at the same agenda. One that fails comes up again; the others go on.
      await followRegister(this.db.manager, following, moment)
        .then((command) => this.commands.execute(command))
        .catch((error: unknown) => this.logger.error({ err: error, caseId: following.caseId }, 'a case could not follow the register; trying again'));
    }
  }
}
