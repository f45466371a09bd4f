import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { brusselsDate, hubActor, type LocalDate } from '#kernel';
import { Agenda } from '#runtime';
import type { ProcessDeadlines } from '../domain/commitments.js';
import { dueBy, withLateCommitments } from '../queries/deadlines.js';
import { HandleCase } from './case.handler.js';
import { followRegister } from './follow-register.js';

/**
 * What becomes of cases when nothing happens that they would hear of: coordination ends on a day that was known beforehand, and they compare themselves
 * with the register; commitments are late. Asked twice, each gives one fact. One that fails comes up again; the others go on.
 */
@Injectable()
export class AgendaWorker extends Agenda {
  constructor(
    private readonly commands: CommandBus,
    @InjectDataSource('cases') private readonly db: DataSource,
  ) {
    super();
  }

  async look(moment: Date, stopping?: AbortSignal): Promise<void> {
    const today = brusselsDate(moment);
    for (const caseOfSlot of await dueBy(this.db, today)) {
      if (stopping?.aborted) return;
      await this.dispatch(caseOfSlot.caseId, () => followRegister(this.db.manager, caseOfSlot, moment));
    }
    for (const { city, caseId } of await withLateCommitments(this.db, today)) {
      if (stopping?.aborted) return;
      await this.dispatch(
        caseId,
        async () => new HandleCase(processDeadlines(city, caseId, moment, today), { commandId: randomUUID() }),
      );
    }
  }

  private async dispatch(caseId: string, wish: () => Promise<HandleCase>): Promise<void> {
    await wish()
      .then((command) => this.commands.execute(command))
      .catch((error: unknown) =>
        this.logger.error({ err: error, caseId }, 'what is due of a case could not be recorded; trying again'),
      );
  }
}

const processDeadlines = (city: string, caseId: string, moment: Date, today: LocalDate): ProcessDeadlines => ({
  type: 'ProcessDeadlines',
  data: { caseId },
  by: hubActor(city, 'agenda'),
  now: moment.toISOString(),
  today,
});
