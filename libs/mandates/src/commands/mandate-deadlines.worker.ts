import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { DataSource } from 'typeorm';
import { brusselsDate, hubActor, type LocalDate } from '#kernel';
import { DeadlinesWorker, processorsToken } from '#runtime';
import type { ProcessDeadlines } from '../domain/deadlines.js';
import { dueBy, oldestDue } from '../queries/mandates.js';
import { HandleMandate } from './mandate.handler.js';

/** Processes the deadlines of mandates: a period is over, or a decision, an evaluation or an answer is late. */
@Injectable()
export class MandateDeadlinesWorker extends DeadlinesWorker {
  constructor(
    private readonly commands: CommandBus,
    @Inject(processorsToken('mandates')) private readonly db: DataSource,
  ) {
    super('mandates');
  }

  oldestDue(moment: Date): Promise<LocalDate | undefined> {
    return oldestDue(this.db, brusselsDate(moment));
  }

  async dispatchDue(moment: Date, stopping?: AbortSignal): Promise<void> {
    const today = brusselsDate(moment);
    for (const { city, id: mandateId } of await dueBy(this.db, today)) {
      if (stopping?.aborted) return;
      const command: ProcessDeadlines = {
        type: 'ProcessDeadlines',
        data: { mandateId },
        by: hubActor(city, 'agenda'),
        now: moment.toISOString(),
        today,
      };
      // A failed command is repeated at the next run, and does not stop the other mandates. A repeat records nothing
      // twice.
      await this.commands
        .execute(new HandleMandate(command, { commandId: randomUUID() }))
        .catch((error: unknown) =>
          this.failed(error, { mandateId }, 'what is due of a mandate could not be recorded; trying again'),
        );
    }
  }
}
