import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { brusselsDate } from '#service';
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
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> = Promise.resolve();

  constructor(
    private readonly commands: CommandBus,
    @InjectDataSource('cases') private readonly db: DataSource,
  ) {}

  onApplicationBootstrap(): void {
    const look = (): void => {
      this.working = this.look(new Date()).catch((error: unknown) => this.logger.error({ err: error }, 'the agenda could not be read; trying again'));
    };
    this.timer = setInterval(look, EVERY_MS);
    look();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.working;
  }

  /** Gives the commands that are due at `moment`. */
  async look(moment: Date): Promise<void> {
    for (const following of await dueBy(this.db, brusselsDate(moment))) {
      // A comparison made twice gives one fact, so that two processes may look at the same agenda. One that fails comes up again; the others go on.
      await followRegister(this.db.manager, following, moment)
        .then((command) => this.commands.execute(command))
        .catch((error: unknown) => this.logger.error({ err: error, caseId: following.caseId }, 'a case could not follow the register; trying again'));
    }
  }
}
