import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { DataSource } from 'typeorm';
import { brusselsDate, type Command, hubActor } from '#kernel';
import { HandleSubscription } from '../subscriptions/commands/subscription.handler.js';
import type {
  CloseSubscription,
  SubscriptionCommand,
  SuspendSubscription,
  SuspensionCause,
} from '../subscriptions/domain/subscription.js';
import { DeliveryClock } from './delivery-clock.js';
import { advance, type Line, type Progress, type Step } from './delivery-cursor.js';
import { pauseAfter } from './retry-schedule.js';

/** The database as the deliveries reach it: a DataSource on the schema of the partners, which the worker closes. */
export const DELIVERIES = Symbol('deliveries');

/** A line whose agency is suspended, or whose subscription could not be, is looked at again after so long. */
export const AGENCY_AWAY_MS = 60_000;

/** What follows for the subscription, and is decided by a command like any other. */
export type Consequence = Pick<SuspendSubscription, 'type' | 'data'> | Pick<CloseSubscription, 'type' | 'data'>;
/** What became of messages, and of the line. */
export type Done = Pick<Step, 'outcomes' | 'progress'> & Readonly<{ consequence?: Consequence | undefined }>;
export const NOTHING: Done = { outcomes: [], progress: {} };

/** What all work on a line ends with: what happened is written, and only then is decided whether the subscription is suspended or ends, which may fail and comes up again. */
@Injectable()
export class LineWork {
  constructor(
    @Inject(DELIVERIES) private readonly db: DataSource,
    private readonly commands: CommandBus,
    private readonly clock: DeliveryClock,
  ) {}

  /** False when it was claimed for something else that had to be done. */
  isDue({ nextAt }: Line): boolean {
    return nextAt <= this.clock.now();
  }

  /** @throws {LineLost} */
  advance(line: Line, step: Step): ReturnType<typeof advance> {
    return advance(this.db, line, step, this.clock.now());
  }

  /** @throws {LineLost} */
  async letGo(line: Line, { outcomes, progress, consequence }: Done = NOTHING): Promise<void> {
    await this.advance(line, { outcomes, progress, letGo: true });
    if (consequence) await this.decide(line, consequence.type, consequence.data);
  }

  async decide<C extends SubscriptionCommand>({ city }: Line, type: C['type'], data: C['data']): Promise<void> {
    const now = this.clock.now();
    const command: Command = {
      type,
      data,
      by: hubActor(city, 'deliveries'),
      now: now.toISOString(),
      today: brusselsDate(now),
    };
    await this.commands.execute(new HandleSubscription(command as SubscriptionCommand, { commandId: randomUUID() }));
  }

  /** When to try again; behind the last try the subscription is suspended. `asked`: by the endpoint, in milliseconds. */
  afterFailure(
    line: Line,
    problem: string,
    cause: SuspensionCause,
    asked?: number,
  ): Readonly<{ progress: Progress; consequence?: Consequence }> {
    const failures = line.failures + 1;
    const wait = pauseAfter(failures, asked, this.clock.random());
    if (wait !== undefined) return { progress: { failures, problem, nextAt: this.in(wait) } };
    // tried again after a while when the suspension came to nothing, because something about the subscription changed at the same time
    return {
      progress: { failures: line.failures, problem, nextAt: this.in(AGENCY_AWAY_MS) },
      consequence: suspension(line, cause),
    };
  }

  in(milliseconds: number): Date {
    return new Date(this.clock.now().getTime() + milliseconds);
  }
}

export const suspension = ({ subscriptionId, applied }: Line, cause: SuspensionCause): Consequence => ({
  type: 'SuspendSubscription',
  data: { subscriptionId, cause, version: applied },
});
