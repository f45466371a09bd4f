import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { DataSource } from 'typeorm';
import { brusselsDate, hubActor, type LocalDate } from '#kernel';
import type { Dispatch } from '#messaging';
import { DeadlinesWorker, processorsToken } from '#runtime';
import type { ProcessDeadlines } from '../domain/commitments.js';
import { dueBy, oldestDeadline, withLateCommitments } from '../queries/deadlines.projection.js';
import { HandleCase } from './case.handler.js';
import { bringInLine } from './follow-register.js';

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
      await this.attempt(caseOfSlot.caseId, () =>
        bringInLine(this.db.manager, caseOfSlot, this.dispatch, { now: () => moment }),
      );
    }
    for (const { city, caseId } of await withLateCommitments(this.db, today)) {
      if (stopping?.aborted) return;
      const command = new HandleCase(processDeadlines(city, caseId, moment, today), { commandId: randomUUID() });
      await this.attempt(caseId, () => this.dispatch(command));
    }
  }

  oldestDue(moment: Date): Promise<LocalDate | undefined> {
    return oldestDeadline(this.db, brusselsDate(moment));
  }

  private readonly dispatch: Dispatch = (command) => this.commands.execute(command as HandleCase);

  private async attempt(caseId: string, work: () => Promise<unknown>): Promise<void> {
    await work().catch((error: unknown) =>
      this.failed(error, { caseId }, 'what is due of a case could not be recorded; trying again'),
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
