import { Injectable } from '@nestjs/common';

/** Set when the process begins to drain: load balancers send nothing new, and what would never end by itself ends now. */
@Injectable()
export class Draining {
  readonly since: Date | undefined = undefined;
  private readonly begun = new AbortController();
  /** aborts when it begins */
  readonly signal = this.begun.signal;

  begin(): void {
    (this as { since: Date | undefined }).since = new Date();
    this.begun.abort();
  }
}
