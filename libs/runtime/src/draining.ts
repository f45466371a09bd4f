import { Injectable } from '@nestjs/common';

/** Set when the process begins to drain: load balancers send nothing new, and what would never end by itself ends now. */
@Injectable()
export class Draining {
  private begunAt: Date | undefined;
  private readonly begun = new AbortController();
  /** aborts when it begins */
  readonly signal = this.begun.signal;

  get since(): Date | undefined {
    return this.begunAt;
  }

  begin(): void {
    this.begunAt = new Date();
    this.begun.abort();
  }
}
