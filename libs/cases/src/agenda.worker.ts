import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Agenda, brusselsDate } from '#service';
import { followRegister } from './integration/follow-register.js';
import { dueBy } from './read-models/agenda.js';

/** On some cases coordination ends on a day that was known beforehand, when nothing happens that they would hear of: they compare themselves with the register. */
@Injectable()
export class AgendaWorker extends Agenda {
  constructor(
    private readonly commands: CommandBus,
    @InjectDataSource('cases') private readonly db: DataSource,
  ) {
    super();
  }

  async look(moment: Date, stopping?: AbortSignal): Promise<void> {
    for (const following of await dueBy(this.db, brusselsDate(moment))) {
      if (stopping?.aborted) return;
      // A comparison made twice gives one fact. One that fails comes up again; the others go on.
      await followRegister(this.db.manager, following, moment)
        .then((command) => this.commands.execute(command))
        .catch((error: unknown) => this.logger.error({ err: error, caseId: following.caseId }, 'a case could not follow the register; trying again'));
    }
  }
}
