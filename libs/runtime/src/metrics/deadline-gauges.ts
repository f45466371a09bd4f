import { Counter, Gauge, type Registry } from 'prom-client';
import type { DeadlineWorkers } from '../deadline-workers.js';

/** The deadlines of each context that are due and not processed, and the attempts that failed. */
export class DeadlineGauges {
  private readonly oldest;
  private readonly failures;

  constructor(
    registry: Registry,
    private readonly workers: DeadlineWorkers,
  ) {
    this.oldest = new Gauge({
      name: 'regie_deadlines_oldest_seconds',
      help: 'The time since the oldest deadline that is not processed could be; 0 when all are processed.',
      labelNames: ['context'],
      registers: [registry],
    });
    this.failures = new Counter({
      name: 'regie_deadlines_failures_total',
      help: 'Deadlines that could not be processed, each time, in this process.',
      labelNames: ['context'],
      registers: [registry],
    });
  }

  async update(): Promise<void> {
    const backlogs = await this.workers.backlogs();
    this.oldest.reset();
    this.failures.reset();
    for (const { context, oldestSeconds, failures } of backlogs) {
      this.failures.inc({ context }, failures);
      if (oldestSeconds !== undefined) this.oldest.set({ context }, oldestSeconds);
    }
  }
}
