import { Injectable } from '@nestjs/common';
import type { ContextName } from '#contracts';
import { type LocalDate, startOfDay } from '#kernel';
import { within } from './within-time-limit.js';

/** A worker that processes deadlines. `oldestDue`: the first day on which its oldest deadline of `moment` could have been processed. */
type Worker = Readonly<{
  context: ContextName;
  failures: number;
  oldestDue(moment: Date): Promise<LocalDate | undefined>;
}>;

/** `oldestSeconds` is 0 when no deadline waits, and undefined while the database does not answer. */
type DeadlineBacklog = Readonly<{ context: ContextName; failures: number; oldestSeconds?: number }>;

/** A database that takes longer to answer counts as unavailable. */
const LONGEST_LOOK_MS = 2_000;

/** The workers of deadlines in this process, for the metrics. */
@Injectable()
export class DeadlineWorkers {
  private readonly workers: Worker[] = [];

  add(worker: Worker): void {
    this.workers.push(worker);
  }

  backlogs(): Promise<readonly DeadlineBacklog[]> {
    const now = new Date();
    return Promise.all(
      this.workers.map(async (worker) => {
        const { context, failures } = worker;
        const day = await within(LONGEST_LOOK_MS, worker.oldestDue(now)).catch(() => null);
        if (day === null) return { context, failures };
        return {
          context,
          failures,
          oldestSeconds: day === undefined ? 0 : (now.getTime() - startOfDay(day).getTime()) / 1_000,
        };
      }),
    );
  }
}
