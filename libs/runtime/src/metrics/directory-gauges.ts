import type { DirectoryCopies } from '../directory-copies.js';
import type { MakeGauge } from './gauges.js';

/** The ages of the copies of the directory in memory. */
export class DirectoryGauges {
  private readonly age;

  constructor(
    gauge: MakeGauge,
    private readonly copies: DirectoryCopies,
  ) {
    this.age = gauge(
      'regie_directory_copy_age_seconds',
      'The time since the copy of the directory in memory was confirmed; beyond 5 seconds the tables are read.',
      'context',
    );
  }

  update(): void {
    for (const [context, seconds] of this.copies.ages()) this.age.set({ context }, seconds);
  }
}
