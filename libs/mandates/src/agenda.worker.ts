import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { theHub } from '#decider';
import { brusselsDate, type Periodic, periodically } from '#service';
import type { FallDue } from './domain/due-dates.js';
import { HandleMandate } from './mandates.handler.js';
import { dueBy } from './read-models/mandates.js';

const EVERY_MS = 60_000;

/** Looks once a minute which dates have come, and gives the commands that follow. A date that was missed while nothing ran comes up then. */
@Injectable()
export class AgendaWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('agenda');
  private looking: Periodic | undefined;

  constructor(
    private readonly commands: CommandBus,
    @InjectDataSource('mandates') private readonly db: DataSource,
  ) {}

  onApplicationBootstrap(): void {
    this.looking = periodically(EVERY_MS, (stopping) =>
      this.look(new Date(), stopping).catch((error: unknown) => this.logger.error({ err: error }, 'the agenda could not be read; trying again')),
    );
  }

  async onModuleDestroy(): Promise<void> {
    await this.looking?.stop();
  }

  /** What follows of itself by `moment`: a period is over, a decision, an evaluation or an answer is late. */
  async look(moment: Date, stopping?: AbortSignal): Promise<void> {
    const today = brusselsDate(moment);
    for (const { city, id: mandateId } of await dueBy(this.db, today)) {
      if (stopping?.aborted) return;
      const command: FallDue = { type: 'FallDue', data: { mandateId }, by: theHub(city, 'agenda'), now: moment.toISOString(), today };
      // Asked twice it yields nothing, so that two processes may look at the same agenda. One that fails comes up again; the others go on.
      await this.commands
        .execute(new HandleMandate(command, { commandId: randomUUID(), fingerprint: '', retryable: false, traceparent: undefined }))
        .catch((error: unknown) => this.logger.error({ err: error, mandateId }, 'what is due of a mandate could not be recorded; trying again'));
    }
  }
}
