import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { DataSource } from 'typeorm';
import { brusselsDate, hubActor, type LocalDate } from '#kernel';
import { DeadlinesWorker, processorsToken } from '#runtime';
import type { ProcessDeadlines } from '../domain/commitments.js';
import { dueBy, withLateCommitments } from '../queries/deadlines.projection.js';
import { HandleCase } from './case.handler.js';
import { buildFollowRegister } from './follow-register.js';

/**
 * Dispatches the commands that follow from a date and not from an event. A case compares itself with the register when
 * its coordination ends, and records late commitments. A repeated command records nothing twice. A failed command is
 * repeated at the next run, and does not stop the others.
 */
@Injectable()
export class CaseDeadlinesWorker extends DeadlinesWorker {
  constructor(
    private readonly commands: CommandBus,
    @Inject(processorsToken('cases')) private readonly db: DataSource,
  ) {
    super('cases');
  }

  async dispatchDue(moment: Date, stopping?: AbortSignal): Promise<void> {
    const today = brusselsDate(moment);
    for (const caseOfSlot of await dueBy(this.db, today)) {
      if (stopping?.aborted) return;
      await this.dispatch(caseOfSlot.caseId, () => buildFollowRegister(this.db.manager, caseOfSlot, moment));
    }
    for (const { city, caseId } of await withLateCommitments(this.db, today)) {
      if (stopping?.aborted) return;
      await this.dispatch(
        caseId,
        async () => new HandleCase(processDeadlines(city, caseId, moment, today), { commandId: randomUUID() }),
      );
    }
  }

  private async dispatch(caseId: string, load: () => Promise<HandleCase>): Promise<void> {
    await load()
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
